"""Every text of the console, Chinese and English; a page takes them by key through `Texts`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from dashboards.console.numbers import write_powers_out
from dashboards.console.words import GROUPS
from dashboards.console.words.parts import PART_FIGURES, PARTS
from dashboards.console.words.vocabulary import (
    BASES,
    FIGURES,
    FLOWS,
    ITEMS,
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
BEHIND = re.compile(r" ?[(（]([^()（）\u4e00-\u9fff]*[a-z]{3}[^()（）\u4e00-\u9fff]*)[)）]")
"""English in brackets behind Chinese that says the same."""
CHINESE = re.compile(r"[\u4e00-\u9fff]")
FIGURE = re.compile(r"\d+(?:[.,]\d+)*")
SCHEME_PARTS = {"total": ("总量", "total"), "intensity": ("强度", "intensity")}


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

    def part(self, part: str) -> str:
        """Return the name of a part of the platform."""
        return self.pick(PARTS.get(part, (part, part)))

    def part_figure(self, name: str) -> str:
        """Return the name of a figure that a part says of itself."""
        return self.pick(PART_FIGURES.get(name, (name, name)))

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

    def item(self, item: str) -> str:
        """Return the name of an entry's item with what it is of."""
        word, _, of = item.partition(":")
        if word not in ITEMS:
            return item
        return f"{self.pick(ITEMS[word])} {of}".strip()

    def either(self, chinese: str, english: str) -> str:
        """Return the one of two texts that is in this language; the other where it is empty."""
        text = (english or chinese) if self.language == "en" else (chinese or english)
        return write_powers_out(text)

    def one_of(self, text: str) -> str:
        """Return what a text such as ``合计 (total)`` says in this language.

        What is in one language only, or has figures in one that the other has not, stays whole.
        """
        found = BEHIND.search(text)
        if found is None or not CHINESE.search(text[: found.start()]):
            return write_powers_out(text)
        before, inside, after = text[: found.start()], found[1], text[found.end() :]
        kept, left_out = (inside, before) if self.language == "en" else (before, inside)
        if set(FIGURE.findall(left_out)) <= set(FIGURE.findall(kept)):
            text = kept + after
        return write_powers_out(text)

    def detail(self, detail: str) -> str:
        """Return what a verdict is on: of a quota its kind and basis, of a scheme its part."""
        head, _, tail = detail.partition(":")
        if head in QUOTA_KINDS:
            return self.quota(head, tail)
        part, _, what = tail.partition(":")
        if part in SCHEME_PARTS:
            kind = self.pick(QUOTA_KINDS.get(what, FIGURES.get(what, (what, what))))
            return f"{self.pick(SCHEME_PARTS[part])} {kind}"
        return detail

    def pick(self, pair: tuple[str, str]) -> str:
        """Return the one of a pair that is in this language."""
        return pair[0] if self.language == "zh" else pair[1]
