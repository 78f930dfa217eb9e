"""Looking for falsification hints in a month of an enterprise, and keeping its findings true."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from sqlalchemy import and_, delete, insert, or_
from sqlalchemy.orm import Session

from analytics.accounts.facts import EntryFacts
from analytics.consumption.findings import FindingRow
from analytics.context import Context
from analytics.falsification.clock_games import detect_clock_games
from analytics.falsification.deadline_burst import detect_deadline_burst
from analytics.falsification.digits import CODE_BENFORD as BENFORD
from analytics.falsification.digits import compute_benford
from analytics.falsification.line import Blind, Blindness, Hint, make_line
from analytics.falsification.rule import Search, search_line
from analytics.falsification.treatment_idle import detect_treatment_idle
from analytics.falsification.wording import CODES, NOT_JUDGEABLE, word_hint
from analytics.quality.facts import QualityFacts, QualityPoint
from core.calendar import DAY_MS, Period, period_end
from core.catalogue.quality import read_quality_figures
from core.hours import HourBatch
from core.readings import Float64Array, Int64Array, ReadingBatch
from core.registry.results import Finding
from core.store.protocol import SeriesKey
from core.vocabulary import Flow

HISTORY_MS = 93 * DAY_MS
"""So much before a month is read, to know what is usual [ms]."""
DAILY_HISTORY_MS = 35 * DAY_MS
"""So much is read on days on which only what is new is searched [ms]: copies reach so far back."""
BATCH = 500
"""Rows named in one statement [1]."""


def detect_in_readings(
    point: QualityPoint, readings: ReadingBatch, month_ms: int, until_ms: int
) -> Search:
    """Return the hints in a point's readings that belong to a month, and the rules that are blind.

    Parameters
    ----------
    readings : ReadingBatch
        Of the month and of the days before it that tell what is usual.
    month_ms, until_ms : int
        Start of the month, and the end of what has passed of it [ms].
    """
    search = search_line(make_line(point.kind, readings, point.step_ms))
    hints = search.hints
    figures = read_quality_figures()
    end_ms = period_end(Period.MONTH, month_ms)
    days = figures.at("correction_days", month_ms).value
    hints += detect_deadline_burst(
        readings.time_ms,
        readings.sent_ms,
        period=(month_ms, end_ms),
        deadlines_ms=(end_ms, end_ms + round(days * DAY_MS)),
        step_ms=point.step_ms,
    )
    hints += detect_clock_games(readings.time_ms, readings.sent_ms, step_ms=point.step_ms)
    inside = [hint for hint in hints if month_ms < hint.end_ms <= max(until_ms, month_ms + 1)]
    return Search(inside, search.blind)


def list_blind(
    blind: Mapping[str, Mapping[str, Blind]], month: tuple[int, int]
) -> list[tuple[str, Hint]]:
    """Return what tells of which points no hint can come in a month so far [ms], if any.

    Too short a history is left out: that passes, and every point begins so.

    Parameters
    ----------
    blind : mapping
        Rules that see nothing, by point and code of the rule.
    """
    points = {
        point: {
            code: {"reason": one.reason.value, **one.figures}
            for code, one in rules.items()
            if one.reason is not Blindness.SHORT
        }
        for point, rules in sorted(blind.items())
    }
    points = {point: rules for point, rules in points.items() if rules}
    if not points:
        return []
    evidence: dict[str, object] = {"points": list(points), "blind": points}
    return [("", Hint(NOT_JUDGEABLE, month[0], month[1], evidence))]


def detect_idle_treatment(
    context: Context, facts: QualityFacts, month_ms: int, until_ms: int
) -> list[tuple[str, Hint]]:
    """Return the hints of treatment that stood still, with the point that meters it.

    Production is what the other points of the treatment's line measure: its output, or else its
    electricity. A treatment without a line is held against the whole enterprise. Times are the
    start of the month and the end of what has passed of it [ms].
    """
    found = []
    for point in facts.points:
        if not point.treatment:
            continue
        beside = _find_production(facts, point)
        if not beside:
            continue
        span = (month_ms - HISTORY_MS, until_ms)
        batches = _read_hours(context, facts, [point, *beside], span)
        hour_ms, columns = _align(batches)
        if not len(hour_ms):
            continue
        production = np.asarray(np.sum(columns[1:], axis=0), np.float64)
        hints = detect_treatment_idle(hour_ms, production, columns[0])
        found += [(point.code, h) for h in hints if month_ms < h.end_ms <= until_ms]
    return found


def _find_production(facts: QualityFacts, treatment: QualityPoint) -> list[QualityPoint]:
    """Return the points that measure what a treatment's line makes or uses, of one kind."""
    line = treatment.facts.line_code
    beside = [
        point
        for point in facts.points
        if not point.treatment and (not line or point.facts.line_code == line)
    ]
    outputs = [point for point in beside if point.facts.flow == Flow.OUTPUT]
    if outputs:
        return outputs[:1]
    carrier = [
        point
        for point in beside
        if point.facts.carrier == "electricity"
        and point.facts.flow in (Flow.PURCHASED, Flow.CONSUMED)
    ]
    codes = {point.code for point in carrier}
    return [point for point in carrier if point.facts.parent_code not in codes]


