"""Routes of closing and restating."""

from __future__ import annotations

from fastapi import APIRouter

from api import queries
from api.listing import ListRoute
from api.parameters import API_PREFIX, Reader, Writer
from api.schemas.base import Page
from api.schemas.closings import CloseBody, ClosingRow, RestateBody, VerifyReport
from api.services import closings

router = APIRouter(prefix=API_PREFIX, tags=["derived"], route_class=ListRoute)


@router.get("/closings", summary="Closed periods, newest version, and what has changed since")
def list_closings(viewer: Reader, asked: queries.Closings) -> Page[ClosingRow]:
    """Give closed periods."""
    return closings.list_closings(
        viewer, subject=asked.subject, limit=asked.limit, cursor=asked.cursor
    )


@router.get("/closings/verify", summary="Frozen rows against the digests of their closing")
def verify_closings(viewer: Reader) -> VerifyReport:
    """Check what was frozen."""
    return closings.verify_closings(viewer)


@router.post("/closings", status_code=201, summary="Close a month or year that is over")
def close_period(viewer: Writer, body: CloseBody) -> ClosingRow:
    """Close."""
    return closings.close_period(viewer, closings.make_term(body.subject, body.period, body.start))


@router.post("/closings/restate", status_code=201, summary="Restate a closed period for a reason")
def restate_period(viewer: Writer, body: RestateBody) -> ClosingRow:
    """Restate."""
    term = closings.make_term(body.subject, body.period, body.start)
    return closings.restate_period(viewer, term, body.reason)
