"""Gross, every deduction and net of a measure, by the scheme's dated rows.

References
----------
发改环资〔2022〕803号 (feedstock: total and intensity, base year and target year alike);
2022-11-16 (newly added renewable power: total only, growth over 2020); 发改环资〔2024〕113号 (all
non-fossil energy: total and intensity, physical use first, the same kWh never twice).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from core.catalogue import Deduction


@dataclass(frozen=True)
class Project:
    """A separately listed project 能耗单列 [tce].

    Attributes
    ----------
    energy : float
        Its use; `feedstock` and `non_fossil` are parts of it that other deductions take off.
    state_share : float
        Share that the state bears and the region is not assessed on, 0 … 1 [1].
    """

    code: str
    energy: float
    state_share: float
    source: str
    feedstock: float = 0.0
    non_fossil: float = 0.0


@dataclass(frozen=True)
class YearFacts:
    """What is known of a region's energy of a year [tce], None where nothing is stated.

    Attributes
    ----------
    gross : float
        Use before any deduction.
    feedstock : float or None
        原料用能 in it.
    renewable : float or None
        Renewable power used, by meters and the statistic.
    non_fossil : float or None
        All non-fossil energy used physically, renewable power included.
    certificates : float
        Certificates of other provinces that were used, beside the physical use.
    projects : tuple of Project
        Separately listed projects.
    sources : dict
        Where each figure comes from, by its name.
    """

    year: int
    gross: float
    feedstock: float | None = None
    renewable: float | None = None
    non_fossil: float | None = None
    certificates: float = 0.0
    projects: tuple[Project, ...] = ()
    sources: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class DeductionLine:
    """One deduction of one year [tce]; `amount` is 0 where it was not applied, and `note` why."""

    deduction: str
    title_zh: str
    title_en: str
    amount: float
    source: str
    confidence: str
    note: str = ""

    def evidence(self) -> dict[str, object]:
        """Return the line as evidence."""
        return {
            "deduction": self.deduction,
            "amount": self.amount,
            "source": self.source,
            "confidence": self.confidence,
            "note": self.note,
        }


@dataclass(frozen=True)
class Net:
    """Gross, deductions and net of a year [tce]; ``gross − Σ lines = net``."""

    year: int
    gross: float
    lines: tuple[DeductionLine, ...]

    @property
    def net(self) -> float:
        """What is assessed [tce]."""
        return math.fsum([self.gross, *(-line.amount for line in self.lines)])

    def evidence(self) -> dict[str, object]:
        """Return the figures as evidence."""
        return {
            "year": self.year,
            "gross": self.gross,
            "deductions": [line.evidence() for line in self.lines],
            "net": self.net,
        }


def compute_nets(year: YearFacts, base: YearFacts, rules: Sequence[Deduction]) -> tuple[Net, Net]:
    """Return the target year and the base year after the deductions that hold for a measure.

    Parameters
    ----------
    rules : sequence of Deduction
        Those that apply to the measure in the target year.

    Returns
    -------
    tuple of Net
        Of the target year and of the base year; a rule with `base_too` is applied to both or, where
        one of the two is not stated, to neither.
    """
    lines: list[DeductionLine] = []
    base_lines: list[DeductionLine] = []
    for rule in rules:
        line, base_line = _deduct(rule, year, base, frozenset(r.deduction for r in rules))
        lines.append(line)
        if base_line is not None:
            base_lines.append(base_line)
    return Net(year.year, year.gross, tuple(lines)), Net(base.year, base.gross, tuple(base_lines))


def _deduct(
    rule: Deduction, year: YearFacts, base: YearFacts, together: frozenset[str]
) -> tuple[DeductionLine, DeductionLine | None]:
    amount, note = _amount(rule, year, together)
    if rule.growth_only:
        return _line(rule, year, *_growth(rule, amount, note, base)), None
    if not rule.base_too:
        return _line(rule, year, amount or 0.0, note), None
    base_amount, base_note = _amount(rule, base, together)
    if (amount is None) != (base_amount is None):
        missing = base.year if base_amount is None else year.year
        why = (
            f"{missing} 年未填报，两年均不扣 (not stated for {missing}: taken off in neither year)"
        )
        return _line(rule, year, 0.0, why), _line(rule, base, 0.0, why)
    return _line(rule, year, amount or 0.0, note), _line(rule, base, base_amount or 0.0, base_note)


def _growth(rule: Deduction, amount: float | None, note: str, base: YearFacts) -> tuple[float, str]:
    before, _ = _amount(rule, base, frozenset())
    if amount is None:
        return 0.0, note
    if before is None:
        why = f"基年 {base.year} 未填报，增量未知 (growth over {base.year} is unknown)"
        return 0.0, why
    grown = max(amount - before, 0.0)
    return grown, f"{amount:.10g} − {base.year} 年 {before:.10g} (growth over {base.year})"


def _line(rule: Deduction, facts: YearFacts, amount: float, note: str) -> DeductionLine:
    figures = facts.sources.get(rule.deduction, "")
    source = f"{rule.source}; {figures}" if figures else rule.source
    return DeductionLine(
        rule.deduction, rule.title_zh, rule.title_en, amount, source, rule.confidence, note
    )


NOT_STATED = "未填报 (not stated)"


def _amount(
    rule: Deduction, facts: YearFacts, together: frozenset[str]
) -> tuple[float | None, str]:
    """Return what a rule may take off a year [tce], None where nothing is stated, and a note."""
    if rule.deduction == "feedstock":
        return facts.feedstock, "" if facts.feedstock is not None else NOT_STATED
    if rule.deduction == "renewable":
        return facts.renewable, "" if facts.renewable is not None else NOT_STATED
    if rule.deduction == "non_fossil":
        return compute_non_fossil(facts, rule.certificate_cap)
    return compute_separate(facts.projects, together)


def compute_non_fossil(facts: YearFacts, cap: float | None) -> tuple[float | None, str]:
    """Return non-fossil energy that is taken off [tce] and a note (发改环资〔2024〕113号).

    Physical use first; where only renewable power is stated, that is it. Certificates of other
    provinces come on top, at most the share `cap` [1] of the whole deduction; certificates of the
    own province prove kWh that the physical figure holds already and are not taken off again.
    """
    physical = facts.non_fossil if facts.non_fossil is not None else facts.renewable
    if physical is None and not facts.certificates:
        return None, NOT_STATED
    stated = physical or 0.0
    certificates = facts.certificates
    if cap is not None:
        certificates = min(certificates, stated * cap / (1 - cap))
    note = f"实物 {stated:.10g} + 跨省绿证 {certificates:.10g} (physical + certificates)"
    if certificates < facts.certificates:
        note += f"；绿证 {facts.certificates:.10g} 按 {cap:.0%} 封顶 (capped)"
    return stated + certificates, note


def compute_separate(projects: Iterable[Project], together: frozenset[str]) -> tuple[float, str]:
    """Return the state's share of separately listed projects [tce] and a note, project by project.

    What the deductions named in `together` take off already is left out of a project's energy
    first, so that nothing is taken off twice.
    """
    amounts: list[float] = []
    notes: list[str] = []
    for project in projects:
        rest = project.energy
        if "feedstock" in together:
            rest -= project.feedstock
        if together & {"non_fossil", "renewable"}:
            rest -= project.non_fossil
        rest = max(rest, 0.0)
        amounts.append(rest * project.state_share)
        notes.append(f"{project.code}: {rest:.10g} × {project.state_share:.10g}")
    return math.fsum(amounts), "; ".join(notes)
