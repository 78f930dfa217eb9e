"""`CollectorClient`: one collector that is a process of its own, asked over HTTP."""

from __future__ import annotations

from typing import Any, TypeVar

import httpx
from pydantic import BaseModel, ValidationError

from api.collectors import CURSOR, NUMBERS
from api.cursors import encode_cursor
from api.errors import PartAwayError, PassedOnError
from api.schemas.books import BookRow, BooksAudit
from api.schemas.health import Health, PartHealth
from api.schemas.quarantine import (
    QuarantineDetail,
    QuarantineOutcome,
    QuarantinePage,
    ReplayReport,
)
from api.services.paging import PAGE_MAX
from core.registry.results import CollectorSeat
from ingest.quarantine import QuarantineFilter

API = "/api/v1"
CONNECT_S = 1.0
LOOK_S = 5.0
"""Longest wait for an answer that needs no work [s]."""
WORK_S = 600.0
"""Longest wait for a recount or a replay of many [s]."""
M = TypeVar("M", bound=BaseModel)


ENTERPRISES_AT_ONCE = 200
"""Codes in one question [1]: more make an address too long."""


class CollectorAwayError(PartAwayError):
    """A collector does not answer."""

    title = "A collector does not answer"


class CollectorClient:
    """Asks one collector.

    Parameters
    ----------
    seat : CollectorSeat
        Who it is and where it answers.
    http : httpx.Client
        Carries the operator's token.
    """

    def __init__(self, seat: CollectorSeat, http: httpx.Client) -> None:
        self.name = seat.name
        self.number = seat.number
        self.part = seat.part
        self.parts = seat.parts
        self.beat_ms = seat.beat_ms
        self.url = seat.url.rstrip("/")
        self._http = http

    def read_books(self, enterprise: str | None) -> list[BookRow]:
        """Return its books."""
        rows: list[BookRow] = []
        query: dict[str, object] = {"limit": PAGE_MAX, "enterprise": enterprise}
        while True:
            page = self._get(f"{API}/books", query)
            rows += [BookRow.model_validate(item) for item in page["items"]]
            if page["next"] is None:
                return rows
            query["cursor"] = page["next"]

    def audit_books(self, *, full: bool = False) -> BooksAudit:
        """Have it recount its books; `full` looks up every reading."""
        query: dict[str, object] = {"full": full}
        return self._read(BooksAudit, self._get(f"{API}/books/audit", query, timeout_s=WORK_S))

    def list_quarantine(
        self, chosen: QuarantineFilter, *, limit: int, before: int | None
    ) -> QuarantinePage:
        """Return its rows, newest first, at most `limit` [1], older than row `before` [1]."""
        pages = [
            self._list_quarantine(chosen, enterprise, limit=limit, before=before)
            for enterprise in _groups(chosen)
        ]
        rows = sorted((row for page in pages for row in page.items), key=lambda r: -r.id)
        more = len(rows) > limit or any(page.next is not None for page in pages)
        last = encode_cursor(CURSOR, [rows[:limit][-1].id]) if more and rows else None
        return QuarantinePage(items=rows[:limit], next=last)

    def _list_quarantine(
        self, chosen: QuarantineFilter, enterprise: str | None, *, limit: int, before: int | None
    ) -> QuarantinePage:
        query: dict[str, object] = {
            "state": chosen.state or "all",
            "enterprise": enterprise,
            "gateway": chosen.gateway,
            "reason": chosen.reason,
            "limit": limit,
            "cursor": None if before is None else encode_cursor(CURSOR, [before]),
        }
        page = self._read(QuarantinePage, self._get(f"{API}/quarantine", query))
        rows = [row.model_copy(update={"id": self._numbered(row.id)}) for row in page.items]
        return page.model_copy(update={"items": rows})

    def read_quarantined(self, number: int) -> QuarantineDetail:
        """Return row `number` [1]."""
        return self._read(QuarantineDetail, self._get(f"{API}/quarantine/{number}"))

    def replay_quarantined(self, number: int) -> QuarantineOutcome:
        """Have it let message `number` [1] in again."""
        return self._read(QuarantineOutcome, self._post(f"{API}/quarantine/{number}/replay"))

    def replay_all(self, chosen: QuarantineFilter) -> ReplayReport:
        """Have it let in again what is chosen."""
        reports = [
            self._read(
                ReplayReport,
                self._post(
                    f"{API}/quarantine/replay",
                    {"enterprise": group, "gateway": chosen.gateway, "reason": chosen.reason},
                ),
            )
            for group in _groups(chosen)
        ]
        return ReplayReport(
            messages=sum(report.messages for report in reports),
            readings=sum(report.readings for report in reports),
            remaining=[row for report in reports for row in report.remaining],
            remaining_count=sum(report.remaining_count for report in reports),
        )

    def drop_quarantined(self, number: int, reason: str) -> QuarantineOutcome:
        """Have it give message `number` [1] up."""
        answer = self._post(f"{API}/quarantine/{number}/drop", {"reason": reason})
        return self._read(QuarantineOutcome, answer)

    def reload_registry(self) -> None:
        """Have it read the registry now."""
        self._post(f"{API}/registry/reload")

    def read_health(self) -> PartHealth:
        """Return how it says it is."""
        health = self._read(Health, self._get("/health"))
        own = next(part for part in health.parts if part.part == "collector")
        return own.model_copy(update={"part": self.name})

    def _numbered(self, row: int) -> int:
        """Return its row with its number, which a collector knows once it has reported."""
        return row if row >= NUMBERS else self.number * NUMBERS + row

    def _get(
        self, path: str, query: dict[str, object] | None = None, *, timeout_s: float = LOOK_S
    ) -> dict[str, Any]:
        given = {name: str(value) for name, value in (query or {}).items() if value is not None}
        return self._ask(self._http.build_request("GET", self.url + path, params=given), timeout_s)

    def _post(self, path: str, body: object = None) -> dict[str, Any]:
        return self._ask(self._http.build_request("POST", self.url + path, json=body), WORK_S)

    def _ask(self, request: httpx.Request, timeout_s: float) -> dict[str, Any]:
        request.extensions["timeout"] = httpx.Timeout(timeout_s, connect=CONNECT_S).as_dict()
        try:
            answer = self._http.send(request)
            content = dict(answer.json()) if answer.content else {}
        except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
            raise self._away(f"{type(error).__name__}: {error}") from error
        if answer.status_code in (401, 403):
            raise self._away("it does not take this process' token: give both the same one")
        if answer.is_error:
            raise PassedOnError(content)
        return content

    def _away(self, why: str) -> CollectorAwayError:
        return CollectorAwayError(
            f"{self.name} at {self.url or 'no address'} does not answer: {why}",
            parameter="collector",
            value=self.name,
            fix="start it again; see its log if it does not start",
        )

    def _read(self, kind: type[M], content: dict[str, Any]) -> M:
        try:
            return kind.model_validate(content)
        except ValidationError as error:
            raise self._away(f"it is of another version: {error.errors()[0]['msg']}") from error


def _groups(chosen: QuarantineFilter) -> list[str | None]:
    """Return whose rows are asked for, a question each: codes between commas, None for all."""
    if chosen.enterprises is None:
        return [chosen.enterprise]
    codes = sorted(chosen.enterprises)
    if chosen.enterprise is not None:
        codes = [code for code in codes if code == chosen.enterprise]
    return [
        ",".join(codes[at : at + ENTERPRISES_AT_ONCE])
        for at in range(0, len(codes), ENTERPRISES_AT_ONCE)
    ]
