"""A gateway's first hours: what it sends that nobody has named, and naming it."""

from __future__ import annotations

import base64
import logging
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from sqlalchemy import func, select

from api.access import Permission
from api.collectors import CollectorPart
from api.errors import ParameterError
from api.schemas.connections import NamedPoint, NamingReport, PointGuess, UnknownPoint
from api.schemas.quarantine import QuarantineDetail
from api.services.quarantine import require_collector
from api.services.registry_edits import take_cells
from api.viewer import Viewer
from core.calendar import to_local
from core.registry.models import Point
from core.vocabulary import Flow, Kind
from core.wire import WireError, decode
from ingest.quarantine import QuarantineFilter
from ingest.reasons import Reason

logger = logging.getLogger(__name__)

LOOKED_AT = 60
"""Quarantined messages that are looked into [1]."""
LISTED = 500
PAGES_MAX = 40
"""Rows of a page [1], and pages at most that are walked to the oldest message [1]."""
SPANS_S = (1, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 86_400)
"""Usual times between readings [s]."""
DEFAULT_SPAN_S = 900
HINTS: tuple[tuple[str, str, str, str], ...] = (
    (r"GAS|燃气|天然气|NG", "natural_gas", "m3", "m3/h"),
    (r"STEAM|蒸汽|ZQ", "steam_1mpa", "t", "t/h"),
    (r"WATER|水|SHUI", "water_fresh", "t", "t/h"),
    (r"HEAT|热", "heat", "GJ", "MW"),
    (r"COKE|焦炭", "coke", "t", "t/h"),
    (r"COAL|煤", "raw_coal", "t", "t/h"),
    (r"DIESEL|柴油|OIL", "diesel", "t", "t/h"),
    (r"AIR|压缩空气", "air_comp", "m3", "m3/h"),
    (r"OXYGEN|O2|氧", "oxygen", "m3", "m3/h"),
    (r"H2|HYDROGEN|氢", "hydrogen", "m3", "m3/h"),
)
"""Word in a code, its carrier, and the unit of a counted amount and of a rate."""
ELECTRICITY = ("electricity", "kWh", "kW")
COUNTER = re.compile(r"(^|[._/-])(EP|EPI|KWH|WH|TOTAL|SUM|ACC|CUM)\d*($|[._/-])|表底|累计", re.I)


@dataclass
class _Seen:
    """Readings of one point that nobody has named."""

    times_ms: list[int] = field(default_factory=list)
    values: list[float] = field(default_factory=list)


def list_unknown(viewer: Viewer, enterprise: str, gateway: str) -> list[UnknownPoint]:
    """Return points in a gateway's newest quarantined messages that the registry does not know.

    Raises
    ------
    MissingError
        There is no such enterprise.
    PartAwayError
        There is no collector to ask.
    """
    collector = require_collector(viewer)
    with viewer.read() as session:
        viewer.require_enterprise(session, enterprise)
        buys = set(
            session.scalars(
                select(Point.carrier).where(
                    Point.enterprise_code == enterprise, Point.flow == Flow.PURCHASED
                )
            )
        )
        known = set(session.scalars(select(Point.code).where(Point.enterprise_code == enterprise)))
    chosen = QuarantineFilter(enterprise=enterprise, gateway=gateway, reason=Reason.UNKNOWN_POINT)
    seen: dict[str, _Seen] = {}
    for number in _numbers_to_read(collector, chosen):
        _look_into(collector.read_quarantined(number), seen)
    found = []
    for code in sorted(set(seen) - known):
        guess = guess_point(code, seen[code].times_ms, seen[code].values, bought=buys)
        if guess.flow == Flow.PURCHASED:
            buys.add(guess.carrier)
        found.append(_unknown(code, seen[code], guess))
    return found


def guess_point(
    code: str, times_ms: Sequence[int], values: Sequence[float], *, bought: set[str]
) -> PointGuess:
    """Return what a point seems to be.

    Parameters
    ----------
    code : str
        As the gateway sends it.
    times_ms : (n,) int
        Times of its readings [ms since the epoch, UTC], in any order.
    values : (n,) float
        Their values [unknown unit].
    bought : set of str
        Carriers of which the enterprise already has a purchase meter: a further meter of them
        more likely measures a part of the same.
    """
    order = np.argsort(np.asarray(times_ms, np.int64), kind="stable")
    at = np.asarray(times_ms, np.int64)[order]
    value = np.asarray(values, np.float64)[order]
    kind = _guess_kind(code, value)
    carrier, amount, rate = next(
        ((hint[1:]) for hint in HINTS if re.search(hint[0], code, re.I)), ELECTRICITY
    )
    counted = kind is not Kind.GAUGE
    flow = Flow.PURCHASED if counted and carrier not in bought else Flow.CONSUMED
    return PointGuess(
        kind=kind,
        carrier=carrier,
        flow=flow,
        unit=amount if counted else rate,
        expected_s=_guess_span(at),
    )


