"""Properties of consumption on random input, and the obvious slow version to compare with."""

from __future__ import annotations

import itertools
import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.consumption.derive import compute_amounts
from analytics.consumption.hours import Windows
from analytics.consumption.meters import TIME_MAX_MS, Epoch, Meter, MeterTable
from analytics.consumption.usable import select_usable
from core.readings import ReadingBatch
from core.vocabulary import Kind

HOUR = 3_600_000
T0 = 1_772_294_400_000
INF = float("inf")


def whole(table: MeterTable) -> Windows:
    n = len(table)
    return Windows(table.series, np.zeros(n, np.int64), np.full(n, TIME_MAX_MS + 1, np.int64))


def batch(series: int, rows) -> ReadingBatch:
    rows = list(rows)
    columns = list(zip(*((t, v, q) for t, v, q in rows), strict=True)) or [(), (), ()]
    zero = np.zeros(len(rows), np.int64)
    return ReadingBatch(
        np.full(len(rows), series, np.int64),
        np.array(columns[0], np.int64),
        np.array(columns[1], np.float64),
        np.array(columns[2], np.int8),
        zero,
        zero,
    )


def run(meter: Meter, rows):
    table = MeterTable.build([meter])
    return compute_amounts(select_usable(batch(meter.series, rows)), table, whole(table))


def as_dict(hours):
    columns = (hours.series, hours.hour_ms, hours.amount, hours.estimated, hours.coverage)
    return {(s, h): rest for s, h, *rest in zip(*(c.tolist() for c in columns), strict=True)}


# The obvious version -----------------------------------------------------------------------------


def climbs(rows, jitter, top, rate):
    """Tell whether rows go up steadily, without a leap, to the end or the top."""
    for a, b in itertools.pairwise(rows):
        if b[1] - a[1] > min(rate * max(1.0, (b[0] - a[0]) / HOUR), top / 2):
            return False
        if b[1] - a[1] < -jitter:
            return a[1] > 0.9 * top
    return True


def falls_back(rows, day, kept, facts):
    """Return the readings of the day that are back on the curve from the last one kept."""
    (i, jitter, rate), ((since, *_), _, level) = facts, kept
    return [
        j
        for j in day
        if level - jitter <= rows[j][1] < rows[i][1]
        and rows[j][1] - level <= rate * max(1.0, (rows[j][0] - since) / HOUR)
    ]


def as_spans(kept, expected_ms, factor):
    """Return the spans between neighbouring kept readings whose rise is known."""
    spans = []
    for (one, _, _), (other, rise, _) in itertools.pairwise(kept):
        if rise is not None:
            good = one[2] == other[2] == 0 and other[0] - one[0] <= 2 * expected_ms
            spans.append((one[0], other[0], rise * factor, good))
    return spans


def leapt(kept, t):
    """Tell whether the last kept reading is above the one before, which is less than a day old."""
    if len(kept) < 2 or kept[-1][1] is None or t > kept[-2][0][0] + 24 * HOUR:
        return False
    return kept[-1][0][1] > kept[-2][2]


def slow_register(rows, *, expected_ms, jitter=0.0, top=INF, rate=INF, factor=1.0):
    """Walk through the readings of one epoch by the design's table; return spans and codes."""
    rows = [row for row in rows if row[2] not in (2, 4)]
    kept, codes = [], []  # kept: (reading, rise that led to it, highest value with it)
    i = 0
    while i < len(rows):
        t, v, _ = rows[i]
        if not kept:
            kept.append((rows[i], None, v))
            i += 1
            continue
        last, _, level = kept[-1]
        hours = (t - last[0]) / HOUR
        day = [j for j in range(i + 1, len(rows)) if rows[j][0] <= t + 24 * HOUR]
        if 0 <= v - level <= rate * max(hours, 1.0) * (1 + 1e-9):
            kept.append((rows[i], v - level, v))
        elif v >= level:
            if back := falls_back(rows, day, kept[-1], (i, jitter, rate)):
                codes.append(("spike", t))
                i = back[0]
                continue
            codes.append(("implausible_rise", last[0]))
            kept.append((rows[i], None, v))
        elif level - v <= jitter:
            kept.append((rows[i], 0.0, level))
        else:
            later = [j for j in day if rows[j][1] >= level - jitter]
            up = max(top - level, 0.0) + v
            turned = level > 0.9 * top and top < INF and up <= rate * hours * (1 + 1e-9)
            if later and not (turned and climbs(rows[i : later[0] + 1], jitter, top, rate)):
                codes.append(("blip", t))
                i = later[0]
                continue
            if turned:
                codes.append(("rollover", last[0]))
                kept.append((rows[i], up, v))
            elif leapt(kept, t) and kept[-2][2] - jitter <= v < last[1]:
                codes.append(("spike", last[0]))
                kept.pop()
                continue
            else:
                codes.append(("undeclared_reset", last[0]))
                kept.append((rows[i], None, v))
        i += 1
    return as_spans(kept, expected_ms, factor), sorted(codes)


