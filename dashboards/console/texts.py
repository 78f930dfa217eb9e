"""Every text of the console, Chinese and English; a page takes them by key through `Texts`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from dashboards.console.words import GROUPS
from dashboards.console.words.vocabulary import (
    BASES,
    FIGURES,
    FLOWS,
    KINDS,
    LEVELS,
    QUOTA_KINDS,
    RULES,
    STATES,
)

Language = Literal["zh", "en"]

TEXTS: dict[str, tuple[str, str]] = {
    key: pair for group in GROUPS for key, pair in group.TEXTS.items()
}


@dataclass(frozen=True)
class Texts:
    """The console's texts in one language."""

    language: Language

    def __call__(self, key: str, *values: object) -> str:
        """Return the text of `key` with `values` put in."""
        return self.pick(TEXTS[key]).format(*values)

    def level(self, level: str | None) -> str:
        """Return the name of a verdict's level."""
        return "–" if level is None else self.pick(LEVELS.get(level, (level, level)))

    def rule(self, rule: str) -> str:
        """Return the name of a rule."""
        return self.pick(RULES.get(rule, (rule, rule)))

    def state(self, state: str) -> str:
        """Return the name of a part's state."""
        return self.pick(STATES.get(state, (state, state)))

    def kind(self, kind: str) -> str:
        """Return the name of a point's kind."""
        return self.pick(KINDS.get(kind, (kind, kind)))

    def flow(self, flow: str) -> str:
        """Return the name of a flow."""
        return self.pick(FLOWS.get(flow, (flow, flow)))

    def quota(self, kind: str, basis: str) -> str:
        """Return the name of a quota's kind with its basis."""
        name, on = QUOTA_KINDS.get(kind, (kind, kind)), BASES.get(basis, (basis, basis))
        return f"{self.pick(name)} {self.pick(on)}".strip()

    def basis(self, basis: str) -> str:
        """Return the name of a basis."""
        return self.pick(BASES.get(basis, (basis, basis)))

    def figure(self, name: str) -> str:
        """Return the name of a figure of an account, an index or an indicator."""
        return self.pick(FIGURES.get(name, (name, name)))

    def either(self, chinese: str, english: str) -> str:
        """Return the one of two texts that is in this language; the other where it is empty."""
        return (english or chinese) if self.language == "en" else (chinese or english)

    def pick(self, pair: tuple[str, str]) -> str:
        """Return the one of a pair that is in this language."""
        return pair[0] if self.language == "zh" else pair[1]
