"""`tell`: what an error says, in Chinese where its visitor reads that.

Whatever refuses says so in English, with the values in the sentence. ``chinese.csv`` has for every
such sentence, with ``{}`` for each value, how it is said in Chinese; the values are found again in
what was said, and stand in the Chinese sentence in their order, or where ``{0}``, ``{1}`` … say.
"""

from __future__ import annotations

import csv
import re
from functools import cache
from pathlib import Path
from typing import Literal, NamedTuple, TypeAlias

Language: TypeAlias = Literal["zh", "en"]
TABLE = Path(__file__).with_name("chinese.csv")
DEPTH = 3
"""Sentences that are told within each other at most [1]."""
PLAIN = 3
"""Letters that a sentence has of its own at least to be told by them [1]."""


class Told(NamedTuple):
    """A sentence of the table: what stands between its values, and how it is said in Chinese."""

    pieces: tuple[str, ...]
    chinese: str

    def find_values(self, text: str) -> list[str] | None:
        """Return the values in `text`, each as short as can be; None: it is another sentence."""
        first, *between, last = self.pieces
        at, end = len(first), len(text) - len(last)
        if at > end or not text.startswith(first) or not text.endswith(last):
            return None
        values = []
        for piece in between:
            found = text.find(piece, at, end)
            if found < 0:
                return None
            values.append(text[at:found])
            at = found + len(piece)
        return [*values, text[at:end]]


@cache
def read_chinese() -> dict[str, str]:
    """Return how each sentence is said in Chinese."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        return {row["english"]: row["chinese"] for row in csv.DictReader(file)}


@cache
def _sentences() -> tuple[Told, ...]:
    """Return the sentences with values, those with the most words of their own first."""
    found = [english for english in read_chinese() if "{}" in english]
    found.sort(key=lambda english: -len(english.replace("{}", "")))
    return tuple(
        Told(tuple(english.split("{}")), read_chinese()[english])
        for english in found
        if len(re.findall(r"[A-Za-z]", english)) >= PLAIN
    )


def tell(text: str, language: Language, depth: int = DEPTH) -> str:
    """Return what was said in `language`; what the table has not is returned as it is.

    Parameters
    ----------
    text : str
        An error's ``what`` or ``fix``, in English.
    language : Language
        ``zh`` or ``en``.
    depth : int
        Sentences that are told within this one at most [1].
    """
    if language == "en" or not text or not depth:
        return text
    plain = read_chinese().get(text)
    if plain is not None and "{}" not in text:
        return plain
    for sentence in _sentences():
        values = sentence.find_values(text)
        if values is not None:
            return sentence.chinese.format(*(tell(v, language, depth - 1) for v in values))
    return text


def choose_language(accept: str | None) -> Language:
    """Return the language that an ``Accept-Language`` likes best; English where it names neither.

    References
    ----------
    RFC 9110, HTTP Semantics, section 12.5.4.
    """
    best: tuple[float, Language] = (0.0, "en")
    for one in (accept or "").split(","):
        name, _, rest = one.partition(";")
        quality = _read_quality(rest)
        primary = name.strip().lower().partition("-")[0]
        if primary in ("zh", "en") and quality > best[0]:
            best = (quality, "zh" if primary == "zh" else "en")
    return best[1]


def _read_quality(given: str) -> float:
    """Return the weight [1] of a part of an ``Accept`` header; 0 for one that is none."""
    found = re.fullmatch(r"\s*q\s*=\s*([01](?:\.\d{0,3})?)\s*", given)
    if found is not None:
        return float(found[1])
    return 0.0 if given.strip() else 1.0
