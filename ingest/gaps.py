"""Numbers of a stream that never came: pure book-keeping over ranges.

A number is missing once a later one of its stream has come. What was missing and comes late is
missing no longer. Ranges count both ends.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from typing import NamedTuple

RANGES_MAX = 2000
"""Ranges that are kept one by one of a stream [1]; of older ones only their sum."""


class Gap(NamedTuple):
    """Numbers `first` to `last` [1] are missing, as was first seen at `since_ms` [ms, UTC]."""

    first: int
    last: int
    since_ms: int

    @property
    def missing(self) -> int:
        """How many numbers [1]."""
        return self.last - self.first + 1


class StreamGaps(NamedTuple):
    """What is missing of a stream.

    Attributes
    ----------
    high : int
        Greatest number that has come [1]; 0 before the first.
    seen_ms : int
        When that was last looked at with something new [ms since the epoch, UTC].
    gaps : tuple of Gap
        What is missing, ascending.
    older : int
        Missing numbers beyond what is kept one by one [1].
    """

    high: int = 0
    seen_ms: int = 0
    gaps: tuple[Gap, ...] = ()
    older: int = 0

    @property
    def missing(self) -> int:
        """How many numbers are missing [1]."""
        return self.older + sum(gap.missing for gap in self.gaps)


def find_jump(before: StreamGaps, came: Sequence[int]) -> int:
    """Return how many numbers [1] lie between what had come and the next that came."""
    at = bisect_right(came, before.high)
    return came[at] - before.high - 1 if at < len(came) else 0


def follow(
    before: StreamGaps, came: Sequence[int], as_of_ms: int, *, jump_counts: bool = True
) -> StreamGaps:
    """Return what is missing after more numbers came.

    Parameters
    ----------
    before : StreamGaps
        What was missing.
    came : sequence of int
        Numbers that have come [1], ascending; with every new one among them.
    as_of_ms : int
        When [ms since the epoch, UTC].
    jump_counts : bool
        Whether what lies between `before.high` and the next number is missing; it is not where
        another collector may have it.
    """
    if not came:
        return before
    high = max(before.high, came[-1])
    first = before.high + 1
    if not jump_counts:
        first += find_jump(before, came)
    fresh = [Gap(first, high, as_of_ms)] if first <= high else []
    gaps = [left for gap in (*before.gaps, *fresh) for left in subtract(gap, came)]
    surplus = max(0, len(gaps) - RANGES_MAX)
    older = before.older + sum(gap.missing for gap in gaps[:surplus])
    return StreamGaps(high, as_of_ms, tuple(gaps[surplus:]), older)


def subtract(gap: Gap, came: Sequence[int]) -> Iterable[Gap]:
    """Yield what is left of a gap without the numbers [1] in `came`, which ascend."""
    first = gap.first
    for number in came[bisect_left(came, gap.first) : bisect_right(came, gap.last)]:
        if number > first:
            yield Gap(first, number - 1, gap.since_ms)
        first = number + 1
    if first <= gap.last:
        yield Gap(first, gap.last, gap.since_ms)


def choose_due(now: StreamGaps, until_ms: int) -> tuple[Gap, ...]:
    """Return the gaps that have been seen since `until_ms` [ms, UTC] or before."""
    return tuple(gap for gap in now.gaps if gap.since_ms <= until_ms)


def join(gaps: Iterable[Gap]) -> list[tuple[int, int]]:
    """Return gaps as ranges [1], neighbours as one."""
    ranges: list[tuple[int, int]] = []
    for gap in gaps:
        if ranges and gap.first == ranges[-1][1] + 1:
            ranges[-1] = (ranges[-1][0], gap.last)
        else:
            ranges.append((gap.first, gap.last))
    return ranges
