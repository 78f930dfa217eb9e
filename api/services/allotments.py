"""Quota trees, decisions and transfers; certificates; schemes."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.sql import ColumnElement

from analytics.assessment.trees import read_trees
from api.errors import MissingError
from api.schemas.assessment import (
    CertificateRow,
    QuotaChangeRow,
    QuotaNode,
    QuotaTransferRow,
    SchemeDeduction,
    SchemeMeasure,
    SchemeRow,
    SchemeStep,
)
from api.schemas.base import Page
from api.services.paging import PAGE, Listing, read_page
from api.services.subjects import check_subject
from api.viewer import Viewer
from core.calendar import to_local
from core.catalogue import Deduction, Scheme
from core.catalogue.schemes import EVER
from core.registry.assessment import Certificate, CertificateUse, QuotaChange, QuotaTransfer


def list_nodes(viewer: Viewer, *, year: int | None) -> list[QuotaNode]:
    """Return the quota trees of a year [calendar year]; None: the running one."""
    at = to_local(viewer.now_ms()).year if year is None else year
    found: list[QuotaNode] = []
    with viewer.read() as session:
        seen = viewer.read_subjects(session)
        for (_, kind, basis), nodes in sorted(read_trees(session, [at]).items()):
            parents = {
                child: node.holder
                for node in nodes.values()
                for child in node.children
                if seen is None or node.holder in seen
            }
            found += [
                QuotaNode(
                    holder=holder,
                    parent=parents.get(holder),
                    kind=kind,
                    basis=basis,
                    unit=node.unit,
                    allotted=node.allotted,
                    received=node.received,
                    given=node.given,
                    amount=node.amount,
                    handed_down=node.handed_down,
                    left=node.left,
                    contradictory=node.is_contradictory,
                )
                for holder, node in sorted(nodes.items())
                if seen is None or holder in seen
            ]
    return found


def list_changes(
    viewer: Viewer,
    *,
    holder: str | None = None,
    year: int | None = None,
    limit: int = PAGE,
    cursor: str | None = None,
) -> Page[QuotaChangeRow]:
    """Return decisions on quotas by holder, year and number, at most `limit` [1].

    Raises
    ------
    ParameterError
        The holder is no subject, or the cursor is not one this list gave.
    """
    statement = select(QuotaChange).where(viewer.only_subjects(QuotaChange.holder))
    if holder is not None:
        statement = statement.where(QuotaChange.holder == check_subject(holder))
    if year is not None:
        statement = statement.where(QuotaChange.year == year)
    keys = [getattr(QuotaChange, n) for n in ("holder", "year", "kind", "basis", "number")]
    with viewer.read() as session:
        listing = Listing("quota_changes", statement, keys, (str, int, str, str, int))
        rows, after = read_page(session, listing, limit=limit, cursor=cursor)
        items = [_change(row[0]) for row in rows]
    return Page(items=items, next=after)


def _change(row: QuotaChange) -> QuotaChangeRow:
    return QuotaChangeRow(
        holder=row.holder,
        year=row.year,
        kind=row.kind,
        basis=row.basis,
        number=row.number,
        before=row.before,
        before_unit=row.before_unit,
        amount=row.amount,
        unit=row.unit,
        decided=None if row.decided_ms is None else to_local(row.decided_ms),
        decided_by=row.decided_by,
        reason=row.reason,
        source=row.source,
    )


def list_transfers(
    viewer: Viewer, *, year: int | None = None, limit: int = PAGE, cursor: str | None = None
) -> Page[QuotaTransferRow]:
    """Return transfers of quotas by their code, at most `limit` [1]; of a `year` [calendar year].

    Raises
    ------
    ParameterError
        The cursor is not one this list gave.
    """
    statement = select(QuotaTransfer).where(_seen_transfers(viewer))
    if year is not None:
        statement = statement.where(QuotaTransfer.year == year)
    with viewer.read() as session:
        listing = Listing("quota_transfers", statement, (QuotaTransfer.code,), (str,))
        rows, after = read_page(session, listing, limit=limit, cursor=cursor)
        seen = viewer.read_subjects(session)
        items = [_transfer(row[0], seen) for row in rows]
    return Page(items=items, next=after)


def read_transfer(viewer: Viewer, code: str) -> QuotaTransferRow:
    """Return a transfer of a quota.

    Raises
    ------
    MissingError
        There is no such transfer, or neither side of it is the viewer's.
    """
    own = select(QuotaTransfer).where(QuotaTransfer.code == code, _seen_transfers(viewer))
    with viewer.read() as session:
        found = session.scalars(own).one_or_none()
        if found is None:
            raise MissingError(
                f"transfer {code!r} is not in the registry",
                parameter="transfer",
                value=code,
                fix="`GET /api/v1/quotas/transfers` lists those that are",
            )
        return _transfer(found, viewer.read_subjects(session))


def _seen_transfers(viewer: Viewer) -> ColumnElement[bool]:
    """Return the condition that one side of a transfer is the viewer's."""
    return viewer.only_subjects(QuotaTransfer.from_holder) | viewer.only_subjects(
        QuotaTransfer.to_holder
    )