def slow_gauge(rows, *, expected_ms, factor):
    rows = [row for row in rows if row[2] not in (2, 4)]
    spans = []
    for i, (t, v, q) in enumerate(rows):
        end = t + 2 * expected_ms
        if i + 1 < len(rows):
            end = min(end, rows[i + 1][0])
        spans.append((t, end, v * factor * (end - t) / HOUR, q == 0))
    return spans


def slow_interval(rows, *, expected_ms, factor):
    rows = [row for row in rows if row[2] not in (2, 4)]
    spans = []
    for i, (t, v, q) in enumerate(rows):
        end = t + expected_ms
        if i + 1 < len(rows):
            end = min(end, rows[i + 1][0])
        spans.append((t, end, v * factor, q == 0))
    return spans


def slow_hours(spans):
    hours = {}
    for start, end, amount, good in spans:
        hour = start - start % HOUR
        while hour < end:
            part = min(end, hour + HOUR) - max(start, hour)
            row = hours.setdefault(hour, [0.0, 0.0, 0.0])
            row[0] += amount * part / (end - start)
            row[1] += 0.0 if good else amount * part / (end - start)
            row[2] += part / HOUR if good else 0.0
            hour += HOUR
    return hours


QUALITIES = st.sampled_from([0] * 12 + [1, 2, 3, 4])


@st.composite
def strange_registers(draw):
    """Readings that rise, stand, fall a little, fall to nothing, leap, and pause."""
    count = draw(st.integers(0, 40))
    t, v, rows = T0, draw(st.sampled_from([0.0, 95.0, 990.0])), []
    for _ in range(count):
        t += draw(st.sampled_from([900_000] * 6 + [60_000, 1_234_567, 7_200_000, 40 * HOUR]))
        move = draw(st.sampled_from(["rise"] * 8 + ["stand", "dip", "zero", "leap", "back"]))
        if move == "rise":
            v += draw(st.integers(0, 40)) / 8
        elif move == "dip":
            v = max(0.0, v - draw(st.sampled_from([0.25, 2.0])))
        elif move == "zero":
            v = draw(st.sampled_from([0.0, 1.5]))
        elif move == "leap":
            v += 700.0
        elif move == "back" and rows:
            v = draw(st.sampled_from(rows))[1]
        rows.append((t, v, draw(QUALITIES)))
    return rows


@settings(max_examples=150, deadline=None)
@given(
    st.lists(strange_registers(), min_size=1, max_size=4),
    st.sampled_from([0.0, 0.25]),
    st.sampled_from([None, 1000.0]),
    st.sampled_from([None, 30.0]),
)
def test_registers_agree_with_the_obvious_version(many, jitter, top, rate):
    epoch = Epoch(0, register_max=top, max_rate=rate, jitter=jitter, multiplier=4.0)
    meters = [Meter(i + 1, Kind.REGISTER, 900_000, 0.5, epochs=(epoch,)) for i in range(len(many))]
    table = MeterTable.build(meters)
    readings = ReadingBatch.concat([batch(i + 1, rows) for i, rows in enumerate(many)])
    result = compute_amounts(select_usable(readings), table, whole(table))
    expected, codes = {}, []
    for i, rows in enumerate(many):
        spans, found = slow_register(
            rows, expected_ms=900_000, jitter=jitter, top=top or INF, rate=rate or INF, factor=2.0
        )
        expected |= {(i + 1, hour): row for hour, row in slow_hours(spans).items()}
        codes += [(i + 1, *code) for code in found]
    got = as_dict(result.hours)
    assert got.keys() == expected.keys()
    for key, row in expected.items():
        assert got[key] == pytest.approx(row, rel=1e-9, abs=1e-9)
    steps = [(s.series, s.code, s.start_ms) for s in result.steps if s.code != "register_gap"]
    assert sorted(steps) == sorted(codes)


@st.composite
def irregular(draw):
    count = draw(st.integers(0, 30))
    t, rows = T0 + draw(st.integers(0, HOUR)), []
    for _ in range(count):
        t += draw(st.sampled_from([900_000] * 6 + [1, 60_000, 1_234_567, 7_200_000, 40 * HOUR]))
        rows.append((t, draw(st.integers(-100, 1000)) / 8, draw(QUALITIES)))
    return rows


