"""Which parts of the work no collector does, and whose messages wait because of it."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select

from api.schemas.health import PartHealth
from core.partition import part_of
from core.registry.database import Registry
from core.registry.models import Enterprise

NAMED = 5
"""Unattended enterprises that are named [1]."""


def describe_unattended(
    registry: Registry, parts: int, attended: Collection[int]
) -> list[PartHealth]:
    """Return a state for each of `parts` [1] that is not `attended`, with its enterprises."""
    missing = [part for part in range(1, parts + 1) if part not in attended]
    if not missing:
        return []
    with registry.read() as session:
        codes = list(session.scalars(select(Enterprise.code).order_by(Enterprise.code)))
    return [_describe(part, parts, codes) for part in missing]


def _describe(part: int, parts: int, codes: list[str]) -> PartHealth:
    own = [code for code in codes if part_of(code, parts) == part]
    named = ", ".join(own[:NAMED]) + (" …" if len(own) > NAMED else "")
    return PartHealth(
        part=f"part {part}/{parts}",
        state="down",
        detail=f"no collector answers for part {part}/{parts}: {len(own)} enterprises are "
        f"unattended ({named or 'none yet'}); their messages wait at the broker and the gateways. "
        f"To mend: start `nengheng collect --part {part}/{parts}`",
        values={"unattended": len(own)},
    )
