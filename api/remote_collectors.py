"""`RemoteCollectors`: collectors that are processes of their own, asked over HTTP, side by side.

Who they are stands in the registry, where each reports. What a collector refuses is passed on as
it said it; one that does not answer is named in the answer, and its books are given as they were
last carried into the registry.
"""

from __future__ import annotations

import heapq
import json
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from types import TracebackType
from typing import Self, TypeVar

import httpx
from sqlalchemy import select

from api.carried_books import add_books, read_carried
from api.collector_client import CollectorAwayError, CollectorClient
from api.collectors import NUMBERS, REMAINING_SHOWN, add_quarantined
from api.cursors import decode_cursor, encode_cursor
from api.errors import MissingError, ParameterError
from api.schemas.books import BookRow, BooksAudit
from api.schemas.health import PartHealth
from api.schemas.quarantine import (
    QuarantineDetail,
    QuarantineOutcome,
    QuarantinePage,
    ReplayReport,
)
from api.unattended import describe_unattended
from core.registry.database import Registry
from core.registry.results import CollectorSeat
from ingest.quarantine import QuarantineFilter

log = logging.getLogger(__name__)

AT_ONCE = 16
"""Collectors asked side by side [1]."""
CURSOR = "quarantines"
DONE = 0
"""Place in a list of which all rows have been given [1]."""
T = TypeVar("T")


