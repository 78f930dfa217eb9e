"""The job: measuring the months that are due, enterprise by enterprise.

For each month: its readings are counted, compared and searched for hints; counts, comparisons,
findings and the verdict that follows are written in one transaction with the clearing of the mark.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

import numpy as np

from analytics.accounts.facts import EnterpriseFacts, read_facts
from analytics.accounts.roll import as_of
from analytics.alerts import follow_verdicts
from analytics.context import Context
from analytics.falsification.line import Blind, Hint
from analytics.leased_registry import LeasedRegistry
from analytics.ledger import FAILED, write_run
from analytics.quality.checks import make_checks
from analytics.quality.facts import QualityFacts, QualityPoint, read_quality_facts
from analytics.quality.hints import (
    DAILY_HISTORY_MS,
    HISTORY_MS,
    detect_idle_treatment,
    detect_in_entries,
    detect_in_readings,
    join_bursts,
    list_blind,
    write_hints,
)
from analytics.quality.measure import PointCounts, Readings, count_month
from analytics.quality.stored import Due, clear_due, postpone, read_due, read_points, write_month
from analytics.rules import judge
from analytics.verdicts import write_verdicts
from analytics.verdicts.docket import Docket
from analytics.verdicts.scope import make_scope
from core.calendar import DAY_MS, Period, period_end
from core.catalogue.quality import read_quality_figures
from core.errors import LeaseLostError, NenghengError, StoreBusyError
from core.readings import ReadingBatch
from core.registry.lease import HeldLease
from core.store.protocol import SeriesKey

logger = logging.getLogger(__name__)

AGAIN_MS = 3_600_000
"""What could not be measured is tried again after so long [ms]."""
JOB = "quality"
WEEK_MS = 7 * DAY_MS
WEEKS = 3
"""After so many weeks a month is searched wholly only once it is over [1]."""
ROWS = 1_000_000
"""Readings taken into memory at a time, about [1]."""
MONTHS_READ = 200
"""Months taken up in one run [1], so that other work is never long in waiting."""


def run_quality(
    context: Context,
    lease: HeldLease | None = None,
    *,
    stop: Callable[[], bool] = lambda: False,
    limit: int = MONTHS_READ,
) -> int:
    """Measure the months that are due; return how many were [1]; idempotent.

    Parameters
    ----------
    lease : HeldLease or None
        Checked in every writing transaction; None where nothing else writes, as in tests.
    stop : callable
        Asked between months; once true, the rest stays due.
    limit : int
        Months at most [1].

    Raises
    ------
    LeaseLostError
        The lease has passed to another holder; the open transaction was rolled back.
    """
    if lease is not None:
        context = replace(context, registry=LeasedRegistry(context.registry, lease))
    now_ms = as_of(context.clock.now_ms())
    with context.registry.read() as session:
        due = read_due(session, context.clock.now_ms(), limit)
        facts = read_facts(session, sorted({one.enterprise_code for one in due})) if due else {}
    done = 0
    for one in due:
        if stop():
            break
        if one.enterprise_code in facts:
            done += _try(context, facts[one.enterprise_code], one, now_ms)
        else:
            with context.registry.session() as session:
                clear_due(session, [one], now_ms=now_ms)
    return done


def _try(context: Context, enterprise: EnterpriseFacts, due: Due, now_ms: int) -> bool:
    """Measure a month as of `now_ms` [ms]; what cannot be is tried again later."""
    try:
        measure_month(context, enterprise, due, now_ms)
    except (LeaseLostError, StoreBusyError):
        raise
    except Exception as error:
        logger.exception("quality of %s could not be measured", enterprise.code)
        words = str(error) if isinstance(error, NenghengError) else f"unforeseen: {error!r}"
        at_ms = context.clock.now_ms()
        with context.registry.session() as session:
            postpone(session, due, at_ms + AGAIN_MS)
            write_run(
                session,
                JOB,
                started_ms=at_ms,
                ended_ms=at_ms,
                state=FAILED,
                detail=f"{enterprise.code}: {words}",
            )
        return False
    return True


def measure_month(context: Context, enterprise: EnterpriseFacts, due: Due, now_ms: int) -> None:
    """Measure one month of an enterprise as of `now_ms` [ms], and judge it."""
    until_ms = min(period_end(Period.MONTH, due.month_ms), max(now_ms, due.month_ms))
    with context.registry.read() as session:
        facts = read_quality_facts(session, enterprise)
        before = read_points(session, enterprise.code, due.month_ms)
    month = (due.month_ms, until_ms)
    whole = _is_whole_search_due(month, before.values())
    counts, hints = _measure_points(context, facts, month, whole=whole)
    with context.registry.session() as session:
        checks = make_checks(context, session, facts, due.month_ms)
        write_month(session, enterprise.code, due.month_ms, points=counts, checks=checks)
        hints += detect_idle_treatment(context, facts, *month)
        hints += detect_in_entries(facts, due.month_ms)
        since_ms = None if whole else due.month_ms + _count_weeks(month) * WEEK_MS
        write_hints(
            session, enterprise.subject, join_bursts(hints), due.month_ms, since_ms=since_ms
        )
        clear_due(session, [due], now_ms=now_ms)
        scope = make_scope([due.month_ms], now_ms)
        docket = Docket(context, session, enterprise.subject, scope, enterprise)
        rows = judge(docket)
        changes = write_verdicts(
            session, rows, subject=enterprise.subject, scope=scope, now_ms=now_ms
        )
        follow_verdicts(session, rows, gone=changes.gone, now_ms=now_ms)


def _is_whole_search_due(month: tuple[int, int], before: Iterable[PointCounts]) -> bool:
    """Tell whether a month so far [ms] is to be searched wholly, not only what is new in it.

    A month that is over always is. The running one is when a week of it has ended since it was
    last measured: that needs the three months before, which are much to read every day. On the
    other days what has ended since the last whole week is searched beside the last five weeks, so
    that a hint comes within a day; the next whole search confirms it or takes it back.
    """
    if month[1] >= period_end(Period.MONTH, month[0]):
        return True
    last_ms = max((one.until_ms for one in before), default=month[0])
    return _count_weeks((month[0], last_ms)) < _count_weeks(month)


def _count_weeks(month: tuple[int, int]) -> int:
    """Return the whole weeks of a month so far [ms] after which it is searched wholly [1]."""
    return min((month[1] - month[0]) // WEEK_MS, WEEKS)


def _measure_points(
    context: Context, facts: QualityFacts, month: tuple[int, int], *, whole: bool
) -> tuple[dict[str, PointCounts], list[tuple[str, Hint]]]:
    """Count a month so far [ms] of each point, and search its readings for hints."""
    counts: dict[str, PointCounts] = {}
    hints: list[tuple[str, Hint]] = []
    blind: dict[str, dict[str, Blind]] = {}
    start_ms = month[0] - (HISTORY_MS if whole else DAILY_HISTORY_MS)
    for point, readings in _read(context, facts, (max(start_ms, 0), month[1])):
        counted = _count(context, facts, point, readings, month=month)
        if counted is None:
            continue
        counts[point.code] = counted
        search = detect_in_readings(point, readings, *month)
        hints += [(point.code, hint) for hint in search.hints]
        blind[point.code] = search.blind
    return counts, hints + (list_blind(blind, month) if whole else [])


def _read(
    context: Context, facts: QualityFacts, span: tuple[int, int]
) -> Iterator[tuple[QualityPoint, ReadingBatch]]:
    """Yield each point with its readings in `span` [ms]; several are read at once."""
    keys = [SeriesKey(facts.enterprise.code, point.code) for point in facts.points]
    numbers = context.store.series_ids(keys)
    expected = [(span[1] - span[0]) / point.step_ms for point in facts.points]
    chunk = (np.cumsum(expected) // ROWS).astype(np.int64)
    for cut in np.split(np.arange(len(keys)), np.flatnonzero(np.diff(chunk)) + 1):
        if not len(cut):
            continue
        batch = context.store.read_readings(np.sort(numbers[cut]), *span)
        first = np.searchsorted(batch.series, numbers[cut], "left")
        last = np.searchsorted(batch.series, numbers[cut], "right")
        for place, low, high in zip(cut.tolist(), first, last, strict=True):
            yield facts.points[place], batch.take(np.arange(low, high))


def _count(
    context: Context,
    facts: QualityFacts,
    point: QualityPoint,
    readings: ReadingBatch,
    *,
    month: tuple[int, int],
) -> PointCounts | None:
    """Count a point's month so far [ms]; None where it was not in service in it."""
    service = _service(context, facts.enterprise.code, point, month)
    if service[1] <= service[0]:
        return None
    inside = (readings.time_ms >= month[0]) & (readings.time_ms < month[1])
    figures = read_quality_figures()
    return count_month(
        Readings(readings.time_ms[inside], readings.sent_ms[inside], readings.quality[inside]),
        service=service,
        outages=facts.outages_of(point.code),
        epochs=point.epochs,
        step_ms=point.step_ms,
        timely_ms=1000 * figures.at("timely_limit", month[0]).value,
        valid_share=figures.at("valid_hour_share", month[0]).value,
        connected_ms=_find_connected(context, facts, point, readings, month_ms=month[0]),
    )


