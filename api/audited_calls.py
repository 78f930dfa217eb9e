"""Middleware that makes an act of every call that writes, and puts it on the list of writes."""

from __future__ import annotations

import json
from collections.abc import Mapping

from anyio import to_thread
from fastapi.routing import APIRoute
from starlette.datastructures import Headers
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.audit import SPEECHLESS, Act, going_on, record, summarise
from api.auth import address_of
from api.identities import Caller
from api.parts import PlatformParts

WRITES = frozenset({"POST", "PUT", "PATCH", "DELETE"})
KEPT_BYTES = 64 * 1024
"""Longest body of which anything is kept [byte]."""
CALLER = "nengheng.caller"
"""Where in a call's scope its caller stands once known."""
ACT = "nengheng.act"
UNLISTED = frozenset({"push_message"})
"""Calls of gateways: their messages have books of their own."""
QUIET_STATUSES = frozenset({429})


class AuditedCalls:
    """Puts every call that writes on the list of writes before it is answered."""

    def __init__(self, app: ASGIApp, parts: PlatformParts) -> None:
        self._app = app
        self._parts = parts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a call on; one that writes is noted with what it is answered."""
        if scope["type"] != "http" or scope["method"] not in WRITES:
            await self._app(scope, receive, send)
            return
        call = _Call(self._parts, scope)
        scope[ACT] = call.act

        async def listen() -> Message:
            message = await receive()
            call.hear(message)
            return message

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start" and not _is_repeated(message):
                await to_thread.run_sync(call.end, int(message["status"]))
            await send(message)

        with going_on(self._parts, call.act):
            try:
                await self._app(scope, listen, answer)
            except Exception:
                await to_thread.run_sync(call.end, 500)
                raise


def _is_repeated(message: Message) -> bool:
    """Tell whether an answer is that of an earlier call, with nothing done again."""
    return "idempotency-replayed" in Headers(raw=message["headers"])


class _Call:
    """A call that writes, while it goes on."""

    def __init__(self, parts: PlatformParts, scope: Scope) -> None:
        self._parts = parts
        self._scope = scope
        self._body: bytearray | None = bytearray()
        self._kind = Headers(scope=scope).get("content-type", "").partition(";")[0].strip()
        self.act = Act("", address_of(HTTPConnection(scope)), listen=self.describe)

    def hear(self, message: Message) -> None:
        """Keep the body, as far as it is short."""
        if self._body is None or message["type"] != "http.request":
            return
        self._body += message.get("body", b"")
        if len(self._body) > KEPT_BYTES:
            self._body = None

    def describe(self) -> None:
        """Fill in what is known of the call by now."""
        act, scope = self.act, self._scope
        route = scope.get("route")
        caller: Caller | None = scope.get(CALLER)
        if caller is not None and act.identity is None:
            act.identity, act.via = caller.identity, caller.via
        if not isinstance(route, APIRoute) or not route.include_in_schema:
            return
        act.action = route.name
        act.success = route.status_code or 200
        path: Mapping[str, object] = scope.get("path_params", {})
        act.subject = act.subject or " ".join(f"{name}={value}" for name, value in path.items())
        if not act.change and route.name not in SPEECHLESS:
            act.change = self._given()

    def end(self, status: int) -> None:
        """Put the call on the list with its HTTP `status` [1], if it is one to be listed."""
        self.describe()
        if not self.act.action or self.act.action in UNLISTED or status in QUIET_STATUSES:
            return
        if status == 401 and not self._has_credential():
            return
        if status == 422:
            self.act.change = ""
        record(self._parts, self.act, status)

    def _has_credential(self) -> bool:
        return self.act.action in SPEECHLESS or "authorization" in Headers(scope=self._scope)

    def _given(self) -> str:
        if self._body is None or (self._body and self._kind != "application/json"):
            size = Headers(scope=self._scope).get("content-length", "?")
            return f"{self._kind or 'body'}, {size} bytes"
        try:
            return summarise(json.loads(self._body)) if self._body else ""
        except ValueError:
            return ""
