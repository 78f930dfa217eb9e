"""Quality of data: months with their indices, who is connected, which meters are fitted."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, literal, select
from sqlalchemy.orm import Session

from analytics.accounts.facts import read_facts
from analytics.quality import RULE, Index
from analytics.quality.connection import (
    Connection,
    compute_connection_rate,
    is_obliging,
    tell_connection,
)
from analytics.quality.meters_due import read_fitting
from analytics.quality.stored import read_checks
from analytics.quality.wording import word_check
from api.errors import MissingError
from api.schemas.base import Page
from api.schemas.quality import (
    CheckRow,
    ConnectionState,
    FittingRow,
    IndexRow,
    ObligedRow,
    PointQuality,
    QualityDetail,
    QualityMonth,
)
from api.scope import select_subtree
from api.services.paging import PAGE, Listing, read_page
from api.services.subjects import enterprise_subject
from api.viewer import Viewer
from core.calendar import Period, format_time, period_end, period_start
from core.catalogue.lists import read_lists
from core.catalogue.quality import read_fitting_rates
from core.registry.models import Enterprise, Point
from core.registry.quality import PointMonth
from core.registry.results import Verdict
from core.registry.structure import Membership

ORDER = (Connection.NOT_CONNECTED, Connection.SILENT, Connection.CONNECTED)


@dataclass(frozen=True)
class QualityFilter:
    """Which months a list holds; None takes all. `month_ms` is a time within the month [ms]."""

    enterprise: str | None = None
    region: str | None = None
    month_ms: int | None = None
    level: str | None = None


def list_quality(
    viewer: Viewer, chosen: QualityFilter, *, limit: int = PAGE, cursor: str | None = None
) -> Page[QualityMonth]:
    """Return months that were measured, newest first, at most `limit` [1].

    Raises
    ------
    MissingError
        There is no such region.
    ParameterError
        The cursor is not one this list gave.
    """
    subject = literal("enterprise:").concat(Enterprise.code)
    statement = (
        select(Verdict, Enterprise.code, Enterprise.name)
        .join(Enterprise, Verdict.subject == subject)
        .where(Verdict.rule == RULE, Verdict.version == 0, viewer.only_enterprises(Enterprise.code))
    )
    with viewer.read() as session:
        if chosen.enterprise is not None:
            statement = statement.where(Enterprise.code == chosen.enterprise)
        if chosen.region is not None:
            viewer.require_region(session, chosen.region)
            statement = statement.where(Enterprise.region_code.in_(select_subtree(chosen.region)))
        if chosen.month_ms is not None:
            month_ms = period_start(Period.MONTH, chosen.month_ms)
            statement = statement.where(Verdict.start_ms == month_ms)
        if chosen.level is not None:
            statement = statement.where(Verdict.level == chosen.level)
        keys = (Verdict.start_ms, Verdict.subject)
        listing = Listing("quality", statement, keys, (int, str), descending=True)
        rows, after = read_page(session, listing, limit=limit, cursor=cursor)
        items = [_month(row[0], row[1], row[2]) for row in rows]
    return Page(items=items, next=after)


def read_quality(viewer: Viewer, enterprise: str, *, month_ms: int | None = None) -> QualityDetail:
    """Return a month of an enterprise by point and comparison; the newest where none is given.

    Parameters
    ----------
    viewer : Viewer
        Who asks.
    enterprise : str
        Its code.
    month_ms : int or None
        A time within the month [ms since the epoch, UTC].

    Raises
    ------
    MissingError
        There is no such enterprise, or the month was not measured.
    """
    with viewer.read() as session:
        name = viewer.require_enterprise(session, enterprise).name
        statement = select(Verdict).where(
            Verdict.subject == enterprise_subject(enterprise),
            Verdict.rule == RULE,
            Verdict.version == 0,
        )
        if month_ms is not None:
            month_ms = period_start(Period.MONTH, month_ms)
            statement = statement.where(Verdict.start_ms == month_ms)
        verdict = session.scalars(statement.order_by(Verdict.start_ms.desc()).limit(1)).first()
        if verdict is None:
            raise MissingError(
                f"no month of enterprise {enterprise} was measured"
                if month_ms is None
                else f"the month {format_time(month_ms)} of enterprise {enterprise} was not "
                "measured",
                parameter="month",
                value=enterprise,
                fix="`GET /api/v1/quality?enterprise=…` lists those that were",
            )
        return QualityDetail(
            month=_month(verdict, enterprise, name),
            points=_read_points(session, enterprise, verdict.start_ms),
            checks=_read_checks(session, enterprise, verdict.start_ms),
        )


def _month(verdict: Verdict, enterprise: str, name: str) -> QualityMonth:
    indices: Any = verdict.evidence.get("indices", {})
    passed = verdict.evidence.get("transmission_passed")
    return QualityMonth(
        enterprise=enterprise,
        name=name,
        month=verdict.start_ms,
        score=verdict.value,
        level=verdict.level,
        provisional=verdict.provisional,
        transmission_passed=passed if isinstance(passed, bool) else None,
        indices=[
            IndexRow(index=index.value, **indices[index.value])
            for index in Index
            if index.value in indices
        ],
        reason=verdict.reason,
        reason_en=verdict.reason_en,
    )


def _read_points(session: Session, enterprise: str, month_ms: int) -> list[PointQuality]:
    rows = session.execute(
        select(PointMonth, Point.name)
        .outerjoin(
            Point,
            (Point.enterprise_code == PointMonth.enterprise_code)
            & (Point.code == PointMonth.point_code),
        )
        .where(PointMonth.enterprise_code == enterprise, PointMonth.month_ms == month_ms)
        .order_by(PointMonth.point_code)
    )
    return [
        PointQuality(
            point=row.point_code,
            name=name or "",
            expected=row.expected,
            excused=row.excused,
            received=row.received,
            valid=row.valid,
            timed=row.timed,
            timely=row.timely,
            hours_due=row.hours_due,
            hours_sent=row.hours_sent,
            hours_valid=row.hours_valid,
            calibrated=row.calibrated_s / row.known_s if row.known_s else None,
        )
        for row, name in rows
    ]


def _read_checks(session: Session, enterprise: str, month_ms: int) -> list[CheckRow]:
    found = []
    for check in read_checks(session, enterprise, month_ms):
        text, text_en = word_check(check)
        found.append(
            CheckRow(
                kind=check.kind,
                detail=check.detail,
                value=check.value,
                reference=check.reference,
                unit=check.unit,
                tolerance=check.tolerance,
                agrees=check.agrees,
                text=text,
                text_en=text_en,
            )
        )
    return found


def read_connection(viewer: Viewer, region: str, *, month_ms: int | None = None) -> ConnectionState:
    """Return who of a region is obliged to connect in a month, and who is connected.

    Parameters
    ----------
    viewer : Viewer
        Who asks.
    region : str
        Its code; all below it count.
    month_ms : int or None
        A time within the month [ms since the epoch, UTC]; None for the present one.

    Raises
    ------
    MissingError
        There is no such region.
    """
    month = period_start(Period.MONTH, viewer.now_ms() if month_ms is None else month_ms)
    with viewer.read() as session:
        viewer.require_region(session, region)
        lists = _read_obliging(session, region, month)
        codes = sorted(lists)
        rows = session.execute(
            select(Enterprise.code, Enterprise.name, Enterprise.region_code).where(
                Enterprise.code.in_(codes)
            )
        )
        points = _count_points(session, codes)
        received = _count_received(session, codes, month)
        items = [
            ObligedRow(
                enterprise=code,
                name=name,
                region=place,
                lists=sorted(lists[code]),
                state=tell_connection(points.get(code, 0), received.get(code, 0)).value,
                received=received.get(code, 0),
            )
            for code, name, place in rows
        ]
    rate = compute_connection_rate(Connection(item.state) for item in items)
    return ConnectionState(
        region=region,
        month=month,
        obliged=rate.obliged,
        connected=rate.connected,
        silent=rate.silent,
        rate=rate.rate,
        enterprises=sorted(
            items, key=lambda item: (ORDER.index(Connection(item.state)), item.enterprise)
        ),
    )


def _read_obliging(session: Session, region: str, month_ms: int) -> dict[str, set[str]]:
    """Return the lists that oblige each enterprise of a region to connect in a month [ms]."""
    end_ms = period_end(Period.MONTH, month_ms)
    obliging = [code for code, one in read_lists().items() if is_obliging(one.duty)]
    rows = session.execute(
        select(Membership.enterprise_code, Membership.list_code)
        .join(Enterprise, Enterprise.code == Membership.enterprise_code)
        .where(
            Membership.list_code.in_(obliging),
            Membership.valid_from_ms < end_ms,
            (Membership.valid_to_ms.is_(None)) | (Membership.valid_to_ms > month_ms),
            Enterprise.region_code.in_(select_subtree(region)),
        )
    )
    found: dict[str, set[str]] = defaultdict(set)
    for enterprise, list_code in rows:
        found[enterprise].add(list_code)
    return found


def _count_points(session: Session, codes: list[str]) -> dict[str, int]:
    rows = session.execute(
        select(Point.enterprise_code, func.count())
        .where(Point.enterprise_code.in_(codes), Point.formula == "")
        .group_by(Point.enterprise_code)
    )
    return {row[0]: row[1] for row in rows}


def _count_received(session: Session, codes: list[str], month_ms: int) -> dict[str, int]:
    rows = session.execute(
        select(PointMonth.enterprise_code, func.sum(PointMonth.received))
        .where(PointMonth.enterprise_code.in_(codes), PointMonth.month_ms == month_ms)
        .group_by(PointMonth.enterprise_code)
    )
    return {row[0]: int(row[1]) for row in rows}


def list_fitting(viewer: Viewer, enterprise: str, *, at_ms: int | None = None) -> list[FittingRow]:
    """Return the meter fitting rates of an enterprise, by class and level.

    Parameters
    ----------
    viewer : Viewer
        Who asks.
    enterprise : str
        Its code.
    at_ms : int or None
        When [ms since the epoch, UTC]; None for now.

    Raises
    ------
    MissingError
        There is no such enterprise.
    """
    names = {rate.name: rate.name_zh for rate in read_fitting_rates()}
    with viewer.read() as session:
        viewer.require_enterprise(session, enterprise)
        facts = read_facts(session, [enterprise])[enterprise]
        found = read_fitting(session, facts, viewer.now_ms() if at_ms is None else at_ms)
    return [
        FittingRow(
            carriers=one.name,
            name=names[one.name],
            level=one.level,
            fitted=one.fitted,
            due=one.due,
            declared=one.declared,
            rate=one.rate,
            least=one.least,
            reached=one.reached,
            source=one.source,
            confidence=one.confidence,
        )
        for one in found
    ]
