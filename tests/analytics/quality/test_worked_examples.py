"""Worked examples of quality: case folders with their arithmetic, and the obvious counting."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.quality.connection import compute_connection_rate, tell_connection
from analytics.quality.consistency import (
    Check,
    compare_bill,
    compare_energy_output,
    compare_report,
    compare_sub_meters,
)
from analytics.quality.fitting import compute_fitting
from analytics.quality.job import score_month
from analytics.quality.measure import PointCounts, Readings, clip_spans, count_month
from analytics.quality.rule import (
    Index,
    QualityLevel,
    Share,
    compute_indices,
    compute_score,
)
from core.calendar import HOUR_MS, parse_time
from core.catalogue.quality import read_fitting_rates, read_quality_figures

CASES = sorted((Path(__file__).parent / "cases").iterdir())
OPEN_MS = 1 << 62


def spans(rows: list[list[Any]]) -> list[tuple[int, int]]:
    return [(parse_time(row[0]), parse_time(row[1])) for row in rows]


def inside(time_ms: np.ndarray, span: tuple[int, int]) -> np.ndarray:
    return (time_ms >= span[0]) & (time_ms < span[1])


def count(case: dict[str, Any]) -> None:
    service = spans([case["service"]])[0]
    every = 1000 * case.get("sent_every_s", case["step_s"])
    time_ms = np.arange(service[0], service[1], every, dtype=np.int64)
    for span in spans(case.get("missing", [])):
        time_ms = time_ms[~inside(time_ms, span)]
    sent_ms, quality = np.zeros_like(time_ms), np.zeros(len(time_ms), np.int8)
    for start, end, delay_s in case.get("delays", []):
        chosen = inside(time_ms, (parse_time(start), parse_time(end)))
        sent_ms[chosen] = time_ms[chosen] + 1000 * delay_s
    for start, end, code in case.get("bad", []):
        quality[inside(time_ms, (parse_time(start), parse_time(end)))] = code
    epochs = [
        (parse_time(a), parse_time(b) if b else OPEN_MS, parse_time(c) if c else None)
        for a, b, c in case.get("epochs", [])
    ]
    found = count_month(
        Readings(time_ms, sent_ms, quality),
        service=service,
        outages=spans(case.get("outages", [])),
        epochs=epochs,
        step_ms=1000 * case["step_s"],
        timely_ms=1000.0 * case.get("timely_s", 3600),
        valid_share=0.75,
        connected_ms=parse_time(case["connected"]) if "connected" in case else 0,
    )
    assert {name: getattr(found, name) for name in case["expected"]} == case["expected"]


def score(case: dict[str, Any]) -> None:
    indices = {Index(name): Share(*parts) for name, parts in case["indices"].items()}
    weights = {Index(name): weight for name, weight in case["weights"].items()}
    levels = {QualityLevel.GOOD: 90.0, QualityLevel.FAIR: 75.0}
    found = compute_score(indices, weights, levels, 0.5)
    expected = case["expected"]
    assert found.level == expected["level"]
    assert found.known_weight == pytest.approx(expected["known_weight"])
    assert found.value == (pytest.approx(expected["score"]) if "score" in expected else None)
    assert score_month(read_quality_figures(), indices, parse_time("2026-03-01")) == found


def check(case: dict[str, Any]) -> None:
    tolerance = case["tolerance"]
    made: dict[str, Any] = {
        "sub_main": lambda: compare_sub_meters(
            "M",
            case["main"],
            [(f"S{n}", value) for n, value in enumerate(case["subs"])],
            unit="kWh",
            tolerance=tolerance,
        ),
        "bill": lambda: compare_bill(
            "electricity", case["metered"], case["billed"], unit="kWh", tolerance=tolerance
        ),
        "energy_output": lambda: compare_energy_output(
            "P", case["ratio"], case["before"], unit="tce/t", tolerance=tolerance
        ),
        "report": lambda: compare_report(
            "energy_reported", case["reported"], case["account"], unit="tce", tolerance=tolerance
        ),
    }
    found: Check = made[case["rule"]]()
    for name, value in case["expected"].items():
        assert getattr(found, name) == pytest.approx(value), name


def fitting(case: dict[str, Any]) -> None:
    found = compute_fitting(
        read_fitting_rates(),
        [tuple(row) for row in case["meters"]],
        {(name, level): due for name, level, due in case["declared"]},
        {(name, level): due for name, level, due in case["shown"]},
    )
    rows = [[f.name, f.level, f.fitted, f.due, f.rate, f.reached] for f in found]
    assert rows == case["expected"]


def connection(case: dict[str, Any]) -> None:
    rate = compute_connection_rate(tell_connection(*row) for row in case["enterprises"])
    assert {name: getattr(rate, name) for name in case["expected"]} == case["expected"]


KINDS = {
    "count": count,
    "score": score,
    "check": check,
    "fitting": fitting,
    "connection": connection,
}


@pytest.mark.parametrize("folder", CASES, ids=lambda path: path.name)
def test_case(folder: Path) -> None:
    case = tomllib.loads((folder / "case.toml").read_text("utf-8"))
    assert len((folder / "arithmetic.md").read_text("utf-8")) > 40
    KINDS[case["kind"]](case)


STEP = 900_000
DAY_SPAN = st.integers(0, 96).map(lambda n: n * STEP)


def plain_count(
    slots: set[int], bad: set[int], outages: list[tuple[int, int]], end_ms: int
) -> tuple[int, int, int, int, int, int]:
    """Count slot by slot, as one would by hand."""
    out = {s for s in range(96) if any(a <= s * STEP < b for a, b in outages)}
    due = set(range(end_ms // STEP)) - out
    came = slots & due
    hours: dict[int, list[int]] = {}
    for s in due:
        hours.setdefault(s * STEP // HOUR_MS, []).append(s)
    sent = [h for h, members in hours.items() if came & set(members)]
    valid = [h for h in sent if len((came - bad) & set(hours[h])) >= 0.75 * len(hours[h])]
    return len(due), len(came), len(came - bad), len(hours), len(sent), len(valid)


@given(
    st.sets(st.integers(0, 95)),
    st.sets(st.integers(0, 95)),
    st.lists(st.tuples(DAY_SPAN, DAY_SPAN), max_size=3),
    st.integers(1, 96),
)
def test_fast_counting_is_the_obvious_one(slots, bad, outages, length):
    taken = np.array(sorted(slots), np.int64)
    found = count_month(
        Readings(
            taken * STEP,
            np.zeros(len(taken), np.int64),
            np.array([int(s in bad) for s in taken.tolist()], np.int8),
        ),
        service=(0, length * STEP),
        outages=outages,
        epochs=[],
        step_ms=STEP,
        timely_ms=0,
        valid_share=0.75,
    )
    slow = plain_count(slots, bad, outages, length * STEP)
    assert (
        found.expected,
        found.received,
        found.valid,
        found.hours_due,
        found.hours_sent,
        found.hours_valid,
    ) == slow


@given(st.lists(st.tuples(DAY_SPAN, DAY_SPAN), max_size=6))
def test_clipped_spans_are_apart_and_inside(rows):
    found = clip_spans(rows, (10 * STEP, 80 * STEP))
    ends = [edge for span in found for edge in span]
    assert ends == sorted(ends)
    assert len(set(ends)) == len(ends)
    assert all(10 * STEP <= edge <= 80 * STEP for edge in ends)


COUNTS = st.integers(0, 1000)


@given(st.lists(st.tuples(COUNTS, COUNTS, COUNTS), max_size=5), st.lists(st.booleans(), max_size=5))
def test_indices_are_shares_and_a_score_lies_among_them(points, checks):
    rows = [
        PointCounts(0, a + b, 0, a, min(a, c), a, min(a, c), b, b, min(b, c), 0, a + c, c)
        for a, b, c in points
    ]
    indices = compute_indices(rows, checks)
    values = [share.value for share in indices.values() if share.value is not None]
    assert all(0 <= value <= 1 for value in values)
    found = score_month(read_quality_figures(), indices, parse_time("2026-03-01"))
    if found.value is not None:
        assert 100 * min(values) - 1e-9 <= found.value <= 100 * max(values) + 1e-9
