"""Regional accounts as verdict rows: the sum beside the statistic, with structure and intensities.

The row judges nothing but one contradiction: that what is metered exceeds the whole.
"""

from __future__ import annotations

from analytics.regional.rule import SEVERITY, Balance, Denominator, Intensity
from analytics.regional.source import RegionSource, read_lines, year_span
from analytics.regional.statement import Statement, read_statement
from analytics.regional.wording import write_reason
from analytics.verdicts.docket import Docket
from analytics.verdicts.rows import VerdictRow
from analytics.verdicts.undetermined import Measure, refused_row
from core.calendar import Period, to_local
from core.catalogue import Catalogue
from core.errors import RefusedError
from core.vocabulary import Basis

RULE = "regional"
STATED = ("energy_official", "energy_unmetered", "gdp", "industrial_added_value")
"""Entries that make a region's year an account to show."""


def judge_region(docket: Docket) -> list[VerdictRow]:
    """State the accounts of a region for the years of the docket, where anything is entered."""
    subject = docket.subject
    lines = read_lines(docket.session, [subject])
    if not any(line.item.startswith(STATED) for line in lines):
        return []
    source = RegionSource(
        docket.session, subject.partition(":")[2], docket.context.catalogue, lines
    )
    rows: list[VerdictRow] = []
    for start in docket.scope.lasting_years():
        year = to_local(start).year
        span = year_span(year)
        if any(span[0] <= e.start_ms < span[1] and e.item.startswith(STATED) for e in lines):
            rows += [_try_row(docket, source, year, basis) for basis in _bases(source)]
    return rows


def _try_row(docket: Docket, source: RegionSource, year: int, basis: Basis) -> VerdictRow:
    try:
        return _row(docket, source, year, basis)
    except RefusedError as error:
        return refused_row(
            docket,
            RULE,
            f"energy:{basis}",
            year=year_span(year),
            error=error,
            measure=Measure("tce", basis),
        )


def _bases(source: RegionSource) -> list[Basis]:
    """Return 当量值, and 等价值 where anything is entered on it."""
    primary = any(item.endswith(":coal_primary") for item in source.items)
    return [Basis.CALORIFIC, Basis.PRIMARY] if primary else [Basis.CALORIFIC]


def find_base_year(catalogue: Catalogue, year: int) -> int:
    """Return the base year [calendar year] whose prices a year's denominators are at."""
    bases = [s.base_year for s in catalogue.schemes() if s.first_year <= year <= s.last_year]
    return max(bases, default=year - year % 5)


def _row(docket: Docket, source: RegionSource, year: int, basis: Basis) -> VerdictRow:
    catalogue = docket.context.catalogue
    statement = read_statement(source, year, find_base_year(catalogue, year), basis)
    balance = statement.energy
    start, end = year_span(year)
    reason, reason_en = write_reason(statement)
    official = balance.official
    return VerdictRow(
        subject=docket.subject,
        rule=RULE,
        detail=f"energy:{basis}",
        period=Period.YEAR.value,
        start_ms=start,
        level=balance.level.value,
        severity=SEVERITY[balance.level],
        value=balance.total,
        reference=official.value if official is not None else None,
        unit=balance.unit,
        basis=basis,
        coverage=balance.coverage,
        provisional=docket.now_ms < end,
        since_ms=start,
        reason=reason,
        reason_en=reason_en,
        evidence=_evidence(statement)
        | {"as_of_ms": min(docket.now_ms, end), "catalogue_edition": catalogue.edition},
    )


def _evidence(statement: Statement) -> dict[str, object]:
    return {
        "base_year": statement.base_year,
        "energy": balance_evidence(statement.energy),
        "carbon": balance_evidence(statement.carbon),
        "denominators": {n: _denominator(d) for n, d in statement.denominators.items()},
        "intensities": {n: _intensity(i) for n, i in statement.intensities.items()},
        "refused": list(statement.refused.values()),
        "shares": [share.evidence() for share in statement.shares],
    }


def balance_evidence(balance: Balance) -> dict[str, object]:
    """Return a balance as evidence."""
    return {
        "metered": balance.metered,
        "coverage": balance.coverage,
        "unmetered": balance.unmetered.evidence() if balance.unmetered else None,
        "official": balance.official.evidence() if balance.official else None,
        "total": balance.total,
        "is_whole": balance.is_whole,
        "difference": balance.difference,
        "share_metered": balance.share_metered,
        "unit": balance.unit,
    }


def _denominator(denominator: Denominator) -> dict[str, object]:
    return {
        "value": denominator.value,
        "unit": denominator.unit,
        "method": denominator.method,
        "source": denominator.source,
    }


def _intensity(intensity: Intensity) -> dict[str, object]:
    return {
        "value": intensity.value,
        "unit": intensity.unit,
        "numerator": intensity.numerator,
        "denominator": intensity.denominator.value,
        "source": intensity.denominator.source,
    }
