"""Green certificates and renewable power: each kWh counts once, and never more than was metered.

References
----------
One certificate stands for 1 MWh; 发改环资〔2024〕113号: the same kWh is not taken off twice.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from core.registry.codes import province_code

KWH_PER_MWH = 1000.0


class Use(NamedTuple):
    """Use of a certificate by a subject in a month that starts at `month_ms` [ms], [MWh].

    `origin` is the GB/T 2260 code of where the power was generated.
    """

    certificate: str
    subject: str
    month_ms: int
    mwh: float
    origin: str


@dataclass(frozen=True)
class MonthUse:
    """Certified electricity of a subject in a month [kWh].

    ``claimed = counted + surplus``; `counted` is at most the `metered` use.
    """

    subject: str
    month_ms: int
    metered: float
    claimed: float
    own_province: float
    other_provinces: float

    @property
    def counted(self) -> float:
        """What counts [kWh]."""
        return self.own_province + self.other_provinces

    @property
    def surplus(self) -> float:
        """What was claimed beyond the metered use [kWh]."""
        return self.claimed - self.counted


def count_uses(
    uses: Iterable[Use], metered: Mapping[tuple[str, int], float], province: str
) -> list[MonthUse]:
    """Return what counts of the certificates used, month by month of each subject.

    Certificates of the own `province` come first, for their power is physical use of the region;
    the cap at the `metered` use [kWh] by (subject, month) then cuts those of other provinces. A
    month without metered use counts nothing.
    """
    groups: dict[tuple[str, int], list[Use]] = defaultdict(list)
    for use in uses:
        groups[use.subject, use.month_ms].append(use)
    found: list[MonthUse] = []
    for (subject, month_ms), own in sorted(groups.items()):
        cap = max(metered.get((subject, month_ms), 0.0), 0.0)
        near = [use.mwh for use in own if province_code(use.origin) == province_code(province)]
        far = [use.mwh for use in own if province_code(use.origin) != province_code(province)]
        own_province = min(math.fsum(near) * KWH_PER_MWH, cap)
        other = min(math.fsum(far) * KWH_PER_MWH, cap - own_province)
        claimed = math.fsum([*near, *far]) * KWH_PER_MWH
        found.append(MonthUse(subject, month_ms, cap, claimed, own_province, other))
    return found


class Overuse(NamedTuple):
    """A certificate of which more is used than it stands for [MWh]."""

    certificate: str
    mwh: float
    used: float

    def __str__(self) -> str:
        """Return the certificate with both figures [MWh]."""
        return (
            f"certificate {self.certificate} stands for {self.mwh:.10g} MWh and is used for "
            f"{self.used:.10g} MWh"
        )


def find_overuse(uses: Iterable[Use], certificates: Mapping[str, float]) -> list[Overuse]:
    """Return certificates [MWh] used more than once or that are unknown, by id."""
    used: dict[str, list[float]] = defaultdict(list)
    for use in uses:
        used[use.certificate].append(use.mwh)
    found = []
    for code, parts in sorted(used.items()):
        total, whole = math.fsum(parts), certificates.get(code, 0.0)
        if total > whole * (1 + 1e-9):
            found.append(Overuse(code, whole, total))
    return found


def allow_once(uses: Iterable[Use], certificates: Mapping[str, float]) -> list[Use]:
    """Return the uses as far as the certificates [MWh] reach, the earliest month first.

    Imports refuse more uses than a certificate stands for; what stands in the registry all the
    same counts once.
    """
    left = dict(certificates)
    allowed = []
    for use in sorted(uses, key=lambda use: (use.month_ms, use.subject, use.certificate)):
        mwh = min(use.mwh, max(left.get(use.certificate, 0.0), 0.0))
        left[use.certificate] = left.get(use.certificate, 0.0) - use.mwh
        allowed.append(use._replace(mwh=mwh))
    return allowed
