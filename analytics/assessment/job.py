"""Judging regions by the schemes that hold for them, and carbon of enterprises beside energy."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property

from analytics.accounts.facts import chain, read_parents
from analytics.assessment.board import list_board
from analytics.assessment.carbon import Carbon
from analytics.assessment.certificates import MonthUse
from analytics.assessment.emissions import (
    carbon_evidence,
    is_anything_entered,
    read_activities,
    read_carbon,
)
from analytics.assessment.facts import Below
from analytics.assessment.goals import PREFIX, list_goals
from analytics.assessment.ledger import count_certified, read_overuse, read_uses
from analytics.assessment.measures import answer
from analytics.assessment.question import Outcome, Question
from analytics.assessment.rows import Judged, carbon_row, outcome_row, target_row, tree_row
from analytics.assessment.trees import read_trees
from analytics.regional.job import find_base_year
from analytics.regional.source import RegionSource, read_lines, year_span
from analytics.regional.stated import Span
from analytics.verdicts.docket import Docket
from analytics.verdicts.rows import VerdictRow
from core.calendar import to_local
from core.catalogue import Scheme
from core.errors import RefusedError


def judge_region(docket: Docket) -> list[VerdictRow]:
    """Judge a region for the years of the docket: measures, other targets, quotas, carbon."""
    judging = _Region(docket)
    rows: list[VerdictRow] = []
    for start in docket.scope.lasting_years():
        year = to_local(start).year
        rows += judging.judge_year(year)
    return rows


def judge_enterprise(docket: Docket) -> list[VerdictRow]:
    """State the carbon of an enterprise that uses certificates or enters processes, by year."""
    rows: list[VerdictRow] = []
    for start in docket.scope.lasting_years():
        span = year_span(to_local(start).year)
        if not is_anything_entered(docket.session, span):
            continue
        row = _carbon(docket, [docket.subject], docket.facts.region_code, span)
        if row is not None:
            rows.append(row)
    return rows


def _carbon(docket: Docket, members: Sequence[str], province: str, span: Span) -> VerdictRow | None:
    """Return the carbon of a subject beside its energy; None where nothing is entered for it."""
    session = docket.session
    if not (read_uses(session, members, span) or read_activities(session, members, span)):
        return None
    judged = Judged(docket, span)
    try:
        certified: list[MonthUse] = count_certified(session, members, span, province)
        carbon: Carbon = read_carbon(
            session,
            docket.context.catalogue,
            docket.subject,
            members=members,
            province=province,
            span=span,
        )
    except RefusedError as error:
        return judged.refused("carbon", "tCO2", error)
    evidence = carbon_evidence(carbon)
    overuse = [str(one) for one in read_overuse(session, members, span)]
    if overuse:
        evidence["not_used"] = overuse
    return carbon_row(judged, evidence, certified)


class _Region:
    """One region being judged."""

    def __init__(self, docket: Docket) -> None:
        self._docket = docket
        self._code = docket.subject.partition(":")[2]
        catalogue = docket.context.catalogue
        self._source = RegionSource(
            docket.session,
            self._code,
            catalogue,
            read_lines(docket.session, [docket.subject]),
        )

    @cached_property
    def _parents(self) -> dict[str, str | None]:
        return read_parents(self._docket.session)

    def judge_year(self, year: int) -> Iterator[VerdictRow]:
        """Yield the verdicts of a year [calendar year]."""
        span = year_span(year)
        judged = Judged(self._docket, span)
        regions = chain(self._parents, self._code)
        covered: set[str] = set()
        for scheme in self._docket.context.catalogue.schemes():
            if scheme.holds(year, regions):
                for outcome, indicator in self._judge_scheme(scheme, year):
                    covered.add(indicator)
                    yield outcome_row(judged, scheme, year, outcome)
        yield from self._judge_others(judged, year, covered)
        yield from self._judge_quotas(judged, year)
        if is_anything_entered(self._docket.session, span):
            carbon = _carbon(self._docket, self._below(span).subjects, self._code, span)
            if carbon is not None:
                yield carbon

    def _judge_scheme(self, scheme: Scheme, year: int) -> Iterator[tuple[Outcome, str]]:
        goals = list_goals(self._source, year, scheme.base_year)
        if not goals:
            return
        span = year_span(year)
        floor = self._docket.context.settings.coverage_floor
        for measure in sorted(scheme.measures, key=lambda m: (m.rank, m.measure)):
            if not measure.valid_from_ms <= span[0] < measure.valid_to_ms:
                continue
            question = Question(
                scheme, measure, self._source, year, goals, self._below(span), floor
            )
            outcome = answer(question)
            if outcome is not None:
                yield outcome, measure.indicator

    def _judge_others(self, judged: Judged, year: int, covered: set[str]) -> Iterator[VerdictRow]:
        """Yield the targets that no measure of a scheme covers and that have an actual figure."""
        has_goals = self._docket.context.catalogue.targets(self._code) or any(
            item.startswith(PREFIX) for item in self._source.items
        )
        if not has_goals:
            return
        base_year = find_base_year(self._docket.context.catalogue, year)
        for line in list_board(self._source, year, base_year):
            if line.goal.indicator not in covered and line.level is not None:
                yield target_row(judged, line)

    def _judge_quotas(self, judged: Judged, year: int) -> Iterator[VerdictRow]:
        try:
            trees = read_trees(self._docket.session, [year])
        except RefusedError as error:
            yield judged.refused("quota_tree", "", error)
            return
        for line, nodes in sorted(trees.items()):
            node = nodes.get(self._docket.subject)
            if node is not None and node.children:
                yield tree_row(judged, line, node, [nodes[child] for child in node.children])

    def _below(self, span: Span) -> Below:
        """Return the regions in this one and the enterprises that were in it in `span` [ms]."""
        key = ("below", self._code, span)
        info = self._docket.session.info
        if key not in info:
            regions = [c for c in self._parents if self._code in chain(self._parents, c)]
            groups = info.get(("groups", span))
            if groups is None:
                groups = info[("groups", span)] = self._docket.membership.by_group(span)
            members = groups.get(self._docket.subject, [])
            info[key] = Below(regions, [f"enterprise:{member.code}" for member in members])
        found: Below = info[key]
        return found
