"""What holds of any HTTP push: an answer that is no 5xx, and what was acknowledged is in the books.

An input is a byte for the log-in, a byte for the request's shape, and the body. The application,
the collector and its threads are real; the journal lies in memory where there is a folder there.
"""

from __future__ import annotations

import asyncio
import json
import shutil
import sqlite3
import tempfile
from base64 import b64encode
from pathlib import Path
from random import Random
from typing import Any, NamedTuple
from urllib.parse import unquote

from api.app import create_app
from api.collectors import LocalCollector
from api.parts import PlatformParts
from core import topics
from core.catalogue import read_catalogue
from core.clock import FixedClock
from core.registry.credentials import GatewayName, add_password
from core.registry.database import connect_registry, open_registry
from core.settings import Settings
from core.wire import WireError, decode_reply, peek
from core.wire_signed import sign
from ingest.collector import Collector, collector_directory
from ingest.decoders import DECODERS
from tests.fuzz import seeds
from tests.fuzz.spoiling import MEMORY, NOW_MS, cut_bytes, spoil_message
from tests.ingest.conftest import ACME, KEY_1, MemoryStore, write_world

TOKEN = "operator-token-of-fuzzing"
DRAIN_S = 60.0
RENEWED = 20_000
"""Requests after which everything is counted again, and begins anew with empty disks [1]."""
STATUSES = {200, 400, 401, 403, 404, 405, 413, 422}
"""What a push may be answered while nothing is full and nobody tries many passwords."""
LENGTHS = (None, b"0", b"7", b"-1", b"9" * 30, b"9" * 5000, b"x", b"\xb2", b"")


class LogIn(NamedTuple):
    """Who sends: the gateway of the path, whose name and password, and whether we sign."""

    gateway: str = "g1"
    owner: str = "g1"
    password: str = ""
    signs: bool = False


LOG_INS = (
    LogIn(),
    LogIn(),
    LogIn(),
    LogIn("gs", "gs", signs=True),
    LogIn("gs", "gs"),
    LogIn("gs", "g1"),
    LogIn(password="wrong"),
    LogIn("nobody", "nobody", "x"),
)
RAW = 240
"""A log-in byte from here on: the first line of the body is the Authorization header."""


class Answer(NamedTuple):
    """What the application answered."""

    status: int
    headers: dict[bytes, bytes]
    body: bytes


class Request(NamedTuple):
    """A request as the web server hands it over; the client may leave before its end."""

    path: str
    headers: list[tuple[bytes, bytes]]
    pieces: list[bytes]
    topic: str
    content: bytes
    leaves: bool

    @property
    def body(self) -> bytes:
        """The whole body."""
        return b"".join(self.pieces)


def read_inputs() -> list[bytes]:
    """Return the requests from which fuzzing starts."""
    messages = seeds.messages()
    found = [bytes([way, 0]) + messages[way] for way in range(len(LOG_INS))]
    found += [bytes([0, 0]) + one for one in messages]
    found += [bytes([0, shape]) + messages[0] for shape in range(1, 40)]
    return [*found, bytes([RAW, 0]) + b"Basic Og==\n" + messages[0]]


def spoil(data: bytes, random: Random) -> bytes:
    """Change a request: mostly the message, at times who sends it and how."""
    head, content = (data[:2] + b"\0\0")[:2], data[2:]
    kind = random.randrange(12)
    if kind == 0:
        return bytes([random.randrange(256)]) + head[1:] + content
    if kind == 1:
        return head[:1] + bytes([random.randrange(64)]) + content
    if kind == 2:
        return head + cut_bytes(content, random)
    return head + spoil_message(content, random)


