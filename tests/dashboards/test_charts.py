from __future__ import annotations

from api.schemas.accounts import Series
from api.schemas.products import BenchmarkPosition
from api.schemas.quotas import QuotaCurve, QuotaPosition
from dashboards.console import charts
from dashboards.console.texts import TEXTS, Texts

ZH = Texts("zh")
HOUR_MS = 3_600_000


def position(used: float, quota: float = 100.0, level: str | None = "within_pace") -> QuotaPosition:
    return QuotaPosition(
        holder="region:150600",
        kind="energy",
        basis="calorific",
        unit="tce",
        year=2026,
        quota=quota,
        used=used,
        plan_to_date=50.0,
        projection=None,
        exceed_on=None,
        level=level,
        severity=0,
        coverage=1.0,
        verdict_id=None,
        reason="",
        reason_en="",
        holders=1,
    )


def series(amount: list[float | None], coverage: list[float]) -> Series:
    return Series(
        key="electricity",
        name="电力",
        name_en="electricity",
        unit="kWh",
        period="hour",
        start_ms=[i * HOUR_MS for i in range(len(amount))],
        amount=amount,
        coverage=coverage,
    )


def test_ring_holds_used_and_what_is_left() -> None:
    used, left = charts.draw_quota_ring(position(30.0), ZH)["series"][0]["data"]
    assert (used["value"], left["value"]) == (30.0, 70.0)
    used, left = charts.draw_quota_ring(position(130.0, level="exceeded"), ZH)["series"][0]["data"]
    assert (used["value"], left["value"]) == (130.0, 0.0)


def test_ring_of_no_quota_and_of_net_sellers_is_finite() -> None:
    assert "0.0%" in charts.draw_quota_ring(position(-5.0, quota=0.0), ZH)["title"]["text"]


def test_curve_keeps_the_future_open() -> None:
    curve = QuotaCurve(
        position=position(30.0),
        day_ms=[HOUR_MS * 24, HOUR_MS * 48],
        used=[30.0, None],
        plan=[50.0, 100.0],
        projected=[30.0, 60.0],
        coverage=[1.0, None],
    )
    lines = {line["name"]: line["data"] for line in charts.draw_quota_curve(curve, ZH)["series"]}
    assert lines["已用"] == [30.0, None]
    assert lines["预算"] == [100.0, 100.0]


def test_missing_hours_are_gaps_not_zeros() -> None:
    option = charts.draw_load([series([5.0, None, 0.0], [1.0, 0.0, 1.0])], ZH)
    assert option["series"][0]["data"] == [5.0, None, 0.0]
    assert option["series"][0]["connectNulls"] is False
    assert len(option["series"][0]["markArea"]["data"]) == 1


def test_no_series_draws_empty_axes() -> None:
    assert charts.draw_load([], ZH)["xAxis"]["data"] == []


def test_a_month_with_gaps_is_drawn_lighter() -> None:
    bars = charts.draw_consumption(series([1.0, 2.0], [1.0, 0.5]), ZH)["series"][0]["data"]
    assert [bar["itemStyle"]["opacity"] for bar in bars] == [1, 0.55]


def benchmark(**given: float | None) -> BenchmarkPosition:
    levels = {"value": 900.0, "benchmark": 805.0, "baseline": 940.0}
    grades = {"grade1": 805.0, "grade2": 823.0, "grade3": 940.0}
    return BenchmarkPosition.model_validate(
        levels
        | grades
        | given
        | {
            "enterprise": "E",
            "product": "P",
            "product_name": "电石",
            "benchmark_key": "k",
            "unit": "kgce/t",
            "edition": "2023",
            "standard": "GB 21343-2023",
            "source": "s",
            "confidence": "verified",
            "level": "between",
            "severity": 0,
            "coverage": 1.0,
            "provisional": True,
            "verdict_id": None,
            "reason": "",
            "reason_en": "",
        }
    )


def test_marks_at_one_value_share_their_label() -> None:
    option = charts.draw_benchmark(benchmark(), ZH)
    marks = option["series"][0]["markLine"]["data"]
    assert [mark["xAxis"] for mark in marks] == [805.0, 823.0, 940.0]
    assert marks[0]["name"] == "标杆/限额 1 级"
    assert option["xAxis"]["min"] < 805 < 940 < option["xAxis"]["max"]


def test_a_benchmark_without_any_level_is_finite() -> None:
    nothing = dict.fromkeys(("value", "benchmark", "baseline", "grade1", "grade2", "grade3"))
    option = charts.draw_benchmark(benchmark(**nothing), ZH)
    assert option["xAxis"]["min"] < option["xAxis"]["max"]


def test_every_text_stands_in_both_languages_with_the_same_places() -> None:
    for key, (chinese, english) in TEXTS.items():
        assert chinese.strip(), key
        assert english.strip(), key
        assert chinese.count("{") == english.count("{"), key
