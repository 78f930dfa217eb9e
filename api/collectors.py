"""`CollectorPart`: what the API asks of collectors, wherever they run; and the one that is here."""

from __future__ import annotations

import base64
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from api.cursors import decode_cursor, encode_cursor
from api.errors import ConflictError, MissingError
from api.schemas.books import AuditDifference, BookRow, BooksAudit
from api.schemas.health import PartHealth
from api.schemas.quarantine import (
    QuarantineDetail,
    QuarantinedReading,
    QuarantineOutcome,
    QuarantinePage,
    QuarantineRow,
    ReplayReport,
)
from core.calendar import format_time
from ingest.books import BookRow as StateRow
from ingest.errors import QuarantineError
from ingest.quarantine import MoveReport, QuarantineFilter
from ingest.quarantine_rows import LyingState, QuarantineItem
from ingest.reasons import Reason

if TYPE_CHECKING:
    from ingest.collector import Collector

REMAINING_SHOWN = 100
"""Rows that a replay reports as still lying there [1]."""
CURSOR = "quarantine"
NUMBERS = 10**12
"""Numbers of quarantined messages that each collector has [1]: number × this + its own row."""


class CollectorPart(Protocol):
    """One collector or several, asked for what lies with them."""

    def read_books(self, enterprise: str | None = None) -> list[BookRow]:
        """Return all books, or those of an enterprise."""
        ...

    def count_quarantined(self) -> dict[str, int]:
        """Return the messages in quarantine by enterprise [1]; those without any are absent."""
        ...

    def audit_books(self, *, full: bool = False) -> BooksAudit:
        """Recount the books from journal, quarantine and store; `full`: every reading."""
        ...

    def list_quarantine(
        self, chosen: QuarantineFilter, *, limit: int, cursor: str | None
    ) -> QuarantinePage:
        """Return rows, newest first, at most `limit` [1]."""
        ...

    def read_quarantined(self, number: int) -> QuarantineDetail:
        """Return a row with the message byte for byte and its bad readings."""
        ...

    def replay_quarantined(self, number: int) -> QuarantineOutcome:
        """Let a message in again."""
        ...

    def replay_all(self, chosen: QuarantineFilter) -> ReplayReport:
        """Let everything in again that is chosen."""
        ...

    def drop_quarantined(self, number: int, reason: str) -> QuarantineOutcome:
        """Give a message up for a reason that is kept."""
        ...

    def reload_registry(self) -> None:
        """Read the registry now."""
        ...

    def read_health(self) -> list[PartHealth]:
        """Return the state of each collector."""
        ...


