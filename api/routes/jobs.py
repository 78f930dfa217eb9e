"""Routes of long work: begun with 202, watched, cancelled, its file fetched."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Response
from fastapi.responses import FileResponse

from api.listing import ListRoute
from api.parameters import API_PREFIX, Reader, Writer
from api.queries import Paged
from api.schemas.base import Page
from api.schemas.imports import RecomputeBody
from api.schemas.jobs import ExportBody, JobRow
from api.schemas.quarantine import ReplayBody
from api.services import jobs, long_work
from api.uploads import OPENAPI_BODY, ImportGiven

router = APIRouter(prefix=API_PREFIX, tags=["jobs"], route_class=ListRoute)

JobId = Annotated[
    str,
    Path(max_length=32, description="Its id.", examples=["3f9a0c11d2e45b673f9a0c11d2e45b67"]),
]
BEGUN: dict[int | str, dict[str, Any]] = {
    202: {
        "headers": {
            "Location": {"description": "Where it is watched.", "schema": {"type": "string"}}
        }
    }
}
FILE: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The file, of the kind that was asked for",
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    }
}


@router.get("/jobs", summary="Long work, newest first; a week long")
def list_jobs(viewer: Reader, asked: Annotated[Paged, Query()]) -> Page[JobRow]:
    """Give the own jobs; an operator's are all."""
    return jobs.list_jobs(viewer, limit=asked.limit, cursor=asked.cursor)


@router.post("/jobs/import", status_code=202, summary="Import big files, all or none, as a job",
             openapi_extra=OPENAPI_BODY, responses=BEGUN)  # fmt: skip
def begin_import(viewer: Writer, body: ImportGiven, response: Response) -> JobRow:
    """Begin an import; a refused one fails with its report."""
    return _located(response, long_work.begin_import(viewer, body))


@router.post("/jobs/replay", status_code=202, summary="Replay much of the quarantine as a job",
             responses=BEGUN)  # fmt: skip
def begin_replay(viewer: Writer, body: ReplayBody, response: Response) -> JobRow:
    """Begin a replay."""
    return _located(response, long_work.begin_replay(viewer, body))


@router.post("/jobs/export", status_code=202, summary="Write a whole list into a file, as a job",
             responses=BEGUN)  # fmt: skip
def begin_export(viewer: Writer, body: ExportBody, response: Response) -> JobRow:
    """Begin an export."""
    return _located(response, long_work.begin_export(viewer, body))


@router.post("/jobs/recompute", status_code=202, summary="Derive a span again, and watch it",
             responses=BEGUN)  # fmt: skip
def begin_recompute(viewer: Writer, body: RecomputeBody, response: Response) -> JobRow:
    """Mark a span; the job is done when the scheduler has worked it off."""
    return _located(response, long_work.begin_recompute(viewer, body))


@router.get("/jobs/{job}", summary="One job: how far it is, and what came of it")
def read_job(viewer: Reader, job: JobId) -> JobRow:
    """Give a job."""
    return jobs.read_job(viewer, job)


@router.post("/jobs/{job}/cancel", summary="Have a job end at its next step")
def cancel_job(viewer: Writer, job: JobId) -> JobRow:
    """Cancel a job."""
    return jobs.cancel_job(viewer, job)


@router.get("/jobs/{job}/file", summary="The file that an export wrote",
            response_class=FileResponse, responses=FILE)  # fmt: skip
def fetch_file(viewer: Reader, job: JobId) -> FileResponse:
    """Give the file."""
    path = jobs.find_file(viewer, job)
    return FileResponse(path, media_type="application/octet-stream", filename=path.name)


def _located(response: Response, job: JobRow) -> JobRow:
    response.headers["Location"] = f"{API_PREFIX}/jobs/{job.id}"
    return job
