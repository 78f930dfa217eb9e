"""The job against real stores: what is written, overwritten and taken back."""

from __future__ import annotations

import pytest

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
    assert platform.findings() == []
    missing = 0.75 + (14 / 14) * (0.0)
    assert platform.hours()[t0 + HOUR_MS][3] == pytest.approx(missing + 0.25 * (14 / 15))
