"""`nengheng journal verify | export | prune`: a journal's files, with or without a collector."""

from __future__ import annotations

import sys
from contextlib import ExitStack
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, BinaryIO

import typer

from cli.output import console, print_json
from core.errors import RefusedError, RegistryError
from core.settings import Settings, read_settings

if TYPE_CHECKING:
    from cli.journals import CollectorPlace
    from ingest.journal.verification import JournalVerification

DataOption = Annotated[
    Path | None, typer.Option("--data", help="Data directory.", show_default="data")
]
CollectorOption = Annotated[
    str | None,
    typer.Option("--collector", help="Name, such as collector-1of2; needed among several."),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]


class Format(StrEnum):
    """How records are written."""

    NDJSON = "ndjson"
    RAW = "raw"


def register(app: typer.Typer) -> None:
    """Add the group to `app`."""
    group = typer.Typer(help="The journals below a data directory: verify, export, prune.")
    group.command("verify")(verify)
    group.command("export")(export)
    group.command("prune")(prune)
    app.add_typer(group, name="journal")


def verify(
    *,
    data: DataOption = None,
    collector: CollectorOption = None,
    offline: Annotated[
        bool, typer.Option(help="Do without the registry; who rewrote all files goes unseen.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Check every record and the chain, also against the registry's; a collector may be running.

    Ends with status 1 when a byte is not as it was.
    """
    from cli.journals import find_collectors

    settings = read_settings(data_dir=data)
    found = {
        place.name: _verify_one(settings, place, offline=offline)
        for place in find_collectors(settings.data_dir, collector)
    }
    if as_json:
        print_json({name: asdict(one) for name, one in found.items()})
    else:
        for name, one in found.items():
            _print_verification(name, one, offline=offline)
    if any(one.problems for one in found.values()):
        raise typer.Exit(1)


def export(
    file: Annotated[Path, typer.Argument(help="File to write, new; - for stdout.")],
    *,
    data: DataOption = None,
    collector: CollectorOption = None,
    start: Annotated[str | None, typer.Option("--from", help="Arrived from this time on.")] = None,
    end: Annotated[str | None, typer.Option("--to", help="Arrived before this time.")] = None,
    enterprise: Annotated[str | None, typer.Option(help="Of this enterprise only.")] = None,
    gateway: Annotated[str | None, typer.Option(help="Of this gateway only.")] = None,
    form: Annotated[
        Format, typer.Option("--format", help="One JSON object a line, or a segment file.")
    ] = Format.NDJSON,
) -> None:
    """Write records byte for byte as they arrived; a collector may be running."""
    from cli.journals import find_one, show_progress
    from core.calendar import parse_time
    from ingest.journal.archive import JournalArchive
    from ingest.journal.export import ExportFilter, export_ndjson, export_raw

    settings = read_settings(data_dir=data)
    chosen = ExportFilter(
        None if start is None else parse_time(start, where="--from"),
        None if end is None else parse_time(end, where="--to"),
        enterprise,
        gateway,
    )
    archive = JournalArchive(find_one(settings.data_dir, collector).journal)
    write = export_raw if form is Format.RAW else export_ndjson
    with ExitStack() as stack:
        out = _open_new(file, stack)
        progress = stack.enter_context(show_progress("exporting"))
        report = write(archive, chosen, out, progress)
    print(f"{report.records} records written", file=sys.stderr)
    if report.damaged:
        print(
            f"nengheng: {report.damaged} damaged stretches left out. To mend: "
            "`nengheng journal verify` says where",
            file=sys.stderr,
        )
        raise typer.Exit(1)


def prune(
    *,
    before: Annotated[str, typer.Option("--before", help="Everything arrived before this time.")],
    data: DataOption = None,
    collector: CollectorOption = None,
) -> None:
    """Delete segments that are drained and sealed; their links of the chain stay.

    The collector must be stopped; a running one prunes by itself (NENGHENG_JOURNAL_KEEP_DAYS).
    """
    from cli.journals import find_collectors
    from core.calendar import parse_time
    from core.clock import WallClock
    from ingest.journal import Journal
    from ingest.state import State

    settings = read_settings(data_dir=data)
    time_ms = parse_time(before, where="--before")
    for place in find_collectors(settings.data_dir, collector):
        if not place.state.exists():
            raise RefusedError(
                "no state.db tells what has been drained",
                where=str(place.directory),
                fix="start its collector once, then stop it",
            )
        with (
            State(place.state) as state,
            Journal(
                place.journal, settings=settings, clock=WallClock(), drained_to=state.position()
            ) as journal,
        ):
            held = journal.size_bytes
            pruned = journal.prune_before(time_ms)
            freed = held - journal.size_bytes
        console.print(f"{place.name}: {len(pruned)} segments deleted, {freed:,} bytes freed")


def _verify_one(settings: Settings, place: CollectorPlace, *, offline: bool) -> JournalVerification:
    from cli.journals import connect_known_registry, show_progress
    from ingest.journal.verification import verify_journal
    from ingest.registered_links import read_links

    registered = None
    if not offline:
        try:
            with connect_known_registry(settings) as registry:
                registered = read_links(registry, place.name)
        except RegistryError as error:
            raise RefusedError(
                f"the registry's links cannot be read: {error}",
                where=place.name,
                fix="start the registry, or verify without it by --offline",
            ) from error
    with show_progress(f"verifying {place.name}") as progress:
        return verify_journal(place.journal, registered, progress)


def _print_verification(name: str, found: JournalVerification, *, offline: bool) -> None:
    compared = "not compared with the registry" if offline else f"{found.compared} compared"
    console.print(
        f"{name}: {found.segments} segments, {found.sealed} sealed, {found.records:,} records, "
        f"{found.bytes:,} bytes; links: {compared}"
    )
    for problem in found.problems:
        print(
            f"nengheng: {name} segment {problem.segment}: {problem.kind}: {problem.what}. "
            f"To mend: {problem.fix}",
            file=sys.stderr,
        )
    if not found.problems:
        console.print(f"{name}: nothing was changed")


def _open_new(file: Path, stack: ExitStack) -> BinaryIO:
    if str(file) == "-":
        return sys.stdout.buffer
    try:
        return stack.enter_context(file.open("xb"))
    except OSError as error:
        raise RefusedError(
            f"cannot be written: {error.strerror}", where=str(file), fix="name a new file"
        ) from error
