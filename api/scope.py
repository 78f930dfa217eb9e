"""Which rows somebody may see, as queries: they are resolved at each call, so that a move counts.

An enterprise sees itself and its lines; a regulator the region's subtree with the enterprises,
parks and lines in it, none of what is beside or above; the test team what is simulated, and
regions that hold nothing real; an operator everything.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import CompoundSelect, Select, exists, literal, select, true, union_all
from sqlalchemy.orm import InstrumentedAttribute, aliased
from sqlalchemy.sql import ColumnElement

from api.access import Identity
from core.registry.models import Enterprise, Region
from core.registry.structure import Park, ProcessLine
from core.vocabulary import Role

Column = InstrumentedAttribute[Any] | ColumnElement[Any]


def select_subtree(code: str) -> Select[str]:
    """Return the query of the codes of a region and all below it."""
    tree = select(Region.code).where(Region.code == code).cte(recursive=True)
    below = aliased(Region)
    tree = tree.union_all(select(below.code).join(tree, below.parent_code == tree.c.code))
    return select(tree.c.code)


def only_enterprises(identity: Identity, column: Column) -> ColumnElement[bool]:
    """Return the condition that `column`, a code of an enterprise, is one to be seen."""
    if identity.role is Role.OPERATOR:
        return true()
    if identity.role in (Role.ENTERPRISE, Role.DELEGATE):
        return column.in_(sorted(identity.enterprises))
    return column.in_(select_enterprises(identity))


def only_regions(identity: Identity, column: Column) -> ColumnElement[bool]:
    """Return the condition that `column`, a code of a region, is one to be seen."""
    if identity.role is Role.OPERATOR:
        return true()
    return column.in_(_select_regions(identity))


def only_subjects(identity: Identity, column: Column) -> ColumnElement[bool]:
    """Return the condition that `column`, a subject, is one to be seen."""
    if identity.role is Role.OPERATOR:
        return true()
    return column.in_(select_subjects(identity))


def select_enterprises(identity: Identity) -> Select[str]:
    """Return the query of the codes of the enterprises to be seen."""
    if identity.role is Role.OPERATOR:
        return select(Enterprise.code)
    if identity.role is Role.REGULATOR:
        subtree = select_subtree(identity.region)
        return select(Enterprise.code).where(Enterprise.region_code.in_(subtree))
    if identity.role is Role.TEST_TEAM:
        return select(Enterprise.code).where(Enterprise.simulated)
    own = sorted(identity.enterprises)
    return select(Enterprise.code).where(Enterprise.code.in_(own))


def _select_regions(identity: Identity) -> Select[str]:
    if identity.role is Role.REGULATOR:
        return select_subtree(identity.region)
    if identity.role is Role.TEST_TEAM:
        return select(Region.code).where(Region.code.not_in(_select_real_regions()))
    return select(Region.code).where(~true())


def _select_real_regions() -> Select[str | None]:
    """Return the query of the regions that hold an enterprise that is not simulated."""
    real = select(Region.code, Region.parent_code).where(
        exists().where(Enterprise.region_code == Region.code, ~Enterprise.simulated)
    )
    tree = real.cte(recursive=True)
    above = aliased(Region)
    tree = tree.union(
        select(above.code, above.parent_code).join(tree, above.code == tree.c.parent_code)
    )
    return select(tree.c.code)


def select_subjects(identity: Identity) -> CompoundSelect[str]:
    """Return the query of the subjects to be seen, sectors apart: those are sums over all."""
    enterprises = select_enterprises(identity).subquery()
    regions = _select_regions(identity).subquery()
    line = literal("line:").concat(ProcessLine.enterprise_code).concat("/").concat(ProcessLine.code)
    return union_all(
        select(literal("enterprise:").concat(enterprises.c.code)),
        select(line).join(enterprises, enterprises.c.code == ProcessLine.enterprise_code),
        select(literal("region:").concat(regions.c.code)),
        select(literal("park:").concat(Park.code)).join(
            regions, regions.c.code == Park.region_code
        ),
    )
