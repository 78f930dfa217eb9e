"""Closing over HTTP: freeze, list what changed since, restate, explain a version, verify."""

from __future__ import annotations

import pytest

from core.calendar import HOUR_MS
from core.wire import encode_columns
from tests.api.conftest import CARBIDE, NOW_MS, START_MS, Platform, feed

COAL = "coal_calorific_tce"


def test_a_month_is_closed_restated_explained_and_verified(fresh: Platform) -> None:
    client = fresh.client()
    subject = f"enterprise:{CARBIDE}"
    body = {"subject": subject, "period": "month", "start": "2026-01-15"}
    feed(fresh)
    fresh.settle()
    closed = client.post("/api/v1/closings", json=body)
    assert closed.status_code == 201, closed.text
    row = closed.json()
    assert (row["version"], row["start"], row["closed_by"]) == (
        1,
        "2026-01-01T00:00:00+08:00",
        "operator",
    )
    again = client.post("/api/v1/closings", json=body)
    assert again.status_code == 409
    assert "was closed by operator" in again.json()["detail"]
    [listed] = client.items("/api/v1/closings", subject=subject)
    assert listed == row

    change_a_reading(fresh)
    [listed] = client.items("/api/v1/closings")
    changed = {d["indicator"]: d for d in listed["differences"]}
    assert changed[COAL]["change"] == pytest.approx(
        changed[COAL]["after"] - changed[COAL]["before"]
    )
    refused = client.post("/api/v1/closings/restate", json={**body, "reason": ""})
    assert refused.status_code == 422
    restated = client.post("/api/v1/closings/restate", json={**body, "reason": "更正一条读数"})
    assert (restated.status_code, restated.json()["version"]) == (201, 2)

    asked = {"subject": subject, "indicator": COAL, "period": "month", "start": "2026-01-01"}
    tree = client.ok("/api/v1/explain/accounts", **asked, version=1)
    assert tree["value"] == changed[COAL]["before"]
    assert sum(child["value"] for child in tree["children"]) == pytest.approx(tree["value"])
    assert "更正一条读数" in tree["children"][1]["label"]
    [stored] = client.items("/api/v1/accounts", **asked, end="2026-01-02", version=2)
    assert stored["amount"] == changed[COAL]["after"]
    missing = client.get("/api/v1/explain/accounts", params={**asked, "version": 9})
    assert missing.status_code == 404
    assert client.ok("/api/v1/closings/verify") == {"checked": 2, "altered": []}


def change_a_reading(platform: Platform) -> None:
    """Send a day of January again, later and greater."""
    times = [START_MS + k * HOUR_MS for k in range(24)]
    values = [123_456.0 + k for k in range(24)]
    platform.send(CARBIDE, encode_columns("z1", 1, NOW_MS, {"T1/EP": (times, values, None)}))
    platform.settle()


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"subject": "nobody", "period": "month", "start": "2026-01-01"}, 422),
        ({"subject": "region:150600", "period": "day", "start": "2026-01-01"}, 422),
        ({"subject": "region:150600", "period": "year", "start": "2026-01-01"}, 409),
        ({"subject": "enterprise:NOBODY", "period": "month", "start": "2026-01-01"}, 409),
    ],
)
def test_what_cannot_be_closed_is_refused(
    platform: Platform, body: dict[str, str], status: int
) -> None:
    client = platform.client()
    answer = client.post("/api/v1/closings", json=body)
    assert answer.status_code == status
    assert answer.json()["fix"]


def test_a_list_of_closings_goes_on_at_its_cursor(fresh: Platform) -> None:
    client = fresh.client()
    feed(fresh)
    fresh.settle()
    for subject in ("region:150000", f"enterprise:{CARBIDE}", "region:150600"):
        body = {"subject": subject, "period": "month", "start": "2026-01-01"}
        assert client.post("/api/v1/closings", json=body).status_code == 201
    first = client.ok("/api/v1/closings", limit=2)
    second = client.ok("/api/v1/closings", limit=2, cursor=first["next"])
    found = [row["subject"] for row in first["items"] + second["items"]]
    assert found == [f"enterprise:{CARBIDE}", "region:150000", "region:150600"]
    assert second["next"] is None
