"""The rule quota_pace: figures with their arithmetic, and every level firing and not firing."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from analytics.errors import BasisError
from analytics.quota_pace import PaceLevel, YearUse, compute_pace
from analytics.quota_pace.plan import make_plan
from analytics.quota_pace.quotas import QuotaFacts, check_basis, indicator_of
from analytics.quota_pace.wording import write_reason
from core.calendar import DAY_MS, parse_time, period_end, to_local
from core.vocabulary import Basis, QuotaKind, Severity

E1 = "91150622MA0TEST011"
YEAR_MS = parse_time("2026-01-01")
END_MS = parse_time("2027-01-01")
FLOOR = 0.9
EVEN = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]


def use(daily, as_of: str, coverage=1.0, day_coverage=None) -> YearUse:
    as_of_ms = parse_time(as_of)
    days = np.arange(YEAR_MS, as_of_ms, DAY_MS, dtype=np.int64)
    amount = np.broadcast_to(np.asarray(daily, np.float64), days.shape).copy()
    covered = np.ones(len(days)) if day_coverage is None else day_coverage
    return YearUse(float(amount.sum()), coverage, days, amount, covered, as_of_ms)


def plan(months=EVEN):
    return make_plan(YEAR_MS, float(sum(months)), dict(enumerate(map(float, months), start=1)))


def date_of(t_ms: int | None) -> str:
    assert t_ms is not None
    return to_local(t_ms).date().isoformat()


def test_on_the_plan_is_within_pace_and_used_plus_remaining_is_the_quota():
    pace = compute_pace(use(1.0, "2026-07-01"), plan(), FLOOR)
    assert pace.level is PaceLevel.WITHIN
    assert pace.used == 181
    assert pace.plan_to_date == pytest.approx(181)
    assert pace.used + pace.remaining == pace.quota == 365
    assert pace.projection == pytest.approx(365)
    assert pace.exceed_ms is None
    assert pace.since_ms == YEAR_MS


def test_under_the_plan_is_within_pace():
    pace = compute_pace(use(0.8, "2026-07-01"), plan(), FLOOR)
    assert pace.level is PaceLevel.WITHIN
    assert pace.projection == pytest.approx(0.8 * 365)


def test_within_a_month_the_plan_counts_by_the_time_passed():
    # January 31 + half of February's 28
    pace = compute_pace(use(1.0, "2026-02-15"), plan(), FLOOR)
    assert pace.plan_to_date == pytest.approx(31 + 14)
    at_noon = compute_pace(use(1.0, "2026-02-15T12:00"), plan(), FLOOR)
    assert at_noon.plan_to_date == pytest.approx(31 + 14.5)


def test_over_pace_but_slower_of_late_ends_inside_the_quota():
    # 1.5 a day to the end of May: 226.5; then 0.3: 30 days of June use 9 → 235.5 over 181 planned.
    # Last 28 days: ratio 0.3; the rest of the plan is 184: 235.5 + 0.3 × 184 = 290.7 < 365
    daily = np.where(np.arange(181) < 151, 1.5, 0.3)
    pace = compute_pace(use(daily, "2026-07-01"), plan(), FLOOR)
    assert pace.level is PaceLevel.OVER
    assert pace.projection == pytest.approx(290.7)
    assert pace.exceed_ms is None


def test_faster_of_late_will_exceed_although_still_under_the_plan():
    # 0.5 a day to 2 June (153 days): 76.5; then 28 days of 2: 56 → 132.5 < 181 planned.
    # Ratio 2: 132.5 + 2 × 184 = 500.5 > 365; the quota is used up after (365 − 132.5) / 2 =
    # 116.25 planned units from 1 July: 31 + 31 + 30 = 92 to the end of September, 24.25 days more
    daily = np.where(np.arange(181) < 153, 0.5, 2.0)
    pace = compute_pace(use(daily, "2026-07-01"), plan(), FLOOR)
    assert pace.level is PaceLevel.WILL_EXCEED
    assert pace.projection == pytest.approx(500.5)
    assert date_of(pace.exceed_ms) == "2026-10-25"
    assert pace.low < 500.5 < pace.high, "a level that has just jumped may do so again"
    assert date_of(pace.earliest_ms) < "2026-10-25" < date_of(pace.latest_ms)


def test_exceeded_tells_the_day_it_happened():
    # 3 a day: 365 is passed on day 122 (3 × 122 = 366), which is 2 May
    pace = compute_pace(use(3.0, "2026-07-01"), plan(), FLOOR)
    assert pace.level is PaceLevel.EXCEEDED
    assert date_of(pace.exceed_ms) == "2026-05-02"
    assert date_of(pace.since_ms) == "2026-05-02"
    assert pace.remaining == 365 - 543


def test_exactly_the_quota_is_not_exceeded():
    pace = compute_pace(use(1.0, "2027-01-01"), plan(), FLOOR)
    assert pace.level is PaceLevel.WITHIN
    assert pace.remaining == 0


def test_a_season_in_the_plan_is_a_season_in_the_projection():
    # Heating: all of the plan lies in November to March; used as planned to 1 July
    season = [60, 50, 40, 0, 0, 0, 0, 0, 0, 0, 45, 60]
    daily = np.concatenate([np.full(31, 60 / 31), np.full(28, 50 / 28), np.full(31, 40 / 31)])
    daily = np.concatenate([daily, np.zeros(91)])
    pace = compute_pace(use(daily, "2026-07-01"), plan(season), FLOOR)
    assert pace.level is PaceLevel.WITHIN
    assert pace.plan_to_date == pytest.approx(150)
    assert pace.projection == pytest.approx(255), "no plan of late: the year's ratio, 1, goes on"
    assert pace.method == "year_to_date"


def test_use_out_of_season_is_over_pace():
    season = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 100, 100]
    pace = compute_pace(use(0.1, "2026-07-01"), plan(season), FLOOR)
    assert pace.method == "plan"
    assert pace.level is PaceLevel.WILL_EXCEED, "18.1 used beside a plan that needs it all"


def test_days_below_the_floor_do_not_lower_the_projection():
    # The last ten days are dark and give nothing; the 28 days before them count
    daily, covered = np.ones(181), np.ones(181)
    daily[-10:], covered[-10:] = 0.0, 0.0
    pace = compute_pace(use(daily, "2026-07-01", 171 / 181, covered), plan(), FLOOR)
    assert pace.ratio == pytest.approx(1.0)
    assert pace.level is PaceLevel.WITHIN


def test_restless_weeks_make_a_wide_band_and_even_ones_none():
    even = compute_pace(use(1.0, "2026-07-01"), plan(), FLOOR)
    assert even.low == pytest.approx(even.projection) == pytest.approx(even.high)
    daily = np.ones(181)
    daily[-7:], daily[-14:-7] = 1.4, 0.6
    pace = compute_pace(use(daily, "2026-07-01"), plan(), FLOOR)
    assert pace.ratio == pytest.approx(1.0)
    assert pace.low < pace.projection < pace.high
    assert pace.high - pace.projection == pytest.approx(pace.projection - pace.low)


def test_with_fewer_than_eight_weeks_there_is_no_band_and_the_reason_says_so():
    pace = compute_pace(use(1.0, "2026-02-25"), plan(), FLOOR)
    assert pace.low is None
    assert pace.high is None
    zh, en = write_reason(pace, "tce", Basis.CALORIFIC, ())
    assert "不足八周" in zh
    assert "no band yet" in en
    before = replace(use(1.0, "2026-02-25"), before=np.full(52, 1.0))
    assert compute_pace(before, plan(), FLOOR).high == pytest.approx(365)


@pytest.mark.parametrize(("coverage", "level"), [(0.9, "over_pace"), (0.899, "undetermined")])
def test_the_coverage_floor_decides_between_a_level_and_none(coverage, level):
    daily = np.where(np.arange(181) < 151, 1.5, 0.3)
    assert compute_pace(use(daily, "2026-07-01", coverage), plan(), FLOOR).level == level


def test_without_months_the_plan_is_even_and_without_days_there_is_an_answer():
    even = make_plan(YEAR_MS, 365.0, {})
    assert even.months.tolist() == pytest.approx(EVEN)
    assert period_end_of(even) == END_MS
    nothing = YearUse(0.0, 0.0, *(np.empty(0, t) for t in (np.int64, float, float)), YEAR_MS)
    pace = compute_pace(nothing, even, FLOOR)
    assert pace.level is PaceLevel.UNDETERMINED
    assert np.isfinite(pace.projection)
    assert pace.low is None
    assert pace.high is None


def period_end_of(made) -> int:
    return int(made.edges_ms[-1])


def test_scaling_use_and_plan_scales_the_figures_and_keeps_the_level():
    daily = np.random.default_rng(5).lognormal(0, 0.5, 181)
    one = compute_pace(use(daily, "2026-07-01"), plan(), FLOOR)
    many = compute_pace(use(daily * 1e6, "2026-07-01"), plan([m * 1e6 for m in EVEN]), FLOOR)
    assert many.level == one.level
    assert many.projection == pytest.approx(one.projection * 1e6)
    assert many.exceed_ms == pytest.approx(one.exceed_ms or 0, abs=1) or many.exceed_ms is None


def quota(basis: Basis, kind: QuotaKind = QuotaKind.ENERGY) -> QuotaFacts:
    return QuotaFacts(f"enterprise:{E1}", 2026, kind, basis, 100.0, "tce", "a test", {})


def test_an_account_on_another_basis_is_refused(platform):
    platform.now("2026-01-03")
    fill(platform, 100.0, ("2026-01-01", "2026-01-03"))
    account = platform.account(f"enterprise:{E1}", "coal_primary_tce", "year", "2026-01-01")
    check_basis(quota(Basis.PRIMARY), account)
    with pytest.raises(BasisError, match=r"'primary'.*'calorific'"):
        check_basis(quota(Basis.CALORIFIC), account)


def test_a_quota_without_the_basis_it_needs_is_refused():
    assert indicator_of(quota(Basis.NONE, QuotaKind.CARBON)) == "co2_t"
    with pytest.raises(BasisError, match="'none'"):
        indicator_of(quota(Basis.NONE))


def fill(platform, per_hour: float, span: tuple[str, str], since: str = "2026-01-01") -> None:
    platform.add_enterprise(E1)
    platform.add_point(E1, "COAL", "raw_coal", unit="kg", since=since)
    platform.send_constant(E1, "COAL", span, per_hour)
    platform.run()


def test_a_verdict_says_its_figures_in_both_languages(platform):
    # 1,000 kg/h × 24 × 181 days × 0.7143 / 1000 = 3,102.9192 tce; even plan 3,500 × 181 / 365
    platform.now("2026-07-01")
    platform.add_quota(f"enterprise:{E1}", 3500.0)
    fill(platform, 1000.0, ("2026-01-01", "2026-07-01"))
    verdict = platform.verdict("quota_pace")
    assert verdict.level == "will_exceed"
    assert verdict.severity == Severity.SERIOUS
    assert verdict.value == pytest.approx(3102.9192)
    assert verdict.reference == pytest.approx(3500 * 181 / 365)
    assert verdict.unit == "tce"
    assert verdict.basis == "calorific"
    assert verdict.provisional
    assert verdict.evidence["used"] + verdict.evidence["remaining"] == pytest.approx(3500)
    assert verdict.evidence["projection"] == pytest.approx(3102.9192 / 181 * 365)
    for text in (verdict.reason, verdict.reason_en):
        assert "3,102.9" in text
        assert "1,735.6" in text
        assert "3,500" in text
        assert str(verdict.evidence["exceed_date"]) in text
    assert verdict.evidence["exceed_date"] == "2026-07-24"


def test_an_undetermined_verdict_names_what_is_missing(platform):
    platform.now("2026-07-01")
    platform.add_quota(f"enterprise:{E1}", 3500.0)
    platform.add_enterprise(E1)
    platform.add_point(E1, "COAL", "raw_coal", unit="kg")
    platform.add_point(E1, "GAS", "natural_gas", unit="m3")
    platform.send_constant(E1, "COAL", ("2026-01-01", "2026-07-01"), 1000.0)
    platform.send_constant(E1, "GAS", ("2026-01-01", "2026-03-01"), 10.0)
    platform.run()
    verdict = platform.verdict("quota_pace")
    assert verdict.level == "undetermined"
    assert verdict.coverage == pytest.approx(59 / 181)
    assert "GAS 33%" in verdict.reason
    assert "GAS 33%" in verdict.reason_en
    assert "COAL" not in verdict.reason


def test_a_meter_that_came_in_june_does_not_make_a_year_look_thrifty(platform):
    platform.now("2026-07-01")
    platform.add_quota(f"enterprise:{E1}", 3500.0)
    fill(platform, 1000.0, ("2026-06-01", "2026-07-01"), since="2026-06-01")
    verdict = platform.verdict("quota_pace")
    assert verdict.level == "undetermined"
    assert verdict.coverage == pytest.approx(30 / 181)


def test_a_carbon_quota_is_held_against_tonnes_of_co2(platform):
    platform.now("2026-07-01")
    platform.add_quota(f"enterprise:{E1}", 10_000.0, kind="carbon", basis="none", unit="tCO2")
    fill(platform, 1000.0, ("2026-01-01", "2026-07-01"))
    verdict = platform.verdict("quota_pace")
    assert verdict.detail == "carbon"
    assert verdict.value == pytest.approx(1000 * 24 * 181 * 1.86886 / 1000)
    assert "raw_coal" in verdict.reason, "its factor is recalled, and the verdict says so"


def test_a_quota_in_other_units_is_converted_and_one_without_sense_is_not_judged(platform):
    platform.now("2026-07-01")
    platform.add_quota(f"enterprise:{E1}", 0.35, unit="万tce")
    platform.add_quota(f"enterprise:{E1}", 5.0, basis="none")
    fill(platform, 1000.0, ("2026-01-01", "2026-07-01"))
    verdicts = {v.detail: v for v in platform.verdicts("quota_pace")}
    assert verdicts["energy:calorific"].value == pytest.approx(0.31029192)
    refused = verdicts["energy"]
    assert refused.level == "undetermined"
    assert "basis" in refused.reason


def test_a_region_is_judged_by_the_sum_of_its_enterprises(platform):
    platform.now("2026-07-01")
    platform.add_quota("region:150600", 3000.0)
    platform.add_quota("region:150200", 3000.0)
    fill(platform, 1000.0, ("2026-01-01", "2026-07-01"))
    over = platform.verdict("quota_pace", subject="region:150600")
    assert over.level == "exceeded"
    assert over.value == pytest.approx(3102.9192)
    empty = platform.verdict("quota_pace", subject="region:150200")
    assert empty.level == "undetermined"


def test_a_year_that_is_over_is_final_and_a_quota_taken_back_leaves_no_verdict(platform):
    platform.now("2027-02-01")
    platform.add_quota(f"enterprise:{E1}", 9000.0)
    fill(platform, 1000.0, ("2026-01-01", "2027-01-01"))
    verdict = platform.verdict("quota_pace")
    assert not verdict.provisional
    assert verdict.level == "within_pace"
    assert verdict.reference == pytest.approx(9000.0)
    with platform.registry.session() as session:
        from core.registry.models import Quota

        session.query(Quota).delete()
    platform.send(E1, "COAL", "2026-05-01", [1.0])
    platform.run()
    assert platform.verdicts("quota_pace") == []


def test_the_calendar_year_of_a_plan_has_its_own_length():
    leap = make_plan(parse_time("2028-01-01"), 366.0, {})
    assert leap.months[1] == pytest.approx(29)
    assert leap.edges_ms[-1] == period_end("year", parse_time("2028-01-01"))
    assert leap.date_of(31 + 29.0) == parse_time("2028-03-01")
    assert leap.date_of(0.0) == parse_time("2028-01-01")