@settings(max_examples=150, deadline=None)
@given(irregular(), st.sampled_from(["gauge", "interval"]))
def test_gauges_and_intervals_agree_with_the_obvious_version(rows, kind):
    meter = Meter(1, Kind(kind), 900_000, 0.5, rate=kind == "gauge")
    slow = slow_gauge if kind == "gauge" else slow_interval
    expected = slow_hours(slow(rows, expected_ms=900_000, factor=0.5))
    got = as_dict(run(meter, rows).hours)
    assert {hour for _, hour in got} == expected.keys()
    for hour, row in expected.items():
        assert got[1, hour] == pytest.approx(row, rel=1e-9, abs=1e-9)


# Truth -------------------------------------------------------------------------------------------


@st.composite
def true_meters(draw):
    """A load, and what registers that turn over and are replaced show of it."""
    step = draw(st.sampled_from([300_000, 900_000, HOUR]))
    count = draw(st.integers(2, 60))
    loads = draw(st.lists(st.integers(0, 80), min_size=count, max_size=count))
    tops = draw(st.sampled_from([None, 1000.0, 2500.0]))
    changes = sorted(draw(st.sets(st.integers(1, count - 1), max_size=4)))
    shown = float(draw(st.integers(0, 999)))
    rows, epochs, total = [], [], 0.0
    start = Epoch(T0, start_value=shown, register_max=tops, max_rate=160 * HOUR / step)
    for i, load in enumerate(loads):
        if i in changes:
            at = T0 + i * step + draw(st.sampled_from([0, step // 3]))
            stop = shown
            shown = float(draw(st.integers(0, 999)))
            epochs.append(start._replace(stop_value=stop))
            start = start._replace(start_ms=at, start_value=shown)
        shown += load
        total += load
        if tops is not None and shown > tops:
            shown -= tops
        rows.append((T0 + (i + 1) * step, shown, 0))
    return step, rows, [*epochs, start], total


@settings(max_examples=300, deadline=None)
@given(true_meters())
def test_running_sum_gives_the_registers_back(case):
    step, rows, epochs, total = case
    meter = Meter(1, Kind.REGISTER, step, epochs=tuple(epochs))
    result = run(meter, rows)
    codes = {s.code for s in result.steps}
    assert codes <= {"rollover"}
    assert math.isclose(float(result.hours.amount.sum()), total, rel_tol=1e-12, abs_tol=1e-9)
    assert float(result.hours.coverage.sum()) == pytest.approx(len(rows) * step / HOUR)
    if epochs[0].register_max is None:
        fewer = run(meter, [row for i, row in enumerate(rows) if i % 3 == 2 or row is rows[-1]])
        assert math.isclose(float(fewer.hours.amount.sum()), total, rel_tol=1e-12, abs_tol=1e-9)


@settings(max_examples=60, deadline=None)
@given(strange_registers(), st.sampled_from([0.5, 2.0, 1024.0]))
def test_scaling_a_load_scales_the_result(rows, k):
    meter = Meter(1, Kind.REGISTER, 900_000, epochs=(Epoch(0, register_max=1000.0, max_rate=30.0),))
    times = replace(meter, factor=k)
    one, other = run(meter, rows).hours, run(times, rows).hours
    assert np.array_equal(one.amount * k, other.amount)
    scaled = Epoch(0, register_max=1000.0 * k, max_rate=30.0 * k)
    other = run(replace(meter, epochs=(scaled,)), [(t, v * k, q) for t, v, q in rows]).hours
    assert np.array_equal(one.amount * k, other.amount)


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize("rate", [False, True])
@pytest.mark.parametrize(
    "rows",
    [
        [],
        [(T0, 5.0, 0)],
        [(T0 + i * 900_000, 5.0, 0) for i in range(5)],
        [(T0 + i * 900_000, 5.0, 4) for i in range(5)],
        [(T0 + i * 900_000, 5.0, 2) for i in range(5)] + [(T0 + 5 * HOUR, 6.0, 0)],
    ],
)
def test_degenerate_input_ends_and_is_finite(kind, rate, rows):
    result = run(Meter(1, kind, 900_000, rate=rate and kind is not Kind.REGISTER), rows)
    for column in (result.hours.amount, result.hours.coverage, result.hours.estimated):
        assert np.isfinite(column).all()
    assert (result.hours.coverage <= 1).all()
