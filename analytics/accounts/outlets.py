"""Findings of outlets and permits: outlets nobody measures, limits that no permit stands behind.

A permit (排污许可证) holds for a time and for outlets; who holds it monitors what it discharges.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import partial
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from analytics.accounts.facts import OPEN_MS, EnterpriseFacts
from analytics.consumption.findings import FindingRow
from analytics.together import ask
from core.calendar import to_local
from core.registry.structure import DischargePermit, Outlet, PermitLimit

WITHOUT_POINT = "outlet_without_point"
BEYOND_PERMIT = "limit_beyond_permit"
Span = tuple[int, int]


class OutletRow(NamedTuple):
    """An outlet with its time of service [ms]."""

    code: str
    name: str
    line: str
    span: Span


class LimitRow(NamedTuple):
    """A limit of a permit with its own validity and that of the permit [ms]."""

    permit: str
    outlet: str
    pollutant: str
    amount: float
    unit: str
    span: Span
    permit_span: Span


def refresh_outlets(session: Session, facts: EnterpriseFacts) -> list[FindingRow]:
    """Return what is to be found of an enterprise's outlets and limits, as the registry is."""
    outlets = ask(session, facts.subject, "outlets", partial(_read_outlets, session)) or []
    limits = ask(session, facts.subject, "permit limits", partial(_read_limits, session)) or []
    return detect_outlets(facts, outlets) + detect_limits(facts, limits)


def _read_outlets(session: Session, subjects: Sequence[str]) -> dict[str, list[OutletRow]]:
    rows = session.scalars(
        select(Outlet).where(Outlet.enterprise_code.in_(_codes(subjects))).order_by(Outlet.code)
    )
    found: dict[str, list[OutletRow]] = defaultdict(list)
    for row in rows:
        span = _span(row.in_service_ms, row.out_of_service_ms)
        found[f"enterprise:{row.enterprise_code}"].append(
            OutletRow(row.code, row.name, row.line_code or "", span)
        )
    return found


def _read_limits(session: Session, subjects: Sequence[str]) -> dict[str, list[LimitRow]]:
    rows = session.execute(
        select(PermitLimit, DischargePermit)
        .join(
            DischargePermit,
            (DischargePermit.enterprise_code == PermitLimit.enterprise_code)
            & (DischargePermit.number == PermitLimit.permit_number),
        )
        .where(PermitLimit.enterprise_code.in_(_codes(subjects)))
        .order_by(PermitLimit.permit_number, PermitLimit.outlet_code, PermitLimit.pollutant)
    )
    found: dict[str, list[LimitRow]] = defaultdict(list)
    for limit, permit in rows:
        found[f"enterprise:{limit.enterprise_code}"].append(
            LimitRow(
                limit.permit_number,
                limit.outlet_code,
                limit.pollutant,
                limit.amount,
                limit.unit,
                _span(limit.valid_from_ms, limit.valid_to_ms),
                _span(permit.valid_from_ms, permit.valid_to_ms),
            )
        )
    return found


def _codes(subjects: Sequence[str]) -> list[str]:
    return [subject.partition(":")[2] for subject in subjects]


def _span(start_ms: int | None, end_ms: int | None) -> Span:
    return start_ms or 0, OPEN_MS if end_ms is None else end_ms


def detect_outlets(facts: EnterpriseFacts, outlets: Sequence[OutletRow]) -> list[FindingRow]:
    """Return the outlets at which no point measures while they are in service.

    A point is of an outlet if its code begins with the outlet's, such as ``DA001.NOX``.
    """
    return [
        FindingRow(
            facts.subject,
            "",
            WITHOUT_POINT,
            outlet.span[0],
            outlet.span[1],
            f"排放口 {outlet.code}（{outlet.name}）没有计量点",
            f"outlet {outlet.code} ({outlet.name}) has no point; name its points "
            f"{outlet.code}.POLLUTANT",
            {"item": outlet.code, "line": outlet.line},
        )
        for outlet in outlets
        if not any(
            _is_of(point.code, outlet.code)
            and point.from_ms < outlet.span[1]
            and point.to_ms > outlet.span[0]
            for point in facts.points
        )
    ]


def _is_of(point: str, outlet: str) -> bool:
    rest = point.removeprefix(outlet)
    return point.startswith(outlet) and (not rest or not rest[0].isalnum())


def detect_limits(facts: EnterpriseFacts, limits: Sequence[LimitRow]) -> list[FindingRow]:
    """Return the limits that hold at a time at which their permit does not."""
    found = []
    for limit in limits:
        start, end = limit.span
        if limit.permit_span[0] <= start and end <= limit.permit_span[1]:
            continue
        own, permit = _say(limit.span), _say(limit.permit_span)
        name = f"{limit.outlet or facts.code} {limit.pollutant}"
        figure = f"{limit.amount:g} {limit.unit}"
        found.append(
            FindingRow(
                facts.subject,
                "",
                BEYOND_PERMIT,
                start,
                end,
                f"许可限值 {name} {figure} 有效期 {own}，超出许可证 {limit.permit} 的 {permit}",
                f"limit {name} of {figure} holds {own}, beyond permit {limit.permit} ({permit})",
                {"item": f"{limit.permit} {name}", "amount": limit.amount, "unit": limit.unit},
            )
        )
    return found


def _say(span: Span) -> str:
    start = "…" if span[0] <= 0 else str(to_local(span[0]).date())
    end = "…" if span[1] >= OPEN_MS else str(to_local(span[1]).date())
    return f"{start} – {end}"
