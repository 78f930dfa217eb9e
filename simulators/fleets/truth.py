"""The truth ledger: what was planted, so that what the platform finds can be held against it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from core.calendar import to_local
from simulators.fleets.member import Member, Pace
from simulators.fleets.quotas import month_edges, plan_quota, used_tce

UNDETERMINED = "undetermined"


@dataclass(frozen=True)
class PlantedVerdict:
    """A level that a rule must find.

    Attributes
    ----------
    subject, rule, detail : str
        As in the registry's verdicts; `detail` is the product's code where the rule has one.
    level : str
        Planted level.
    """

    subject: str
    rule: str
    detail: str
    level: str


def compute_truth(members: Sequence[Member], *, born_ms: int, now_ms: int) -> list[PlantedVerdict]:
    """Return the planted verdicts as they stand at `now_ms` [ms since the epoch, UTC].

    The quotas are those of a scenario born at `born_ms` [ms], in the same year.
    """
    found: list[PlantedVerdict] = []
    for member in members:
        subject = f"enterprise:{member.code}"
        found.append(
            PlantedVerdict(subject, "benchmark_class", member.product.code, member.benchmark_class)
        )
        level = compute_pace(member, born_ms=born_ms, now_ms=now_ms)
        found.append(
            PlantedVerdict(subject, "quota_pace", "", level if member.trusted else UNDETERMINED)
        )
    return found


def compute_pace(member: Member, *, born_ms: int, now_ms: int) -> str:
    """Return the pace at `now_ms` [ms] of a quota made at `born_ms` [ms], by what the plant uses.

    The plan runs evenly within a month; the projection is what the plant will really use.
    """
    plan = plan_quota(member, born_ms)
    edges = month_edges(plan.year)
    used = used_tce(member, [edges[0], now_ms, edges[-1]])
    so_far, whole = float(used[1] - used[0]), float(used[2] - used[0])
    planned = np.concatenate(([0.0], np.cumsum(plan.months)))
    to_date = float(np.interp(now_ms, edges, planned))
    if so_far > plan.amount:
        return Pace.EXCEEDED
    if whole > plan.amount:
        return Pace.WILL_EXCEED
    return Pace.OVER if so_far > to_date else Pace.WITHIN


def write_truth(
    members: Sequence[Member], path: Path, *, born_ms: int, now_ms: int | None = None
) -> None:
    """Write the planted verdicts and faults as JSON."""
    at_ms = born_ms if now_ms is None else now_ms
    verdicts = compute_truth(members, born_ms=born_ms, now_ms=at_ms)
    faults = [
        {
            "enterprise": member.code,
            "fault": type(fault).__name__.lower(),
            **{
                key: sorted(value) if isinstance(value, frozenset) else value
                for key, value in asdict(fault).items()  # type: ignore[call-overload]
            },
        }
        for member in members
        for fault in member.faults
    ]
    document = {
        "at": to_local(at_ms).isoformat(),
        "verdicts": [asdict(verdict) for verdict in verdicts],
        "faults": faults,
    }
    path.write_text(json.dumps(document, ensure_ascii=False, indent=1), encoding="utf-8")
