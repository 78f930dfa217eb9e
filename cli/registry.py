"""`nengheng registry import | export | template`; what is heavy is imported when one runs."""

from __future__ import annotations

import getpass
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape

from cli.data_directory import registry_path
from cli.output import console, print_json, print_rows
from core.clock import WallClock
from core.settings import read_settings

if TYPE_CHECKING:
    from core.registry.transfer.report import ImportReport, RowPreview

DataOption = Annotated[
    Path | None, typer.Option("--data", help="Data directory of the platform.", show_default="data")
]
PREVIEW = 50
"""Rows that a dry run shows [1]."""
PROBLEM_COLUMNS = ("file", "sheet", "row", "column", "value", "reason", "fix")


def register(app: typer.Typer) -> None:
    """Add the group to `app`."""
    group = typer.Typer(help="Enterprises, gateways, points, epochs, products, quotas, entries.")
    group.command("import")(import_command)
    group.command("export")(export_command)
    group.command("template")(template_command)
    app.add_typer(group, name="registry")


def import_command(
    files: Annotated[list[Path], typer.Argument(help="A workbook .xlsx, or CSV files by table.")],
    *,
    data: DataOption = None,
    dry_run: Annotated[
        bool, typer.Option(help="Check, show what would become of the rows, change nothing.")
    ] = False,
    every: Annotated[
        bool, typer.Option("--all", help="With --dry-run: show every row, not the first 50.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """Import a workbook or CSV files, all or nothing; every bad row is reported.

    A platform that runs on the data directory sees the change by itself.
    """
    from core.registry.database import open_registry
    from core.registry.history import Author, Via
    from core.registry.transfer import import_files

    author = Author(_user_name(), Via.CLI)
    settings = read_settings(data_dir=data)
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    with open_registry(settings.registry_url or registry_path(settings.data_dir)) as registry:
        report = import_files(
            registry,
            files,
            clock=WallClock(),
            dry_run=dry_run,
            author=author,
            preview=(sys.maxsize if every else PREVIEW) if dry_run else 0,
        )
    problems = [{name: getattr(row, name) for name in PROBLEM_COLUMNS} for row in report.rows]
    if as_json:
        counts = {table: tuple(numbers) for table, numbers in report.counts.items()}
        document = {"applied": report.applied, "counts": counts, "problems": problems}
        if dry_run:
            document["preview"] = [_preview(row) for row in report.preview]
        print_json(document)
    elif problems:
        print_rows(problems, as_json=False, columns=PROBLEM_COLUMNS)
        print(f"nengheng: nothing imported: {len(problems)} problems", file=sys.stderr)
    else:
        for table, (added, changed, unchanged) in report.counts.items():
            console.print(f"{table}: {added} added, {changed} changed, {unchanged} unchanged")
        _print_preview(report)
        console.print("imported" if report.applied else "checked; nothing changed (--dry-run)")
    if problems:
        raise typer.Exit(1)


def _preview(row: RowPreview) -> dict[str, object]:
    """Return what would become of a row, as the API says it."""
    cells = {name: {"old": old, "new": new} for name, (old, new) in row.cells.items()}
    return row._asdict() | {"cells": cells}


def _print_preview(report: ImportReport) -> None:
    """Print what would become of each row, old → new, and how many more there are."""
    shown = [row for row in report.preview if row.cells]
    for row in shown:
        key, where = " ".join(row.key), f"{row.sheet or Path(row.file).name}:{row.row}"
        console.print(
            f"[bold]{row.action}[/] {row.table} {escape(key)} [dim]({escape(where)})[/]",
            soft_wrap=True,
        )
        for name, (old, new) in row.cells.items():
            change = f"{old or '–'} → {new or '–'}" if row.action == "changed" else new
            console.print(f"    {name}: {escape(change)}", soft_wrap=True)
    changing = sum(added + changed for added, changed, _ in report.counts.values())
    if report.preview and changing > len(shown):
        console.print(f"… and {changing - len(shown):,} more rows that change; --all shows them")


def _user_name() -> str:
    """Return who runs the command, as it stands in the history of rows."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # an account without a name, as in containers
        return "operator"


def export_command(
    directory: Annotated[
        Path | None, typer.Argument(help="Folder to write one CSV per table into.")
    ] = None,
    *,
    xlsx: Annotated[
        Path | None, typer.Option("--xlsx", help="Write one workbook, a sheet a table.")
    ] = None,
    data: DataOption = None,
) -> None:
    """Export every table as CSV or as a workbook, in the form that `import` takes."""
    from core.registry.database import open_registry
    from core.registry.transfer import export_files, export_workbook

    if directory is None and xlsx is None:
        raise typer.BadParameter("name a folder for CSV files, or --xlsx FILE")
    settings = read_settings(data_dir=data)
    with open_registry(settings.registry_url or registry_path(settings.data_dir)) as registry:
        if directory is not None:
            for path in export_files(registry, directory):
                console.print(str(path))
        if xlsx is not None:
            export_workbook(registry, xlsx)
            console.print(str(xlsx))


def template_command(
    file: Annotated[Path, typer.Argument(help="Workbook to write.")],
) -> None:
    """Write an empty workbook to fill in: a sheet a table, lists to choose from, and help."""
    from core.registry.transfer import write_template

    write_template(file)
    console.print(str(file))
