"""Every list: rows of the right shape, walking by cursor, filters, empty platforms."""

from __future__ import annotations

from typing import Any

import pytest

from core.calendar import HOUR_MS, format_time
from core.registry.models import Region
from tests.api.conftest import CARBIDE, CENTRE, GAPPY, NOW_MS, START_MS, Client, Platform

SPAN = {"start": format_time(START_MS), "end": format_time(NOW_MS)}
OF_CARBIDE = {"enterprise": CARBIDE}
LISTS: dict[str, dict[str, Any]] = {
    "regions": {},
    "enterprises": {},
    "gateways": {},
    "points": {},
    "epochs": {"enterprise": CENTRE},
    "products": {},
    "quotas": {},
    "entries": {},
    "readings": {**OF_CARBIDE, "point": "T1/EP", **SPAN},
    "amounts": {**OF_CARBIDE, "point": "T1/EP", **SPAN},
    "accounts": {},
    "verdicts": {},
    "alerts": {},
    "books": {},
    "quarantine": {},
    "catalogue/carriers": {},
    "catalogue/factors": {"carrier": "electricity"},
}
WALKED = {
    "enterprises": ({}, ("code",)),
    "enterprises?order=worst": ({"order": "worst"}, ("code",)),
    "gateways": ({}, ("enterprise", "code")),
    "points": ({}, ("enterprise", "code")),
    "products": ({}, ("enterprise", "code")),
    "quotas": ({}, ("id",)),
    "readings": ({**LISTS["readings"], "end": "2026-01-02"}, ("time",)),
    "amounts": ({**LISTS["amounts"], "end": "2026-01-02"}, ("start",)),
    "accounts": ({"period": "month"}, ("subject", "indicator", "start")),
    "accounts?hour": (
        {"period": "hour", "subject": f"enterprise:{CARBIDE}", "start": "2026-03-10"},
        ("indicator", "start"),
    ),
    "verdicts": ({}, ("id",)),
    "alerts": ({}, ("id",)),
    "books": ({}, ("enterprise", "gateway")),
    "quarantine": ({}, ("id",)),
}


@pytest.mark.parametrize("path", LISTS)
def test_list_gives_items(client: Client, path: str) -> None:
    page = client.ok(f"/api/v1/{path}", **LISTS[path])
    assert set(page) == {"items", "next"}
    assert page["items"]


@pytest.mark.parametrize("name", WALKED)
@pytest.mark.parametrize("limit", [1, 2, 3])
def test_walking_has_no_holes_and_no_repeats(client: Client, name: str, limit: int) -> None:
    query, key = WALKED[name]
    path = f"/api/v1/{name.partition('?')[0]}"
    whole = client.ok(path, limit=1000, **query)
    assert whole["next"] is None
    walked: list[dict[str, Any]] = []
    cursor: str | None = None
    for _ in range(len(whole["items"]) + 1):
        page = client.ok(path, limit=limit, **query, **({"cursor": cursor} if cursor else {}))
        assert len(page["items"]) <= limit
        walked += page["items"]
        cursor = page["next"]
        if cursor is None:
            break
    assert walked == whole["items"]
    names = [tuple(row[part] for part in key) for row in walked]
    assert len(names) == len(set(names)) >= 2


def test_rows_that_come_while_walking_do_not_disturb(fresh: Platform) -> None:
    client = fresh.client()
    first = client.ok("/api/v1/enterprises", limit=1)
    with fresh.parts.registry.session() as session:
        session.add(Region(code="150900", name="乌兰察布市", parent_code="150000"))
    rest = client.ok("/api/v1/enterprises", limit=100, cursor=first["next"])
    codes = [row["code"] for row in first["items"] + rest["items"]]
    assert codes == sorted({CARBIDE, CENTRE, GAPPY})


EMPTY = [
    "regions", "enterprises", "gateways", "points", "products", "quotas", "entries", "accounts",
    "verdicts", "alerts", "findings", "books", "quarantine",
]  # fmt: skip


def test_empty_platform_gives_empty_lists(blank: Platform) -> None:
    client = blank.client()
    for path in EMPTY:
        assert client.ok(f"/api/v1/{path}") == {"items": [], "next": None}, path
    assert client.ok("/health")["state"] == "ok"
    assert "nengheng_books" in client.get("/metrics").text


def test_known_enterprise_without_data(fresh: Platform) -> None:
    client = fresh.client()
    detail = client.ok(f"/api/v1/enterprises/{CARBIDE}")
    assert detail["enterprise"]["pace"] is None
    assert detail["enterprise"]["last_arrival"] is None
    assert all(point["latest"] is None for point in detail["points"])
    load = client.ok(f"/api/v1/enterprises/{CARBIDE}/load", hours=3)
    assert all(set(series["amount"]) == {None} for series in load["carriers"])
    assert client.ok("/api/v1/overview")["pace"] == []


