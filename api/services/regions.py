"""Regions: the tree, subtrees and paths."""

from __future__ import annotations

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, aliased

from api.schemas.regions import RegionRow
from api.services.subjects import require_region
from api.viewer import Viewer
from core.registry.models import Enterprise, Region


def select_subtree(code: str) -> Select[str]:
    """Return the query of the codes of a region and all below it."""
    tree = select(Region.code).where(Region.code == code).cte("subtree", recursive=True)
    below = aliased(Region)
    tree = tree.union_all(select(below.code).join(tree, below.parent_code == tree.c.code))
    return select(tree.c.code)


def list_regions(viewer: Viewer, *, under: str | None = None) -> list[RegionRow]:
    """Return the region tree, each region before those below it.

    Parameters
    ----------
    viewer : Viewer
        Who asks.
    under : str or None
        Only this region's subtree.

    Raises
    ------
    MissingError
        There is no region `under`.
    """
    with viewer.read() as session:
        if under is not None:
            require_region(session, under)
        rows = read_tree(session)
    if under is None:
        return rows
    return rows_below(rows, under)


def read_tree(session: Session) -> list[RegionRow]:
    """Return every region, each before those below it, in order of code."""
    regions = list(session.execute(select(Region.code, Region.name, Region.parent_code)))
    own = _read_counts(session)
    children: dict[str | None, list[tuple[str, str]]] = {}
    for code, name, parent in sorted(regions):
        children.setdefault(parent, []).append((code, name))
    rows: list[RegionRow] = []

    def descend(parent: str | None, depth: int) -> int:
        total = 0
        for code, name in children.get(parent, []):
            at = len(rows)
            row = RegionRow(code=code, name=name, parent=parent, depth=depth, enterprises=0)
            rows.append(row)
            count = own.get(code, 0) + descend(code, depth + 1)
            rows[at] = row.model_copy(update={"enterprises": count})
            total += count
        return total

    descend(None, 0)
    return rows


def rows_below(rows: list[RegionRow], code: str) -> list[RegionRow]:
    """Return the rows of `code` and of all below it; `rows` is a tree in order."""
    at = next(index for index, row in enumerate(rows) if row.code == code)
    depth = rows[at].depth
    end = next((i for i in range(at + 1, len(rows)) if rows[i].depth <= depth), len(rows))
    return rows[at:end]


def path_to(rows: list[RegionRow], code: str) -> list[RegionRow]:
    """Return the rows from the root down to `code`."""
    by_code = {row.code: row for row in rows}
    path: list[RegionRow] = []
    at: str | None = code
    while at is not None:
        path.insert(0, by_code[at])
        at = by_code[at].parent
    return path


def _read_counts(session: Session) -> dict[str, int]:
    rows = session.execute(
        select(Enterprise.region_code, func.count()).group_by(Enterprise.region_code)
    )
    return {row[0]: row[1] for row in rows}
