"""`StoreGate`: an HTTP proxy in front of the store that can misbehave as stores do."""

from __future__ import annotations

import gzip
import http.client
import http.server
import json
import socket
import threading
from collections import Counter
from collections.abc import Callable
from types import TracebackType
from typing import Self

HOST = "127.0.0.1"
SLOW_S = 2.0
RETRY_AFTER_S = 1
ANSWER_WITHIN_S = 120.0
HOP = {"connection", "transfer-encoding", "content-length", "keep-alive"}


class StoreGate:
    """A proxy on a port of its own; a context manager.

    Parameters
    ----------
    target_port : callable
        Returns the store's port [1].
    poison : bytes
        What a line holds that the mood ``400`` refuses, such as ``point=PZ``.

    Attributes
    ----------
    mood : str
        One of `fault_plan.MOODS`, or empty: everything passes.
    misdeeds : Counter
        Requests treated badly, by mood [1].
    """

    def __init__(self, target_port: Callable[[], int], poison: bytes) -> None:
        self.target_port = target_port
        self.poison = poison
        self.mood = ""
        self.misdeeds: Counter[str] = Counter()
        self._server = _Server((HOST, 0), _Handler)
        self._server.gate = self
        self.port = int(self._server.server_address[1])
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(0.05,), name="store-gate", daemon=True
        )

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


class _Server(http.server.ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 128
    gate: StoreGate

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing: clients are killed here all the time."""


class _Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: _Server

    def do_GET(self) -> None:
        self._handle()

    def do_POST(self) -> None:
        self._handle()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass

    def _handle(self) -> None:
        gate = self.server.gate
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        mood = gate.mood
        writes = "/write" in self.path
        if mood == "400" and not (writes and gate.poison in _unfold(body)):
            mood = ""
        if mood:
            gate.misdeeds[mood] += 1
        if mood == "accepts and drops":
            self._drop()
        elif mood == "500":
            self._answer(500, {}, b'{"code":"internal error","message":"as planned"}')
        elif mood == "429":
            words = b'{"code":"too many requests","message":"as planned"}'
            self._answer(429, {"Retry-After": str(RETRY_AFTER_S)}, words)
        elif mood == "400":
            message = f"unable to parse: {gate.poison.decode()} is refused"
            words = json.dumps({"code": "invalid", "message": message})
            self._answer(400, {}, words.encode())
        else:
            if mood == "slow":
                threading.Event().wait(SLOW_S)
            self._pass_on(body, answer=mood != "takes and drops")

    def _pass_on(self, body: bytes, *, answer: bool) -> None:
        far = http.client.HTTPConnection(
            HOST, self.server.gate.target_port(), timeout=ANSWER_WITHIN_S
        )
        headers = {k: v for k, v in self.headers.items() if k.lower() not in HOP}
        try:
            far.request(self.command, self.path, body or None, headers)
            there = far.getresponse()
            data = there.read()
        except (OSError, http.client.HTTPException):
            self._drop()
            return
        finally:
            far.close()
        if not answer:
            self._drop()
            return
        kept = {k: v for k, v in there.getheaders() if k.lower() not in HOP}
        self._answer(there.status, kept, data)

    def _answer(self, status: int, headers: dict[str, str], data: bytes) -> None:
        self.send_response_only(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if status != http.HTTPStatus.NO_CONTENT:
            self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        if status != http.HTTPStatus.NO_CONTENT:
            self.wfile.write(data)

    def _drop(self) -> None:
        self.close_connection = True
        self.connection.shutdown(socket.SHUT_RDWR)


def _unfold(body: bytes) -> bytes:
    return gzip.decompress(body) if body[:2] == b"\x1f\x8b" else body
