"""An enterprise that moves counts, day by day, for the region, sector and park it belongs to."""

from __future__ import annotations

import math

import numpy as np
import pytest

from analytics.accounts import hour_accounts
from analytics.explain import explain_account
from core.calendar import HOUR_MS, Period, parse_time, period_end
from core.registry.structure import Attribute, Park, ParkMember

E1 = "91150622MA0TEST011"
E2 = "91150200MA0TEST022"
MOVED = "2026-02-11"
SINCE = "2025-12-20"
NOW = "2026-03-05T10:00"


def move(platform, name: str, value: str, *, until: str | None = MOVED, since: str = "") -> None:
    platform.add(
        Attribute(
            enterprise_code=E1,
            name=name,
            value=value,
            valid_from_ms=parse_time(since) if since else 0,
            valid_to_ms=parse_time(until) if until else None,
            source="a decision",
        )
    )


def send_two_plants(platform) -> None:
    random = np.random.default_rng(11)
    platform.now(NOW)
    for code, region, sector in ((E1, "150622", "2613"), (E2, "150200", "4411")):
        platform.add_enterprise(code, region=region, sector=sector)
        for point, carrier, unit in (("MAIN", "electricity", "kWh"), ("COAL", "raw_coal", "kg")):
            platform.add_point(code, point, carrier, unit=unit, since=SINCE)
            values = random.lognormal(5, 1, (parse_time(NOW) - parse_time(SINCE)) // HOUR_MS)
            values[random.random(len(values)) < 0.02] = np.nan
            platform.send(code, point, SINCE, values)


def read_days(platform, code: str, indicator: str) -> dict[int, object]:
    return {
        row.start_ms: row
        for row in platform.accounts()
        if row[:3] == (f"enterprise:{code}", indicator, "day")
    }


@pytest.fixture
def moved(platform):
    """Plant 1 was in 包头 and another sector until 11 February, in a park from then on."""
    send_two_plants(platform)
    move(platform, "region", "150200")
    move(platform, "sector", "4411")
    platform.add(Park(code="P1", name="园区", region_code="150622", kind="low_carbon"))
    platform.add(
        ParkMember(
            park_code="P1",
            enterprise_code=E1,
            valid_from_ms=parse_time(MOVED),
            valid_to_ms=parse_time("2026-02-21"),
            source="a contract",
        )
    )
    platform.run()
    return platform


def belongs(subject: str, code: str, day_ms: int) -> bool:
    """Tell to what plants belong, the obvious way."""
    early = day_ms < parse_time(MOVED)
    if code == E2:
        return subject in ("region:150200", "region:150000", "sector:4411")
    if subject == "park:P1":
        return not early and day_ms < parse_time("2026-02-21")
    if subject == "region:150000":
        return True
    return early == (subject in ("region:150200", "sector:4411"))


SUBJECTS = (
    "region:150000",
    "region:150200",
    "region:150600",
    "region:150622",
    "sector:2613",
    "sector:4411",
    "park:P1",
)


@pytest.mark.parametrize("indicator", ["coal_primary_tce", "carrier:raw_coal"])
def test_every_period_of_a_group_is_the_sum_of_its_members_days(moved, indicator: str):
    days = {code: read_days(moved, code, indicator) for code in (E1, E2)}
    rows = {row[:4]: row for row in moved.accounts() if row.indicator == indicator}
    for subject in SUBJECTS:
        for period, start in (
            ("day", "2026-02-10"),
            ("day", "2026-02-11"),
            ("month", "2026-01-01"),
            ("month", "2026-02-01"),
            ("month", "2026-03-01"),
            ("year", "2025-01-01"),
            ("year", "2026-01-01"),
        ):
            start_ms = parse_time(start)
            end_ms = period_end(Period(period), start_ms)
            parts = [
                row
                for code in (E1, E2)
                for t, row in days[code].items()
                if start_ms <= t < end_ms and belongs(subject, code, t)
            ]
            found = rows.get((subject, indicator, period, start_ms))
            assert (found is None) == (not parts), (subject, period, start)
            if found is not None:
                expected = math.fsum(part.amount for part in parts)
                assert found.amount == pytest.approx(expected, rel=1e-12), (subject, start)
                assert 0.8 < found.coverage <= 1.0


def test_coverage_counts_the_days_it_belonged_only(platform):
    platform.now("2026-03-01")
    platform.add_enterprise(E1)
    platform.add_point(E1, "MAIN", "electricity", since="2026-01-01")
    platform.send_constant(E1, "MAIN", ("2026-01-01", "2026-02-06"), 5.0)
    move(platform, "region", "150200")
    platform.run()
    old = platform.account("region:150200", "carrier:electricity", "month", "2026-02-01")
    assert old.amount == 5 * 24 * 5.0
    assert old.coverage == pytest.approx(5 / 10)
    new = [r for r in platform.accounts() if r[:3] == ("region:150622", "co2_t", "month")]
    assert new == [], "nothing was measured since it came"


def test_a_hole_in_the_dated_rows_is_filled_by_the_enterprises_own_row(platform):
    platform.now("2026-01-05")
    platform.add_enterprise(E1)
    platform.add_point(E1, "MAIN", "electricity")
    platform.send_constant(E1, "MAIN", ("2026-01-01", "2026-01-05"), 1.0)
    move(platform, "region", "150200", since="2026-01-02", until="2026-01-03")
    platform.run()

    def amount(subject: str) -> float:
        return platform.account(subject, "carrier:electricity", "year", "2026-01-01").amount

    assert amount("region:150622") == 72.0
    assert amount("region:150200") == 24.0
    assert amount("region:150000") == 96.0


def test_hours_on_the_fly_follow_the_move(moved):
    span = (parse_time("2026-02-10"), parse_time("2026-02-12"))
    for subject, first in (("region:150622", 24), ("park:P1", 24)):
        rows = hour_accounts(moved.context, subject, "co2_t", span)
        assert [r.start_ms for r in rows] == [span[0] + (first + n) * HOUR_MS for n in range(24)]
    rows = hour_accounts(moved.context, "region:150200", "co2_t", span)
    day = moved.account("region:150200", "co2_t", "day", "2026-02-10")
    assert math.fsum(r.amount for r in rows[:24]) == pytest.approx(day.amount, rel=1e-12)


@pytest.mark.parametrize("subject", ["region:150200", "region:150622", "park:P1"])
def test_the_sum_explains_itself_by_the_days_that_count(moved, subject: str):
    row = moved.account(subject, "coal_calorific_tce", "month", "2026-02-01")
    node = explain_account(
        moved.context,
        subject,
        "coal_calorific_tce",
        period="month",
        start_ms=parse_time("2026-02-01"),
    )
    assert node.value == row.amount
    notes = [child.note for child in node.children]
    assert any("only the days it belonged here" in note for note in notes)


def test_a_second_run_changes_nothing(moved):
    before = moved.accounts()
    moved.run()
    assert moved.accounts() == before


def test_a_move_within_a_day_counts_that_day_where_it_began(platform):
    """Imports take whole days only; a row changed by hand may not."""
    platform.now("2026-01-06")
    platform.add_enterprise(E1)
    platform.add_point(E1, "MAIN", "electricity")
    platform.send_constant(E1, "MAIN", ("2026-01-01", "2026-01-06"), 1.0)
    move(platform, "region", "150200", until="2026-01-03T08:00")
    platform.run()

    def amounts(subject: str, period: str) -> list[float]:
        wanted = (subject, "carrier:electricity", period)
        return [row.amount for row in platform.accounts() if row[:3] == wanted]

    assert amounts("region:150200", "day") == [24.0, 24.0, 24.0]
    assert amounts("region:150622", "day") == [24.0, 24.0]
    assert amounts("region:150200", "month") == [72.0]
    assert amounts("region:150622", "month") == [48.0]
