from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.services.onboarding import guess_point
from core.units import parse_unit
from core.vocabulary import Flow, Kind

MINUTES = [60_000 * n for n in range(10)]


@pytest.mark.parametrize(
    ("code", "values", "expected"),
    [
        ("T1.EP", [100 + n for n in range(10)], ("register", "electricity", "purchased", "kWh")),
        ("T1.P", [5, 9, 2, 7, 7, 1, 3, 3, 8, 4], ("gauge", "electricity", "consumed", "kW")),
        ("GAS-1", [10 + n for n in range(10)], ("register", "natural_gas", "purchased", "m3")),
        ("STEAM.F", [5, 9, 2, 7, 7, 1, 3, 3, 8, 4], ("gauge", "steam_1mpa", "consumed", "t/h")),
        ("2号锅炉用煤", [float(n) for n in range(10)], ("register", "raw_coal", "purchased", "t")),
        ("X.EP", [7.0] * 10, ("register", "electricity", "purchased", "kWh")),
    ],
)
def test_what_rises_is_a_register_and_the_code_tells_the_carrier(code, values, expected) -> None:
    guess = guess_point(code, MINUTES, values, bought=set())
    assert (guess.kind, guess.carrier, guess.flow, guess.unit) == expected
    assert guess.expected_s == 60
    assert parse_unit(guess.unit)


def test_a_second_meter_of_a_bought_carrier_measures_a_part_of_it() -> None:
    guess = guess_point("F1.EP", MINUTES, list(range(10)), bought={"electricity"})
    assert guess.flow == Flow.CONSUMED


@given(
    st.text(max_size=20),
    st.lists(
        st.tuples(
            st.integers(0, 4_102_444_800_000), st.floats(allow_nan=False, allow_infinity=False)
        ),
        min_size=1,
        max_size=20,
    ),
)
def test_any_readings_in_any_order_give_one_whole_guess(code, readings) -> None:
    times, values = zip(*readings, strict=True)
    guess = guess_point(code, times, values, bought=set())
    assert guess == guess_point(code, times[::-1], values[::-1], bought=set()) or len(
        set(times)
    ) < len(times)
    assert guess.kind in set(Kind)
    assert guess.expected_s > 0
