"""A scheme's measures of a region and year: the figure, what it is held against, and the level."""

from __future__ import annotations

from dataclasses import dataclass, replace

from analytics.assessment.pairs import Pair, intensity_change, pair_evidence, read_gdp, read_nets
from analytics.assessment.question import MissingFigureError, Outcome, Question, goal_evidence
from analytics.assessment.rule import (
    AssessmentLevel,
    Goal,
    due_change,
    elastic_total,
    is_met,
    judge,
)
from analytics.errors import DenominatorError
from analytics.regional.indicators import Actual, read_actual
from analytics.regional.source import year_span
from core.errors import RefusedError
from core.units import convert

PERCENT = 100.0
TOTALS = {"energy_total": "tce", "co2_total": "tCO2"}
"""Totals that come from the accounts, and their units."""
PER_GDP = ("energy_per_gdp", "co2_per_gdp")
"""Intensities that come from the accounts."""


@dataclass(frozen=True)
class Held:
    """A figure beside what it is held against, both in `unit`."""

    value: float
    reference: float
    unit: str
    met: bool
    exempt: bool = False


def answer(question: Question) -> Outcome | None:
    """Judge a measure; None where the region has no target for it."""
    measure = question.measure
    goal = question.goal(measure.indicator)
    if goal is None and not (measure.limit == "elastic" and _intensity_goal(question)):
        return None
    try:
        if measure.indicator in PER_GDP:
            return _judge_intensity(question, goal)
        if measure.indicator in TOTALS:
            return _judge_total(question, goal)
        return _judge_stated(question, goal)
    except RefusedError as error:
        return _undetermined(question, goal, error)


def _intensity_goal(question: Question) -> Goal | None:
    return question.goal("energy_per_gdp")


def _undetermined(question: Question, goal: Goal | None, error: RefusedError) -> Outcome:
    text = str(error)
    return Outcome(
        question.measure.measure,
        AssessmentLevel.UNDETERMINED,
        None,
        goal.value if goal is not None else None,
        goal.unit if goal is not None else "",
        basis=question.basis,
        coverage=0.0,
        why=(f"无法判定：{text}", f"Undetermined: {text}"),
        evidence={"refused": text, "target": goal_evidence(goal)},
    )


def _judge_intensity(question: Question, goal: Goal | None) -> Outcome:
    assert goal is not None
    gdp, base_gdp = read_gdp(question)
    pair = read_nets(question)
    change, reached = intensity_change(question, pair, (gdp, base_gdp))
    due = due_change(goal, question.year, question.scheme.progress)
    evidence = pair_evidence(pair) | reached | {"target": goal_evidence(goal), "due": due}
    met = is_met("change", change, due)
    return _outcome(question, pair, Held(change * PERCENT, due * PERCENT, "%", met), evidence)


def _judge_total(question: Question, goal: Goal | None) -> Outcome:
    pair = read_nets(question)
    unit = TOTALS[question.measure.indicator]
    evidence = pair_evidence(pair) | {"target": goal_evidence(goal)}
    if goal is not None and goal.is_change:
        due = due_change(goal, question.year, question.scheme.progress)
        limit = pair.base.net * (1 + due)
        evidence |= {"due": due, "limit_method": "change"}
    elif goal is not None:
        limit = goal_amount(goal, unit)
        evidence |= {"limit_method": "target"}
    else:
        limit, said = _elastic_limit(question, pair)
        evidence |= said
    met = is_met("at_most", pair.year.net, limit)
    exempt, said = _exemption(question) if not met else (False, {})
    evidence |= said
    held = Held(pair.year.net, limit, unit, met, exempt)
    return _outcome(question, pair, held, evidence)


def goal_amount(goal: Goal, unit: str) -> float:
    """Return a goal's level [unit].

    Raises
    ------
    UnitError
        Its unit does not convert.
    """
    return convert(goal.value, goal.unit, unit)


def _elastic_limit(question: Question, pair: Pair) -> tuple[float, dict[str, object]]:
    goal = _intensity_goal(question)
    assert goal is not None
    gdp, base_gdp = read_gdp(question)
    due = due_change(goal, question.year, question.scheme.progress)
    growth = gdp.value / base_gdp.value
    stated = question.source.whole("elastic_adjustment", year_span(question.year), "tce")
    adjustment = stated.value if stated is not None else 0.0
    limit = elastic_total(pair.base.net, due, growth, adjustment)
    return limit, {
        "limit_method": "elastic",
        "due": due,
        "growth": growth,
        "gdp_source": gdp.source,
        "base_gdp_source": base_gdp.source,
        "adjustment": adjustment,
        "adjustment_source": stated.source if stated is not None else "",
        "target": goal_evidence(goal),
    }


def _exemption(question: Question) -> tuple[bool, dict[str, object]]:
    """Tell whether the incentive intensity target exempts from the total (激励目标)."""
    goal = question.goal(question.measure.exemption) if question.measure.exemption else None
    if goal is None:
        return False, {}
    intensity = next(
        (m for m in question.scheme.measures if m.indicator == "energy_per_gdp"), question.measure
    )
    own = replace(question, measure=intensity)
    try:
        change, _ = intensity_change(own, read_nets(own), read_gdp(own))
    except (DenominatorError, MissingFigureError) as error:
        return False, {"exemption": f"not judged: {error}"}
    due = due_change(goal, question.year, question.scheme.progress)
    met = is_met("change", change, due)
    said = {"change": change, "due": due, "met": met, "target": goal_evidence(goal)}
    return met, {"exemption": said}


def _judge_stated(question: Question, goal: Goal | None) -> Outcome:
    """Judge what is stated by hand: pollutants, water and the like."""
    assert goal is not None
    actual = read_actual(question.source, goal, question.year, question.scheme.base_year)
    if actual is None:
        base = f" or for {question.scheme.base_year}" if goal.is_change else ""
        raise MissingFigureError(
            f"{goal.indicator} is not stated for {question.year}{base}",
            where=f"region:{question.source.code}",
            fix=f"enter {goal.indicator} with its document",
        )
    return judge_actual(question, goal, actual)


def judge_actual(question: Question, goal: Goal, actual: Actual) -> Outcome:
    """Hold a stated figure against its goal as it is due in the year."""
    if goal.is_change:
        reference = due_change(goal, question.year, question.scheme.progress) * PERCENT
        unit = "%"
    else:
        reference, unit = goal.value, goal.unit
    met = is_met(goal.kind, actual.value, reference)
    evidence = actual.evidence() | {"target": goal_evidence(goal)}
    return Outcome(
        question.measure.measure,
        judge(met=met, exempt=False, is_final=question.is_final),
        actual.value,
        reference,
        unit,
        evidence=evidence,
    )


def _outcome(question: Question, pair: Pair, held: Held, evidence: dict[str, object]) -> Outcome:
    level = judge(met=held.met, exempt=held.exempt, is_final=question.is_final)
    why = ("", "")
    if pair.coverage < question.floor:
        level = AssessmentLevel.UNDETERMINED
        why = (
            f"覆盖率 {pair.coverage:.1%} 低于下限，仅供参考",
            f"coverage {pair.coverage:.1%} is below the floor, for information only",
        )
    return Outcome(
        question.measure.measure,
        level,
        held.value,
        held.reference,
        held.unit,
        basis=question.basis,
        coverage=pair.coverage,
        why=why,
        evidence=evidence,
    )
