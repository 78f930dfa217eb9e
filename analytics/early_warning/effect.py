"""What one enterprise or project does to its region's intensity, from accounts and entries.

Energy and value are of the same months of one year and at the same prices; nothing is an intensity
whose denominator is not stated.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy.orm import Session

from analytics.accounts.facts import read_facts
from analytics.context import Context
from analytics.early_warning.figures import DENOMINATORS, MONEY, Energy, Figures
from analytics.errors import DenominatorError, UnknownSubjectError
from analytics.quota_pace.effect import Effect, compute_effect
from analytics.regional.stated import Stated, state
from analytics.verdicts.docket import Docket, make_region_facts
from analytics.verdicts.scope import Scope
from core.calendar import Period, local_midnight_ms, period_end
from core.clock import FixedClock

Span = tuple[int, int]
PART_VALUE = "added_value"


@dataclass(frozen=True)
class Part:
    """A project as planned: energy [tce] and added value [万元] of a whole year."""

    name: str
    energy_tce: float
    value: float


@dataclass(frozen=True)
class PartEffect:
    """An effect with what it was computed from: energy [tce] and value [万元] of rest and part."""

    effect: Effect
    item: str
    span: Span
    rest: tuple[float, float]
    part: tuple[float, float]
    sources: tuple[str, ...]


def compute_enterprise_effect(
    context: Context, session: Session, region: str, *, enterprise: str, year: int
) -> PartEffect:
    """Return what an enterprise does to a region's intensity in a year [calendar year].

    Raises
    ------
    UnknownSubjectError
        The enterprise is not in the registry, or not of the region.
    DenominatorError
        A value is not stated, or the region's energy is not known.
    """
    facts = read_facts(session, [enterprise]).get(enterprise)
    if facts is None or region not in facts.regions:
        raise UnknownSubjectError(
            f"enterprise {enterprise!r} is not in region {region}",
            where="effect on intensity",
            fix="give one of the region's enterprises",
        )
    context = _at_year_end(context, year)
    whole = _Whole(context, session, region, year)
    own = Figures(Docket(context, session, facts.subject, Scope((), ()), facts))
    name = f"{PART_VALUE}_comparable" if whole.is_comparable else PART_VALUE
    stated = state(own.entries, name, whole.span, MONEY)
    if stated is None or not stated.is_whole:
        raise _unknown(f"{facts.subject} has no {name} over the region's months", name)
    energy = own.energy(whole.span)
    assert energy is not None
    part = (energy.amount, stated.value)
    rest = (whole.energy.amount - part[0], whole.value.value - part[1])
    sources = (*whole.sources, stated.source, f"{facts.subject}: {energy.method}")
    return PartEffect(compute_effect(rest, part), whole.item, whole.span, rest, part, sources)


def compute_project_effect(
    context: Context, session: Session, region: str, *, project: Part, year: int
) -> PartEffect:
    """Return what a planned project would have done to a region's intensity in a year.

    Of a year [calendar year] that is stated in part only, the project counts for that part.
    """
    context = _at_year_end(context, year)
    whole = _Whole(context, session, region, year)
    start, end = whole.span
    share = (end - start) / (_year(year)[1] - start)
    rest = (whole.energy.amount, whole.value.value)
    part = (project.energy_tce * share, project.value * share)
    sources = (*whole.sources, f"{project.name}: as planned")
    return PartEffect(compute_effect(rest, part), whole.item, whole.span, rest, part, sources)


class _Whole:
    """A region's energy and value over the months of a year for which both are stated."""

    def __init__(self, context: Context, session: Session, region: str, year: int) -> None:
        subject = f"region:{region}"
        facts = make_region_facts(region)
        figures = Figures(Docket(context, session, subject, Scope((), ()), facts))
        found = self._find_value(figures, _year(year))
        if found is None:
            items = " or ".join(item for item, _ in DENOMINATORS["region"])
            raise _unknown(f"{subject} has no {items} in {year}", "gdp_comparable")
        self.item, self.is_comparable, self.value = found
        self.span = self.value.span
        energy = figures.energy(self.span)
        if energy is None:
            raise _unknown(
                f"{subject} has no whole energy use in {year}", "energy_official or the remainder"
            )
        self.energy: Energy = energy
        self.sources = (self.value.source, *_sources(energy.parts), f"{subject}: {energy.method}")

    def _find_value(self, figures: Figures, span: Span) -> tuple[str, bool, Stated] | None:
        for item, _ in DENOMINATORS["region"]:
            for name, comparable in ((f"{item}_comparable", True), (item, False)):
                stated = state(figures.entries, name, span, MONEY)
                if stated is not None and stated.value > 0:
                    return item, comparable, stated
        return None


def _sources(parts: Sequence[Stated]) -> tuple[str, ...]:
    return tuple(part.source for part in parts)


def _year(year: int) -> Span:
    start = local_midnight_ms(date(year, 1, 1))
    return start, period_end(Period.YEAR, start)


def _at_year_end(context: Context, year: int) -> Context:
    """Return the surroundings at the end of a year that is over."""
    end = _year(year)[1]
    return replace(context, clock=FixedClock(end)) if context.clock.now_ms() > end else context


def _unknown(what: str, item: str) -> DenominatorError:
    return DenominatorError(
        what, where="effect on intensity", fix=f"enter {item} of those months with its document"
    )
