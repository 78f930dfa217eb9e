"""The obvious computation of accounts, hour by hour and point by point, to compare with."""

from __future__ import annotations

from analytics.accounts.facts import PointFacts
from core.calendar import HOUR_MS
from core.catalogue import Catalogue
from core.errors import CatalogueError
from core.vocabulary import Basis

INTO = ("purchased", "feedstock")


def enterprise_use(
    points: list[PointFacts], amounts: dict[str, float], t_ms: int
) -> dict[str, float]:
    """Return what is used of each carrier in one hour: every quantity by its highest meter.

    A walk from the top: what comes in at a meter counts, and nothing that comes in below it; what
    is sold below counts off, and nothing that is sold below that; a virtual point counts with the
    sum of its parts, which then do not count themselves.
    """
    by_code = {p.code: p for p in points}
    values = dict(amounts)
    served = {p.code for p in points if p.from_ms < t_ms + HOUR_MS and p.to_ms > t_ms}
    for p in points:
        if p.parts:
            values[p.code] = sum(f * values[c] for f, c in p.parts)
    gone = {
        c
        for p in points
        if p.parts and p.code in served and p.flow in (*INTO, "sold", "stock_change")
        for _, c in p.parts
        if by_code[c].carrier == p.carrier
    }
    used: dict[str, float] = {}

    def above(p: PointFacts) -> list[PointFacts]:
        found, seen = [], {p.code}
        while p.parent_code in by_code and p.parent_code not in seen:
            seen.add(p.parent_code)
            p = by_code[p.parent_code]
            found.append(p)
        return found

    for p in points:
        if p.code not in served or p.code in gone:
            continue
        higher = [a for a in above(p) if a.carrier == p.carrier and a.code in served]
        if p.flow in INTO and not any(a.flow in INTO for a in higher):
            used[p.carrier] = used.get(p.carrier, 0.0) + values[p.code]
        elif p.flow in ("sold", "stock_change") and not any(a.flow == p.flow for a in higher):
            used[p.carrier] = used.get(p.carrier, 0.0) - values[p.code]
    return used


def coal(catalogue: Catalogue, used: dict[str, float], basis: Basis, t_ms: int) -> float:
    """Return the standard coal of an hour's use [tce]."""
    total = 0.0
    for carrier, amount in used.items():
        try:
            total += amount * catalogue.coal_factor(carrier, basis, t_ms).value / 1000
        except CatalogueError:
            continue
    return total
