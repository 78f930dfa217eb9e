"""Every registered plant: a function of time alone, and sensible physics in each."""

from __future__ import annotations

import numpy as np
import pytest

from core.calendar import HOUR_MS, parse_time
from core.vocabulary import Kind
from simulators.errors import PlantError
from simulators.plants import PLANTS, CalciumCarbide, CoalPower, DataCentre
from simulators.plants.calcium_carbide.plant import CO_GJ_PER_T
from simulators.plants.feed import PlantFeed

START = parse_time("2025-11-21")
END = parse_time("2026-11-21")
HOURS = np.arange(START // HOUR_MS, END // HOUR_MS, dtype=np.int64)


@pytest.mark.parametrize("kind", PLANTS)
def test_readings_do_not_depend_on_how_they_are_asked_for(kind: str) -> None:
    whole = PlantFeed(PLANTS[kind](7)).read(START, START + 400 * HOUR_MS, step_s=900)
    feed = PlantFeed(PLANTS[kind](7))
    late = feed.read(START + 131 * HOUR_MS, START + 400 * HOUR_MS, step_s=900)
    early = feed.read(START, START + 131 * HOUR_MS, step_s=900)
    assert whole.keys() == {point.code for point in feed.points}
    for code, (times, values, quality) in whole.items():
        assert np.array_equal(times, np.concatenate((early[code][0], late[code][0])))
        assert np.array_equal(values, np.concatenate((early[code][1], late[code][1])))
        assert not quality.any()


@pytest.mark.parametrize("kind", PLANTS)
def test_seeds_differ_and_values_are_finite(kind: str) -> None:
    one, other = (PLANTS[kind](seed).compute_hours(HOURS) for seed in (1, 2))
    assert all(np.isfinite(amounts).all() and (amounts >= 0).all() for amounts in one.values())
    assert any(not np.array_equal(one[name], other[name]) for name in one)


@pytest.mark.parametrize("kind", PLANTS)
def test_registers_rise_by_what_passed_and_gauges_integrate_to_it(kind: str) -> None:
    feed = PlantFeed(PLANTS[kind](3))
    span = (START, START + 240 * HOUR_MS + 1)
    columns = feed.read(*span, step_s=300)
    for point in feed.points:
        times, values, _ = columns[point.code]
        passed = np.diff(feed.passed(point, np.array([times[0], times[-1]])))[0]
        if point.kind is Kind.REGISTER:
            meter = point.meters[-1]
            rise = np.diff(values)
            if meter.register_max is not None:
                rise[rise < 0] += meter.register_max
            assert (rise >= -1e-9).all()
            digit = meter.resolution * meter.multiplier
            assert rise.sum() * meter.multiplier == pytest.approx(passed, abs=digit * 1.01)
        elif point.kind is Kind.GAUGE:
            assert values[:-1].sum() * 300 / 3600 == pytest.approx(passed, rel=1e-3)
        else:
            ends = np.array([times[0], times[-1] + point.expected_s * 1000])
            passed = np.diff(feed.passed(point, ends))[0]
            assert values.sum() == pytest.approx(passed, abs=1e-3)


@pytest.mark.parametrize("kind", PLANTS)
def test_nothing_leaps_at_the_turn_of_an_hour(kind: str) -> None:
    feed = PlantFeed(PLANTS[kind](3))
    turns = START + HOUR_MS * np.arange(1, 240, dtype=np.int64)
    for point in feed.points:
        before, at, after = (feed.passed(point, turns + ms) for ms in (-1, 0, 1))
        hourly = np.diff(feed.passed(point, np.array([START, START + 240 * HOUR_MS])))[0] / 240
        assert (np.abs(at - before) <= 10 * hourly / HOUR_MS + 1e-6).all()
        assert (np.abs(after - at) <= 10 * hourly / HOUR_MS + 1e-6).all()


def test_before_it_was_built_a_plant_has_no_readings() -> None:
    with pytest.raises(PlantError, match="2023"):
        PlantFeed(CoalPower(1)).read(parse_time("2023-05-01"), parse_time("2023-05-02"), step_s=60)


@pytest.mark.parametrize(
    "plant", [CalciumCarbide(1), CalciumCarbide(2, electricity_kwh_t=3400, coke_t_t=0.6)]
)
def test_carbide_balances(plant: CalciumCarbide) -> None:
    amounts = plant.compute_hours(HOURS)
    total = {name: float(values.sum()) for name, values in amounts.items()}
    # carbon: what the coke brings leaves in carbide, in the gas, or is lost
    carbon_out = total["carbon_in_carbide_t"] + total["carbon_in_co_t"] + total["carbon_lost_t"]
    assert carbon_out == pytest.approx(total["coke_t"] * plant.coke_carbon, rel=1e-12)
    assert 0 <= total["carbon_lost_t"] < 0.2 * total["coke_t"]
    # calcium: lime covers the CaO that reacts; the rest stays in the product
    assert total["lime_t"] > total["carbide_t"] * 0.806 * 56.08 / 64.10
    # energy: electricity covers the reaction, the rest is sensible heat and loss
    assert total["reaction_kwh"] + total["heat_lost_kwh"] == pytest.approx(
        sum(total[f"furnace_{n}_kwh"] for n in range(1, plant.furnaces + 1)), rel=1e-12
    )
    assert 0.3 < total["heat_lost_kwh"] / total["electricity_kwh"] < 0.6
    assert total["gas_gj"] == pytest.approx(
        total["carbon_in_co_t"] * 28.01 / 12.01 * CO_GJ_PER_T, rel=1e-12
    )
    furnace = total["electricity_kwh"] / total["carbide_t"]
    assert plant.electricity_kwh_t < furnace < plant.electricity_kwh_t + 250


def test_carbide_stops_for_maintenance() -> None:
    hourly = CalciumCarbide(1).compute_hours(HOURS)["carbide_t"]
    longest = max(map(len, "".join("0" if x == 0 else "1" for x in hourly).split("1")))
    assert 7 * 24 <= longest <= 9 * 24


def test_carbide_refuses_too_little_carbon() -> None:
    with pytest.raises(PlantError, match=r"0\.4"):
        CalciumCarbide(1, coke_t_t=0.4)


def test_power_balances() -> None:
    amounts = CoalPower(4).compute_hours(HOURS)
    gross, own, net = amounts["gross_kwh"], amounts["own_kwh"], amounts["net_kwh"]
    running = gross > 0
    assert np.allclose(gross[running], (own + net)[running])
    assert (amounts["sold_kwh"] <= net).all()
    efficiency = gross[running] * 3.6e-3 / amounts["coal_gj"][running]
    assert efficiency.min() > 0.36
    assert efficiency.max() < 0.48
    rate = amounts["coal_gj"][running] * 1e6 / 29.3076 / net[running]
    assert rate.min() > 285
    assert rate.max() < 315
    assert not amounts["coal_t"][~running].any()
    assert own[~running].all()


def test_power_refuses_a_wonder() -> None:
    with pytest.raises(PlantError, match="200"):
        CoalPower(1, rated_g_kwh=200.0)


def test_data_centre_balances() -> None:
    amounts = DataCentre(5).compute_hours(HOURS)
    inside = amounts["it_kwh"] + amounts["cooling_kwh"] + amounts["other_kwh"]
    assert np.allclose(amounts["electricity_kwh"], inside, rtol=1e-12)
    pue = amounts["electricity_kwh"] / amounts["it_kwh"]
    assert 1.1 < pue.min() < pue.max() < 1.5
    summer, winter = (
        (parse_time(a) // HOUR_MS <= HOURS) & (parse_time(b) // HOUR_MS > HOURS)
        for a, b in (("2026-07-01", "2026-08-01"), ("2026-01-01", "2026-02-01"))
    )
    assert pue[summer].mean() > pue[winter].mean() + 0.05


def test_data_centre_refuses_negative_losses() -> None:
    with pytest.raises(PlantError, match=r"-0\.1"):
        DataCentre(1, loss_share=-0.1)
