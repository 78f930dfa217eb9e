"""One thing each; figures stated and corrected; meters changed."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from core.registry.results import DirtyHour
from tests.api.conftest import CARBIDE, CENTRE, Client, Platform

API = "/api/v1"
LISTED = {
    "regions": lambda row: f"regions/{row['code']}",
    "gateways": lambda row: f"gateways/{row['enterprise']}/{row['code']}",
    "points": lambda row: f"points/{row['enterprise']}/{row['code']}",
    "products": lambda row: f"products/{row['enterprise']}/{row['code']}",
    "quotas": lambda row: f"quotas/{row['id']}",
}
MISSING = (
    "regions/999999",
    f"gateways/{CARBIDE}/NONE",
    f"points/{CARBIDE}/NONE",
    f"products/{CARBIDE}/NONE",
    "entries/999",
    "quotas/999",
    "parks/NONE",
    f"lines/{CARBIDE}/NONE",
    "lines/NOBODY/F1",
    f"permits/{CARBIDE}/NONE",
    "channels/none",
    "subscriptions/999",
    "maintenance/999",
    "gateways/NOBODY/GW1",
)
JANUARY = {"start": "2026-01-01", "end": "2026-02-01"}
OUTPUT = {
    "subject": f"enterprise:{CARBIDE}",
    "item": "output:CAC2",
    **JANUARY,
    "value": 1200.5,
    "unit": "t",
    "document": "生产月报2026-01",
}


@pytest.mark.parametrize("path", LISTED)
def test_each_row_of_a_list_is_there_by_itself(client: Client, path: str) -> None:
    for row in client.items(f"{API}/{path}"):
        found = client.ok(f"{API}/{LISTED[path](row)}")
        found.pop("latest", None)
        row.pop("latest", None)
        assert found == row


def test_point_comes_with_its_newest_reading(client: Client) -> None:
    assert client.ok(f"{API}/points/{CARBIDE}/T1%2FEP")["latest"]["value"] == 12_000.0


@pytest.mark.parametrize("path", MISSING)
def test_what_is_not_there_is_said_so(client: Client, path: str) -> None:
    answer = client.get(f"{API}/{path}")
    assert answer.status_code == 404
    assert answer.json()["fix"]


def test_epochs_of_all_enterprises(client: Client) -> None:
    assert [row["enterprise"] for row in client.items(f"{API}/epochs")] == [CENTRE]


def test_figure_is_stated_corrected_and_never_overwritten(fresh: Platform) -> None:
    client = fresh.client()
    made = client.post(f"{API}/entries", json=OUTPUT)
    assert made.status_code == 201, made.text
    entry = made.json()["entry"]
    assert (entry["version"], entry["value"], entry["entered_by"]) == (1, 1200.5, "operator")
    correction = {"value": 1210, "unit": "t", "document": "地磅单", "reason": "地磅复核"}
    path = f"{API}/entries/{entry['id']}"
    tag = client.get(path).headers["etag"]
    headers = {"If-Match": tag}
    mended = client.post(f"{path}/versions", json=correction, headers=headers)
    assert mended.status_code == 201, mended.text
    assert [(v["version"], v["value"]) for v in mended.json()["versions"]] == [
        (1, 1200.5),
        (2, 1210.0),
    ]
    late = client.post(f"{path}/versions", json=correction | {"value": 1300}, headers=headers)
    assert late.status_code == 412
    assert late.json()["parameter"] == "If-Match"
    seen = client.get(path)
    now = {"If-Match": seen.headers["etag"]}
    again = client.post(f"{path}/versions", json=correction, headers=now)
    assert again.status_code == 409
    with fresh.parts.registry.read() as session:
        assert session.scalar(select(func.count()).select_from(DirtyHour)) > 0


@pytest.mark.parametrize(
    ("change", "status", "parameter"),
    [
        ({"unit": "kWh"}, 422, "unit"),
        ({"item": "output:NONE"}, 422, "item"),
        ({"subject": f"enterprise:{CARBIDE[:-1]}X"}, 422, "subject"),
        ({"subject": "moon:1"}, 422, "subject"),
        ({"end": "2025-01-01"}, 422, "end"),
        ({"value": -5}, 422, "value"),
        ({"value": 1e300}, 422, "value"),
        ({"document": ""}, 422, "document"),
        ({"document": "\u0000"}, 422, "document"),
        ({"document": 'x,\n"y\r'}, 201, ""),
    ],
)
def test_figures_are_checked_as_in_imports(
    fresh: Platform, change: dict[str, object], status: int, parameter: str
) -> None:
    answer = fresh.client().post(f"{API}/entries", json=OUTPUT | change)
    assert answer.status_code == status, answer.text
    if status != 201:
        assert answer.json()["parameter"] == parameter


def test_meter_is_changed(fresh: Platform) -> None:
    client = fresh.client()
    path = f"{API}/points/{CENTRE}/E/meter-changes"
    body = {
        "at": "2026-02-01T08:00",
        "stop_value": 670_000,
        "start_value": 12.5,
        "multiplier": 40,
        "serial": "A7731",
        "calibration_due": "2031-02-01",
    }
    answer = client.post(path, json=body)
    assert answer.status_code == 201, answer.text
    change = answer.json()
    assert change["ended"]["stop"] == change["begun"]["start"] == "2026-02-01T08:00:00+08:00"
    assert (change["ended"]["stop_value"], change["begun"]["start_value"]) == (670_000, 12.5)
    epochs = client.items(f"{API}/epochs", enterprise=CENTRE, point="E")
    assert epochs == [change["ended"], change["begun"]]
    assert client.post(path, json=body).status_code == 409
    none = client.post(f"{API}/points/{CENTRE}/NONE/meter-changes", json=body)
    assert none.status_code == 404
    gauge = client.post(f"{API}/points/{CARBIDE}/COKE/meter-changes", json=body)
    assert gauge.status_code == 422, gauge.text
