"""Work that is too long for one call: big imports, exports, replays of many, deriving again."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from typing import Any

from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ValidationError

from api.errors import ParameterError
from api.jobs import Progress
from api.listing.columns import Part
from api.listing.kinds import TABLES
from api.listing.route import LISTINGS, Listed, walk_list
from api.listing.writers import WRITERS
from api.schemas.imports import ImportBody, RecomputeBody
from api.schemas.jobs import ExportBody, JobRow
from api.schemas.quarantine import ReplayBody
from api.services import imports, jobs, quarantine, recompute
from api.viewer import Viewer


def begin_import(viewer: Viewer, body: ImportBody) -> JobRow:
    """Take files into the registry, as a job.

    Raises
    ------
    ConflictError
        Too many jobs wait.
    ForbiddenError
        The viewer may not edit the registry.
    """
    imports.check_import(viewer)

    def work(progress: Progress) -> dict[str, Any]:
        progress.tell(0, len(body.files), unit="file")
        report = imports.import_files(
            viewer, body.files, dry_run=body.dry_run, preview=body.preview
        )
        return report.model_dump(mode="json")

    names = [file.name for file in body.files]
    return jobs.begin_job(viewer, "import", {"files": names, "dry_run": body.dry_run}, work)


def begin_replay(viewer: Viewer, body: ReplayBody) -> JobRow:
    """Let quarantined messages in again, as a job.

    Raises
    ------
    ConflictError
        Too many jobs wait.
    ForbiddenError
        The viewer may not replay.
    ParameterError
        The reason is none.
    """
    chosen = quarantine.QuarantineFilter(
        enterprise=body.enterprise, gateway=body.gateway, reason=body.reason
    )
    quarantine.check_replay(viewer, chosen)

    def work(progress: Progress) -> dict[str, Any]:
        progress.tell(0, unit="message")
        return quarantine.replay_all(viewer, chosen).model_dump(mode="json")

    return jobs.begin_job(viewer, "replay", body.model_dump(), work)


def begin_recompute(viewer: Viewer, body: RecomputeBody) -> JobRow:
    """Mark a span to be derived again; the job shows how far the scheduler is.

    Raises
    ------
    ForbiddenError
        The viewer may not have figures derived again.
    MissingError
        There is no such enterprise.
    ParameterError
        The span is empty or longer than ten years.
    """
    report = recompute.recompute_span(viewer, body.start, body.end, body.enterprise)
    asked = {"start": body.start, "end": body.end, "enterprise": body.enterprise}
    return jobs.keep_marks(viewer, asked, report.hours * report.enterprises)


def begin_export(viewer: Viewer, body: ExportBody) -> JobRow:
    """Write a whole list into a file, as a job.

    Raises
    ------
    ConflictError
        Too many jobs wait.
    ParameterError
        There is no such list, or it has no such parameters.
    """
    listed = LISTINGS.get(f"/api/v1/{body.list}")
    if listed is None:
        raise ParameterError(
            f"list {body.list!r} is none",
            parameter="list",
            value=body.list,
            fix="name a list without parameters in its path, such as accounts or readings",
        )
    walk = walk_list(listed, viewer, _read_query(listed, body.query))
    kind = next(kind for kind in TABLES if kind.name == body.format)
    name = f"{secrets.token_hex(8)}.{kind.name}"

    def work(progress: Progress) -> dict[str, Any]:
        rows = 0

        def counted(parts: Iterator[Part]) -> Iterator[Part]:
            nonlocal rows
            for part in parts:
                yield part
                rows += len(part)
                progress.tell(rows, unit="row")

        path = jobs.file_directory(viewer) / name
        try:
            with path.open("wb") as file:
                file.writelines(WRITERS[kind](listed.row, counted(walk.pages())))
        except BaseException:
            jobs.drop_file(viewer, name)
            raise
        return {"rows": rows, "bytes": path.stat().st_size, "content_type": kind.header}

    made = jobs.begin_job(viewer, "export", body.model_dump(), work)
    jobs.note_file(viewer, made.id, name)
    return made


def _read_query(listed: Listed, query: dict[str, Any]) -> BaseModel | None:
    given = {name: value for name, value in query.items() if value is not None}
    if listed.query is None:
        if given:
            raise ParameterError(
                f"this list takes no parameter {next(iter(given))!r}",
                parameter="query",
                value=next(iter(given)),
                fix="leave it out",
            )
        return None
    try:
        return listed.query.model_validate_strings(
            {name: str(value).lower() if isinstance(value, bool) else str(value)
             for name, value in given.items()}
        )  # fmt: skip
    except ValidationError as error:
        raise RequestValidationError(
            [{**one, "loc": ("body", "query", *one["loc"])} for one in error.errors()]
        ) from error
