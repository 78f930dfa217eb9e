"""`RegionSource`: what accounts, entries and catalogue say of one region, asked for by year."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cached_property

from sqlalchemy import select
from sqlalchemy.orm import Session

from analytics.accounts.book import AccountBook
from analytics.regional.rule import Balance, Denominator, deflate
from analytics.regional.stated import EntryLine, Span, Stated, newest_lines, state, state_level
from core.calendar import Period, local_midnight_ms, period_end, period_starts
from core.catalogue import Catalogue
from core.registry.models import Entry
from core.vocabulary import Basis, Indicator

ENERGY = {
    Basis.CALORIFIC: Indicator.COAL_CALORIFIC,
    Basis.PRIMARY: Indicator.COAL_PRIMARY,
}
SUFFIX = {Basis.CALORIFIC: "coal_calorific", Basis.PRIMARY: "coal_primary"}
"""How an entry's item names its basis; the plain item is on the calorific one."""
MONEY = "亿元"
DENOMINATORS = {"gdp": MONEY, "industrial_added_value": MONEY}


def year_span(year: int) -> Span:
    """Return the span of a calendar year [ms]."""
    start = local_midnight_ms(date(year, 1, 1))
    return start, period_end(Period.YEAR, start)


def read_lines(session: Session, subjects: Sequence[str]) -> list[EntryLine]:
    """Read the newest versions of all entries of the subjects."""
    columns = (getattr(Entry, name) for name in EntryLine._fields)
    rows = session.execute(select(*columns).where(Entry.subject.in_(subjects)))
    return newest_lines(EntryLine._make(row) for row in rows)


class RegionSource:
    """The figures of a region.

    Parameters
    ----------
    code : str
        GB/T 2260 code of the region.
    lines : iterable of EntryLine
        Its entries.
    """

    def __init__(
        self, session: Session, code: str, catalogue: Catalogue, lines: Iterable[EntryLine]
    ) -> None:
        self.session = session
        self.code = code
        self.catalogue = catalogue
        self.lines = list(lines)
        self.book = AccountBook(session, f"region:{code}")

    @cached_property
    def items(self) -> set[str]:
        """What is entered at all."""
        return {line.item for line in self.lines}

    def stated(self, item: str, span: Span, unit: str) -> Stated | None:
        """Return what is entered of an amount over `span` [ms] in `unit`."""
        return state(self.lines, item, span, unit) if item in self.items else None

    def whole(self, item: str, span: Span, unit: str) -> Stated | None:
        """Return what is entered of an amount if it covers all of `span` [ms], in `unit`."""
        found = self.stated(item, span, unit)
        return found if found is not None and found.is_whole else None

    def level(self, item: str, span: Span, unit: str) -> Stated | None:
        """Return what is entered of a level over `span` [ms] in `unit`."""
        return state_level(self.lines, item, span, unit) if item in self.items else None

    def metered(self, indicator: str, span: Span) -> tuple[float, float] | None:
        """Return amount [indicator's unit] and coverage [1] of an account over `span` [ms].

        A span shorter than its year takes whole months.
        """
        if span[1] == period_end(Period.YEAR, span[0]):
            row = self.book.row(indicator, Period.YEAR, span[0])
            return (row.amount, row.coverage) if row else None
        starts = [m for m in period_starts(Period.MONTH, *span) if m >= span[0]]
        months = [self.book.row(indicator, Period.MONTH, start) for start in starts]
        known = [row for row in months if row is not None]
        if not known:
            return None
        coverage = math.fsum(row.coverage for row in known) / len(months)
        return math.fsum(row.amount for row in known), coverage

    def balance(self, basis: Basis, span: Span) -> Balance:
        """Return metered, remainder and statistic of a span [ms]; without a basis, of CO2."""
        if basis is Basis.NONE:
            names, unit, indicator = ("co2_unmetered", "co2_official"), "tCO2", Indicator.CO2
        else:
            names, unit, indicator = _energy_items(self.items, basis), "tce", ENERGY[basis]
        unmetered, official = (self.stated(name, span, unit) for name in names)
        amount, coverage = self.metered(indicator, span) or (0.0, 0.0)
        return Balance(amount, coverage, unit, unmetered, official)

    def denominator(self, name: str, span: Span, base_year: int, year: int) -> Denominator | None:
        """Return GDP or added value of a span [ms] of a `year` at prices of `base_year` [1]."""
        unit = DENOMINATORS[name]
        indices: list[Stated] | None = []
        for passed in range(base_year + 1, year + 1):
            index = self.level("price_index", year_span(passed), "1")
            if index is None or indices is None:
                indices = None
                break
            indices.append(index)
        return deflate(
            self.stated(name, span, unit), self.stated(f"{name}_comparable", span, unit), indices
        )


def _energy_items(items: set[str], basis: Basis) -> tuple[str, str]:
    """Return the items of remainder and statistic; the plain word is on the calorific basis."""
    names = []
    for word in ("energy_unmetered", "energy_official"):
        full = f"{word}:{SUFFIX[basis]}"
        plain = basis is Basis.CALORIFIC and full not in items
        names.append(word if plain else full)
    return names[0], names[1]
