"""`Stated`: a hand-fed figure over a span with its source, put together from entries."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from core.calendar import to_local
from core.units import convert

Span = tuple[int, int]
"""``[start, end)`` in ms."""


class EntryLine(NamedTuple):
    """The newest version of an entry of a region or enterprise over ``[start_ms, end_ms)`` [ms]."""

    subject: str
    item: str
    start_ms: int
    end_ms: int
    version: int
    value: float
    unit: str
    document: str
    entered_by: str


@dataclass(frozen=True)
class Stated:
    """What entries state over a span.

    Attributes
    ----------
    value : float
        The figure in `unit`.
    source : str
        Documents and who entered them.
    span : tuple of int
        Covered span [ms]; shorter than asked where entries end earlier.
    is_whole : bool
        Whether it covers the span asked.
    """

    item: str
    value: float
    unit: str
    source: str
    span: Span
    is_whole: bool

    def evidence(self) -> dict[str, object]:
        """Return the figure as evidence."""
        return {
            "item": self.item,
            "value": self.value,
            "unit": self.unit,
            "source": self.source,
            "from_ms": self.span[0],
            "to_ms": self.span[1],
            "whole": self.is_whole,
        }


def newest_lines(lines: Iterable[EntryLine]) -> list[EntryLine]:
    """Return only the newest version of each entry, by item and time."""
    newest: dict[tuple[str, str, int, int], EntryLine] = {}
    for line in lines:
        key = line[:4]
        if key not in newest or newest[key].version < line.version:
            newest[key] = line
    return sorted(newest.values())


def state(lines: Iterable[EntryLine], item: str, span: Span, unit: str) -> Stated | None:
    """Return what entries of `item` add up to from the start of `span` [ms] on, in `unit`.

    Entries are laid end to end, at each time the longest that fits; a hole ends the figure. An
    entry of the whole span stands alone, so that an annual figure goes before its months.

    Raises
    ------
    UnitError
        An entry's unit does not convert into `unit`.
    """
    own = [e for e in lines if e.item == item and span[0] <= e.start_ms and e.end_ms <= span[1]]
    chosen: list[EntryLine] = []
    at = span[0]
    while at < span[1]:
        here = [entry for entry in own if entry.start_ms == at]
        if not here:
            break
        longest = max(here, key=lambda entry: entry.end_ms)
        chosen.append(longest)
        at = longest.end_ms
    if not chosen:
        return None
    value = math.fsum(convert(entry.value, entry.unit, unit) for entry in chosen)
    return Stated(item, value, unit, _sources(chosen), (span[0], at), at == span[1])


def state_all(lines: Iterable[EntryLine], item: str, span: Span, unit: str) -> Stated | None:
    """Return what entries of `item` in `span` [ms] add up to, holes or not, in `unit`.

    For activities, where a time without an entry is a time without activity. Of entries that
    overlap, the one that starts first counts, the longest of several.

    Raises
    ------
    UnitError
        An entry's unit does not convert into `unit`.
    """
    own = [e for e in lines if e.item == item and span[0] <= e.start_ms and e.end_ms <= span[1]]
    chosen: list[EntryLine] = []
    for entry in sorted(own, key=lambda e: (e.start_ms, -e.end_ms)):
        if not chosen or entry.start_ms >= chosen[-1].end_ms:
            chosen.append(entry)
    if not chosen:
        return None
    value = math.fsum(convert(entry.value, entry.unit, unit) for entry in chosen)
    return Stated(item, value, unit, _sources(chosen), span, True)


def state_level(lines: Iterable[EntryLine], item: str, span: Span, unit: str) -> Stated | None:
    """Return a figure that does not add up (index, share, target) of the entry closest to `span`.

    The shortest entry that covers the whole span [ms] counts.
    """
    own = [e for e in lines if e.item == item and e.start_ms <= span[0] and span[1] <= e.end_ms]
    if not own:
        return None
    entry = min(own, key=lambda e: (e.end_ms - e.start_ms, -e.start_ms))
    value = convert(entry.value, entry.unit, unit)
    return Stated(item, value, unit, _sources([entry]), (entry.start_ms, entry.end_ms), True)


def _sources(entries: Iterable[EntryLine]) -> str:
    seen = [
        f"{e.document}（{e.entered_by}，第 {e.version} 版 v{e.version}，"
        f"{to_local(e.start_ms).date()}…）"
        for e in entries
    ]
    return "; ".join(dict.fromkeys(seen[:4])) + ("; …" if len(seen) > 4 else "")
