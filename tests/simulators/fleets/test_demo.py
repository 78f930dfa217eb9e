"""The demo fleet: fictitious, valid, importable, with planted levels that its plants bear out."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import numpy as np
import pytest

from core.calendar import DAY_MS, HOUR_MS, parse_time
from core.catalogue import read_catalogue
from core.clock import FixedClock
from core.errors import RefusedError
from core.registry.credit_code import check_credit_code
from core.registry.database import open_registry
from core.registry.transfer import import_files
from core.units import convert
from core.vocabulary import SIGN_OF_FLOW, Basis, Flow
from simulators.fleets import SCENARIOS, build_fleet, read_birth, write_scenario
from simulators.fleets.credit_code import fictitious_code
from simulators.fleets.demo import REGIONS
from simulators.fleets.faults import Blip, Dead, Gap, Sparse, apply_faults
from simulators.fleets.fleet import HISTORY_MS, Pace, list_stretches
from simulators.fleets.member import Member
from simulators.fleets.truth import compute_truth

NOW = parse_time("2026-11-21T18:07")


def intensity(member: Member, start_ms: int, end_ms: int) -> float:
    """Return energy per product in the unit of its benchmark, by the plant's own amounts."""
    catalogue = read_catalogue()
    level = catalogue.level(member.product.benchmark_key, end_ms)
    assert level is not None
    times = np.array([start_ms, end_ms])
    energy = output = 0.0
    for point in member.points:
        amount = float(np.diff(member.feed.passed(point, times))[0])
        if point.product_code is None:
            continue
        if point.flow is Flow.OUTPUT:
            output += convert(amount, point.unit, member.product.unit)
        elif SIGN_OF_FLOW[point.flow]:
            carrier = catalogue.carrier(point.carrier)
            own = SIGN_OF_FLOW[point.flow] * convert(amount, point.unit, carrier.unit)
            if level.unit == "1":
                energy += own
            else:
                factor = catalogue.coal_factor(point.carrier, Basis.CALORIFIC, end_ms).value
                energy += own * factor * (1000.0 if level.unit == "gce/kWh" else 1.0)
    return energy / output


def test_twelve_fictitious_enterprises_in_three_leagues() -> None:
    members = build_fleet("demo", NOW)
    assert len(members) == 12
    assert len({member.code for member in members}) == 12
    for member in members:
        assert check_credit_code(member.code) == member.code
        assert member.code[2:8] == "000000"
        assert member.name.startswith("模拟")
        assert member.region_code in REGIONS
    assert {member.region_code[:4] for member in members} == {"1503", "1506", "1509"}
    classes = {member.benchmark_class for member in members}
    assert classes == {"benchmark", "between", "below_baseline", "undetermined"}


@pytest.mark.parametrize("number", [0, 1, 7, 999_999])
def test_fictitious_codes_are_valid(number: int) -> None:
    check_credit_code(fictitious_code(number))


@pytest.mark.parametrize(
    "period",
    [
        ("2026-01-01", "2026-11-21"),
        ("2026-07-01", "2026-08-01"),
        ("2026-01-01", "2026-02-01"),
        ("2025-12-01", "2026-01-01"),
    ],
)
def test_planted_classes_are_clear_of_the_levels(period: tuple[str, str]) -> None:
    start_ms, end_ms = map(parse_time, period)
    for member in build_fleet("demo", NOW):
        level = read_catalogue().level(member.product.benchmark_key, end_ms)
        value = intensity(member, start_ms, end_ms)
        found = (
            "benchmark"
            if value <= level.benchmark * 0.995
            else "below_baseline"
            if value > level.baseline * 1.005
            else "between"
            if level.benchmark * 1.005 < value <= level.baseline * 0.995
            else f"too near: {value}"
        )
        if member.trusted:
            assert found == member.benchmark_class, member.name


@pytest.mark.parametrize("born", ["2026-04-10", "2026-07-20", "2026-09-02", "2026-11-21"])
def test_planted_paces_come_true(born: str) -> None:
    born_ms = parse_time(born)
    members = build_fleet("demo", born_ms)
    truth = compute_truth(members, born_ms=born_ms, now_ms=born_ms)
    paces = {v.subject: v.level for v in truth if v.rule == "quota_pace"}
    for member in members:
        expected = member.pace if member.trusted else "undetermined"
        assert paces[f"enterprise:{member.code}"] == expected, member.name


@pytest.mark.parametrize("now", ["2025-02-28", "2026-01-01", "2026-11-21", "2028-02-29"])
def test_registry_files_import_without_a_complaint(tmp_path: Path, now: str) -> None:
    now_ms = parse_time(now) + 7 * HOUR_MS
    with open_registry(str(tmp_path / "registry.db")) as registry:
        files = write_scenario("demo", tmp_path / "scenario", now_ms=now_ms)
        report = import_files(registry, files, clock=FixedClock(now_ms))
    assert report.rows == []
    assert report.applied
    assert report.counts["enterprise"].added == 12
    assert report.counts["quota"].added == 16


