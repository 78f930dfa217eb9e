"""The words of a row of ``limit_corrections.csv`` read into `CorrectionRule`.

A row states its rule in one of a few shapes; a row in any other is refused when the catalogue is
read.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from itertools import pairwise

from core.catalogue.conditions import ASKED, CONDITIONS, Condition
from core.catalogue.corrections import (
    Compute,
    CorrectionRule,
    Effect,
    make_altitude,
    make_capped_shortfall,
    make_kinds,
    make_linear,
    make_ore_grade,
    make_steps,
    make_switch,
    make_table,
)
from core.errors import CatalogueError

NUM = r"(-?\d+(?:\.\d+)?)"
GRADES = {"1/2/3": (1, 2, 3), "3 only": (3,), "1 and 3": (1, 3)}


Parse = Callable[[re.Match[str], Condition], Compute]


def _numbers(text: str) -> tuple[float, ...]:
    return tuple(float(number) for number in re.findall(NUM, text))


def _parse_table(match: re.Match[str], condition: Condition) -> Compute:
    pairs = (pair.split(":") for pair in match[1].split())
    points = tuple((float(x), float(y)) for x, y in pairs)
    if len(points) < 2 or any(one[0] >= other[0] for one, other in pairwise(points)):
        raise ValueError(f"points {match[1]!r} do not rise")
    return make_table(condition, points)


def _parse_steps(match: re.Match[str], condition: Condition) -> Compute:
    first, zero, low, middle, one, last, two = _numbers(match[0])
    if not first == low < middle == last:
        raise ValueError(f"steps {match[0]!r} leave a hole")
    return make_steps(condition, ((first, zero), (middle, one), (math.inf, two)))


def _parse_kinds(match: re.Match[str], condition: Condition) -> Compute:
    effects: list[Effect] = []
    for part in match[0].split("; "):
        if part.endswith("not judged"):
            effects.append(Effect(judged=False))
        elif found := re.fullmatch(rf"\D+ ([+x]) {NUM}", part):
            number = float(found[2])
            effects.append(Effect(number) if found[1] == "x" else Effect(addition=number))
        else:
            raise ValueError(f"kind {part!r} has no figure")
    return make_kinds(condition, tuple(effects))


def _parse_ratio(match: re.Match[str], condition: Condition) -> Compute:
    return make_linear(condition, float(match[1]), _numbers(match[2]))


def _parse_ore_grade(match: re.Match[str], condition: Condition) -> Compute:
    del condition
    floor = float(match[3]) if match[3] else None
    return make_ore_grade(float(match[1]), float(match[2]), floor)


SHAPES: tuple[tuple[re.Pattern[str], Parse], ...] = (
    (
        re.compile(rf"limit \+ \(ratio - {NUM}\) x ({NUM} / {NUM} / {NUM})"),
        _parse_ratio,
    ),
    (
        re.compile(rf"above {NUM} m: limit x \({NUM} - {NUM} x P/{NUM}\), P = site pressure in Pa"),
        lambda match, _: make_altitude(*map(float, match.groups())),
    ),
    (
        re.compile(rf"mixed gas: \+ {NUM} x share of time on mixed gas"),
        lambda match, condition: make_linear(condition, 0.0, (float(match[1]),)),
    ),
    (re.compile(r"add, linear between points: ([-\d.: ]+)"), _parse_table),
    (
        re.compile(rf"\+ \(moisture - {NUM}\) x {NUM}"),
        lambda match, condition: make_linear(condition, float(match[1]), (float(match[2]),)),
    ),
    (
        re.compile(rf"wet quenching \+ {NUM}"),
        lambda match, condition: make_switch(condition, float(match[1])),
    ),
    (
        re.compile(rf"<= {NUM}: {NUM}; > {NUM} to {NUM}: \+ {NUM}; > {NUM}: \+ {NUM}"),
        _parse_steps,
    ),
    (
        re.compile(
            rf"smelting power \(coke for blast furnace\) limit - \(grade - {NUM}\) x {NUM}"
            rf"(?: \(only for Cr/Fe >= {NUM}\))?; comprehensive energy is not corrected"
        ),
        _parse_ore_grade,
    ),
    (
        re.compile(rf"\+ {NUM} x min\({NUM}, max\(0, {NUM} - grade\)\)"),
        lambda match, condition: make_capped_shortfall(condition, *map(float, match.groups())),
    ),
    (
        re.compile(rf"([+-]) {NUM} per percentage point"),
        lambda match, condition: make_linear(condition, 0.0, (float(match[1] + match[2]),)),
    ),
    (re.compile(r"[^;]+ [+x] [\d.]+(?:; .+)+"), _parse_kinds),
)
"""The shapes a rule may have, and what reads each."""


def parse_rules(grades: str, variable: str, rule: str) -> tuple[CorrectionRule, ...]:
    """Return the rules that a row states in words.

    Raises
    ------
    CatalogueError
        The grades, the variable or the rule are in no known shape.
    """
    numbers = GRADES.get(grades)
    if numbers is None:
        raise CatalogueError(f"grades {grades!r} are unknown", fix=f"write one of {list(GRADES)}")
    name = re.sub(r", (?:%|m|years)(?: \(base [\d.]+\))?$", "", variable)
    if name not in ASKED:
        raise CatalogueError(f"variable {variable!r} is unknown", fix=f"one of {list(ASKED)}")
    asked = ASKED[name]
    words = [rule]
    if len(asked) > 1:
        words = [f"+ {number} per percentage point" for number in re.findall(NUM, rule)]
    if len(words) != len(asked):
        raise _shapeless(rule)
    return tuple(
        _parse_one(frozenset(numbers), CONDITIONS[one], text)
        for one, text in zip(asked, words, strict=True)
    )


def _parse_one(grades: frozenset[int], condition: Condition, rule: str) -> CorrectionRule:
    for shape, parse in SHAPES:
        match = shape.fullmatch(rule)
        if match is None:
            continue
        try:
            compute = parse(match, condition)
        except ValueError as error:
            raise CatalogueError(f"rule {rule!r}: {error}", fix="mend the figures") from error
        return CorrectionRule(_conditions(condition, rule), grades, compute)
    raise _shapeless(rule)


def _conditions(condition: Condition, rule: str) -> tuple[Condition, ...]:
    if condition.name == "altitude":
        return condition, CONDITIONS["site_pressure"]
    if "Cr/Fe" in rule:
        return CONDITIONS["chromium_iron_ratio"], condition
    return (condition,)


def _shapeless(rule: str) -> CatalogueError:
    return CatalogueError(
        f"rule {rule!r} has no known shape", fix="write it as another row of the file does"
    )
