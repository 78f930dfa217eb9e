"""What held of an enterprise when: sector, region and name, parks, memberships of lists."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.registry.models import Enterprise
from core.registry.structure import Attribute, Membership, ParkMember
from core.vocabulary import AttributeName

OPEN_MS = 1 << 62
"""End of what still holds [ms]."""
OWN = {
    AttributeName.SECTOR: Enterprise.sector_code,
    AttributeName.REGION: Enterprise.region_code,
    AttributeName.NAME: Enterprise.name,
}
"""Column of the enterprise's own row that holds where no dated row does."""


class Stay(NamedTuple):
    """That `value` holds in ``[start_ms, end_ms)`` [ms]."""

    value: str
    start_ms: int
    end_ms: int

    def holds_at(self, t_ms: int) -> bool:
        """Return whether it holds at `t_ms` [ms]."""
        return self.start_ms <= t_ms < self.end_ms


def fill_stays(own: str, dated: Iterable[Stay]) -> tuple[Stay, ...]:
    """Return what holds over all time: the dated values, and `own` where there is none.

    Neighbours with one value are joined; `dated` may not overlap.
    """
    filled: list[Stay] = []
    at = 0
    for stay in sorted(dated, key=lambda stay: stay.start_ms):
        if stay.start_ms > at:
            filled.append(Stay(own, at, stay.start_ms))
        filled.append(stay)
        at = stay.end_ms
    if at < OPEN_MS:
        filled.append(Stay(own, at, OPEN_MS))
    return join_stays(filled)


def join_stays(stays: Iterable[Stay]) -> tuple[Stay, ...]:
    """Join the stays of each value that touch or overlap; in order of their start."""
    joined: dict[str, list[Stay]] = defaultdict(list)
    for stay in sorted(stays, key=lambda stay: stay.start_ms):
        own = joined[stay.value]
        if own and stay.start_ms <= own[-1].end_ms:
            own[-1] = own[-1]._replace(end_ms=max(own[-1].end_ms, stay.end_ms))
        else:
            own.append(stay)
    every = (stay for own in joined.values() for stay in own)
    return tuple(sorted(every, key=lambda stay: (stay.start_ms, stay.value)))


def value_at(stays: Iterable[Stay], t_ms: int) -> str:
    """Return the value that holds at `t_ms` [ms], '' for none."""
    return next((stay.value for stay in stays if stay.holds_at(t_ms)), "")


def read_attribute(
    session: Session, name: AttributeName, codes: Sequence[str] | None = None
) -> dict[str, tuple[Stay, ...]]:
    """Read what an attribute of enterprises was when, by code; of all where `codes` is None."""
    dated: dict[str, list[Stay]] = defaultdict(list)
    rows = select(
        Attribute.enterprise_code, Attribute.value, Attribute.valid_from_ms, Attribute.valid_to_ms
    ).where(Attribute.name == name)
    own = select(Enterprise.code, OWN[name])
    if codes is not None:
        rows = rows.where(Attribute.enterprise_code.in_(codes))
        own = own.where(Enterprise.code.in_(codes))
    for code, value, start_ms, end_ms in session.execute(rows):
        dated[code].append(_stay(value, start_ms, end_ms))
    return {code: fill_stays(value, dated[code]) for code, value in session.execute(own)}


def read_parks(session: Session, codes: Sequence[str] | None = None) -> dict[str, tuple[Stay, ...]]:
    """Read in which parks enterprises stood when, by code of the enterprise."""
    statement = select(
        ParkMember.enterprise_code,
        ParkMember.park_code,
        ParkMember.valid_from_ms,
        ParkMember.valid_to_ms,
    )
    if codes is not None:
        statement = statement.where(ParkMember.enterprise_code.in_(codes))
    return _grouped((row[0], _stay(*row[1:])) for row in session.execute(statement))


def read_lists(session: Session, codes: Sequence[str] | None = None) -> dict[str, tuple[Stay, ...]]:
    """Read on which lists enterprises stood when, by code of the enterprise."""
    statement = select(
        Membership.enterprise_code,
        Membership.list_code,
        Membership.valid_from_ms,
        Membership.valid_to_ms,
    )
    if codes is not None:
        statement = statement.where(Membership.enterprise_code.in_(codes))
    return _grouped((row[0], _stay(*row[1:])) for row in session.execute(statement))


def read_listed(session: Session, list_code: str, t_ms: int) -> list[str]:
    """Return the codes of the enterprises that stand on a list at `t_ms` [ms], in order."""
    statement = (
        select(Membership.enterprise_code)
        .where(
            Membership.list_code == list_code,
            Membership.valid_from_ms <= t_ms,
            (Membership.valid_to_ms.is_(None)) | (Membership.valid_to_ms > t_ms),
        )
        .order_by(Membership.enterprise_code)
    )
    return list(session.scalars(statement))


def _stay(value: str, start_ms: int, end_ms: int | None) -> Stay:
    return Stay(value, start_ms, OPEN_MS if end_ms is None else end_ms)


def _grouped(rows: Iterable[tuple[str, Stay]]) -> dict[str, tuple[Stay, ...]]:
    grouped: dict[str, list[Stay]] = defaultdict(list)
    for code, stay in rows:
        grouped[code].append(stay)
    return {code: join_stays(stays) for code, stays in grouped.items()}
