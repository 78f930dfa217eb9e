"""`MeterTree`: which meter stands above which, and what a virtual point is made of.

References
----------
GB 17167-2006, 4.3: meters of the enterprise, of its units and of its equipment stand below each
other; GB/T 2589-2020, 4: what is metered twice is counted once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from analytics.accounts.facts import PointFacts
from core.vocabulary import SIGN_OF_FLOW, Flow, Kind


class Cover(NamedTuple):
    """``[start_ms, end_ms)`` [ms] in which a point counts with `sign` [1] and not its own."""

    start_ms: int
    end_ms: int
    sign: int


SignOf = Callable[[PointFacts], int]
"""How a point enters a figure if nothing stands above it [1]."""
Covered = Callable[[PointFacts, PointFacts], int | None]
"""How a point enters while another stands above it [1]; None where that changes nothing."""


@dataclass(frozen=True)
class MeterTree:
    """The meters of an enterprise by code, in order of code."""

    points: Mapping[str, PointFacts]

    def above(self, code: str) -> Iterator[PointFacts]:
        """Yield the meters of the same carrier above a point, nearest first; a circle ends."""
        seen = {code}
        at = self.points[code]
        carrier = at.carrier
        while (parent := self.points.get(at.parent_code)) is not None and parent.code not in seen:
            seen.add(parent.code)
            if parent.carrier == carrier:
                yield parent
            at = parent

    @cached_property
    def _uses(self) -> Mapping[str, list[PointFacts]]:
        uses: dict[str, list[PointFacts]] = {}
        for point in self.points.values():
            for _, operand in point.parts:
                uses.setdefault(operand, []).append(point)
        return uses

    def absorbing(self, code: str) -> list[PointFacts]:
        """Return the virtual points that enter the books in a point's stead."""
        carrier = self.points[code].carrier
        return [
            point
            for point in self._uses.get(code, ())
            if point.carrier == carrier and SIGN_OF_FLOW[Flow(point.flow)]
        ]

    def sign(self, point: PointFacts, sign_of: SignOf, covered: Covered) -> SignedPoint | None:
        """Return how a point enters a figure, None where it never does."""
        own = sign_of(point)
        if not point.parent_code and point.code not in self._uses:
            return SignedPoint(point, own, ()) if own else None
        covers: list[Cover] = []
        for other in reversed(list(self.above(point.code))):
            sign = covered(point, other)
            if sign is not None:
                covers.append(Cover(other.from_ms, other.to_ms, sign))
        covers += [Cover(v.from_ms, v.to_ms, 0) for v in self.absorbing(point.code)]
        covers = [cover for cover in covers if _overlaps(cover, point)]
        whole = [n for n, cover in enumerate(covers) if _spans(cover, point)]
        if whole:
            own = covers[whole[-1]].sign
            covers = covers[whole[-1] + 1 :]
        if own == 0 and all(cover.sign == 0 for cover in covers):
            return None
        return SignedPoint(point, own, tuple(covers))


class SignedPoint(NamedTuple):
    """A point with its sign [1], and where another one holds; of two covers the later one."""

    point: PointFacts
    sign: int
    covers: tuple[Cover, ...]


def make_tree(points: Sequence[PointFacts]) -> MeterTree:
    """Return the tree of an enterprise's points."""
    return MeterTree({point.code: point for point in points})


def _overlaps(cover: Cover, point: PointFacts) -> bool:
    return cover.start_ms < point.to_ms and cover.end_ms > point.from_ms


def _spans(cover: Cover, point: PointFacts) -> bool:
    return cover.start_ms <= point.from_ms and cover.end_ms >= point.to_ms


def is_virtual(point: PointFacts) -> bool:
    """Tell whether a point is made of others and has no readings."""
    return point.kind == Kind.VIRTUAL
