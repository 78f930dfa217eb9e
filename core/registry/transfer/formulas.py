"""Which virtual points are made of a point."""

from __future__ import annotations

from contextlib import suppress

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.errors import RegistryError
from core.registry.formula import parse_formula
from core.registry.models import Point


def uses_point(session: Session, enterprise: str, code: str) -> int:
    """Return in how many formulas of an enterprise a point stands [1]."""
    formulas = select(Point.formula).where(Point.enterprise_code == enterprise, Point.formula != "")
    count = 0
    for formula in session.scalars(formulas):
        with suppress(RegistryError):
            count += any(term.code == code for term in parse_formula(formula))
    return count
