"""Each hint fires on its planted fault and only then; degenerate lines end and find nothing."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from analytics.falsification import DETECTORS, Line, flat_line, make_line, search_line
from analytics.falsification.clock_games import detect_clock_games
from analytics.falsification.copied_day import look_for_copied_day
from analytics.falsification.deadline_burst import detect_deadline_burst
from analytics.falsification.digits import compute_benford
from analytics.falsification.flat_line import look_for_flat_line
from analytics.falsification.line import Hint
from analytics.falsification.treatment_idle import detect_treatment_idle
from analytics.falsification.wording import CODES, TEXTS, word_hint
from core.calendar import DAY_MS, HOUR_MS, parse_time
from core.readings import ReadingBatch
from core.vocabulary import Kind, Quality

START = parse_time("2026-01-01")
MINUTE_MS = 60_000
SEEDS = range(12)


def make_load(days: int, seed: int = 1, step_ms: int = HOUR_MS) -> Line:
    rng = np.random.default_rng(seed)
    time_ms = START + np.arange(days * DAY_MS // step_ms, dtype=np.int64) * step_ms
    day = (time_ms - START) / DAY_MS * 2 * np.pi
    value = 500 + 150 * np.sin(day) + 60 * np.sin(day / 7) + 40 * rng.standard_normal(len(day))
    return Line(time_ms, np.round(value, 2), step_ms)


def covers(hints: list[Hint], start_ms: int, end_ms: int) -> bool:
    return any(hint.start_ms < end_ms and hint.end_ms > start_ms for hint in hints)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_load_that_nobody_touched_gives_no_hint(seed: int) -> None:
    assert search_line(make_load(120, seed)).hints == []


@pytest.mark.parametrize("scale", [1e-3, 0.5, 1e6])
def test_scaling_a_load_changes_no_hint(scale: float) -> None:
    line = make_load(120)
    line.value[1000:1040] = line.value[1000]
    line.value[1500:1524] = line.value[1332:1356]
    found = search_line(line).hints
    scaled = search_line(Line(line.time_ms, line.value * scale, line.step_ms)).hints
    assert [h.code for h in found] == ["flat_line", "copied_day"]
    assert [(h.code, h.start_ms, h.end_ms) for h in found] == [
        (h.code, h.start_ms, h.end_ms) for h in scaled
    ]


def test_a_copied_day_names_its_source() -> None:
    line = make_load(90)
    line.value[60 * 24 : 61 * 24] = line.value[53 * 24 : 54 * 24]
    (hint,) = look_for_copied_day(line).hints
    assert (hint.start_ms, hint.end_ms) == (START + 60 * DAY_MS, START + 61 * DAY_MS)
    assert hint.evidence["source_start_ms"] == START + 53 * DAY_MS
    assert hint.evidence["exact"] is True


def test_a_register_is_looked_at_by_its_increments() -> None:
    line = make_load(90)
    line.value[60 * 24 : 61 * 24] = line.value[53 * 24 : 54 * 24]
    register = np.concatenate(([10_000.0], 10_000.0 + np.cumsum(line.value)))
    times = START + np.arange(len(register), dtype=np.int64) * HOUR_MS
    zeros = np.zeros(len(register), np.int64)
    batch = ReadingBatch(zeros, times, register, zeros.astype(np.int8), zeros, zeros)
    made = make_line(Kind.REGISTER, batch, HOUR_MS)
    np.testing.assert_allclose(made.value, line.value)
    (hint,) = look_for_copied_day(made).hints
    assert hint.start_ms == START + 60 * DAY_MS


def test_what_says_it_was_not_measured_is_left_out() -> None:
    line = make_load(60)
    line.value[800:848] = 512.5
    zeros = np.zeros(len(line), np.int64)
    quality = np.zeros(len(line), np.int8)
    quality[800:848] = Quality.SUBSTITUTED
    batch = ReadingBatch(zeros, line.time_ms, line.value, quality, zeros, zeros)
    assert look_for_flat_line(make_line(Kind.INTERVAL, batch, HOUR_MS)).hints == []
    quality[:] = 0
    assert len(look_for_flat_line(make_line(Kind.INTERVAL, batch, HOUR_MS)).hints) == 1


def test_a_rest_is_no_flat_line_and_a_coarse_meter_none_either() -> None:
    line = make_load(90)
    line.value[1000:1100] = 0.0
    line.value[1200:1300] = 0.5
    assert look_for_flat_line(line).hints == []
    coarse = Line(line.time_ms, np.repeat([100.0, 102.0, 104.0], 720), HOUR_MS)
    assert look_for_flat_line(coarse).hints == []


LATE = st.integers(1, 5)


def send(line: Line, seed: int, step_ms: int = MINUTE_MS) -> np.ndarray:
    """When an honest gateway sends: within seconds, with a retried message now and then."""
    rng = np.random.default_rng(seed)
    delay = rng.integers(500, 8_000, len(line))
    retried = rng.random(len(line)) < 0.01
    delay[retried] += rng.integers(10_000, 120_000, int(retried.sum()))
    return line.time_ms + delay


def minutes(days: int = 3) -> Line:
    return make_load(days, step_ms=MINUTE_MS)


@pytest.mark.parametrize("seed", SEEDS)
def test_an_honest_clock_and_a_mended_link_are_no_games(seed: int) -> None:
    line = minutes()
    sent = send(line, seed)
    assert detect_clock_games(line.time_ms, sent, step_ms=MINUTE_MS) == []
    # the link is away for six hours, then the buffer is sent in a minute
    away = slice(1000, 1360)
    sent[away] = sent[1360] + np.arange(360) * 150
    assert detect_clock_games(line.time_ms, sent, step_ms=MINUTE_MS) == []
    # a gateway that sends once an hour, one batch an hour late
    hourly = line.time_ms - line.time_ms % HOUR_MS + HOUR_MS + 2_000
    hourly[600:660] += HOUR_MS
    assert detect_clock_games(line.time_ms, hourly, step_ms=MINUTE_MS) == []


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("shift_s", [-7200, -900, 900, 3600, 28_800])
def test_a_shifted_clock_is_found(seed: int, shift_s: int) -> None:
    line = minutes()
    sent = send(line, seed)
    first = 800 + 37 * seed
    taken = line.time_ms.copy()
    taken[first : first + 240] += 1000 * shift_s
    order = np.argsort(taken, kind="stable")
    hints = detect_clock_games(taken[order], sent[order], step_ms=MINUTE_MS)
    assert hints, shift_s
    best = max(hints, key=lambda hint: hint.end_ms - hint.start_ms)
    assert best.evidence["shift_s"] == pytest.approx(shift_s, abs=120)


def burst(late_from_day: int, sent_day: float) -> list[Hint]:
    """A month of which the days from one on are sent together, so many days after its start."""
    line = make_load(31)
    sent = line.time_ms + 5_000
    late = line.time_ms >= START + late_from_day * DAY_MS
    sent[late] = np.maximum(sent[late], START + round(sent_day * DAY_MS))
    deadline = START + 41 * DAY_MS
    return detect_deadline_burst(
        line.time_ms,
        sent,
        period=(START, START + 31 * DAY_MS),
        deadlines_ms=(START + 31 * DAY_MS, deadline),
        step_ms=HOUR_MS,
    )


@pytest.mark.parametrize("day", [1, 10, 20])
def test_a_burst_before_the_deadline_is_found(day: int) -> None:
    (hint,) = burst(day, 40.2)
    assert hint.start_ms == START + day * DAY_MS
    assert hint.evidence["share"] == pytest.approx((31 - day) / 31, abs=1e-4)


@pytest.mark.parametrize(("day", "sent_day"), [(31, 40), (10, 35), (10, 45), (28, 40.2)])
def test_late_data_at_another_time_or_few_are_no_burst(day: int, sent_day: float) -> None:
    assert burst(day, sent_day) == []


def works(hours: int, seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    hour_ms = START + np.arange(hours, dtype=np.int64) * HOUR_MS
    production = rng.uniform(80, 120, hours)
    production[200:248] = 0.0  # a standstill, treatment rests too
    treatment = rng.uniform(8, 12, hours) * (production > 0)
    return hour_ms, production, treatment


@pytest.mark.parametrize("seed", SEEDS)
def test_idle_treatment_is_found_only_while_production_runs(seed: int) -> None:
    hour_ms, production, treatment = works(720, seed)
    assert detect_treatment_idle(hour_ms, production, treatment) == []
    treatment[400:406] = 0.2
    treatment[500:502] = 0.0
    (hint,) = detect_treatment_idle(hour_ms, production, treatment)
    assert (hint.start_ms, hint.end_ms) == (int(hour_ms[400]), int(hour_ms[406]))
    assert hint.evidence["hours"] == 6


def test_treatment_that_never_runs_is_found_and_one_in_batches_is_not() -> None:
    hour_ms, production, treatment = works(720, 1)
    hints = detect_treatment_idle(hour_ms, production, np.zeros(720))
    assert sum(h.end_ms - h.start_ms for h in hints) >= 600 * HOUR_MS
    batches = treatment * (np.arange(720) % 8 < 4)
    assert detect_treatment_idle(hour_ms, production, batches) == []


def test_figures_over_decades_follow_benford_and_made_up_ones_do_not() -> None:
    rng = np.random.default_rng(1)
    grown = 10 ** rng.uniform(0, 5, 600)
    assert compute_benford(grown) is None
    made_up = rng.uniform(1, 10, 600).astype(int) * 10.0 ** rng.integers(0, 5, 600)
    found = compute_benford(made_up)
    assert found is not None
    assert found["figures"] == 600
    assert compute_benford(rng.uniform(400, 600, 600)) is None  # one decade: no law
    assert compute_benford(made_up[:50]) is None


VALUES = hnp.arrays(
    np.float64,
    st.integers(0, 900),
    elements=st.sampled_from([0.0, 1.0, -3.0, 0.1, 1e-12, 1e12, 512.34]),
)


@given(VALUES, st.sampled_from([MINUTE_MS, HOUR_MS, DAY_MS]))
def test_any_line_ends_and_its_hints_can_be_told(value: np.ndarray, step_ms: int) -> None:
    time_ms = START + np.arange(len(value), dtype=np.int64) * step_ms
    line = Line(time_ms, value, step_ms)
    for hint in search_line(line).hints:
        assert hint.start_ms < hint.end_ms
        row = word_hint(hint, "enterprise:E", "P")
        assert row.text
        assert row.text_en
    detect_clock_games(time_ms, time_ms, step_ms=step_ms)
    detect_treatment_idle(time_ms, value, value[::-1])


def test_every_detector_is_registered_and_every_code_has_words() -> None:
    assert len(DETECTORS) == 4
    assert set(CODES) == set(TEXTS)
    assert len(CODES) == 9


STEADY = np.full(120 * 24, 7.0)
COARSE = np.repeat(np.arange(60) % 3 + 5.0, 48)


@pytest.mark.parametrize("code", DETECTORS)
def test_a_rule_says_where_it_sees_nothing(code: str) -> None:
    assert DETECTORS[code](make_load(120)).blind is None
    for value, reason in ((STEADY, "constant"), (STEADY[:5], "short")):
        time_ms = START + np.arange(len(value), dtype=np.int64) * HOUR_MS
        blind = DETECTORS[code](Line(time_ms, value, HOUR_MS)).blind
        assert blind is not None
        assert blind.reason.value == reason
        assert blind.figures


def test_a_meter_that_holds_its_values_for_days_is_too_coarse_for_a_held_value() -> None:
    time_ms = START + np.arange(len(COARSE), dtype=np.int64) * HOUR_MS
    blind = DETECTORS["flat_line"](Line(time_ms, COARSE, HOUR_MS)).blind
    assert blind is not None
    assert blind.reason.value == "coarse"
    assert blind.figures["least_hours"] == 72


@pytest.mark.parametrize(("way", "off"), [("value", "LEAST_SURPRISE"), ("hour", "RAIL_SHARE")])
def test_a_value_held_by_day_is_told_where_the_meter_rests_at_another_by_night(
    way: str, off: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # by the value alone, for it rests at another; and by the hours alone, in which it never rests
    monkeypatch.setattr(flat_line, off, {"value": np.inf, "hour": 1.1}[way])
    hours = np.arange(120 * 24)
    value = np.round(80 + 10 * np.random.default_rng(3).standard_normal(len(hours)), 2)
    value[(hours % 24) >= 10] = 100.0  # a power factor rests at 100 for 14 h of each day
    clean = Line(START + hours * HOUR_MS, value, HOUR_MS)
    assert look_for_flat_line(clean).hints == []
    held = value.copy()
    held[90 * 24 : 90 * 24 + 9] = 83.21
    (hint,) = look_for_flat_line(Line(clean.time_ms, held, HOUR_MS)).hints
    assert hint.evidence["value"] == 83.21


def test_a_copied_day_is_told_by_a_coarse_meter_whose_days_are_alike() -> None:
    hours = np.arange(120 * 24)
    noise = 0.5 * np.random.default_rng(5).standard_normal(len(hours))
    value = np.maximum(np.round(4 + 2 * np.sin(hours % 24 / 24 * 2 * np.pi) + noise), 0)
    time_ms = START + hours * HOUR_MS
    assert look_for_copied_day(Line(time_ms, value, HOUR_MS)).hints == []
    value[80 * 24 : 81 * 24] = value[70 * 24 : 71 * 24]
    (hint,) = look_for_copied_day(Line(time_ms, value, HOUR_MS)).hints
    assert hint.evidence["exact"]
    assert hint.evidence["lag_days"] == 10
