"""Books as couriers have carried them into the registry, for collectors that cannot be asked."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from api.schemas.books import BookRow
from core.registry.models import Gateway
from core.registry.results import Book
from core.vocabulary import Delivery

COUNTS = (
    "received",
    "stored",
    "duplicate",
    "quarantined",
    "dropped",
    "pending",
    "decoded",
    "readings_stored",
    "readings_quarantined",
    "readings_dropped",
)


def read_carried(
    session: Session, *, enterprise: str | None = None, besides: Collection[str] = ()
) -> list[BookRow]:
    """Return the books of all collectors but those named in `besides`, summed by gateway."""
    sums = [func.sum(getattr(Book, name)).label(name) for name in COUNTS]
    delivery = func.coalesce(func.max(Gateway.delivery), Delivery.END_TO_END)
    statement = (
        select(
            Book.enterprise_code,
            Book.gateway_code,
            *sums,
            delivery.label("delivery"),
            func.min(Book.carried_ms).label("carried_ms"),
        )
        .outerjoin(
            Gateway,
            (Gateway.enterprise_code == Book.enterprise_code) & (Gateway.code == Book.gateway_code),
        )
        .where(Book.collector.not_in(besides))
        .group_by(Book.enterprise_code, Book.gateway_code)
    )
    if enterprise is not None:
        statement = statement.where(Book.enterprise_code == enterprise)
    rows = session.execute(statement).mappings().all()
    return [
        BookRow(
            enterprise=row["enterprise_code"],
            gateway=row["gateway_code"],
            delivery=row["delivery"],
            as_of=int(row["carried_ms"]),
            **{name: int(row[name]) for name in COUNTS},
        )
        for row in rows
    ]


def count_carried(session: Session) -> dict[str, int]:
    """Return the messages in quarantine by enterprise [1], as carried; those without are absent."""
    number = func.sum(Book.quarantined)
    statement = select(Book.enterprise_code, number).group_by(Book.enterprise_code)
    return {row[0]: int(row[1]) for row in session.execute(statement.having(number > 0))}


def add_books(books: list[BookRow]) -> list[BookRow]:
    """Return one book a gateway: the sums, as of the oldest where one is not as it stands."""
    found: dict[tuple[str, str], BookRow] = {}
    for row in books:
        key = (row.enterprise, row.gateway)
        found[key] = _add(found[key], row) if key in found else row
    return [found[key] for key in sorted(found)]


def _add(one: BookRow, other: BookRow) -> BookRow:
    sums = {name: (getattr(one, name) or 0) + (getattr(other, name) or 0) for name in COUNTS}
    ages = [row.as_of for row in (one, other) if row.as_of is not None]
    return one.model_copy(update={**sums, "as_of": min(ages, default=None)})
