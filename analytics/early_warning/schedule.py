"""What is due of an intensity in a year: from a hand-fed target, else from the catalogue's."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from analytics.assessment.rule import schedule
from analytics.regional.stated import EntryLine
from core.calendar import to_local
from core.catalogue import Catalogue
from core.units import convert, dimension


@dataclass(frozen=True)
class Due:
    """Change of intensity that is due in one year over the year before, `change` [1]."""

    change: float
    source: str
    confidence: str


def compute_due(change: float, year: int, years: tuple[int, int]) -> float:
    """Return what a change over several years asks of one of them [1].

    Parameters
    ----------
    change : float
        Change over the whole period [1], such as −0.15.
    year : int
        The year asked [calendar year].
    years : tuple of int
        Base year and last year [calendar year]; the same rate every year.
    """
    end = schedule(change, year, years, "geometric")
    start = schedule(change, year - 1, years, "geometric")
    return (1 + end) / (1 + start) - 1


def find_due(
    catalogue: Catalogue, lines: Iterable[EntryLine], subject: str, indicator: str, *, year: int
) -> Due | None:
    """Return what is due of an indicator of a subject in a year [calendar year], None for nothing.

    An entry ``target:INDICATOR`` in % is a change over its own years; the shortest that holds the
    year goes first. A target of the catalogue counts for the region that it names.
    """
    entered: list[tuple[int, int, EntryLine]] = []
    for entry in lines:
        first, last = to_local(entry.start_ms).year, to_local(entry.end_ms - 1).year
        is_change = entry.item == f"target:{indicator}" and dimension(entry.unit) == "ratio"
        if is_change and first <= year <= last:
            entered.append((last - first, first - 1, entry))
    if entered:
        size, base, entry = min(entered)
        change = convert(entry.value, entry.unit, "1")
        due = compute_due(change, year, (base, base + size + 1))
        return Due(due, f"{entry.document}（{entry.entered_by}）", "verified")
    kind, _, code = subject.partition(":")
    for target in catalogue.targets(code) if kind == "region" else []:
        years = target.base_year, _last_year(target.valid_to_ms)
        if target.indicator != indicator or target.kind != "change" or None in years:
            continue
        base_year, last_year = years
        assert base_year is not None
        assert last_year is not None
        if base_year < year <= last_year:
            change = convert(target.value, target.unit, "1")
            due = compute_due(change, year, (base_year, last_year))
            return Due(due, target.source, target.confidence)
    return None


def _last_year(valid_to_ms: int | None) -> int | None:
    """Return the last year of a validity that ends before a time [ms]."""
    return None if valid_to_ms is None else to_local(valid_to_ms - 1).year
