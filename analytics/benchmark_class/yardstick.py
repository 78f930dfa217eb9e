"""`Yardstick`: what a product is held against at a time, with the limit corrected for the site."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from analytics.accounts.facts import EntryFacts
from analytics.benchmark_class.conditions import Span, read_conditions
from analytics.benchmark_class.correction import (
    CorrectedLimit,
    Stated,
    Step,
    correct_limit,
    list_asked,
)
from core.catalogue import BenchmarkLevel, Catalogue, LimitGrades
from core.errors import CatalogueError

RECALLED = "recalled"


@dataclass(frozen=True)
class Yardstick:
    """Levels of an edition, grades of a limit standard, or both.

    Attributes
    ----------
    level : BenchmarkLevel or None
        None for a line that only a limit standard has.
    corrected : CorrectedLimit or None
        None where no limit standard is in force.
    """

    key: str
    unit: str
    level: BenchmarkLevel | None
    corrected: CorrectedLimit | None

    @property
    def limit(self) -> LimitGrades | None:
        """Grades that hold at the site; None where there are none or the plant is not judged."""
        if self.corrected is None or not self.corrected.judged:
            return None
        return self.corrected.limit

    @property
    def edition(self) -> str:
        """Edition of the levels, or the limit standard where there are none."""
        if self.level is not None:
            return self.level.edition
        return self.corrected.base.standard if self.corrected else ""

    @property
    def reference(self) -> float | None:
        """What a figure must not be worse than: 基准, else 标杆, else grade 3 [`unit`]."""
        if self.level is not None:
            found = self.level.baseline
            return found if found is not None else self.level.benchmark
        return self.limit.grade3 if self.limit else None

    def evidence(self) -> dict[str, object]:
        """Return the rows and corrections, as the evidence of a verdict keeps them."""
        known = self.level or (self.corrected.base if self.corrected else None)
        found: dict[str, object] = {
            "benchmark_key": self.key,
            "edition": self.edition,
            "benchmark": self.level.benchmark if self.level else None,
            "baseline": self.level.baseline if self.level else None,
            "deadline": self.level.deadline.isoformat()
            if self.level and self.level.deadline
            else None,
            "level_source": known.source if known else "",
            "level_confidence": known.confidence if known else "",
        }
        return found | (_limit_evidence(self.corrected) if self.corrected else {})


def find_yardstick(
    catalogue: Catalogue,
    key: str,
    entries: Sequence[EntryFacts],
    *,
    product: str,
    span: Span,
    at_ms: int,
) -> Yardstick:
    """Return what `product` is held against at `at_ms` [ms], conditions taken over `span` [ms].

    Raises
    ------
    CatalogueError
        The key is unknown, or nothing of it is in force.
    """
    level = catalogue.level(key, at_ms)
    base = catalogue.limit(key, at_ms)
    known = level or base
    if known is None:
        raise CatalogueError(
            f"no level or limit of {key!r} is in force", fix="judge a later period"
        )
    corrected = None
    if base is not None:
        rows = catalogue.corrections_of(base)
        stated = read_conditions(entries, product, list_asked(rows), span=span)
        corrected = correct_limit(base, rows, stated)
    return Yardstick(key, known.unit, level, corrected)


def _limit_evidence(found: CorrectedLimit) -> dict[str, object]:
    base, limit = found.base, found.limit
    return {
        "limit_standard": base.standard,
        "limit_grades": [limit.grade1, limit.grade2, limit.grade3],
        "limit_grades_printed": [base.grade1, base.grade2, base.grade3],
        "limit_unit": base.unit,
        "limit_source": base.source,
        "limit_confidence": RECALLED if RECALLED in found.confidences else base.confidence,
        "limit_judged": found.judged,
        "corrections": [_step_evidence(step) for step in found.steps],
        "corrections_missing": [
            {
                "condition": why.condition.name,
                "name": why.condition.zh,
                "name_en": why.condition.en,
                "unit": why.condition.unit,
                "why": why.why,
                "why_en": why.why_en,
                "rule": row.rule,
                "source": row.source,
            }
            for row, why in found.missing
        ],
    }


def _step_evidence(step: Step) -> dict[str, object]:
    return {
        "variable": step.row.variable,
        "rule": step.row.rule,
        "source": step.row.source,
        "confidence": step.row.confidence,
        "conditions": _word_stated(step.stated),
        "factors": [effect.factor for effect in step.effects],
        "additions": [effect.addition for effect in step.effects],
    }


def _word_stated(stated: Mapping[str, Stated]) -> dict[str, object]:
    return {
        name: {"value": one.value, "share": one.share, "documents": list(one.documents)}
        for name, one in stated.items()
    }
