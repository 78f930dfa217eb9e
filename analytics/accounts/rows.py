"""`AccountRow`: one account figure; reading rows and writing only what changed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple, cast

from sqlalchemy import Connection, Insert, Table, bindparam, delete, select
from sqlalchemy.orm import Session
from sqlalchemy.sql.compiler import SQLCompiler

from analytics.together import ask
from core.calendar import Period
from core.registry.conflicts import insert_into
from core.registry.results import Account


class AccountRow(NamedTuple):
    """An account figure over one period, version 0.

    ``amount = measured + estimated`` [unit]; `coverage` the share of the period's seconds so far
    that is measured, 0 … 1 [1].
    """

    subject: str
    indicator: str
    period: str
    start_ms: int
    basis: str
    amount: float
    unit: str
    measured: float
    estimated: float
    coverage: float


Key = tuple[str, str, str, int]
"""Subject, indicator, period and start [ms] of a row."""

TABLE = cast(Table, Account.__table__)
COLUMNS = tuple(TABLE.c[name] for name in AccountRow._fields)
READ = (
    select(*COLUMNS)
    .where(
        TABLE.c.subject.in_(bindparam("subjects", expanding=True)),
        TABLE.c.version == 0,
        TABLE.c.period == bindparam("period"),
        TABLE.c.start_ms >= bindparam("since"),
        TABLE.c.start_ms < bindparam("until"),
    )
    .order_by(TABLE.c.indicator, TABLE.c.start_ms)
)
"""Built once, for it is asked often."""
READ_SOME = READ.where(TABLE.c.indicator.in_(bindparam("indicators", expanding=True)))
READ_OF = select(*COLUMNS).where(
    TABLE.c.subject.in_(bindparam("subjects", expanding=True)),
    TABLE.c.indicator == bindparam("indicator"),
    TABLE.c.period == bindparam("period"),
    TABLE.c.start_ms == bindparam("start"),
    TABLE.c.version == 0,
)
VALUES = ("basis", "amount", "unit", "measured", "estimated", "coverage")


class RowChanges(NamedTuple):
    """What differs between stored rows and computed ones."""

    written: list[AccountRow]
    removed: list[AccountRow]

    def __len__(self) -> int:
        """Return the number of rows that change [1]."""
        return len(self.written) + len(self.removed)


def key_of(row: AccountRow) -> Key:
    """Return what a row is stored under."""
    return row.subject, row.indicator, row.period, row.start_ms


def read_rows(
    session: Session,
    subject: str,
    period: Period,
    *,
    start_ms: int,
    end_ms: int,
    indicators: Sequence[str] | None = None,
) -> list[AccountRow]:
    """Read the rows of `subject` that start in ``[start_ms, end_ms)`` [ms], by indicator, start."""
    given: dict[str, object] = {"period": str(period), "since": start_ms, "until": end_ms}
    statement = READ
    if indicators is not None:
        statement = READ_SOME
        given["indicators"] = list(indicators)

    def _read(subjects: Sequence[str]) -> dict[str, list[AccountRow]]:
        found: dict[str, list[AccountRow]] = defaultdict(list)
        for raw in session.connection().execute(statement, {"subjects": subjects, **given}):
            row = AccountRow._make(raw)
            found[row.subject].append(row)
        return found

    key = ("accounts", period, start_ms, end_ms, None if indicators is None else tuple(indicators))
    return ask(session, subject, key, _read) or []


def read_parts_of(session: Session, row: AccountRow, subjects: Sequence[str]) -> list[AccountRow]:
    """Read the rows of `subjects` with the indicator, period and start of `row`, in that order."""
    given = {
        "subjects": list(subjects),
        "indicator": row.indicator,
        "period": row.period,
        "start": row.start_ms,
    }
    rows = session.connection().execute(READ_OF, given).all()
    found = {part.subject: part for part in map(AccountRow._make, rows)}
    return [found[subject] for subject in subjects if subject in found]


def compare_rows(stored: Iterable[AccountRow], computed: Iterable[AccountRow]) -> RowChanges:
    """Return what has to be written and removed so that `stored` becomes `computed`."""
    before = {key_of(row): row for row in stored}
    written = [row for row in computed if before.pop(key_of(row), None) != row]
    return RowChanges(written, _removed(before, written))


def _removed(left: dict[Key, AccountRow], written: list[AccountRow]) -> list[AccountRow]:
    again = {key_of(row) for row in written}
    return [row for key, row in left.items() if key not in again]


def write_changes(session: Session, changes: RowChanges) -> None:
    """Write changed rows and delete those that are no more, in the caller's transaction."""
    connection = session.connection()
    if changes.removed:
        statement = delete(Account).where(
            Account.subject == bindparam("k_subject"),
            Account.indicator == bindparam("k_indicator"),
            Account.period == bindparam("k_period"),
            Account.start_ms == bindparam("k_start"),
            Account.version == 0,
        )
        names = ("k_subject", "k_indicator", "k_period", "k_start")
        connection.execute(
            statement, [dict(zip(names, key_of(row), strict=True)) for row in changes.removed]
        )
    if changes.written:
        insert = insert_into(connection, Account)
        insert = insert.on_conflict_do_update(
            index_elements=["subject", "indicator", "period", "start_ms", "version"],
            set_={name: insert.excluded[name] for name in VALUES},
        )
        write_many(connection, insert, [*AccountRow._fields, "version"], changes.written)


def write_many(
    connection: Connection, statement: Insert, names: Sequence[str], rows: Sequence[AccountRow]
) -> None:
    """Execute `statement`, whose last column is the version, for many rows at once.

    The driver is given its own parameters: SQLAlchemy's for each row cost as much as the write.
    """
    compiled = statement.compile(dialect=connection.dialect, column_keys=list(names))
    order = compiled.positiontup if isinstance(compiled, SQLCompiler) else None
    if order != list(names):
        connection.execute(statement, [{**row._asdict(), "version": 0} for row in rows])
        return
    connection.exec_driver_sql(str(compiled), [(*row, 0) for row in rows])
