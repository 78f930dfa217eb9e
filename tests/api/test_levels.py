"""Rankings and the efficiency list over the API."""

from __future__ import annotations

from tests.api.conftest import CARBIDE, Client

KEY = "无机盐/电石//单位产品综合能耗"


def test_a_line_is_ranked_and_a_running_year_stands_against_a_leader(client: Client) -> None:
    rows = client.items("/api/v1/levels/ranking", benchmark_key=KEY)
    assert rows
    assert [row["rank"] for row in rows] == sorted(row["rank"] for row in rows)
    assert [row["value"] for row in rows] == sorted(row["value"] for row in rows)
    for row in rows:
        assert row["provisional"]
        assert not row["candidate"]
        assert "the year still runs" in row["obstacles_en"]
        verdict = client.ok(f"/api/v1/verdicts/{row['verdict_id']}")
        assert verdict["value"] == row["value"]


def test_the_list_holds_what_is_below_and_its_last_day(client: Client) -> None:
    below = {
        row["subject"]
        for row in client.items("/api/v1/verdicts", rule="benchmark_class", period="year")
        if row["level"] == "below_baseline"
    }
    listed = client.items("/api/v1/levels/efficiency-list")
    assert {f"enterprise:{row['enterprise']}" for row in listed} == below
    for row in listed:
        assert row["level"] == "no_plan"
        assert row["last"] > row["listed"]
        assert client.ok(f"/api/v1/explain/verdicts/{row['verdict_id']}")["children"]
    assert client.items("/api/v1/levels/efficiency-list", level="overdue") == []


def test_an_unknown_line_or_region_is_named(client: Client) -> None:
    answer = client.get("/api/v1/levels/ranking", params={"benchmark_key": "a/b//c"})
    assert answer.status_code == 404
    assert answer.json()["value"] == "a/b//c"
    answer = client.get("/api/v1/levels/efficiency-list", params={"region": "999999"})
    assert answer.status_code == 404
    assert CARBIDE not in answer.text
