"""ETags: what a GET gave is named, so that it is not sent again and not edited unseen.

Tags are weak and are compared weakly, for ``If-Match`` too: a tag names the content of an answer,
whatever encodes it on the way.

References
----------
RFC 9110, HTTP Semantics, section 8.8.3 (ETag) and section 13 (conditional requests).
"""

from __future__ import annotations

from functools import partial
from hashlib import blake2b
from typing import Annotated, Any

from fastapi import Header
from pydantic import BaseModel
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.edits import Check
from api.errors import StaleError

DIGEST_BYTES = 12
VARY = "Accept, Authorization, Cookie"
STALE: dict[int | str, dict[str, Any]] = {412: {"description": "It has changed since"}}
IfMatch = Annotated[
    str | None,
    Header(
        alias="If-Match",
        max_length=1000,
        description="ETag that the GET of this gave; refused with 412 where it has changed since.",
        examples=['W/"3f9a0c11d2e45b673f9a0c11"'],
    ),
]


def tag_bytes(body: bytes) -> str:
    """Return the tag of an answer's body."""
    return f'W/"{blake2b(body, digest_size=DIGEST_BYTES).hexdigest()}"'


def tag_row(row: BaseModel) -> str:
    """Return the tag that a GET of this row carries."""
    return tag_bytes(row.model_dump_json().encode())


def matching(given: str | None) -> Check:
    """Return the check that what stands is named by an ``If-Match``; without one all will do."""
    return partial(check_match, given)


def check_match(given: str | None, row: BaseModel | None) -> None:
    """Refuse an edit of a row that is no longer what its editor saw.

    Raises
    ------
    StaleError
        `given`, an ``If-Match``, does not name `row` as it stands; None is not there.
    """
    if given is None or (row is not None and names(given, tag_row(row))):
        return
    now = "there is none now" if row is None else f"it is {tag_row(row)} now"
    raise StaleError(
        f"it has changed since {given[:80]}: {now}",
        parameter="If-Match",
        value=given[:80],
        fix="GET it again, look, and send the edit with the new ETag",
    )


def names(given: str, tag: str) -> bool:
    """Return whether a list of tags holds `tag`, compared weakly, or is ``*``."""
    tags = {one.strip().removeprefix("W/") for one in given.split(",")}
    return "*" in tags or tag.removeprefix("W/") in tags


class ETags:
    """Middleware that tags JSON answers to GETs of the API, and sends none twice."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the call on, and answer 304 where the caller has what would be answered."""
        if scope["type"] != "http" or scope["method"] != "GET" or not _is_api(scope["path"]):
            await self._app(scope, receive, send)
            return
        await self._app(scope, receive, _Tagging(Headers(scope=scope), send))


class _Tagging:
    """Holds an answer's beginning back until its body is known, if that comes in one piece."""

    def __init__(self, asked: Headers, send: Send) -> None:
        self._given = asked.get("if-none-match")
        self._send = send
        self._start: Message | None = None

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start" and _is_tagged(message):
            self._start = message
            return
        start, self._start = self._start, None
        if start is None or message["type"] != "http.response.body":
            if start is not None:
                await self._send(start)
            await self._send(message)
            return
        if not message.get("more_body", False):
            message = self._tag(start, message)
        await self._send(start)
        await self._send(message)

    def _tag(self, start: Message, body: Message) -> Message:
        headers = MutableHeaders(raw=start["headers"])
        tag = headers.setdefault("ETag", tag_bytes(body.get("body", b"")))
        headers.setdefault("Cache-Control", "private, no-cache")
        headers.add_vary_header(VARY)
        start["headers"] = headers.raw
        if self._given is None or not names(self._given, tag):
            return body
        del headers["content-length"]
        del headers["content-type"]
        start["status"], start["headers"] = 304, headers.raw
        return {"type": "http.response.body", "body": b""}


def _is_api(path: str) -> bool:
    return path.startswith("/api/") or path == "/openapi.json"


def _is_tagged(start: Message) -> bool:
    kind = Headers(raw=start["headers"]).get("content-type", "")
    return start["status"] == 200 and kind.startswith("application/json")
