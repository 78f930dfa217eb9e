"""The quota tree region → league → banner → enterprise: Σ children ≤ parent, with transfers."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from core.units import convert

EQUAL = 1 + 1e-9
"""Σ children may pass the parent by this ratio: rounding of units [1]."""


class Allotment(NamedTuple):
    """A quota of a holder for a year of one kind and basis, `amount` in `unit`."""

    holder: str
    amount: float
    unit: str


class Transfer(NamedTuple):
    """An amount that went from one holder to another, in `unit`."""

    code: str
    from_holder: str
    to_holder: str
    amount: float
    unit: str


@dataclass(frozen=True)
class TreeNode:
    """A holder with those its quota is handed down to.

    Attributes
    ----------
    allotted : float
        As first set [unit].
    received, given : float
        By transfers [unit].
    children : tuple of str
        Holders whose nearest quota-holding region above is this one.
    handed_down : float
        Σ of the children's present quotas [unit].
    """

    holder: str
    unit: str
    allotted: float
    received: float
    given: float
    children: tuple[str, ...]
    handed_down: float

    @property
    def amount(self) -> float:
        """Present quota: ``allotted + received − given`` [unit]."""
        return self.allotted + self.received - self.given

    @property
    def is_contradictory(self) -> bool:
        """Whether more is handed down than there is, or more was given away."""
        return self.handed_down > self.amount * EQUAL or self.amount < 0

    @property
    def left(self) -> float:
        """What is not handed down [unit]."""
        return self.amount - self.handed_down


def build_tree(
    allotments: Sequence[Allotment],
    transfers: Iterable[Transfer],
    above: Mapping[str, Sequence[str]],
) -> dict[str, TreeNode]:
    """Return the nodes by holder, each amount in its own unit.

    Parameters
    ----------
    allotments : sequence of Allotment
        All of one year, kind and basis.
    transfers : iterable of Transfer
        Of the same year, kind and basis.
    above : mapping of str to sequence of str
        Holders above each holder (regions), nearest first.

    Raises
    ------
    UnitError
        Units of a parent and its child do not convert.
    """
    units = {allotment.holder: allotment.unit for allotment in allotments}
    received: dict[str, float] = defaultdict(float)
    given: dict[str, float] = defaultdict(float)
    for transfer in transfers:
        for holder, book in ((transfer.to_holder, received), (transfer.from_holder, given)):
            if holder in units:
                book[holder] += convert(transfer.amount, transfer.unit, units[holder])
    present = {a.holder: a.amount + received[a.holder] - given[a.holder] for a in allotments}
    children: dict[str, list[str]] = defaultdict(list)
    for holder in units:
        parent = next((region for region in above.get(holder, ()) if region in units), None)
        if parent is not None:
            children[parent].append(holder)
    return {
        a.holder: TreeNode(
            a.holder,
            a.unit,
            a.amount,
            received[a.holder],
            given[a.holder],
            tuple(sorted(children[a.holder])),
            math.fsum(convert(present[c], units[c], a.unit) for c in children[a.holder]),
        )
        for a in allotments
    }
