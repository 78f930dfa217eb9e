"""Working on alerts over HTTP; channels without secrets; notifications as they went."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from analytics.alerts import run_notifications
from core.calendar import HOUR_MS
from core.registry.results import Alert
from tests.api.conftest import CARBIDE, NOW_MS, Platform

SECRET = "s3cret-token"


def add_alert(platform: Platform, rule: str = "quota_pace") -> int:
    with platform.parts.registry.session() as session:
        alert = Alert(
            subject=f"enterprise:{CARBIDE}",
            rule=rule,
            opened_ms=NOW_MS - 100 * HOUR_MS,
            changed_ms=NOW_MS - 100 * HOUR_MS,
            severity=2,
            level="over_pace",
            reason="因",
            verdict_id="v",
        )
        session.add(alert)
        session.flush()
        return int(alert.id)


@pytest.fixture
def refusing() -> Iterator[str]:
    """A web server that takes nothing."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(418)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"json://robot:{SECRET}@127.0.0.1:{server.server_port}/"
    server.shutdown()
    thread.join()
    server.server_close()


def test_an_alert_is_acknowledged_assigned_commented_and_resolved(fresh: Platform) -> None:
    client, number = fresh.client(), add_alert(fresh)
    base = f"/api/v1/alerts/{number}"
    assert client.post(f"{base}/acknowledge", json={}).json()["acknowledged_by"] == "operator"
    again = client.post(f"{base}/acknowledge", json={})
    assert again.status_code == 409
    assert "acknowledged by 'operator'" in again.json()["detail"]
    assert client.post(f"{base}/assign", json={"assignee": "王工"}).json()["assignee"] == "王工"
    assert client.post(f"{base}/comment", json={"text": "已去现场"}).status_code == 200
    assert client.post(f"{base}/comment", json={"text": ""}).status_code == 422
    assert client.post(f"{base}/resolve", json={"text": "已整改"}).json()["resolved"]
    assert client.post(f"{base}/resolve", json={"text": "已整改"}).status_code == 409
    found = client.items(f"{base}/history")
    assert [(row["action"], row["who"], row["text"]) for row in found] == [
        ("acknowledged", "operator", ""),
        ("assigned", "operator", "王工"),
        ("commented", "operator", "已去现场"),
        ("resolved", "operator", "已整改"),
    ]
    assert client.items("/api/v1/alerts") == []
    for path in ("history", "acknowledge"):
        method = client.get if path == "history" else client.post
        given = {} if path == "history" else {"json": {}}
        assert method(f"/api/v1/alerts/999/{path}", **given).status_code == 404


def test_writes_need_the_token(fresh: Platform) -> None:
    number = add_alert(fresh)
    stranger = fresh.client(token=None)
    for path, body in (
        (f"alerts/{number}/acknowledge", {}),
        (f"alerts/{number}/resolve", {"text": "x"}),
        ("subscriptions", {"channel": "c", "subject": "region:150000"}),
    ):
        assert stranger.post(f"/api/v1/{path}", json=body).status_code == 401


def test_a_channel_is_shown_without_its_secret_and_tested_with_its_words(
    fresh: Platform, refusing: str
) -> None:
    client = fresh.client()
    put = client.put("/api/v1/channels/office", json={"url": refusing, "language": "en"})
    assert put.status_code == 200, put.text
    assert SECRET not in put.text
    assert SECRET not in str(client.ok("/api/v1/channels"))
    assert client.ok("/api/v1/channels/office") == put.json()
    refused = client.post("/api/v1/channels/office/test")
    assert refused.status_code == 409
    assert "418" in refused.json()["detail"]
    assert SECRET not in refused.text
    bad = client.put("/api/v1/channels/bad", json={"url": f"pigeon://{SECRET}"})
    assert (bad.status_code, SECRET in bad.text) == (422, False)
    assert client.post("/api/v1/channels/none/test").status_code == 404


def test_who_is_told_and_how_it_went(fresh: Platform, refusing: str) -> None:
    client = fresh.client()
    client.put("/api/v1/channels/office", json={"url": refusing})
    body = {"channel": "office", "subject": "region:150000", "severity_min": 2}
    made = client.post("/api/v1/subscriptions", json=body)
    assert made.status_code == 201, made.text
    assert client.post("/api/v1/subscriptions", json=body).status_code == 409
    assert client.post("/api/v1/subscriptions", json={**body, "channel": "x"}).status_code == 404
    one = f"/api/v1/subscriptions/{made.json()['id']}"
    assert client.ok(one) == made.json()
    client.post("/api/v1/subscriptions", json={**body, "subject": "region:150600"})
    page = client.ok("/api/v1/subscriptions", limit=1)
    rest = client.ok("/api/v1/subscriptions", limit=1, cursor=page["next"])
    assert [row["subject"] for row in page["items"] + rest["items"]] == [
        "region:150000",
        "region:150600",
    ]
    assert client.delete(f"/api/v1/subscriptions/{rest['items'][0]['id']}").status_code == 204
    add_alert(fresh)
    assert run_notifications(fresh.context, None) == (1, 0, 1)
    [row] = client.items("/api/v1/notifications", state="queued")
    assert (row["channel"], row["action"], row["attempts"]) == ("office", "escalated", 1)
    assert "418" in row["error"]
    assert client.items("/api/v1/notifications", state="sent") == []
    assert client.delete(f"/api/v1/subscriptions/{made.json()['id']}").status_code == 204
    assert client.items("/api/v1/subscriptions") == []
    assert client.delete("/api/v1/channels/office").status_code == 204
    assert client.items("/api/v1/notifications") == []
    assert client.delete("/api/v1/channels/office").status_code == 404


def test_maintenance_windows_are_opened_listed_and_deleted(fresh: Platform) -> None:
    client = fresh.client()
    body = {
        "subject": "region:150600",
        "start": "2026-03-01T08:00",
        "end": "2026-03-01T18:00",
        "reason": "年度检修",
    }
    made = client.post("/api/v1/maintenance", json=body)
    assert made.status_code == 201, made.text
    assert [row["reason"] for row in client.items("/api/v1/maintenance")] == ["年度检修"]
    assert client.ok(f"/api/v1/maintenance/{made.json()['id']}") == made.json()
    short = client.post("/api/v1/maintenance", json={**body, "end": "2026-03-01T08:00"})
    assert short.status_code == 422
    assert client.delete(f"/api/v1/maintenance/{made.json()['id']}").status_code == 204
    assert client.delete(f"/api/v1/maintenance/{made.json()['id']}").status_code == 404
