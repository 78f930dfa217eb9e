"""What the registry says of an enterprise's points where their quality is measured."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from analytics.accounts.facts import EnterpriseFacts, PointFacts
from core.registry.models import MeterEpoch, Point
from core.registry.quality import Outage
from core.registry.structure import Equipment
from core.vocabulary import EquipmentKind, Kind

OPEN_MS = 1 << 62
"""End of what is still in service [ms]."""
Span = tuple[int, int]


class QualityPoint(NamedTuple):
    """A point that sends readings: `facts`, the time between readings [ms], its equipment."""

    facts: PointFacts
    kind: Kind
    step_ms: int
    treatment: bool
    epochs: tuple[tuple[int, int, int | None], ...]

    @property
    def code(self) -> str:
        """Code of the point."""
        return self.facts.code


@dataclass(frozen=True)
class QualityFacts:
    """Points of an enterprise that send readings, and its declared outages by point [ms].

    Outages of '' hold for all points.
    """

    enterprise: EnterpriseFacts
    points: tuple[QualityPoint, ...]
    outages: dict[str, list[Span]]

    def outages_of(self, point_code: str) -> list[Span]:
        """Return the outages [ms] that excuse a point."""
        return self.outages.get("", []) + self.outages.get(point_code, [])


def read_quality_facts(session: Session, enterprise: EnterpriseFacts) -> QualityFacts:
    """Read what is known of an enterprise's points; virtual ones send nothing."""
    code = enterprise.code
    facts = {point.code: point for point in enterprise.points}
    epochs = _read_epochs(session, code)
    treatment = _read_treatment(session, code)
    rows = session.execute(
        select(Point.code, Point.kind, Point.expected_s, Point.equipment_code)
        .where(Point.enterprise_code == code)
        .order_by(Point.code)
    )
    points = [
        QualityPoint(
            facts[row.code],
            Kind(row.kind),
            row.expected_s * 1000,
            row.equipment_code in treatment,
            tuple(epochs[row.code]),
        )
        for row in rows
        if row.code in facts and not facts[row.code].formula
    ]
    return QualityFacts(enterprise, tuple(points), _read_outages(session, code))


def _read_epochs(session: Session, code: str) -> dict[str, list[tuple[int, int, int | None]]]:
    rows = session.execute(
        select(
            MeterEpoch.point_code,
            MeterEpoch.start_ms,
            MeterEpoch.stop_ms,
            MeterEpoch.calibration_due_ms,
        )
        .where(MeterEpoch.enterprise_code == code)
        .order_by(MeterEpoch.start_ms)
    )
    found: dict[str, list[tuple[int, int, int | None]]] = defaultdict(list)
    for point, start, stop, due in rows:
        found[point].append((start, OPEN_MS if stop is None else stop, due))
    return found


def _read_treatment(session: Session, code: str) -> set[str]:
    """Return the codes of equipment that cleans what production gives off."""
    return set(
        session.scalars(
            select(Equipment.code).where(
                Equipment.enterprise_code == code, Equipment.kind == EquipmentKind.TREATMENT
            )
        )
    )


def _read_outages(session: Session, code: str) -> dict[str, list[Span]]:
    found: dict[str, list[Span]] = defaultdict(list)
    rows: Sequence[Outage] = session.scalars(
        select(Outage).where(Outage.enterprise_code == code)
    ).all()
    for row in rows:
        found[row.point_code].append((row.start_ms, row.end_ms))
    return dict(found)
