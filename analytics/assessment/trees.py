"""Quota trees as the registry holds them, for judging and for the API."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from analytics.accounts.facts import chain, read_parents
from core.registry.assessment import QuotaTransfer
from core.registry.models import Enterprise, Quota
from core.registry.quota_tree import Allotment, Transfer, TreeNode, build_tree

Line = tuple[int, str, str]
"""Year, kind and basis."""


def read_trees(session: Session, years: Sequence[int]) -> dict[Line, dict[str, TreeNode]]:
    """Read the quota trees of `years` [calendar year] by (year, kind, basis) and holder.

    Read once a session, for many regions are judged in one.

    Raises
    ------
    UnitError
        Units of a parent and its child do not convert.
    """
    key = ("quota_trees", tuple(years))
    if key not in session.info:
        session.info[key] = _read_trees(session, years)
    found: dict[Line, dict[str, TreeNode]] = session.info[key]
    return found


def _read_trees(session: Session, years: Sequence[int]) -> dict[Line, dict[str, TreeNode]]:
    allotments: dict[Line, list[Allotment]] = defaultdict(list)
    columns = (Quota.year, Quota.kind, Quota.basis, Quota.holder, Quota.amount, Quota.unit)
    for row in session.execute(select(*columns).where(Quota.year.in_(years))):
        allotments[row[0], row[1], row[2]].append(Allotment(*row[3:]))
    transfers: dict[Line, list[Transfer]] = defaultdict(list)
    moved = select(QuotaTransfer).where(QuotaTransfer.year.in_(years))
    for one in session.scalars(moved):
        transfers[one.year, one.kind, one.basis].append(
            Transfer(one.code, one.from_holder, one.to_holder, one.amount, one.unit)
        )
    above = _read_above(session)
    return {
        line: build_tree(rows, transfers[line], {r.holder: above.get(r.holder, ()) for r in rows})
        for line, rows in allotments.items()
    }


def _read_above(session: Session) -> dict[str, list[str]]:
    parents = read_parents(session)
    above = {
        f"region:{code}": [f"region:{region}" for region in chain(parents, code)[1:]]
        for code in parents
    }
    for code, region in session.execute(select(Enterprise.code, Enterprise.region_code)):
        above[f"enterprise:{code}"] = [f"region:{one}" for one in chain(parents, region)]
    return above
