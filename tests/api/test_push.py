"""Pushing by HTTP through the application: statuses, headers, one identity with MQTT."""

from __future__ import annotations

import asyncio
import gzip
from base64 import b64encode
from typing import Any

import httpx
import msgspec
import pytest

from core.calendar import HOUR_MS
from core.registry.credentials import GatewayName, add_password
from core.wire import encode_rows
from tests.api.conftest import (
    CARBIDE,
    CENTRE,
    NOW_MS,
    TOKEN,
    Client,
    Platform,
    without_collector,
)

PATH = f"/api/v1/push/{CARBIDE}/GW1"


def rows(seq: int, value: float = 5.0) -> bytes:
    return encode_rows("h", seq, NOW_MS, [("T1/EP", NOW_MS - HOUR_MS, value)])


@pytest.fixture
def log_in(fresh: Platform) -> dict[str, str]:
    with fresh.parts.registry.session() as session:
        issued = add_password(session, GatewayName(CARBIDE, "GW1"), now_ms=NOW_MS - 1)
    pair = b64encode(f"{issued.login}:{issued.password}".encode()).decode()
    return {"Authorization": f"Basic {pair}"}


def push(client: Client, content: Any, headers: dict[str, str], path: str = PATH) -> httpx.Response:
    return client.post(path, content=content, headers=headers)


def test_one_identity_by_http_and_by_mqtt_is_one_message(
    fresh: Platform, log_in: dict[str, str]
) -> None:
    client = fresh.client(token=None)
    before = fresh.client().items("/api/v1/books")
    fresh.send(CARBIDE, rows(1))
    answer = push(client, rows(1), log_in)
    assert (answer.status_code, answer.json()) == (200, {"stream": "h", "durable": [[1, 1]]})
    assert push(client, gzip.compress(rows(2)), log_in).json()["durable"] == [[2, 2]]
    packed = msgspec.msgpack.encode(msgspec.json.decode(rows(3)))
    kind = {"Content-Type": "application/x-msgpack"}
    assert push(client, packed, log_in | kind).json()["durable"] == [[3, 3]]
    assert push(client, rows(3), log_in).status_code == 200
    fresh.settle()
    books = {row["enterprise"]: row for row in fresh.client().items("/api/v1/books")}
    old = {row["enterprise"]: row for row in before}.get(CARBIDE, {})
    gained = {
        name: books[CARBIDE][name] - old.get(name, 0)
        for name in ("received", "stored", "duplicate", "quarantined")
    }
    assert gained == {"received": 5, "stored": 3, "duplicate": 1, "quarantined": 1}


def test_who_does_not_log_in_is_told_how(fresh: Platform) -> None:
    answer = push(fresh.client(), rows(1), {})
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == 'Basic realm="nengheng", charset="UTF-8"'
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert "ENTERPRISE.GATEWAY" in answer.json()["fix"]


def test_another_gateways_path_is_refused(fresh: Platform, log_in: dict[str, str]) -> None:
    path = f"/api/v1/push/{CENTRE}/GW1"
    answer = push(fresh.client(token=None), rows(1), log_in, path)
    assert (answer.status_code, answer.json()["type"]) == (403, "/problems/foreign-gateway")


@pytest.mark.parametrize("announced", [True, False])
def test_a_long_body_is_not_read_to_its_end(
    fresh: Platform, log_in: dict[str, str], announced: bool
) -> None:
    read = 0

    async def pieces() -> Any:
        nonlocal read
        for _ in range(20):
            read += 1
            yield bytes(1024 * 1024)

    content = bytes(5 * 1024 * 1024) if announced else pieces()
    assert push(fresh.client(token=None), content, log_in).status_code == 413
    assert fresh.client().items("/api/v1/quarantine") == []


@pytest.mark.parametrize("length", [b"\xb2", b"9" * 5000, b"x", b"-1"], ids=repr)
def test_a_length_that_is_no_number_is_refused(
    fresh: Platform, log_in: dict[str, str], length: bytes
) -> None:
    headers = [(name.encode(), value.encode()) for name, value in log_in.items()]
    headers.append((b"content-length", length))
    client = fresh.client(token=None)
    assert client.post(PATH, content=rows(1), headers=headers).status_code == 413
    operator = [(b"authorization", f"Bearer {TOKEN}".encode()), (b"content-length", length)]
    assert client.post("/api/v1/imports", content=b"{}", headers=operator).status_code == 422


def test_a_client_that_leaves_early_is_no_fault(
    fresh: Platform, log_in: dict[str, str], caplog: pytest.LogCaptureFixture
) -> None:
    messages = [
        {"type": "http.request", "body": rows(1)[:9], "more_body": True},
        {"type": "http.disconnect"},
    ]
    scope = {
        "type": "http",
        "method": "POST",
        "path": PATH,
        "query_string": b"",
        "headers": [(b"authorization", log_in["Authorization"].encode())],
        "client": ("127.0.0.1", 1),
    }
    sent: list[Any] = []

    async def receive() -> Any:
        return messages.pop(0)

    async def send(message: Any) -> None:
        sent.append(message)

    asyncio.run(fresh.app(scope, receive, send))
    assert sent[0]["status"] == 400
    assert not [record for record in caplog.records if record.levelname == "ERROR"]
    assert fresh.client().items("/api/v1/books") == []


def test_a_process_without_collector_says_so(
    platform: Platform,
) -> None:
    answer = push(without_collector(platform).client(), rows(1), {})
    assert (answer.status_code, answer.json()["type"]) == (421, "/problems/misdirected")
