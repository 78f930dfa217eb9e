"""Regions: the tree, subtrees and paths."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from api.schemas.regions import RegionRow
from api.viewer import Viewer
from core.registry.models import Enterprise, Region


def list_regions(viewer: Viewer, *, under: str | None = None) -> list[RegionRow]:
    """Return the region tree, each region before those below it, from the viewer's own down.

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
            viewer.require_region(session, under)
        rows = read_tree(viewer, session)
    if under is None:
        return rows
    return rows_below(rows, under)


def read_region(viewer: Viewer, code: str) -> RegionRow:
    """Return one region.

    Raises
    ------
    MissingError
        There is no such region, or it is not the viewer's.
    """
    with viewer.read() as session:
        viewer.require_region(session, code)
        return next(row for row in read_tree(viewer, session) if row.code == code)


def read_tree(viewer: Viewer, session: Session) -> list[RegionRow]:
    """Return the regions to be seen, each before those below it, in order of code."""
    statement = select(Region.code, Region.name, Region.parent_code).where(
        viewer.only_regions(Region.code)
    )
    regions = [(row[0], row[1], row[2]) for row in session.execute(statement)]
    seen = {code for code, _, _ in regions}
    own = _read_counts(viewer, session)
    children: dict[str | None, list[tuple[str, str]]] = {}
    for code, name, parent in sorted(regions, key=lambda row: row[0]):
        children.setdefault(parent if parent in seen else None, []).append((code, name))
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
    """Return the rows from the uppermost of `rows` down to `code`."""
    by_code = {row.code: row for row in rows}
    path: list[RegionRow] = []
    at: str | None = code
    while at in by_code:
        path.insert(0, by_code[at])
        at = by_code[at].parent
    return path


def _read_counts(viewer: Viewer, session: Session) -> dict[str, int]:
    rows = session.execute(
        select(Enterprise.region_code, func.count())
        .where(viewer.only_enterprises(Enterprise.code))
        .group_by(Enterprise.region_code)
    )
    return {row[0]: row[1] for row in rows}
