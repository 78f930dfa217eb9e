"""The job against real stores: what is written, overwritten and taken back."""

from __future__ import annotations

import pytest

from analytics.errors import SpanError
from core.calendar import HOUR_MS

QUARTER = HOUR_MS // 4


def test_a_steady_register_gives_even_hours(platform):
    platform.declare()
    t0 = platform.T0
    spans = platform.send([(t0 + i * QUARTER, 100.0 + 2.5 * i) for i in range(13)])
    touched = platform.refresh(spans)
    assert platform.hours() == {t0 + h * HOUR_MS: (10.0, 10.0, 0.0, 1.0) for h in range(3)}
    assert platform.findings() == []
    assert touched == [(t0, t0 + 4 * HOUR_MS)]


def test_an_undeclared_reset_is_unknown_until_declared(platform):
    platform.declare()
    t0 = platform.T0
    rows = [(t0 + i * QUARTER, 5000.0 + i) for i in range(8)]
    rows += [(t0 + i * QUARTER, 3.0 + i) for i in range(8, 16)]
    platform.refresh(platform.send(rows))
    hours = platform.hours()
    assert hours[t0 + HOUR_MS] == pytest.approx((3.0, 3.0, 0.0, 0.75))
    assert [row[0] for row in platform.findings()] == ["undeclared_reset"]
    platform.declare(
        epochs=[
            {"start_ms": 1},
            {"start_ms": t0 + 7 * QUARTER + 60_000, "start_value": 11.0},
        ]
    )
    platform.refresh([(t0, t0 + 4 * HOUR_MS)])
    assert [row[0] for row in platform.findings()] == ["meter_change"]
    minutes = 60 - 1
    assert platform.hours()[t0 + HOUR_MS] == pytest.approx((3.0, 3.0, 0.0, minutes / 60))


def test_hours_that_vanish_are_overwritten_with_coverage_0(platform):
    platform.declare(kind="gauge", unit="kW")
    t0 = platform.T0
    platform.refresh(platform.send([(t0, 10.0)]))
    assert platform.hours() == {t0: (5.0, 5.0, 0.0, 0.5)}
    platform.refresh(platform.send([(t0, 10.0, 4, 1)]))
    assert platform.hours() == {}
    kept = platform.store.read_hours(platform.series(), t0, t0 + HOUR_MS)
    assert kept.coverage.tolist() == [0.0]


def test_a_late_reading_takes_the_gap_back(platform):
    platform.declare()
    t0 = platform.T0
    platform.refresh(platform.send([(t0, 0.0), (t0 + 10 * HOUR_MS, 100.0)]))
    assert platform.hours()[t0 + 7 * HOUR_MS] == (10.0, 0.0, 10.0, 0.0)
    assert [row[0] for row in platform.findings()] == ["register_gap"]
    touched = platform.refresh(platform.send([(t0 + 5 * HOUR_MS, 90.0)]))
    assert touched == [(t0, t0 + 10 * HOUR_MS)]
    assert platform.hours()[t0 + 7 * HOUR_MS] == (2.0, 0.0, 2.0, 0.0)
    assert len(platform.findings()) == 2


def test_a_point_that_was_silent_for_months_is_spread_over_them(platform):
    platform.declare()
    platform.declare("Q")
    t0 = platform.T0
    platform.refresh(platform.send([(t0, 0.0)]))
    platform.refresh(platform.send([(t0 + i * QUARTER, 1.0 * i) for i in range(9000)], "Q"))
    after = t0 + 2160 * HOUR_MS
    platform.refresh(platform.send([(after, 2160.0)]))
    hours = platform.hours()
    assert len(hours) == 2160
    assert hours[t0 + 999 * HOUR_MS] == (1.0, 0.0, 1.0, 0.0)
    assert len(platform.hours("Q")) == 2250


def test_a_span_that_ends_before_it_starts_is_refused(platform):
    with pytest.raises(SpanError, match="ends at 5 ms, before it starts at 9 ms"):
        platform.compute(9, 5)