def _read_hours(
    context: Context, facts: QualityFacts, points: Sequence[QualityPoint], span: tuple[int, int]
) -> list[HourBatch]:
    keys = [SeriesKey(facts.enterprise.code, point.code) for point in points]
    series = context.store.series_ids(keys)
    hours = context.store.read_hours(series, max(span[0], 0), span[1])
    return [hours.take(hours.series == number) for number in series.tolist()]


def _align(batches: Sequence[HourBatch]) -> tuple[Int64Array, list[Float64Array]]:
    """Return the hours in which all were measured [ms], and each one's amounts in its unit."""
    measured = [batch.take(batch.coverage > 0) for batch in batches]
    common = measured[0].hour_ms
    for batch in measured[1:]:
        common = np.intersect1d(common, batch.hour_ms)
    columns = [batch.amount[np.isin(batch.hour_ms, common)] for batch in measured]
    return common, columns


def detect_in_entries(facts: QualityFacts, month_ms: int) -> list[tuple[str, Hint]]:
    """Return where hand-fed figures of one item depart from Benford's law, of the worst item.

    An item is looked at in the month [ms] in which a figure of it ends.
    """
    by_item: dict[str, list[EntryFacts]] = {}
    for entry in facts.enterprise.entries:
        by_item.setdefault(entry.item, []).append(entry)
    end_ms = period_end(Period.MONTH, month_ms)
    found: list[tuple[float, Hint]] = []
    for item, entries in by_item.items():
        known = [entry for entry in entries if entry.end_ms <= end_ms]
        last_ms = max((entry.end_ms for entry in known), default=0)
        evidence = compute_benford(np.array([entry.value for entry in known]))
        if last_ms > month_ms and evidence is not None:
            start_ms = min(entry.start_ms for entry in known)
            distance = evidence["distance"]
            assert isinstance(distance, float)
            found.append((distance, Hint(BENFORD, start_ms, last_ms, {"item": item, **evidence})))
    return [("", max(found, key=lambda pair: pair[0])[1])] if found else []


def join_bursts(hints: Sequence[tuple[str, Hint]]) -> list[tuple[str, Hint]]:
    """Return hints with bursts of many points before one deadline as one of the enterprise."""
    kept = [(code, hint) for code, hint in hints if hint.code != "deadline_burst"]
    by_deadline: dict[object, list[tuple[str, Hint]]] = {}
    for code, hint in hints:
        if hint.code == "deadline_burst":
            by_deadline.setdefault(hint.evidence["deadline_ms"], []).append((code, hint))
    for group in by_deadline.values():
        if len(group) == 1:
            kept.append(group[0])
            continue
        worst = max((hint for _, hint in group), key=lambda hint: str(hint.evidence["share"]))
        start = min(hint.start_ms for _, hint in group)
        end = max(hint.end_ms for _, hint in group)
        points = [code for code, _ in group]
        evidence = {**worst.evidence, "points": points}
        kept.append(("", Hint(worst.code, start, end, evidence)))
    return kept


def write_hints(
    session: Session,
    subject: str,
    hints: Sequence[tuple[str, Hint]],
    month_ms: int,
    *,
    since_ms: int | None = None,
) -> int:
    """Make a month's findings those of `hints`; `month_ms` is its start [ms]; return how many [1].

    A hint belongs to the month in which it ends; one that goes on is found again, longer. What
    ended by `since_ms` [ms] is left as it is, and what is said of blind points too.
    """
    end_ms = period_end(Period.MONTH, month_ms)
    codes = [code for code in CODES if since_ms is None or code != NOT_JUDGEABLE]
    session.execute(
        delete(Finding).where(
            Finding.subject == subject,
            Finding.code.in_(codes),
            Finding.end_ms > (month_ms if since_ms is None else since_ms),
            Finding.end_ms <= end_ms,
        )
    )
    rows: dict[tuple[str, str, int], FindingRow] = {}
    for point, hint in hints:
        if since_ms is not None and hint.end_ms <= since_ms:
            continue
        rows[point, hint.code, hint.start_ms] = word_hint(hint, subject, point)
    keys = list(rows)
    for at in range(0, len(keys), BATCH):
        same = [
            and_(Finding.point_code == p, Finding.code == c, Finding.start_ms == s)
            for p, c, s in keys[at : at + BATCH]
        ]
        session.execute(delete(Finding).where(Finding.subject == subject, or_(*same)))
    if rows:
        session.execute(insert(Finding), [vars(row) for row in rows.values()])
    return len(rows)