class RemoteCollectors:
    """The collectors that the registry knows; a context manager that closes the connections.

    Parameters
    ----------
    registry : Registry
        Where collectors report.
    token : str
        The operator's token, which they take too.
    """

    def __init__(self, registry: Registry, token: str) -> None:
        self._registry = registry
        self._http = httpx.Client(headers={"Authorization": f"Bearer {token}"}, trust_env=False)
        self._pool = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="ask-collector")

    def __enter__(self) -> Self:
        """Return the collectors."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the connections."""
        self._pool.shutdown(cancel_futures=True)
        self._http.close()

    def read_books(self, enterprise: str | None = None) -> list[BookRow]:
        """Return the sums of all collectors, of those away as last carried."""
        found, _ = self._ask(self._clients(), lambda client: client.read_books(enterprise))
        live = {client.name for client, _ in found}
        with self._registry.read() as session:
            carried = read_carried(session, enterprise=enterprise, besides=live)
        return add_books([row for _, rows in found for row in rows] + carried)

    def count_quarantined(self) -> dict[str, int]:
        """Return the messages in quarantine by enterprise [1]; those without any are absent."""
        return add_quarantined(self.read_books())

    def audit_books(self, *, full: bool = False) -> BooksAudit:
        """Have every collector recount; one that is away leaves the audit open."""
        found, away = self._ask(self._clients(), lambda client: client.audit_books(full=full))
        problems = [f"{client.name}: {text}" for client, audit in found for text in audit.problems]
        problems += [f"not recounted: {error.what}" for error in away.values()]
        return BooksAudit(
            closes=not problems,
            complete=not away and all(audit.complete for _, audit in found),
            books=sum(audit.books for _, audit in found),
            differences=[line for _, audit in found for line in audit.differences],
            altered_segments=[
                f"{client.name}:{segment}"
                for client, audit in found
                for segment in audit.altered_segments
            ],
            readings_checked=sum(audit.readings_checked for _, audit in found),
            readings_missing=sum(audit.readings_missing for _, audit in found),
            problems=problems,
        )

    def list_quarantine(
        self, chosen: QuarantineFilter, *, limit: int, cursor: str | None
    ) -> QuarantinePage:
        """Return rows of all collectors, newest first, at most `limit` [1].

        Raises
        ------
        ParameterError
            The cursor is not one this list gave.
        """
        places = _decode(cursor)
        asked = [client for client in self._clients() if places.get(client.number) != DONE]
        found, away = self._ask(
            asked,
            lambda client: client.list_quarantine(
                chosen, limit=limit, before=places.get(client.number)
            ),
        )
        merged = heapq.merge(
            *(page.items for _, page in found), key=lambda row: row.arrival, reverse=True
        )
        items = list(islice(merged, limit))
        for client, page in found:
            given = [row.id for row in items if row.id // NUMBERS == client.number]
            if len(given) == len(page.items) and page.next is None:
                places[client.number] = DONE
            elif given:
                places[client.number] = given[-1]
        more = any(places.get(client.number) != DONE for client, _ in found)
        after = encode_cursor(CURSOR, [json.dumps(places)]) if more else None
        return QuarantinePage(items=items, next=after, away=sorted(away))

    def read_quarantined(self, number: int) -> QuarantineDetail:
        """Return row `number` [1] of the collector that has it.

        Raises
        ------
        MissingError
            No collector has this number.
        CollectorAwayError, PassedOnError
            The collector does not answer, or refuses.
        """
        return self._holder(number).read_quarantined(number)

    def replay_quarantined(self, number: int) -> QuarantineOutcome:
        """Let message `number` [1] in again; raises as `read_quarantined` does."""
        return self._holder(number).replay_quarantined(number)

    def drop_quarantined(self, number: int, reason: str) -> QuarantineOutcome:
        """Give message `number` [1] up; raises as `read_quarantined` does."""
        return self._holder(number).drop_quarantined(number, reason)

    def replay_all(self, chosen: QuarantineFilter) -> ReplayReport:
        """Let everything in again that is chosen, wherever it lies."""
        found, away = self._ask(self._clients(), lambda client: client.replay_all(chosen))
        reports = [report for _, report in found]
        remaining = [row for report in reports for row in report.remaining]
        return ReplayReport(
            messages=sum(report.messages for report in reports),
            readings=sum(report.readings for report in reports),
            remaining=remaining[:REMAINING_SHOWN],
            remaining_count=sum(report.remaining_count for report in reports),
            away=sorted(away),
        )

    def reload_registry(self) -> None:
        """Have every collector read the registry now; one that is away does at its start."""
        self._ask(self._clients(), CollectorClient.reload_registry)

    def read_health(self) -> list[PartHealth]:
        """Return the state of each collector, and of each part that has none."""
        clients = self._clients()
        found, away = self._ask(clients, CollectorClient.read_health)
        parts = max(clients, key=lambda c: c.beat_ms).parts if clients else 1
        states = [state for _, state in found]
        for client in clients:
            if client.name in away:
                retired = client.parts != parts
                states.append(_describe_away(client, away[client.name], retired=retired))
        attended = {client.part for client, _ in found if client.parts == parts}
        return states + describe_unattended(self._registry, parts, attended)

    def _clients(self) -> list[CollectorClient]:
        with self._registry.read() as session:
            seats = session.scalars(
                select(CollectorSeat).where(CollectorSeat.url != "").order_by(CollectorSeat.number)
            )
            return [CollectorClient(seat, self._http) for seat in seats]

    def _holder(self, number: int) -> CollectorClient:
        for client in self._clients():
            if client.number == number // NUMBERS:
                return client
        raise MissingError(
            f"quarantine {number} is none of any collector's",
            parameter="number",
            value=number,
            fix="list the quarantine for its numbers",
        )

    def _ask(
        self, clients: list[CollectorClient], call: Callable[[CollectorClient], T]
    ) -> tuple[list[tuple[CollectorClient, T]], dict[str, CollectorAwayError]]:
        """Ask side by side; return the answers, and why the others did not answer.

        Raises
        ------
        PassedOnError
            A collector refuses; the others have done what they were asked.
        """
        pending = [(client, self._pool.submit(call, client)) for client in clients]
        found: list[tuple[CollectorClient, T]] = []
        away: dict[str, CollectorAwayError] = {}
        for client, future in pending:
            try:
                found.append((client, future.result()))
            except CollectorAwayError as error:
                log.info("%s", error)
                away[client.name] = error
        return found, away


def _describe_away(
    client: CollectorClient, error: CollectorAwayError, *, retired: bool
) -> PartHealth:
    if retired:
        text = f"retired: the work is shared otherwise than by {client.parts} now; {error.what}"
        return PartHealth(part=client.name, state="absent", detail=text, values={})
    values: dict[str, object] = {"beat_ms": client.beat_ms}
    return PartHealth(part=client.name, state="down", detail=str(error), values=values)


def _decode(cursor: str | None) -> dict[int, int]:
    """Return after which row each collector's list goes on, by the collector's number [1]."""
    if cursor is None:
        return {}
    text = str(decode_cursor(CURSOR, cursor, (str,))[0])
    try:
        places = json.loads(text)
        return {int(number): int(row) for number, row in places.items()}
    except (AttributeError, TypeError, ValueError) as error:
        raise ParameterError(
            f"cursor {cursor!r} is not one this list gave",
            parameter="cursor",
            value=cursor,
            fix="start without a cursor and follow `next` as it is given",
        ) from error
