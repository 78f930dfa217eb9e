"""A small real HTTP proxy before a server, which does to requests what a test asks for."""

from __future__ import annotations

import http.client
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar

HOST = "127.0.0.1"
HOP_BY_HOP = {"connection", "keep-alive", "transfer-encoding", "content-length", "host"}


@dataclass(frozen=True)
class Seen:
    """A request as the proxy saw it."""

    method: str
    path: str
    body: bytes
    at_s: float

    @property
    def lines(self) -> int:
        return self.body.count(b"\n")

    @property
    def is_write(self) -> bool:
        return self.path.startswith("/api/v2/write")

    @property
    def is_query(self) -> bool:
        return self.path.startswith("/query")


@dataclass(frozen=True)
class Fault:
    """What happens to a request instead of, before or after its way.

    An answer of `status` with `body` and `headers` in the server's place; `slow_s` before anything;
    `forwarded` and then `cut` is a write that was done while its answer was lost.
    """

    status: int = 0
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    slow_s: float = 0.0
    forwarded: bool = False
    cut: bool = False


Judge = Callable[[Seen], Fault | None]
"""Says what happens to a request; None lets it through."""


def refuse_poison(poison: bytes, status: int = 400) -> Judge:
    """Refuse any write that holds `poison`, as a server does that takes all of it or nothing."""

    def judge(seen: Seen) -> Fault | None:
        if seen.is_write and poison in seen.body:
            return Fault(status, b'{"code":"invalid","message":"poisoned"}')
        return None

    return judge


def first_writes(*faults: Fault) -> Judge:
    """Let each of the first writes meet one of `faults`, and the rest pass."""
    left = iter(faults)
    lock = threading.Lock()

    def judge(seen: Seen) -> Fault | None:
        if not seen.is_write:
            return None
        with lock:
            return next(left, None)

    return judge


class FaultProxy:
    """The proxy; `judge` may be changed at any time, `seen` lists what came."""

    def __init__(self, target_port: int) -> None:
        self.target_port = target_port
        self.judge: Judge = lambda seen: None
        self.seen: list[Seen] = []
        proxy = self

        class Handler(_Handler):
            owner: ClassVar[FaultProxy] = proxy

        self._server = ThreadingHTTPServer((HOST, 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://{HOST}:{self._server.server_port}"

    @property
    def writes(self) -> list[Seen]:
        return [seen for seen in self.seen if seen.is_write]

    @contextmanager
    def running(self) -> Iterator[FaultProxy]:
        thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield self
        finally:
            self._server.shutdown()
            self._server.server_close()
            thread.join()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    owner: ClassVar[FaultProxy]

    def do_GET(self) -> None:
        self._serve()

    def do_POST(self) -> None:
        self._serve()

    def log_message(self, *arguments: object) -> None:
        pass

    def _serve(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        seen = Seen(self.command, self.path, body, time.monotonic())
        self.owner.seen.append(seen)
        fault = self.owner.judge(seen) or Fault(forwarded=True)
        if fault.slow_s:
            time.sleep(fault.slow_s)
        status, headers, answer = fault.status, dict(fault.headers), fault.body
        if fault.forwarded or not (fault.status or fault.cut):
            status, headers, answer = self._forward(body)
        if fault.cut:
            self.close_connection = True
            self.connection.close()
            return
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def _forward(self, body: bytes) -> tuple[int, dict[str, str], bytes]:
        headers = {k: v for k, v in self.headers.items() if k.lower() not in HOP_BY_HOP}
        connection = http.client.HTTPConnection(HOST, self.owner.target_port, timeout=60)
        try:
            connection.request(self.command, self.path, body, headers)
            answer = connection.getresponse()
            kept = {k: v for k, v in answer.getheaders() if k.lower() not in HOP_BY_HOP}
            return answer.status, kept, answer.read()
        finally:
            connection.close()
