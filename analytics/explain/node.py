"""`ExplainNode`: a figure with what it was made of, and the checks that hold for every tree."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from analytics.errors import ExplainMismatchError

TOLERANCE = 1e-9
"""Relative difference that sums of the same floats in another order may have [1]."""


@dataclass(frozen=True)
class ExplainNode:
    """A figure of an explanation.

    Attributes
    ----------
    value : float or None
        The figure in `unit`; None where the node only groups.
    formula : str
        How it comes from its children.
    source, confidence : str
        Where it comes from, and how sure that is.
    children : tuple of ExplainNode
        What it was made of.
    note : str
        What else a reader should know.
    part : bool
        Whether it is a summand of the node above; others stand beside it, such as a limit.
    """

    label: str
    label_en: str
    value: float | None = None
    unit: str = ""
    formula: str = ""
    source: str = ""
    confidence: str = ""
    children: tuple[ExplainNode, ...] = ()
    note: str = ""
    part: bool = True


def check_sum(node: ExplainNode, scale: float = 0.0) -> ExplainNode:
    """Return `node` after making sure that its parts, if any, add up to it.

    Parameters
    ----------
    scale : float
        Size of figures beside which a difference is judged, at least [node's unit].

    Raises
    ------
    ExplainMismatchError
        They do not.
    """
    values = [child.value for child in node.children if child.part and child.value is not None]
    if values and node.value is not None:
        size = max([abs(value) for value in values] + [scale])
        compare(node.label, math.fsum(values), node.value, unit=node.unit, scale=size)
    return node


def compare(
    what: str, recomputed: float | None, stored: float | None, *, unit: str, scale: float = 0.0
) -> None:
    """Make sure that a figure recomputed is the stored one, both in `unit`.

    Parameters
    ----------
    scale : float
        Size of the figures that went into it, beside which a difference is judged [unit].

    Raises
    ------
    ExplainMismatchError
        They differ by more than rounding.
    """
    if recomputed is None and stored is None:
        return
    if recomputed is not None and stored is not None:
        size = max(abs(recomputed), abs(stored), scale)
        if abs(recomputed - stored) <= TOLERANCE * size:
            return
    raise ExplainMismatchError(
        f"{what}: recomputed {recomputed!r} {unit}, stored {stored!r} {unit}. "
        "To mend: run nengheng recompute over the period; if it stays, this is a defect"
    )


def total(nodes: Sequence[ExplainNode]) -> float:
    """Return the sum of the nodes' values [their unit]."""
    return math.fsum(node.value for node in nodes if node.value is not None)