def test_filters_of_enterprises(client: Client) -> None:
    def codes(**query: object) -> set[str]:
        return {row["code"] for row in client.items("/api/v1/enterprises", **query)}

    assert codes(region="150300") == {GAPPY}
    assert codes(region="150000") == {CARBIDE, CENTRE, GAPPY}
    assert codes(sector="26") == {CARBIDE}
    assert codes(level="undetermined") == {GAPPY}
    assert codes(level="below_baseline") == {CARBIDE, CENTRE}
    assert codes(text="焦化") == {GAPPY}
    assert codes(text=GAPPY[-6:].lower()) == {GAPPY}
    assert codes(text="%") == set()


def test_worst_first(client: Client) -> None:
    severities = [row["severity"] for row in client.items("/api/v1/enterprises", order="worst")]
    assert severities == sorted(severities, reverse=True)


def test_filters_of_verdicts_and_alerts(client: Client) -> None:
    years = client.items("/api/v1/verdicts", rule="quota_pace", period="year")
    assert {row["subject"] for row in years} == {
        f"enterprise:{CARBIDE}", f"enterprise:{CENTRE}", f"enterprise:{GAPPY}", "region:150300",
    }  # fmt: skip
    assert all(row["severity"] >= 3 for row in client.items("/api/v1/verdicts", severity=3))
    assert client.items("/api/v1/verdicts", end="2025-01-01") == []
    mine = client.items("/api/v1/alerts", subject=f"enterprise:{CARBIDE}", rule="quota_pace")
    assert [row["level"] for row in mine] == ["will_exceed"]
    assert client.items("/api/v1/alerts", state="resolved") == []


def test_readings_are_those_of_the_span(client: Client) -> None:
    query = {**OF_CARBIDE, "point": "T1/EP", "start": "2026-01-05", "end": "2026-01-06"}
    rows = client.items("/api/v1/readings", **query)
    assert len(rows) == 24
    assert rows[0]["time"] == "2026-01-05T00:00:00+08:00"
    assert {row["value"] for row in rows} == {12_000.0}
    by_ms = {**query, "start": START_MS + 4 * 24 * HOUR_MS, "end": START_MS + 5 * 24 * HOUR_MS}
    assert client.items("/api/v1/readings", **by_ms) == rows
    assert client.items("/api/v1/readings", **{**query, "end": "2026-01-05"}) == []


def test_time_with_a_plus_that_became_a_space(client: Client) -> None:
    path = (
        f"/api/v1/readings?enterprise={CARBIDE}&point=T1/EP"
        "&start=2026-01-05T00:00:00+08:00&end=2026-01-05T02:00:00%2B08:00"
    )
    assert len(client.get(path).json()["items"]) == 2


def test_hours_days_and_months_agree(client: Client) -> None:
    query = {"subject": f"enterprise:{CARBIDE}", "indicator": "carrier:electricity"}
    hours = client.items(
        "/api/v1/accounts", period="hour", start="2026-02-03", end="2026-02-04", **query
    )
    days = client.items(
        "/api/v1/accounts", period="day", start="2026-02-03", end="2026-02-04", **query
    )
    assert len(hours) == 24
    assert sum(row["amount"] for row in hours) == pytest.approx(days[0]["amount"], rel=1e-12)


def test_missing_is_not_zero(client: Client) -> None:
    path = f"/api/v1/enterprises/{GAPPY}/consumption"
    found = client.ok(path, period="hour", start="2026-01-04", end="2026-01-05")
    [electricity] = found["carriers"]
    assert electricity["amount"] == [None] * 24
    assert electricity["coverage"] == [0.0] * 24


def test_consumption_by_month(client: Client) -> None:
    found = client.ok(f"/api/v1/enterprises/{CARBIDE}/consumption", period="month")
    assert [series["key"] for series in found["carriers"]] == ["electricity", "coke"]
    electricity = dict(
        zip(found["carriers"][0]["start_ms"], found["carriers"][0]["amount"], strict=True)
    )
    assert electricity[START_MS] == pytest.approx(12_000 * 31 * 24)


def test_books_close(client: Client) -> None:
    for book in client.items("/api/v1/books"):
        parts = ("stored", "duplicate", "quarantined", "dropped", "pending")
        assert book["received"] == sum(book[part] for part in parts)
    audit = client.ok("/api/v1/books/audit")
    assert audit["closes"]
    assert audit["problems"] == []


def test_factors_have_sources(client: Client) -> None:
    rows = client.items("/api/v1/catalogue/factors", carrier="electricity", at="2026-01-01")
    assert {row["kind"] for row in rows} == {"coal_calorific", "coal_primary", "co2"}
    assert all(row["source"] for row in rows)
    levels = client.ok("/api/v1/catalogue/levels", benchmark_key="无机盐/电石//单位产品综合能耗")
    assert (levels["benchmark"], levels["baseline"]) == (805, 940)
