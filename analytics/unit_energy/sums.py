"""Judging the unit energy of a region or park: the sum of its enterprises by what it states itself.

Heads and floor area are those that entries of the region or park state, with their documents; they
are never added up from its enterprises, for who works or lives there is not known from them. Values
are its accounts, the sums of what its enterprises state.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from functools import cached_property

from sqlalchemy import func, select

from analytics.accounts.factors import Use
from analytics.accounts.facts import EntryFacts, chain, read_parents
from analytics.accounts.figures import Figure
from analytics.accounts.roll import Span
from analytics.accounts.rows import TABLE
from analytics.unit_energy.denominators import BASES, STATES, VALUES
from analytics.unit_energy.job import judge_enterprise
from analytics.verdicts.docket import Docket
from analytics.verdicts.rows import VerdictRow
from core.calendar import Period
from core.registry.models import Entry
from core.registry.structure import Park
from core.vocabulary import Basis, Indicator

USES = {
    str(Indicator.COAL_CALORIFIC): Use.COAL_CALORIFIC,
    str(Indicator.COAL_PRIMARY): Use.COAL_PRIMARY,
}
"""Factor by which carriers become each account."""


class SumDocket(Docket):
    """A region or park to be judged by its accounts, which are sums and have no meters."""

    @cached_property
    def figures(self) -> Mapping[str, Figure]:
        """The accounts it has, by indicator, without what they are made of."""
        known = [(str(indicator), basis, "tce") for basis, indicator in BASES]
        known += [(item, Basis.NONE, "万元") for item in VALUES]
        found = [Figure(name, basis, unit, ()) for name, basis, unit in known]
        return {one.indicator: one for one in found if one.indicator in self.service}

    @cached_property
    def service(self) -> Mapping[str, Span]:
        """From when on it has accounts, until now [ms], by indicator."""
        names = [str(indicator) for _, indicator in BASES]
        if self.subject.startswith("park:"):
            names += VALUES
        rows = self.session.execute(
            select(TABLE.c.indicator, func.min(TABLE.c.start_ms))
            .where(
                TABLE.c.subject == self.subject,
                TABLE.c.indicator.in_(names),
                TABLE.c.period == Period.MONTH.value,
                TABLE.c.version == 0,
            )
            .group_by(TABLE.c.indicator)
        )
        return {name: (start_ms, self.now_ms) for name, start_ms in rows}

    def list_uses(self, indicator: str) -> list[tuple[Use, str]]:
        """Return what its enterprises' carriers are multiplied by."""
        members = self.membership.by_group().get(self.subject, [])
        names = {name for member in members for name in member.service_ms}
        carriers = sorted(name for name in names if name.startswith("carrier:"))
        use = USES.get(indicator, Use.ONE)
        return [(use, name.partition(":")[2]) for name in carriers]


def judge_sum(docket: Docket) -> list[VerdictRow]:
    """Judge energy per head and floor area of a region or park, of a park also by value."""
    kind, _, code = docket.subject.partition(":")
    entries = _read_states(docket)
    if kind == "region" and not entries:
        return []
    region = code
    if kind == "park":
        park = docket.session.get(Park, code)
        region = park.region_code if park is not None else ""
    facts = replace(
        docket.facts, regions=chain(read_parents(docket.session), region), entries=entries
    )
    given = {field.name: getattr(docket, field.name) for field in fields(docket)}
    return judge_enterprise(SumDocket(**given | {"facts": facts}))


def _read_states(docket: Docket) -> tuple[EntryFacts, ...]:
    """Return what the subject itself states of heads and floor area, the newest versions last."""
    columns = [getattr(Entry, field) for field in EntryFacts._fields]
    rows = docket.session.execute(
        select(*columns)
        .where(Entry.subject == docket.subject, Entry.item.in_(tuple(STATES)))
        .order_by(Entry.start_ms, Entry.end_ms.desc(), Entry.version)
    )
    return tuple(EntryFacts(*row) for row in rows)
