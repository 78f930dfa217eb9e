"""Judging the energy per product of process lines of which entries state what each has made.

A line that alone makes a product is judged as that product. Where several make it, a line's energy
is divided by the entries ``output:PRODUCT`` of the line itself, spread evenly over their days.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from functools import cached_property

from sqlalchemy import func, select

from analytics.accounts.book import AccountBook
from analytics.accounts.factors import Use
from analytics.accounts.facts import EnterpriseFacts, EntryFacts, LineFacts
from analytics.accounts.figures import Figure
from analytics.accounts.roll import Span
from analytics.accounts.rows import TABLE, AccountRow
from analytics.unit_energy.denominators import BASES, Denominator
from analytics.unit_energy.job import judge_denominators, judge_enterprise
from analytics.unit_energy.spans import floor_day, state_line
from analytics.unit_energy.sums import USES
from analytics.verdicts.docket import Docket
from analytics.verdicts.rows import VerdictRow
from core.calendar import DAY_MS, Period
from core.registry.models import Entry
from core.units import is_unit
from core.vocabulary import Basis


class LineBook(AccountBook):
    """Accounts of a line, and its output day by day from what is stated of it.

    Parameters
    ----------
    docket : LineDocket
        Of the line.
    """

    def __init__(self, docket: LineDocket) -> None:
        super().__init__(docket.session, docket.line_subject)
        self._output = docket.output
        self._entries = docket.facts.entries

    def days(self, indicator: str, span: Span) -> list[AccountRow]:
        """Return the day rows that start in `span` [ms], which lies in one year."""
        if indicator != self._output.indicator:
            return super().days(indicator, span)
        unit = self._output.unit
        daily = [
            one._replace(value=one.value * DAY_MS / (one.end_ms - one.start_ms))
            for one in self._entries
        ]
        line = state_line(daily, (floor_day(span[0]), span[1]), unit)
        return [
            AccountRow(
                "", indicator, Period.DAY.value, day_ms, Basis.NONE, amount, unit, amount, 0.0, 1.0
            )
            for day_ms, amount, known in zip(
                line.days_ms.tolist(), line.amount.tolist(), line.coverage.tolist(), strict=True
            )
            if known
        ]


class LineDocket(Docket):
    """One line of an enterprise to be judged; `facts` hold that line and its entries alone."""

    @property
    def line_subject(self) -> str:
        """Subject of the line's accounts."""
        return self.facts.line_subject(self.facts.lines[0].code)

    @cached_property
    def output(self) -> Figure:
        """What the line makes."""
        product = self.facts.products[0]
        return Figure(f"product:{product.code}", Basis.NONE, product.unit, ())

    @cached_property
    def accounts(self) -> AccountBook:
        """The line's stored accounts, and its output."""
        return LineBook(self)

    @cached_property
    def figures(self) -> Mapping[str, Figure]:
        """The line's energy on both bases where it has any, and its output."""
        energy = [Figure(str(name), basis, "tce", ()) for basis, name in BASES]
        found = {one.indicator: one for one in energy if one.indicator in self.service}
        return found | {self.output.indicator: self.output}

    @cached_property
    def service(self) -> Mapping[str, Span]:
        """From when on the line has accounts or a stated output, until now [ms]."""
        rows = self.session.execute(
            select(TABLE.c.indicator, func.min(TABLE.c.start_ms))
            .where(
                TABLE.c.subject == self.line_subject,
                TABLE.c.indicator.in_(tuple(USES)),
                TABLE.c.period == Period.MONTH.value,
                TABLE.c.version == 0,
            )
            .group_by(TABLE.c.indicator)
        )
        spans = {name: (start_ms, self.now_ms) for name, start_ms in rows}
        first_ms = min(one.start_ms for one in self.facts.entries)
        return spans | {self.output.indicator: (first_ms, self.now_ms)}

    def list_uses(self, indicator: str) -> list[tuple[Use, str]]:
        """Return what the carriers of the line's points are multiplied by."""
        code = self.facts.lines[0].code
        carriers = {point.carrier for point in self.facts.points if point.line_code == code}
        return [(USES[indicator], carrier) for carrier in sorted(carriers - {""})]


def judge_with_lines(docket: Docket) -> list[VerdictRow]:
    """Judge what an enterprise's energy is divided by, and that of its lines."""
    rows = judge_enterprise(docket)
    entries = _read_outputs(docket)
    for line in docket.facts.lines:
        own = entries.get((docket.facts.line_subject(line.code), f"output:{line.product_code}"))
        product = [one for one in docket.facts.products if one.code == line.product_code]
        if own and product and is_unit(f"kgce/{product[0].unit}"):
            facts = replace(
                docket.facts, lines=(line,), products=tuple(product), entries=tuple(own)
            )
            rows += _judge_line(docket, facts, line)
    return rows


def _judge_line(docket: Docket, facts: EnterpriseFacts, line: LineFacts) -> list[VerdictRow]:
    given = {field.name: getattr(docket, field.name) for field in fields(docket)}
    own = LineDocket(**given | {"facts": facts})
    product = facts.products[0]
    zh, en = line.name or line.code, product.name or product.code
    denominators = [
        Denominator(
            f"line:{line.code}:{basis}",
            f"{zh} {en} 单位产品综合能耗",
            f"energy per {en} of {zh}",
            str(indicator),
            own.output.indicator,
            f"kgce/{product.unit}",
            basis,
        )
        for basis, indicator in BASES
        if str(indicator) in own.figures
    ]
    return judge_denominators(own, denominators)


def _read_outputs(docket: Docket) -> dict[tuple[str, str], Sequence[EntryFacts]]:
    """Return what is stated of the lines' output, by line and item; the newest version last."""
    subjects = [docket.facts.line_subject(line.code) for line in docket.facts.lines]
    if not subjects:
        return {}
    columns = [getattr(Entry, field) for field in EntryFacts._fields]
    rows = docket.session.execute(
        select(Entry.subject, *columns)
        .where(Entry.subject.in_(subjects), Entry.item.startswith("output:"))
        .order_by(Entry.start_ms, Entry.end_ms.desc(), Entry.version)
    )
    found: dict[tuple[str, str], list[EntryFacts]] = defaultdict(list)
    for subject, *row in rows:
        found[subject, row[0]].append(EntryFacts(*row))
    return dict(found)
