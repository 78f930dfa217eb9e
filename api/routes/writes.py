"""Routes that change something; each needs the operator's token."""

from __future__ import annotations

from fastapi import APIRouter

from api.listing import ListRoute
from api.parameters import API_PREFIX, Writer
from api.routes.operations import QuarantineId
from api.schemas.imports import ImportReport, RecomputeBody, RecomputeReport
from api.schemas.quarantine import DropBody, QuarantineOutcome, ReplayBody, ReplayReport
from api.services import imports, quarantine, recompute
from api.uploads import OPENAPI_BODY, ImportGiven

router = APIRouter(prefix=API_PREFIX, tags=["writes"], route_class=ListRoute)


@router.post("/quarantine/{number}/replay", summary="Let a quarantined message in again")
def replay_quarantined(viewer: Writer, number: QuarantineId) -> QuarantineOutcome:
    """Replay a quarantined message."""
    return quarantine.replay_quarantined(viewer, number)


@router.post("/quarantine/replay", summary="Let all quarantined messages in again, or some")
def replay_all(viewer: Writer, body: ReplayBody) -> ReplayReport:
    """Replay what is chosen."""
    chosen = quarantine.QuarantineFilter(
        enterprise=body.enterprise, gateway=body.gateway, reason=body.reason
    )
    return quarantine.replay_all(viewer, chosen)


@router.post("/quarantine/{number}/drop", summary="Drop a quarantined message for a reason")
def drop_quarantined(viewer: Writer, number: QuarantineId, body: DropBody) -> QuarantineOutcome:
    """Drop a quarantined message."""
    return quarantine.drop_quarantined(viewer, number, body.reason)


@router.post(
    "/registry/reload", status_code=204, summary="Let the collectors read the registry now"
)
def reload_registry(viewer: Writer) -> None:
    """Have the registry read; edits are also noticed by themselves within seconds."""
    imports.reload_registry(viewer)


@router.post(
    "/imports",
    summary="Take a workbook or CSV files into the registry, all or none, as JSON or form",
    openapi_extra=OPENAPI_BODY,
)
def import_files(viewer: Writer, body: ImportGiven) -> ImportReport:
    """Import files."""
    return imports.import_files(viewer, body.files, dry_run=body.dry_run, preview=body.preview)


@router.post(
    "/recompute", status_code=202, summary="Let accounts and verdicts of a span be derived again"
)
def recompute_span(viewer: Writer, body: RecomputeBody) -> RecomputeReport:
    """Derive again."""
    return recompute.recompute_span(viewer, body.start, body.end, body.enterprise)
