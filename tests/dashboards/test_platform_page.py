"""Figures of the platform's parts, whatever a part says or does not say."""

from __future__ import annotations

from dashboards.console.pages.platform import _values


def test_a_part_without_figures_takes_no_line() -> None:
    values = {"lag_s": 0.0, "last_refusal": {}, "parts": {"door": {"state": "ok", "none": None}}}
    assert _values(values) == ["lag_s 0", "door: state ok"]


def test_sizes_and_moments_are_for_people() -> None:
    values = {"journal_bytes": 17_293_814, "opened_ms": 1_763_640_000_000}
    assert _values(values) == ["journal 17.3 MB · opened 2025-11-20 20:00:00"]