def _find_connected(
    context: Context,
    facts: QualityFacts,
    point: QualityPoint,
    readings: ReadingBatch,
    *,
    month_ms: int,
) -> int:
    """Return when a point's first message was sent [ms]; any time before a month will do.

    Where what was read tells nothing from before the month that starts at `month_ms` [ms], the
    history is asked.
    """
    sent = readings.sent_ms[readings.sent_ms > 0]
    if not len(sent) or int(sent.min()) >= month_ms:
        series = context.store.series_ids([SeriesKey(facts.enterprise.code, point.code)])
        span = (max(month_ms - HISTORY_MS, 0), month_ms)
        earlier = context.store.read_readings(series, *span).sent_ms
        sent = np.concatenate([earlier[earlier > 0], sent])
    return int(sent.min()) if len(sent) else 0


def _service(
    context: Context, enterprise: str, point: QualityPoint, month: tuple[int, int]
) -> tuple[int, int]:
    """Return the part of a month in which a point is in service [ms].

    Where the registry gives no first day, service begins with the first reading.
    """
    first = point.facts.from_ms
    if first <= 0:
        series = context.store.series_ids([SeriesKey(enterprise, point.code)])
        begun = context.store.first_from(series, 0).time_ms
        first = int(np.min(begun)) if len(begun) else month[1]
    start, end = max(month[0], first), min(month[1], point.facts.to_ms)
    return start - (start - month[0]) % 1000, end
