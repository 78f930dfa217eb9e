"""Process lines as levels are judged by: what they make, how much they can, and since when."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from analytics.accounts.facts import OPEN_MS
from core.registry.models import Product
from core.registry.structure import ProcessLine
from core.vocabulary import Vintage

BATCH = 500
"""Enterprises asked for in one statement [1]."""


class ProductionLine(NamedTuple):
    """A process line 工序; in service in ``[from_ms, to_ms)`` [ms], `capacity` in `unit`.

    `key` names its levels in the catalogue, that of its product where it has none of its own.
    """

    enterprise: str
    code: str
    name: str
    key: str
    product: str
    capacity: float | None
    unit: str
    vintage: Vintage
    from_ms: int
    to_ms: int

    def serves_in(self, start_ms: int, end_ms: int) -> bool:
        """Tell whether it is in service at any time in ``[start_ms, end_ms)`` [ms]."""
        return (
            self.vintage is not Vintage.PLANNED and self.from_ms < end_ms and self.to_ms > start_ms
        )

    @property
    def title(self) -> str:
        """Name to show."""
        return self.name or self.code


def read_lines(session: Session, enterprises: Sequence[str]) -> dict[str, list[ProductionLine]]:
    """Read the lines of enterprises by enterprise, in order of their codes."""
    found: dict[str, list[ProductionLine]] = defaultdict(list)
    for at in range(0, len(enterprises), BATCH):
        rows = session.execute(
            select(ProcessLine, Product.benchmark_key)
            .outerjoin(
                Product,
                (Product.enterprise_code == ProcessLine.enterprise_code)
                & (Product.code == ProcessLine.product_code),
            )
            .where(ProcessLine.enterprise_code.in_(enterprises[at : at + BATCH]))
            .order_by(ProcessLine.enterprise_code, ProcessLine.code)
        )
        for line, product_key in rows:
            found[line.enterprise_code].append(
                ProductionLine(
                    line.enterprise_code,
                    line.code,
                    line.name,
                    line.benchmark_key or product_key or "",
                    line.product_code or "",
                    line.capacity,
                    line.unit,
                    Vintage(line.vintage),
                    line.in_service_ms or 0,
                    OPEN_MS if line.out_of_service_ms is None else line.out_of_service_ms,
                )
            )
    return found