def test_an_enterprise_without_points_has_no_hours(platform):
    assert platform.refresh([(platform.T0, platform.T0 + HOUR_MS)]) == [
        (platform.T0, platform.T0 + HOUR_MS)
    ]


def test_a_point_whose_unit_does_not_fit_is_left_out_and_logged(platform, caplog):
    platform.declare(unit="t")
    platform.declare("Q")
    for point in ("P", "Q"):
        spans = platform.send([(platform.T0, 0.0), (platform.T0 + QUARTER, 3.0)], point)
    platform.refresh(spans)
    assert platform.hours("P") == {}
    assert platform.hours("Q") == {platform.T0: (3.0, 3.0, 0.0, 0.25)}
    assert "'t' (mass) does not convert into 'kWh'" in caplog.text


def test_output_counts_in_the_products_unit(platform):
    platform.product("clinker", "t")
    platform.declare(kind="interval", unit="kg", carrier="", flow="output", product_code="clinker")
    platform.refresh(platform.send([(platform.T0, 2500.0)]))
    assert platform.hours() == {platform.T0: (2.5, 2.5, 0.0, 0.25)}


def test_a_silent_meter_is_not_computed_because_its_neighbour_lives(platform):
    platform.declare()
    platform.declare("Q")
    t0 = platform.T0
    platform.refresh(platform.send([(t0, 0.0), (t0 + QUARTER, 1.0)]))
    platform.refresh(platform.send([(t0 + 900 * HOUR_MS, 9.0)], "Q"))
    spans = platform.send([(t0 + 900 * HOUR_MS + QUARTER, 10.0)], "Q")
    hour = t0 + 900 * HOUR_MS
    assert platform.refresh(spans) == [(hour, hour + HOUR_MS)]
    result = platform.compute(hour, hour + HOUR_MS)
    assert result.windows.start_ms.tolist() == [hour, hour]


def test_silent_or_not_a_changed_epoch_is_followed(platform):
    platform.declare()
    t0 = platform.T0
    platform.refresh(platform.send([(t0, 0.0), (t0 + 100 * HOUR_MS, 100.0)]))
    at = t0 + 50 * HOUR_MS
    platform.declare(
        epochs=[{"start_ms": 1, "stop_value": 100.0}, {"start_ms": at, "start_value": 100.0}]
    )
    platform.refresh([(at, at + HOUR_MS)])
    hours = platform.hours()
    assert hours[t0] == (2.0, 0.0, 2.0, 0.0)
    assert sum(row[0] for row in hours.values()) == pytest.approx(100.0)
    assert t0 + 99 * HOUR_MS not in hours


def test_faulty_readings_alone_take_hours_back(platform):
    platform.declare()
    t0 = platform.T0
    platform.refresh(platform.send([(t0, 0.0), (t0 + HOUR_MS, 4.0), (t0 + 9 * HOUR_MS, 36.0)]))
    assert platform.hours()[t0] == (4.0, 0.0, 4.0, 0.0)
    platform.refresh(platform.send([(t0 + HOUR_MS, 4.0, 4, 1)]))
    assert platform.findings()[0][:3] == ("register_gap", t0, t0 + 9 * HOUR_MS)


def test_a_finding_gives_way_to_the_one_that_starts_with_it(platform):
    platform.declare()
    t0 = platform.T0
    platform.refresh(platform.send([(t0, 0.0), (t0 + 5 * HOUR_MS, 5.0), (t0 + 9 * HOUR_MS, 9.0)]))
    platform.send([(t0 + 5 * HOUR_MS, 5.0, 4, 1)])
    platform.refresh([(t0 + 7 * HOUR_MS, t0 + 8 * HOUR_MS)])
    gaps = [row[:3] for row in platform.findings()]
    assert gaps == [("register_gap", t0, t0 + 9 * HOUR_MS)]
