"""Grading months and quarters of enterprises and regions by every scheme that holds for them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from analytics.accounts.facts import chain, read_parents
from analytics.early_warning.approval import judge_approval
from analytics.early_warning.figures import Figures, Intensity, Total
from analytics.early_warning.rows import RULE, Graded, make_intensity_row, make_total_row
from analytics.early_warning.rule import (
    Grade,
    compare_grades,
    find_grade,
    measure_intensity,
    measure_total,
    since_when,
)
from analytics.early_warning.schedule import Due, find_due
from analytics.quota_pace.quotas import QuotaFacts
from analytics.verdicts.docket import Docket
from analytics.verdicts.rows import VerdictRow
from core.calendar import Period, period_end, period_start, period_starts, to_local
from core.catalogue.early_warning import WarningScheme

__all__ = ["RULE", "judge_enterprise", "judge_region"]


def judge_enterprise(docket: Docket) -> list[VerdictRow]:
    """Grade the months and quarters of an enterprise."""
    return _Judging(docket, docket.facts.regions).judge()


def judge_region(docket: Docket) -> list[VerdictRow]:
    """Grade the months and quarters of a region, and mark it for 缓批限批 where that is due."""
    regions = chain(read_parents(docket.session), docket.facts.region_code)
    return _Judging(docket, regions, is_region=True).judge()


@dataclass(frozen=True)
class Line:
    """An indicator of a subject under a scheme: how any of its periods is graded.

    Attributes
    ----------
    detail : str
        Tells the subject's lines apart.
    grade : callable
        From the span of a period to its grade; None where the line does not reach so far back.
    row : callable
        From a graded period to its verdict.
    """

    detail: str
    grade: Callable[[int, int], Grade | None]
    row: Callable[[Graded], VerdictRow | None]


class _Judging:
    """One subject being graded."""

    def __init__(
        self, docket: Docket, regions: tuple[str, ...], *, is_region: bool = False
    ) -> None:
        self._docket = docket
        self._regions = regions
        self._is_region = is_region
        self._figures = Figures(docket)
        self._floor = docket.context.settings.coverage_floor
        self._memory: dict[tuple[str, str, Period, int], Grade | None] = {}

    def judge(self) -> list[VerdictRow]:
        """Grade every period of the scope."""
        rows: list[VerdictRow] = []
        for scheme in self._docket.context.catalogue.warning_schemes():
            for period in scheme.periods:
                for start_ms in self._starts(period):
                    if scheme.holds(self._regions, start_ms):
                        rows += self._judge_period(scheme, period, start_ms)
        return rows

    def _starts(self, period: Period) -> list[int]:
        """Return the periods of the scope that have begun [ms]."""
        scope = self._docket.scope
        starts = scope.quarters() if period is Period.QUARTER else scope.cumulative_months()
        return [start for start in starts if start < self._docket.now_ms]

    def _judge_period(
        self, scheme: WarningScheme, period: Period, start_ms: int
    ) -> list[VerdictRow]:
        lines = self._lines(scheme, period, to_local(start_ms).year)
        graded = {line.detail: self._grade(scheme, line, period, start_ms) for line in lines}
        rows = [
            row
            for line in lines
            if (found := graded[line.detail]) is not None and (row := line.row(found)) is not None
        ]
        if self._is_region and period is Period.QUARTER and rows:
            rows.append(self._judge_approval(scheme, rows, start_ms))
        return rows

    def _judge_approval(
        self, scheme: WarningScheme, rows: Sequence[VerdictRow], start_ms: int
    ) -> VerdictRow:
        """Hold approvals back where a row or the year before asks for it."""
        year = to_local(start_ms).year - 1
        last = period_start(Period.QUARTER, period_start(Period.YEAR, start_ms) - 1)
        missed = {
            line.detail: grade
            for line in self._lines(scheme, Period.QUARTER, year)
            if (grade := line.grade(last, period_end(Period.QUARTER, last))) is not None
        }
        return judge_approval(scheme, rows, missed, year=year)

    def _lines(self, scheme: WarningScheme, period: Period, year: int) -> list[Line]:
        lines = [self._total_line(scheme, quota) for quota in self._figures.quotas(year)]
        for item, indicator in self._figures.denominator_items():
            lines.append(self._intensity_line(scheme, period, item=item, indicator=indicator))
        return lines

    def _grade(
        self, scheme: WarningScheme, line: Line, period: Period, start_ms: int
    ) -> Graded | None:
        """Return a graded period with what was before it; None where the line has no such one."""
        year_ms = period_start(Period.YEAR, start_ms)
        starts = period_starts(period, year_ms, start_ms + 1)
        grades = [self._remember(scheme, line, period, at) for at in starts]
        now = grades[-1]
        if now is None:
            return None
        if len(starts) > 1:
            before = grades[-2]
        else:
            earlier = self._line_of(scheme, period, line.detail, to_local(start_ms).year - 1)
            at = period_start(period, start_ms - 1)
            before = self._remember(scheme, earlier, period, at) if earlier else None
        own = [(at, grade) for at, grade in zip(starts, grades, strict=True) if grade is not None]
        return Graded(
            scheme,
            period,
            start_ms,
            line.detail,
            now,
            before,
            compare_grades(now, before),
            since_when([at for at, _ in own], [grade for _, grade in own]),
        )

    def _line_of(
        self, scheme: WarningScheme, period: Period, detail: str, year: int
    ) -> Line | None:
        """Return the line of a calendar year [year] that goes by `detail`."""
        lines = self._lines(scheme, period, year)
        return next((line for line in lines if line.detail == detail), None)

    def _remember(
        self, scheme: WarningScheme, line: Line, period: Period, start_ms: int
    ) -> Grade | None:
        key = (scheme.code, line.detail, period, start_ms)
        if key not in self._memory:
            self._memory[key] = line.grade(start_ms, period_end(period, start_ms))
        return self._memory[key]

    def _total_line(self, scheme: WarningScheme, quota: QuotaFacts) -> Line:
        def _figures(end_ms: int) -> Total:
            return self._figures.total(quota, end_ms)

        def _grade(_start_ms: int, end_ms: int) -> Grade:
            total = _figures(end_ms)
            if total.coverage < self._floor:
                return Grade(None, "coverage")
            return find_grade(scheme.levels["total"], measure_total(total.used, total.plan))

        def _row(graded: Graded) -> VerdictRow:
            return make_total_row(self._docket, graded, quota, _figures(graded.end_ms))

        return Line(f"{scheme.code}:total:{quota.detail}", _grade, _row)

    def _intensity_line(
        self, scheme: WarningScheme, period: Period, *, item: str, indicator: str
    ) -> Line:
        def _figures(start_ms: int, end_ms: int) -> Intensity:
            year_ms = period_start(Period.YEAR, start_ms)
            return self._figures.intensity(item, indicator, (year_ms, end_ms))

        def _due(start_ms: int) -> Due | None:
            return find_due(
                self._docket.context.catalogue,
                self._figures.entries,
                self._docket.subject,
                indicator,
                year=to_local(start_ms).year,
            )

        def _grade(start_ms: int, end_ms: int) -> Grade | None:
            found = _figures(start_ms, end_ms)
            if found.now is None or found.before is None:
                # Values are stated by quarters at best: a month without is no month of the line
                return None if period is Period.MONTH else Grade(None, item)
            if found.coverage < self._floor:
                return Grade(None, "coverage")
            wanted = _due(start_ms)
            measures = measure_intensity(
                found.now, found.before, None if wanted is None else wanted.change
            )
            return find_grade(scheme.levels["intensity"], measures)

        def _row(graded: Graded) -> VerdictRow:
            found = _figures(graded.start_ms, graded.end_ms)
            return make_intensity_row(self._docket, graded, found, _due(graded.start_ms))

        return Line(f"{scheme.code}:intensity:{item}", _grade, _row)
