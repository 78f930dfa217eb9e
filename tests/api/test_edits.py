"""Edits of what was seen: whatever is read by itself and edited takes an If-Match."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.api.conftest import Client, Platform

NO_ROW = {
    "DELETE /api/v1/session": "signing out",
    "DELETE /api/v1/gateways/{enterprise}/{gateway}/log-ins": "what is read there is a list",
}
CHANNEL = {"url": "json://127.0.0.1:9/", "language": "zh"}
MAINTENANCE = {"subject": "region:150600", "start": "2027-01-01", "end": "2027-01-02"}
USER = {"login": "zhang.san", "name": "张三", "role": "operator"}


def test_what_is_read_by_itself_and_edited_takes_an_if_match(client: Client) -> None:
    paths = client.ok("/openapi.json")["paths"]
    without = []
    for path, calls in paths.items():
        for method in {"put", "patch", "delete"} & set(calls) if "get" in calls else ():
            names = {given["name"] for given in calls[method].get("parameters", [])}
            if "If-Match" not in names or "412" not in calls[method]["responses"]:
                without.append(f"{method.upper()} {path}")
    assert sorted(without) == sorted(NO_ROW)


def add_channel(client: Client) -> str:
    client.put("/api/v1/channels/office", json=CHANNEL)
    return "channels/office"


def add_subscription(client: Client) -> str:
    add_channel(client)
    body = {"channel": "office", "subject": "region:150600"}
    return f"subscriptions/{client.post('/api/v1/subscriptions', json=body).json()['id']}"


def add_window(client: Client) -> str:
    body = {**MAINTENANCE, "reason": "检修"}
    return f"maintenance/{client.post('/api/v1/maintenance', json=body).json()['id']}"


def add_user(client: Client) -> str:
    return f"users/{client.post('/api/v1/users', json=USER).json()['id']}"


EDITS: dict[str, tuple[Callable[[Client], str], str, object]] = {
    "a channel is changed": (add_channel, "PUT", CHANNEL | {"language": "en"}),
    "a channel is deleted": (add_channel, "DELETE", None),
    "a subscription is deleted": (add_subscription, "DELETE", None),
    "a window is deleted": (add_window, "DELETE", None),
    "an account is changed": (add_user, "PUT", {"name": "李四", "role": "operator"}),
}


@pytest.mark.parametrize("edit", EDITS)
def test_an_edit_of_what_was_not_seen_is_refused(fresh: Platform, edit: str) -> None:
    client = fresh.client()
    add, method, body = EDITS[edit]
    path = f"/api/v1/{add(client)}"
    before = client.get(path)
    late = client.send(method, path, json=body, headers={"If-Match": 'W/"0"'})
    assert (late.status_code, late.json()["type"]) == (412, "/problems/stale"), late.text
    assert late.json()["fix"]
    assert client.get(path).content == before.content
    seen = {"If-Match": before.headers["etag"]}
    done = client.send(method, path, json=body, headers=seen)
    assert done.status_code in (200, 204), done.text
    again = client.send(method, path, json=body, headers=seen)
    assert again.status_code == (404 if method == "DELETE" else 412), again.text


def test_what_is_not_there_is_not_what_was_seen(fresh: Platform) -> None:
    headers = {"If-Match": "*"}
    answer = fresh.client().put("/api/v1/channels/office", json=CHANNEL, headers=headers)
    assert answer.status_code == 412, answer.text
    assert "there is none" in answer.json()["detail"]
