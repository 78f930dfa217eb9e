"""Idempotency keys and ETags: nothing is done twice, nothing sent twice, nothing edited unseen."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import httpx
import pytest
from sqlalchemy import func, select

from api.app import create_app
from core.registry.alerting import Subscription
from core.registry.calls import KeptAnswer
from tests.api.conftest import CARBIDE, TOKEN, Client, Platform

CHANNEL = {"url": "json://127.0.0.1:9/hook", "language": "zh"}
KEY = {"Idempotency-Key": "8a0f6e0e-4d60-4b7e-9a5f-000000000001"}


def subscription(subject: str = "region:150600") -> dict[str, object]:
    return {"channel": "office", "subject": subject}


@pytest.fixture
def keyed(fresh: Platform) -> Client:
    client = fresh.client()
    assert client.put("/api/v1/channels/office", json=CHANNEL).status_code == 200
    return replace(client, headers=client.headers | KEY)


def count(platform: Platform, table: type) -> int:
    with platform.parts.registry.read() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def test_same_call_is_done_once_and_answered_the_same(fresh: Platform, keyed: Client) -> None:
    first = keyed.post("/api/v1/subscriptions", json=subscription())
    again = keyed.post("/api/v1/subscriptions", json=subscription())
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.content == again.content
    assert "idempotency-replayed" not in first.headers
    assert again.headers["idempotency-replayed"] == "true"
    assert count(fresh, Subscription) == 1


def test_key_with_another_body_is_refused(fresh: Platform, keyed: Client) -> None:
    keyed.post("/api/v1/subscriptions", json=subscription())
    other = keyed.post("/api/v1/subscriptions", json=subscription("region:150300"))
    assert other.status_code == 422
    assert other.json()["type"] == "/problems/idempotency-key-reused"
    assert count(fresh, Subscription) == 1


def test_refused_call_leaves_its_key_free(keyed: Client) -> None:
    assert keyed.post("/api/v1/subscriptions", json={"channel": "office"}).status_code == 422
    unknown = {"channel": "nobody", "subject": "region:150600"}
    assert keyed.post("/api/v1/subscriptions", json=unknown).status_code >= 400
    assert keyed.post("/api/v1/subscriptions", json=subscription()).status_code == 201


def test_call_under_way_is_not_done_beside_itself(fresh: Platform, keyed: Client) -> None:
    with fresh.parts.registry.session() as session:
        session.add(KeptAnswer(id="0" * 64, digest="", made_ms=fresh.clock.now_ms()))
    keyed.post("/api/v1/subscriptions", json=subscription())
    with fresh.parts.registry.session() as session:
        [kept] = session.scalars(select(KeptAnswer).where(KeptAnswer.id != "0" * 64))
        kept.answer = None
    again = keyed.post("/api/v1/subscriptions", json=subscription())
    assert again.status_code == 409
    assert "not answered yet" in again.json()["detail"]


def test_many_at_once_are_one(fresh: Platform, keyed: Client) -> None:
    async def send_all() -> list[int]:
        transport = httpx.ASGITransport(keyed.app, client=("127.0.0.1", 50000))
        async with httpx.AsyncClient(
            transport=transport, base_url=keyed.base, headers=keyed.headers
        ) as http:
            calls = [http.post("/api/v1/subscriptions", json=subscription()) for _ in range(8)]
            return [answer.status_code for answer in await asyncio.gather(*calls)]

    statuses = asyncio.run(send_all())
    assert statuses.count(201) >= 1
    assert set(statuses) <= {201, 409}
    assert count(fresh, Subscription) == 1


def test_key_is_forgotten_after_a_day(fresh: Platform, keyed: Client) -> None:
    assert keyed.post("/api/v1/subscriptions", json=subscription()).status_code == 201
    fresh.clock.advance(24 * 3600 + 1)
    other = keyed.post("/api/v1/subscriptions", json=subscription("region:150300"))
    assert other.status_code == 201
    assert count(fresh, KeptAnswer) == 1


def test_key_of_another_caller_is_another_key(fresh: Platform, keyed: Client) -> None:
    assert keyed.post("/api/v1/subscriptions", json=subscription()).status_code == 201
    stranger = replace(keyed, headers={"Authorization": "Bearer wrong", **KEY})
    assert stranger.post("/api/v1/subscriptions", json=subscription()).status_code == 401
    parts = replace(fresh.parts, token="another")
    other = Client(create_app(parts), {"Authorization": "Bearer another", **KEY})
    body = subscription("region:150300")
    assert other.post("/api/v1/subscriptions", json=body).status_code == 201


def test_nothing_kept_can_be_read_in_the_registry(fresh: Platform, keyed: Client) -> None:
    keyed.post("/api/v1/subscriptions", json=subscription())
    with fresh.parts.registry.read() as session:
        [kept] = session.scalars(select(KeptAnswer))
        assert kept.answer is not None
        for word in (b"office", b"150600", TOKEN.encode(), KEY["Idempotency-Key"].encode()):
            assert word not in kept.answer


@pytest.mark.parametrize("key", ["", " ", "a b", "é".encode("latin-1"), "x" * 256])
def test_senseless_key_is_refused(keyed: Client, key: str | bytes) -> None:
    client = replace(keyed, headers=keyed.headers | {"Idempotency-Key": key})  # type: ignore[dict-item]
    answer = client.post("/api/v1/subscriptions", json=subscription())
    assert answer.status_code == 422
    assert answer.json()["parameter"] == "Idempotency-Key"


def test_what_is_known_is_not_sent_again(client: Client) -> None:
    for path in ("/api/v1/enterprises", f"/api/v1/enterprises/{CARBIDE}", "/openapi.json"):
        first = client.get(path)
        tag = first.headers["etag"]
        assert tag.startswith('W/"')
        for given in (tag, f'"x", {tag}', tag.removeprefix("W/"), "*"):
            again = client.get(path, headers={"If-None-Match": given})
            assert (again.status_code, again.content) == (304, b""), given
            assert again.headers["etag"] == tag
        other = client.get(path, headers={"If-None-Match": '"x"'})
        assert other.status_code == 200
        assert other.content == first.content


def test_change_gives_another_tag(fresh: Platform) -> None:
    client = fresh.client()
    before = client.get("/api/v1/channels").headers["etag"]
    client.put("/api/v1/channels/office", json=CHANNEL)
    after = client.get("/api/v1/channels", headers={"If-None-Match": before})
    assert after.status_code == 200
    assert after.headers["etag"] != before


def test_refusals_carry_no_tag(client: Client) -> None:
    assert "etag" not in client.get("/api/v1/enterprises/NOBODY").headers
