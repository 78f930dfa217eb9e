"""Consistency: figures that tell of one thing must agree. Pure functions, one a comparison."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

SUB_MAIN = "sub_main"
BILL = "bill"
ENERGY_OUTPUT = "energy_output"
REPORT = "report"
KINDS = (SUB_MAIN, BILL, ENERGY_OUTPUT, REPORT)


@dataclass(frozen=True)
class Check:
    """A comparison; the fields of `core.registry.quality.QualityCheck`.

    `value` and `reference` are in `unit`, `tolerance` is a share of the reference [1].
    """

    kind: str
    detail: str
    value: float
    reference: float
    unit: str
    tolerance: float
    agrees: bool
    evidence: dict[str, object] = field(default_factory=dict)


def compare_sub_meters(
    main: str, amount: float, subs: Sequence[tuple[str, float]], *, unit: str, tolerance: float
) -> Check:
    """Compare a main meter with the sum of the sub-meters below it, all in `unit`.

    The sum may be less, for not all that flows on is metered; it may not be more than the main
    meter's `amount` and the `tolerance` [1].

    References
    ----------
    GB 17167-2006, 4.3: meters in levels; what a level below measures is part of the level above.
    """
    total = float(sum(value for _, value in subs))
    agrees = total <= amount * (1 + tolerance) if amount > 0 else total <= 0
    evidence: dict[str, object] = {
        "subs": dict(subs),
        "unmetered_share": 1 - total / amount if amount > 0 else None,
    }
    return Check(SUB_MAIN, main, total, amount, unit, tolerance, agrees, evidence)


def compare_bill(
    carrier: str, metered: float, billed: float, *, unit: str, tolerance: float
) -> Check:
    """Compare what was metered with what was billed over the bill's period, both in `unit`.

    They may differ by `tolerance` of the bill [1], either way.
    """
    agrees = abs(metered - billed) <= tolerance * abs(billed)
    return Check(BILL, carrier, metered, billed, unit, tolerance, agrees)


def compare_energy_output(
    product: str, ratio: float, before: Sequence[float], *, unit: str, tolerance: float
) -> Check:
    """Compare energy per product with the median of the months before, all in `unit`.

    They may differ by `tolerance` of the median [1], or by four of the deviations that the months
    before show, whichever is more.
    """
    median = float(np.median(before))
    deviation = 1.4826 * float(np.median(np.abs(np.asarray(before) - median)))
    allowed = max(tolerance, 4 * deviation / median if median > 0 else 0.0)
    agrees = abs(ratio - median) <= allowed * abs(median)
    evidence: dict[str, object] = {"months": len(before), "deviation": deviation}
    return Check(ENERGY_OUTPUT, product, ratio, median, unit, allowed, agrees, evidence)


def compare_report(
    item: str, reported: float, account: float, *, unit: str, tolerance: float
) -> Check:
    """Compare a reported statistic with the metered account of the same period, both in `unit`.

    They may differ by `tolerance` of the account [1], either way.
    """
    agrees = abs(reported - account) <= tolerance * abs(account)
    return Check(REPORT, item, reported, account, unit, tolerance, agrees)