def _transfer(row: QuotaTransfer, seen: frozenset[str] | None) -> QuotaTransferRow:
    return QuotaTransferRow(
        code=row.code,
        year=row.year,
        kind=row.kind,
        basis=row.basis,
        from_holder=_hide(row.from_holder, seen),
        to_holder=_hide(row.to_holder, seen),
        amount=row.amount,
        unit=row.unit,
        decided=to_local(row.decided_ms),
        decided_by=row.decided_by,
        reason=row.reason,
        source=row.source,
    )


def _hide(holder: str, seen: frozenset[str] | None) -> str:
    """Return a holder, or only its kind where it is not the viewer's."""
    if seen is None or holder in seen:
        return holder
    return f"{holder.partition(':')[0]}:*"


def list_certificates(
    viewer: Viewer, *, holder: str | None = None, limit: int = PAGE, cursor: str | None = None
) -> Page[CertificateRow]:
    """Return certificates with what is used of each, by their code, at most `limit` [1].

    Raises
    ------
    ParameterError
        The holder is no subject, or the cursor is not one this list gave.
    """
    used = (
        select(func.coalesce(func.sum(CertificateUse.mwh), 0.0))
        .where(CertificateUse.certificate_code == Certificate.code)
        .scalar_subquery()
    )
    own = viewer.only_subjects(Certificate.holder)
    statement = select(Certificate, used.label("used")).where(own)
    if holder is not None:
        statement = statement.where(Certificate.holder == check_subject(holder))
    with viewer.read() as session:
        listing = Listing("certificates", statement, (Certificate.code,), (str,))
        rows, after = read_page(session, listing, limit=limit, cursor=cursor)
        items = [_certificate(row[0], float(row[1])) for row in rows]
    return Page(items=items, next=after)


def _certificate(row: Certificate, used: float) -> CertificateRow:
    return CertificateRow(
        code=row.code,
        kind=row.kind,
        holder=row.holder,
        month=to_local(row.month_ms),
        origin=row.origin,
        technology=row.technology,
        mwh=row.mwh,
        used=used,
        left=row.mwh - used,
        source=row.source,
    )


def list_schemes(viewer: Viewer) -> list[SchemeRow]:
    """Return every assessment scheme of the catalogue."""
    return [_scheme(scheme) for scheme in viewer.parts.catalogue.schemes()]


def _scheme(scheme: Scheme) -> SchemeRow:
    return SchemeRow(
        code=scheme.code,
        title=scheme.title_zh,
        title_en=scheme.title_en,
        region=scheme.region_code,
        first_year=scheme.first_year,
        last_year=scheme.last_year,
        base_year=scheme.base_year,
        basis=scheme.basis,
        source=scheme.source,
        confidence=scheme.confidence,
        note=scheme.note,
        measures=[
            SchemeMeasure(**{n: getattr(m, n) for n in SchemeMeasure.model_fields})
            for m in scheme.measures
        ],
        deductions=[_deduction(rule) for rule in scheme.deductions],
        rhythm=[
            SchemeStep(year=step.year, step=step.step, title=step.title_zh)
            for step in scheme.rhythm
        ],
    )


def _deduction(rule: Deduction) -> SchemeDeduction:
    return SchemeDeduction(
        deduction=rule.deduction,
        title=rule.title_zh,
        from_total=rule.from_total,
        from_intensity=rule.from_intensity,
        base_too=rule.base_too,
        growth_only=rule.growth_only,
        certificate_cap=rule.certificate_cap,
        valid_from=to_local(rule.valid_from_ms),
        valid_to=None if rule.valid_to_ms == EVER else to_local(rule.valid_to_ms),
        source=rule.source,
        confidence=rule.confidence,
    )