class Oracle:
    """Pushes one request after the other into a real application."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._template = Path(tempfile.mkdtemp(prefix="fuzz-push-", dir=MEMORY))
        self._passwords = self._write_registry()
        self._catalogue = read_catalogue()
        self._peers = 0
        self._open()

    def check(self, data: bytes) -> None:
        """Check everything that holds of a request by itself.

        Raises
        ------
        AssertionError
            It does not hold.
        """
        request = self.read_request(data)
        status, headers, body = self._loop.run_until_complete(self._call(request))
        assert status in STATUSES, (status, body)
        given = json.loads(body)
        if status == 200:
            self._check_reply(request, body)
        else:
            assert headers[b"content-type"] == b"application/problem+json"
            assert given["status"] == status
            assert given["title"]
            assert given["fix"]
            assert (status == 401) <= (b"www-authenticate" in headers)
        if status == 200 or given.get("type") == "/problems/signature":
            self._accepted += 1
            self._payloads.add(request.body)
            if not _is_readable(request.content):
                self._unreadable.add(request.body)
        self._requests += 1

    def settle(self, *, last: bool = False) -> None:
        """Check that everything acknowledged is in the books, and what is unreadable is kept."""
        self._look_at_books()
        if last or self._requests >= RENEWED:
            report = self._collector.audit(full=True)
            assert report.closes, report
            self._shut()
            self._open()

    def _look_at_books(self) -> None:
        """Check books and quarantine, which the API has to show."""
        assert self._collector.wait_drained(DRAIN_S), self._collector.health()
        health = self._collector.health()
        assert health["state"] == "ok", health
        rows = self._collector.books()
        assert all(row.closes for row in rows), rows
        assert sum(row.pending for row in rows) == 0
        assert sum(row.received for row in rows) == self._accepted
        fresh = self._read_quarantine()
        assert fresh <= self._payloads
        self._kept |= fresh
        assert self._unreadable <= self._kept, self._unreadable - self._kept
        for path in ("/api/v1/books", "/api/v1/quarantine"):
            status, _, body = self._loop.run_until_complete(self._read(path))
            assert status == 200, body
        assert bool(json.loads(body)["items"]) == bool(self._kept)

    def close(self) -> None:
        """Stop."""
        self._shut()
        shutil.rmtree(self._template)
        self._loop.close()

    def read_request(self, data: bytes) -> Request:
        """Return the request that an input stands for."""
        way, shape = (data[:2] + b"\0\0")[:2]
        content = data[2:]
        login = LOG_INS[way % len(LOG_INS)]
        name = GatewayName(ACME, login.owner)
        pair = f"{name}:{login.password or self._passwords[login.owner]}".encode()
        authorization = b"Basic " + b64encode(pair)
        path = f"/api/v1/push/{ACME}/{login.gateway}"
        if way >= RAW:
            authorization, _, content = content.partition(b"\n")
        if shape & 8:
            level, _, content = content.partition(b"\n")
            path = unquote(path + level.decode("latin-1"), errors="replace")
        topic = topics.data(ACME, login.gateway)
        body = sign(topic, content, KEY_1) if login.signs else content
        size = 1 + shape // 16
        pieces = [body[at : at + size] for at in range(0, len(body), size)] if shape & 1 else [body]
        length = LENGTHS[shape % len(LENGTHS)] if shape & 2 else str(len(body)).encode()
        headers = [(b"authorization", authorization), (b"content-type", content[:8])]
        if length is not None:
            headers.append((b"content-length", length))
        return Request(
            path,
            headers if not shape & 4 else headers[1:],
            pieces,
            topic,
            content,
            bool(shape & 32),
        )

    async def _read(self, path: str) -> Answer:
        authorization = (b"authorization", f"Bearer {TOKEN}".encode())
        return await self._call(Request(path, [authorization], [b""], "", b"", False), "GET")

    async def _call(self, request: Request, method: str = "POST") -> Answer:
        """Call the application as a web server does; every call comes from another address."""
        self._peers += 1
        waiting = list(request.pieces)
        sent: list[Any] = []

        async def receive() -> dict[str, Any]:
            if request.leaves and len(waiting) <= 1:
                return {"type": "http.disconnect"}
            body = waiting.pop(0) if waiting else b""
            more = bool(waiting) or request.leaves
            return {"type": "http.request", "body": body, "more_body": more}

        async def send(message: Any) -> None:
            sent.append(message)

        scope = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": method,
            "scheme": "http",
            "path": request.path,
            "raw_path": request.path.encode("utf-8", "replace"),
            "query_string": b"",
            "root_path": "",
            "headers": request.headers,
            "client": (f"10.{self._peers >> 16}.{self._peers >> 8 & 255}.{self._peers & 255}", 1),
            "server": ("127.0.0.1", 80),
        }
        await self._app(scope, receive, send)
        start, *rest = sent
        body = b"".join(message.get("body", b"") for message in rest)
        return Answer(start["status"], dict(start["headers"]), body)

    def _check_reply(self, request: Request, body: bytes) -> None:
        """Check that a reply names what the message is, and nothing else."""
        reply = decode_reply(body)
        identity = peek(request.content)
        named = [] if identity is None else [(identity[1], identity[1])]
        assert reply.durable == named
        assert reply.stream == ("" if identity is None else identity[0])

    def _read_quarantine(self) -> set[bytes]:
        """Return the bytes of everything that came into quarantine since the last time."""
        state = collector_directory(self._settings) / "state.db"
        with sqlite3.connect(f"file:{state}?mode=ro", uri=True) as connection:
            query = "SELECT id, payload FROM quarantine WHERE id > ? ORDER BY id"
            rows = connection.execute(query, (self._last_row,)).fetchall()
        connection.close()
        self._last_row = rows[-1][0] if rows else self._last_row
        return {bytes(payload) for _, payload in rows}

    def _write_registry(self) -> dict[str, str]:
        """Write the registry once; each start takes a copy. Returns the gateways' passwords."""
        with open_registry(self._template / "registry.db") as registry:
            write_world(registry)
            with registry.session() as session:
                return {
                    code: add_password(session, GatewayName(ACME, code), now_ms=0).password
                    for code in ("g1", "gs")
                }

    def _open(self) -> None:
        """Start a platform that has received nothing yet."""
        self._accepted = self._requests = 0
        self._payloads: set[bytes] = set()
        self._unreadable: set[bytes] = set()
        self._kept: set[bytes] = set()
        self._last_row = 0
        self._directory = Path(tempfile.mkdtemp(dir=self._template))
        place = self._directory / "registry.db"
        shutil.copy(self._template / "registry.db", place)
        self._settings = Settings(data_dir=self._directory)
        clock = FixedClock(NOW_MS)
        self._registry = connect_registry(place)
        store: Any = MemoryStore()
        self._collector = Collector(self._settings, self._registry, store, clock).__enter__()
        parts = PlatformParts(
            settings=self._settings,
            clock=clock,
            registry=self._registry,
            store=store,
            catalogue=self._catalogue,
            collector=LocalCollector(self._collector),
            token=TOKEN,
            open_loopback=False,
            simulated=True,
        )
        self._app = create_app(parts)

    def _shut(self) -> None:
        self._collector.stop()
        self._registry.close()
        shutil.rmtree(self._directory)


def _is_readable(content: bytes) -> bool:
    """Return whether the decoder takes a message."""
    try:
        DECODERS["data"](content)
    except WireError:
        return False
    return True