def name_points(
    viewer: Viewer, enterprise: str, gateway: str, points: Sequence[NamedPoint]
) -> NamingReport:
    """Register points of a gateway and let in again what waited for them.

    Raises
    ------
    ForbiddenError
        The viewer manages no gateways.
    MissingError
        There is no such enterprise.
    ParameterError
        A point cannot be taken; nothing was changed. The message says which, why and the fix.
    PartAwayError
        There is no collector to ask.
    """
    viewer.allow(Permission.MANAGE_GATEWAYS)
    collector = require_collector(viewer)
    with viewer.read() as session:
        viewer.require_enterprise(session, enterprise)
        existing = session.scalars(
            select(func.count())
            .select_from(Point)
            .where(
                Point.enterprise_code == enterprise,
                Point.code.in_([point.code for point in points]),
            )
        ).one()
    if existing or not points:
        raise ParameterError(
            f"{existing} of {len(points)} points are registered already",
            parameter="points",
            value=existing,
            fix="name only points that the page lists",
        )
    since = _first_days(list_unknown(viewer, enterprise, gateway))
    _register(viewer, [_as_row(p, enterprise, gateway, since.get(p.code, "")) for p in points])
    mine = QuarantineFilter(enterprise=enterprise, gateway=gateway, reason=Reason.UNKNOWN_POINT)
    report = collector.replay_all(mine)
    logger.info("%s named %d points of %s/%s", viewer.name, len(points), enterprise, gateway)
    return NamingReport(
        points=len(points),
        messages=report.messages,
        readings=report.readings,
        remaining=report.remaining_count,
    )


def _numbers_to_read(collector: CollectorPart, chosen: QuarantineFilter) -> list[int]:
    """Return the newest messages' numbers, and the oldest's, which tells since when it sends."""
    page = collector.list_quarantine(chosen, limit=LISTED, cursor=None)
    numbers = [row.id for row in page.items[:LOOKED_AT]]
    for _ in range(PAGES_MAX):
        if page.next is None:
            break
        page = collector.list_quarantine(chosen, limit=LISTED, cursor=page.next)
    oldest = [row.id for row in page.items[-1:]]
    return [*numbers, *(number for number in oldest if number not in numbers)]


def _look_into(found: QuarantineDetail, seen: dict[str, _Seen]) -> None:
    wanted = {
        bad.point for bad in found.bad if bad.reason == Reason.UNKNOWN_POINT and bad.state == "open"
    }
    if not wanted or found.payload is None:
        return
    is_text = found.encoding == "utf-8"
    payload = found.payload.encode() if is_text else base64.b64decode(found.payload)
    try:
        message = decode(payload)
    except WireError:
        return
    for place, time_ms, value in zip(
        message.point_index.tolist(), message.time_ms.tolist(), message.value.tolist(), strict=True
    ):
        code = message.points[place]
        if code in wanted:
            one = seen.setdefault(code, _Seen())
            one.times_ms.append(time_ms)
            one.values.append(value)


def _unknown(code: str, seen: _Seen, guess: PointGuess) -> UnknownPoint:
    pairs = sorted(zip(seen.times_ms, seen.values, strict=True))
    return UnknownPoint(
        code=code,
        readings=len(pairs),
        first=pairs[0][0],
        last=pairs[-1][0],
        first_value=pairs[0][1],
        last_value=pairs[-1][1],
        guess=guess,
    )


def _guess_kind(code: str, value: np.ndarray) -> Kind:
    if len(value) < 3 or bool(np.all(value == value[0])):
        return Kind.REGISTER if COUNTER.search(code) else Kind.GAUGE
    rises = np.diff(value)
    return Kind.REGISTER if bool(np.all(rises >= 0)) else Kind.GAUGE


def _guess_span(at_ms: np.ndarray) -> int:
    steps_s = np.diff(np.unique(at_ms)) / 1000
    if not len(steps_s):
        return DEFAULT_SPAN_S
    usual = float(np.median(steps_s))
    return min(SPANS_S, key=lambda span: abs(np.log(span) - np.log(max(usual, 0.1))))


def _first_days(found: Sequence[UnknownPoint]) -> dict[str, str]:
    return {point.code: point.first.strftime("%Y-%m-%d") for point in found}


def _as_row(point: NamedPoint, enterprise: str, gateway: str, since: str) -> dict[str, str]:
    return {
        "enterprise_code": enterprise,
        "code": point.code,
        "name": point.name,
        "gateway_code": gateway,
        "kind": point.kind,
        "carrier": point.carrier,
        "flow": point.flow,
        "unit": point.unit,
        "expected_s": str(point.expected_s),
        "in_service": since,
    }


def _register(viewer: Viewer, points: Sequence[dict[str, str]]) -> None:
    """Take rows of points by the checks of every import, all or none."""
    today = to_local(viewer.now_ms()).strftime("%Y-%m-%d")
    rows = [row | {"in_service": row["in_service"] or today} for row in points]
    wrong = take_cells(viewer, "point", rows)
    if wrong is not None:
        code = rows[wrong.row - 2]["code"] if wrong.row >= 2 else ""
        raise ParameterError(
            f"point {code}: {wrong.column} {wrong.value!r}: {wrong.reason}",
            parameter=wrong.column,
            value=wrong.value,
            fix=wrong.fix,
        )