def test_written_again_the_scenario_stays_as_it_was_born(tmp_path: Path) -> None:
    files = write_scenario("demo", tmp_path, now_ms=NOW)
    before = {path.name: path.read_bytes() for path in files}
    write_scenario("demo", tmp_path, now_ms=NOW + 200 * DAY_MS)
    assert {path.name: path.read_bytes() for path in files} == before
    assert read_birth(tmp_path) == NOW
    truth = json.loads((tmp_path / "truth.json").read_text("utf-8"))
    assert len(truth["verdicts"]) == 24
    assert {fault["fault"] for fault in truth["faults"]} == {"gap", "sparse", "dead", "blip"}


def test_an_unknown_scenario_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RefusedError, match="'nothing'"):
        write_scenario("nothing", tmp_path, now_ms=NOW)
    assert list(SCENARIOS) == ["demo"]


def test_history_is_a_year_with_the_running_one_first() -> None:
    (first, second) = list_stretches(NOW - NOW % HOUR_MS)
    assert first == (parse_time("2026-01-01"), NOW - NOW % HOUR_MS)
    assert second == (first[1] - HISTORY_MS, first[0])
    readings = sum(
        len(times)
        for member in build_fleet("demo", NOW)
        for stretch in (first, second)
        for times, _, _ in member.feed.read(*stretch, step_s=3600).values()
    )
    assert 500_000 < readings < 1_500_000


def test_a_replaced_meter_and_a_rollover_lose_nothing() -> None:
    members = build_fleet("demo", NOW)
    replaced = [(m, p) for m in members for p in m.points if len(p.meters) == 2]
    assert len(replaced) == 1
    ((member, point),) = replaced
    old, new = point.meters
    assert old.stop_ms == new.start_ms
    assert old.serial != new.serial
    assert NOW - HISTORY_MS < new.start_ms < NOW
    times = np.array([new.start_ms - HOUR_MS, new.start_ms, new.start_ms + HOUR_MS])
    before, at_new, after = member.feed.values(point, times)
    last = member.feed.values_of(point, old, times[1:2])[0]
    assert at_new == 0.0
    passed = np.diff(member.feed.passed(point, times[[0, 2]]))[0]
    shown = (last - before) * old.multiplier + (after - at_new) * new.multiplier
    assert shown == pytest.approx(passed, abs=2 * old.resolution * old.multiplier)
    rolled = [
        (m.name, p.code)
        for m in members
        for p in m.points
        if p.meters and p.meters[-1].register_max is not None
        and (np.diff(m.feed.values(p, np.arange(NOW - HISTORY_MS, NOW, HOUR_MS))) < 0).any()
    ]  # fmt: skip
    assert ("模拟电石四厂", "E.IN") in rolled


def test_faults_strike_where_and_when_they_are_planted() -> None:
    times = np.arange(0, 100 * HOUR_MS, HOUR_MS, dtype=np.int64)
    column = (times, np.arange(1.0, 101.0), np.zeros(100, np.int8))
    columns = {"A": column, "B": column}
    one = frozenset({"A"})
    struck = apply_faults(columns, [Gap(one, 10 * HOUR_MS, 20 * HOUR_MS)])
    assert len(struck["A"][0]) == 90
    assert len(struck["B"][0]) == 100
    struck = apply_faults(columns, [Dead(one, 10 * HOUR_MS, 20 * HOUR_MS)])
    assert np.flatnonzero(struck["A"][1] == 0).tolist() == list(range(10, 20))
    struck = apply_faults(columns, [Blip(one, 10 * HOUR_MS)])
    assert np.flatnonzero(struck["A"][1] == 0).tolist() == [10]
    struck = apply_faults(columns, [Sparse(frozenset(), 1, 0.5, block_h=5)])
    assert 20 < len(struck["A"][0]) < 80
    assert np.array_equal(struck["A"][0], struck["B"][0])
    assert apply_faults(columns, [Gap(frozenset(), 0, 100 * HOUR_MS)]) == {}


@pytest.mark.parametrize(
    ("speed", "step_s"), [(0.5, 60), (1, 60), (60, 60), (61, 300), (3600, 3600), (50_000, 3600)]
)
def test_live_data_come_once_a_minute_or_once_a_turn(speed: float, step_s: int) -> None:
    pace = Pace.at_speed(speed)
    assert pace.step_s == step_s
    assert pace.turn_s >= 1.0


def test_calibration_of_a_deliberate_few_is_overdue(tmp_path: Path) -> None:
    files = write_scenario("demo", tmp_path, now_ms=parse_time("2026-01-08"))
    (epochs,) = (file for file in files if file.name == "meter_epoch.csv")
    with epochs.open(encoding="utf-8-sig", newline="") as stream:
        running = [row for row in csv.DictReader(stream) if not row["stop"]]
    overdue = [r for r in running if parse_time(r["calibration_due"]) < parse_time("2026-01-08")]
    assert 1 <= len(overdue) <= len(running) / 5
