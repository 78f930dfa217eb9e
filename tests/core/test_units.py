import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import units
from core.errors import UnitError

SIMPLE = sorted([*units.SIMPLE, *units.POWER])
values = st.floats(-1e12, 1e12, allow_nan=False)


@given(st.sampled_from(SIMPLE), st.sampled_from(SIMPLE), values)
def test_there_and_back_gives_the_value_again(one, other, value):
    if units.dimension(one) != units.dimension(other):
        with pytest.raises(UnitError, match="does not convert"):
            units.convert(value, one, other)
        return
    back = units.convert(units.convert(value, one, other), other, one)
    assert math.isclose(back, value, rel_tol=1e-12, abs_tol=1e-300)


@given(st.sampled_from(SIMPLE), st.sampled_from(SIMPLE), st.sampled_from(SIMPLE))
def test_a_way_round_gives_the_direct_factor(one, two, three):
    if len({units.dimension(u) for u in (one, two, three)}) > 1:
        return
    direct = units.conversion_factor(one, three)
    round_about = units.conversion_factor(one, two) * units.conversion_factor(two, three)
    assert math.isclose(direct, round_about, rel_tol=1e-12)


@pytest.mark.parametrize(
    ("one", "other", "factor"),
    [
        ("kWh", "MJ", 3.6),
        ("MWh", "kWh", 1000.0),
        ("万kWh", "kWh", 10_000.0),
        ("GJ", "MJ", 1000.0),
        ("t", "kg", 1000.0),
        ("kgce/t", "tce/t", 0.001),
        ("tce/t", "kgce/t", 1000.0),
        ("gce/kWh", "kgce/kWh", 0.001),
        ("gce/kWh", "tce/MWh", 0.001),
        ("kgoe/t", "kgce/t", 1.4286),
        ("tCO2/MWh", "kgCO2/kWh", 1.0),
        ("万m3", "m3", 10_000.0),
        ("kJ/kg", "MJ/t", 1.0),
        ("kgce/重量箱", "kgce/t", 20.0),
    ],
)
def test_known_factors(one, other, factor):
    assert units.conversion_factor(one, other) == pytest.approx(factor, rel=1e-15)


def test_arrays_convert_and_keep_their_shape():
    given = np.array([[1.0, 2.0], [3.0, math.nan]])
    got = units.convert(given, "t", "kg")
    np.testing.assert_array_equal(got, given * 1000)


@pytest.mark.parametrize(
    ("unit", "integral", "per_hour", "amount"),
    [
        ("kW", "kWh", 1.0, "kWh"),
        ("MW", "MWh", 1000.0, "kWh"),
        ("万kW", "万kWh", 10_000.0, "kWh"),
        ("kW", "kWh", 3.6, "MJ"),
        ("m3/h", "m3", 1.0, "m3"),
        ("t/h", "t", 1000.0, "kg"),
        ("t/d", "t", 1 / 24, "t"),
        ("kg/s", "kg", 3.6, "t"),
        ("L/min", "L", 0.06, "m3"),
        ("GJ/h", "GJ", 1000.0, "MJ"),
    ],
)
def test_rates_integrate(unit, integral, per_hour, amount):
    assert units.is_rate(unit)
    assert units.integral_unit(unit) == units.amount_unit(unit) == integral
    assert units.hourly_factor(unit, amount) == pytest.approx(per_hour, rel=1e-15)


@pytest.mark.parametrize("unit", ["kWh", "t", "m3", "℃", "1", "kgce/t", "h"])
def test_amounts_are_no_rates(unit):
    assert not units.is_rate(unit)
    assert units.amount_unit(unit) == unit
    with pytest.raises(UnitError, match="is no rate"):
        units.integral_unit(unit)


def test_a_rate_of_another_kind_is_refused():
    with pytest.raises(UnitError, match=r"'kWh' \(energy\) does not convert into 'm3'"):
        units.hourly_factor("kW", "m3")


def test_energy_never_becomes_standard_coal_by_a_constant():
    with pytest.raises(UnitError, match="does not convert"):
        units.convert(1.0, "kWh", "kgce")


@pytest.mark.parametrize(
    ("typed", "unit"),
    [
        ("kWh", "kWh"),
        (" 千瓦时 ", "kWh"),
        ("度", "kWh"),
        ("kwh", "kWh"),
        ("万千瓦时", "万kWh"),
        ("Nm³/h", "m3/h"),
        ("吨/小时", "t/h"),
        ("吨标准煤/吨", "tce/t"),
        ("kilowatt_hour", "kWh"),
        ("megajoule", "MJ"),
        ("tonne", "t"),
        ("kilogram/hour", "kg/h"),
        ("liter per minute", "L/min"),
        ("", "1"),
    ],
)
def test_what_users_type(typed, unit):
    assert units.parse_unit(typed) == unit


@pytest.mark.parametrize("typed", ["ton", "bananas", "kW/h", "1/0", "((", "a b c", "furlong", "/"])
def test_what_is_no_unit_is_refused_with_its_text(typed):
    with pytest.raises(UnitError) as refused:
        units.parse_unit(typed)
    assert repr(typed) in str(refused.value)
    assert refused.value.fix


@given(st.text(max_size=30))
def test_any_text_is_a_unit_or_refused(text):
    try:
        unit = units.parse_unit(text)
    except UnitError:
        return
    assert units.is_unit(unit)


@pytest.mark.parametrize("unit", SIMPLE)
def test_every_canonical_unit_parses_to_itself(unit):
    assert units.parse_unit(unit) == unit


@pytest.mark.parametrize("alias", sorted(units.ALIASES))
def test_every_alias_names_a_canonical_unit(alias):
    assert units.is_unit(units.ALIASES[alias])
