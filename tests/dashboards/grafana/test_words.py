"""Every rule and every level that a verdict can have has a word, and a colour where it has one."""

from __future__ import annotations

import importlib
import pkgutil
from enum import StrEnum

import analytics
from analytics.assessment.rows import CONSISTENT, CONTRADICTORY, STATED, SURPLUS
from analytics.early_warning.approval import HELD_BACK, OPEN
from analytics.rules import RULES
from core.catalogue import read_catalogue
from dashboards.grafana.looks import GREY, LEVEL, LEVEL_COLOURS, RULE


def list_levels() -> set[str]:
    """Return the levels of all rules: their enumerations, and the words that stand alone."""
    found = {CONSISTENT, CONTRADICTORY, STATED, SURPLUS, HELD_BACK, OPEN}
    for module in pkgutil.walk_packages(analytics.__path__, "analytics."):
        for thing in vars(importlib.import_module(module.name)).values():
            is_words = isinstance(thing, type) and issubclass(thing, StrEnum)
            if is_words and thing.__name__.endswith(("Level", "Trend")):
                found |= {str(member) for member in thing}
    return found


def test_every_level_has_a_word_and_a_colour():
    levels = list_levels()
    assert len(levels) > 35
    assert levels <= set(LEVEL)
    assert levels - {"undetermined"} <= set(LEVEL_COLOURS)


def test_levels_of_early_warning_have_a_word_and_no_colour_of_their_own():
    schemes = read_catalogue().warning_schemes()
    names = {one.level for scheme in schemes for rows in scheme.levels.values() for one in rows}
    assert {LEVEL[name][1] for name in names} == {GREY}


def test_every_rule_has_a_word():
    assert {rule.name for rule in RULES} <= set(RULE)
