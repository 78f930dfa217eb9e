"""Which collector has an enterprise, as the collectors themselves have reported."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.partition import Part
from core.registry.results import CollectorSeat


def find_seat(session: Session, enterprise: str) -> CollectorSeat | None:
    """Return the seat whose part has `enterprise`, the one heard last; None where none has."""
    seats = session.scalars(select(CollectorSeat).order_by(CollectorSeat.beat_ms.desc()))
    return next((seat for seat in seats if Part(seat.part, seat.parts).has(enterprise)), None)
