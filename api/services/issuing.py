"""Quotas issued down the tree and moved between holders; each decision stays on record."""

from __future__ import annotations

import logging
import secrets
from typing import Any

from api.access import Permission
from api.edits import Check, take_any
from api.errors import ConflictError, ParameterError
from api.schemas.issuing import IssueBody, TransferBody
from api.schemas.quotas import QuotaRow
from api.services.paging import PAGE_MAX
from api.services.quotas import list_quotas
from api.services.registry_edits import write_rows
from api.services.subjects import check_subject
from api.viewer import Viewer
from core.registry.transfer.quota import MONTHS

logger = logging.getLogger(__name__)


def issue_quota(viewer: Viewer, body: IssueBody, check: Check = take_any) -> QuotaRow:
    """Set a quota, or another amount of one; its monthly plan keeps its shape.

    `check` may refuse the quota that stands, None where there is none.

    Raises
    ------
    ForbiddenError
        The viewer sets no quotas of this kind, or not of this holder.
    MissingError
        The holder is not there, or not the viewer's.
    ConflictError
        It is this amount already.
    ParameterError
        It cannot be taken: those below would have more than there is, or the unit does not suit.
    """
    check_subject(body.holder)
    with viewer.read() as session:
        viewer.allow_quota(session, body.holder, body.kind)
    before = _find(viewer, body)
    check(before)
    if before is not None and (before.amount, before.unit) == (body.amount, body.unit):
        raise ConflictError(
            f"the quota of {body.holder} is {body.amount:.10g} {body.unit} already",
            parameter="amount",
            value=body.amount,
            fix="give another amount",
        )
    write_rows(viewer, "quota", [_values(viewer, body) | _plan(before, body)])
    logger.info("%s set the %s quota of %s", viewer.name, body.kind, body.holder)
    found = _find(viewer, body)
    assert found is not None
    return found


def transfer_quota(viewer: Viewer, body: TransferBody) -> str:
    """Move an amount of a quota from one holder to another; return the transfer's code.

    Raises
    ------
    ForbiddenError
        The viewer sets no quotas of this kind, or not of these holders.
    MissingError
        A holder is not there, or not the viewer's.
    ParameterError
        It cannot be taken: a holder has no such quota, or the giver has not as much.
    """
    viewer.allow(Permission.SET_QUOTAS)
    with viewer.read() as session:
        for holder in (body.from_holder, body.to_holder):
            viewer.allow_quota(session, check_subject(holder), body.kind)
    if body.from_holder == body.to_holder:
        raise ParameterError(
            f"{body.to_holder} would give to itself",
            parameter="to_holder",
            value=body.to_holder,
            fix="name another holder",
        )
    code = f"T{body.year}-{secrets.token_hex(4)}"
    values = _values(viewer, body) | {
        "code": code,
        "from_holder": body.from_holder,
        "to_holder": body.to_holder,
    }
    write_rows(viewer, "quota_transfer", [values])
    logger.info("%s moved a quota: %s", viewer.name, code)
    return code


def _find(viewer: Viewer, body: IssueBody) -> QuotaRow | None:
    held = list_quotas(viewer, holder=body.holder, year=body.year, limit=PAGE_MAX).items
    return next((q for q in held if (q.kind, q.basis) == (body.kind, body.basis)), None)


def _values(viewer: Viewer, body: IssueBody | TransferBody) -> dict[str, Any]:
    return body.model_dump() | {
        "decided_ms": viewer.now_ms(),
        "decided_by": viewer.name,
    }


def _plan(before: QuotaRow | None, body: IssueBody) -> dict[str, float]:
    """Return the months of the new amount in the shape of the old plan [unit]; {}: by days."""
    if before is None or not before.months or not before.amount:
        return {}
    months = [month / before.amount * body.amount for month in before.months]
    months[-1] += body.amount - sum(months)
    return dict(zip(MONTHS, months, strict=True))