@dataclass(frozen=True)
class LocalCollector:
    """The collector of this process."""

    collector: Collector

    @property
    def base(self) -> int:
        """What is added to its own row numbers, so that no two collectors share one [1]."""
        return (self.collector.number or 0) * NUMBERS

    def read_books(self, enterprise: str | None = None) -> list[BookRow]:
        """Return the books as they stand."""
        names = [name for name in BookRow.model_fields if name != "as_of"]
        return [
            BookRow(**{name: getattr(row, name) for name in names})
            for row in self.collector.books()
            if enterprise in (None, row.enterprise)
        ]

    def count_quarantined(self) -> dict[str, int]:
        """Return the messages in quarantine by enterprise [1]; those without any are absent."""
        return add_quarantined(self.collector.books())

    def audit_books(self, *, full: bool = False) -> BooksAudit:
        """Recount the books of this collector; `full` looks up every reading."""
        found = self.collector.audit(full=full)
        lines = [
            f"{line.enterprise}/{line.gateway} {line.column}: "
            f"booked {line.booked}, recounted {line.recounted}"
            for line in found.differences
        ]
        altered = [str(number) for number in found.altered_segments]
        lines += [f"journal segment {number}: its bytes were changed" for number in altered]
        lines += [
            f"{one.enterprise}/{one.point} at {format_time(one.time_ms)}, {one.value}: {one.why}"
            for one in found.missing
        ]
        lines += found.problems
        return BooksAudit(
            closes=not lines,
            complete=found.complete,
            books=found.books,
            differences=[
                AuditDifference(
                    enterprise=line.enterprise,
                    gateway=line.gateway,
                    column=line.column,
                    booked=line.booked,
                    recounted=line.recounted,
                )
                for line in found.differences
            ],
            altered_segments=altered,
            readings_checked=found.readings_checked,
            readings_missing=found.readings_missing,
            problems=lines,
        )

    def list_quarantine(
        self, chosen: QuarantineFilter, *, limit: int, cursor: str | None
    ) -> QuarantinePage:
        """Return rows of this collector, newest first, at most `limit` [1].

        Raises
        ------
        ParameterError
            The cursor is not one this list gave.
        """
        before = int(decode_cursor(CURSOR, cursor, (int,))[0]) % NUMBERS if cursor else None
        page = self.collector.quarantine.list(chosen, cursor=before, limit=limit)
        after = None if page.next is None else encode_cursor(CURSOR, [self.base + page.next])
        return QuarantinePage(items=[self._row(item) for item in page.items], next=after)

    def read_quarantined(self, number: int) -> QuarantineDetail:
        """Return row `number` [1] with its bytes and readings.

        Raises
        ------
        MissingError
            There is no such row.
        """
        try:
            found = self.collector.quarantine.show(self._own(number))
        except QuarantineError as error:
            raise MissingError(
                f"quarantine {number}: {error.what}",
                parameter="number",
                value=number,
                fix=error.fix,
            ) from error
        payload, encoding = _text(found.payload)
        reason = Reason(found.item.reason) if found.item.reason in set(Reason) else None
        return QuarantineDetail(
            **self._row(found.item).model_dump(),
            reason_text=reason.text if reason else "",
            reason_text_en=reason.text_en if reason else "",
            payload=payload,
            encoding=encoding,
            bad=[
                QuarantinedReading(
                    place=reading.place,
                    point=reading.point,
                    reason=reading.reason,
                    detail=reading.detail,
                    state=reading.state,
                )
                for reading in found.readings
            ],
        )

    def replay_quarantined(self, number: int) -> QuarantineOutcome:
        """Let message `number` [1] in again.

        Raises
        ------
        MissingError
            There is no such row.
        ConflictError
            It has left the quarantine.
        """
        self.read_quarantined(number)
        try:
            report = self.collector.quarantine.replay(self._own(number))
        except QuarantineError as error:
            raise _conflict(number, error) from error
        return _outcome(number, report, LyingState.REPLAYED)

    def replay_all(self, chosen: QuarantineFilter) -> ReplayReport:
        """Let everything in again that is chosen."""
        report = self.collector.quarantine.replay_all(chosen)
        return ReplayReport(
            messages=report.messages,
            readings=report.readings,
            remaining=[self._row(item) for item in report.remaining[:REMAINING_SHOWN]],
            remaining_count=len(report.remaining),
        )

    def drop_quarantined(self, number: int, reason: str) -> QuarantineOutcome:
        """Give message `number` [1] up; raises as `replay_quarantined` does."""
        self.read_quarantined(number)
        try:
            report = self.collector.quarantine.drop(self._own(number), reason)
        except QuarantineError as error:
            raise _conflict(number, error) from error
        return _outcome(number, report, LyingState.DROPPED)

    def reload_registry(self) -> None:
        """Read the registry now."""
        self.collector.reload_registry()

    def read_health(self) -> list[PartHealth]:
        """Return the state of this collector."""
        values: dict[str, Any] = self.collector.health()
        state = "ok" if values["state"] == "ok" else "degraded"
        return [
            PartHealth(
                part="collector", state=state, detail=str(values["last_error"]), values=values
            )
        ]

    def _own(self, number: int) -> int:
        """Return the row that `number` means here.

        Raises
        ------
        MissingError
            It is another collector's.
        """
        if number - number % NUMBERS in (0, self.base):
            return number % NUMBERS
        raise MissingError(
            f"quarantine {number} is another collector's",
            parameter="number",
            value=number,
            fix="ask that one, or the process that serves",
        )

    def _row(self, item: QuarantineItem) -> QuarantineRow:
        return QuarantineRow(
            id=self.base + item.id,
            enterprise=item.enterprise,
            gateway=item.gateway,
            door=item.door,
            topic=item.topic,
            stream=item.stream,
            seq=item.seq,
            arrival=item.arrival_ms,
            reason=item.reason,
            detail=item.detail,
            readings=item.readings,
            payload_bytes=item.payload_bytes,
            state=item.state,
            note=item.note,
            settled=item.settled_ms or None,
        )


def add_quarantined(books: Iterable[BookRow | StateRow]) -> dict[str, int]:
    """Return the messages in quarantine by enterprise [1]; those without any are absent."""
    found: Counter[str] = Counter()
    for book in books:
        if book.quarantined:
            found[book.enterprise] += book.quarantined
    return dict(found)


def _text(payload: bytes | None) -> tuple[str | None, str]:
    if payload is None:
        return None, "utf-8"
    try:
        return payload.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return base64.b64encode(payload).decode(), "base64"


def _outcome(number: int, report: MoveReport, left: LyingState) -> QuarantineOutcome:
    why = [f"{item.reason}: {item.detail}" for item in report.remaining]
    return QuarantineOutcome(
        id=number,
        outcome=LyingState.OPEN if why else left,
        detail="; ".join(why),
        readings=report.readings,
    )


def _conflict(number: int, error: QuarantineError) -> ConflictError:
    return ConflictError(error.what, parameter="number", value=number, fix=error.fix)
