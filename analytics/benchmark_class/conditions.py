"""Conditions of a site as its entries ``condition:PRODUCT:NAME`` state them over a period."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from analytics.accounts.facts import EntryFacts
from analytics.benchmark_class.correction import Stated
from core.catalogue.conditions import Condition
from core.errors import RefusedError
from core.units import conversion_factor

Span = tuple[int, int]


def read_conditions(
    entries: Sequence[EntryFacts],
    product: str,
    asked: Mapping[str, Condition],
    *,
    span: Span,
) -> dict[str, Stated]:
    """Return what entries state of the conditions `asked` in `span` [ms], by name.

    Where entries overlap, the one that begins last holds, of two that begin together the shorter
    one. Conditions that are settled (altitude, kind …) take the last value, others the mean over
    the time for which they are stated. Entries in units that do not convert state nothing.
    """
    found: dict[str, Stated] = {}
    for name, condition in asked.items():
        item = f"condition:{product}:{name}"
        own = [entry for entry in entries if entry.item == item]
        pieces = [
            (value, piece, entry.document)
            for entry, piece in _lay_out(own, span)
            if (value := _convert(entry, condition)) is not None
        ]
        if not pieces:
            continue
        length = sum(piece[1] - piece[0] for _, piece, _ in pieces)
        if condition.settled:
            value = max(pieces, key=lambda item: item[1][1])[0]
        else:
            value = _mean(pieces, length)
        documents = tuple(dict.fromkeys(document for _, _, document in pieces))
        found[name] = Stated(value, length / (span[1] - span[0]), documents)
    return found


def _mean(pieces: Sequence[tuple[float, Span, str]], length_ms: int) -> float:
    """Return the mean over time [pieces' unit]; of one value that value, to the last digit."""
    if len({value for value, _, _ in pieces}) == 1:
        return pieces[0][0]
    return sum(value * (piece[1] - piece[0]) for value, piece, _ in pieces) / length_ms


def _convert(entry: EntryFacts, condition: Condition) -> float | None:
    try:
        return entry.value * conversion_factor(entry.unit, condition.unit)
    except RefusedError:
        return None


def _lay_out(entries: Sequence[EntryFacts], span: Span) -> list[tuple[EntryFacts, Span]]:
    """Return which entry holds in which part of `span` [ms]."""
    inside = [e for e in entries if e.start_ms < span[1] and e.end_ms > span[0]]
    edges = {span[0], span[1]}
    for entry in inside:
        edges |= {max(entry.start_ms, span[0]), min(entry.end_ms, span[1])}
    marks = sorted(edges)
    laid: list[tuple[EntryFacts, Span]] = []
    for start, end in pairwise(marks):
        holding = [e for e in inside if e.start_ms <= start and e.end_ms >= end]
        if holding:
            chosen = max(holding, key=lambda e: (e.start_ms, -e.end_ms))
            laid.append((chosen, (start, end)))
    return laid
