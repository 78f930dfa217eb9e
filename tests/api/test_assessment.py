"""Regional accounts, targets, quota trees and carbon over the API."""

from __future__ import annotations

import pytest

from tests.api.conftest import CARBIDE, GAPPY, Client


def test_the_tree_shows_what_is_handed_down_and_left(client: Client) -> None:
    nodes = {node["holder"]: node for node in client.items("/api/v1/quotas/tree", year=2026)}
    league = nodes["region:150300"]
    assert (league["amount"], league["handed_down"], league["left"]) == (6000, 5000, 1000)
    assert not league["contradictory"]
    assert nodes[f"enterprise:{GAPPY}"]["parent"] == "region:150300"
    assert nodes[f"enterprise:{CARBIDE}"]["parent"] is None


def test_the_history_names_who_when_and_why(client: Client) -> None:
    (change,) = client.items("/api/v1/quotas/history", holder="region:150300")
    assert (change["number"], change["before"], change["amount"]) == (1, None, 6000)
    assert (change["decided_by"], change["reason"]) == ("import", "测试文件")
    assert change["decided"].startswith("2026-03-10")
    assert client.items("/api/v1/quotas/transfers") == []
    assert client.items("/api/v1/certificates") == []


def test_a_region_without_entries_is_given_no_intensity(client: Client) -> None:
    account = client.ok("/api/v1/regions/150600/account", year=2026)
    figures = {figure["name"]: figure for figure in account["figures"]}
    stored = client.items(
        "/api/v1/accounts",
        subject="region:150600",
        indicator="coal_calorific_tce",
        period="year",
        start="2026-01-01",
    )
    assert figures["metered"]["value"] == stored[0]["amount"]
    assert figures["share_metered"]["value"] is None
    assert "is not the use of the region" in figures["energy_per_gdp"]["refused"]
    assert account["level"] == "metered_only"
    assert account["base_year"] == 2025


def test_the_board_shows_targets_without_a_figure_too(client: Client) -> None:
    rows = client.items("/api/v1/regions/150600/targets", year=2025)
    board = {row["indicator"]: row for row in rows}
    assert board["coal_share"]["target"] == 80
    assert board["coal_share"]["actual"] is None
    assert board["coal_share"]["note"]
    assert board["energy_per_gdp"]["due"] == pytest.approx(-16.5)
    assert "鄂府发" in board["energy_per_gdp"]["source"]


def test_carbon_by_scope_adds_up_to_the_account(client: Client) -> None:
    for subject in (f"enterprise:{CARBIDE}", "region:150600"):
        carbon = client.ok("/api/v1/carbon", subject=subject, year=2026)
        (stored,) = client.items(
            "/api/v1/accounts",
            subject=subject,
            indicator="co2_t",
            period="year",
            start="2026-01-01",
        )
        assert carbon["total"] == pytest.approx(stored["amount"])
        assert [line["name"] for line in carbon["power"]] == ["electricity"]
        assert carbon["scope1"] == pytest.approx(sum(line["amount"] for line in carbon["fuels"]))


def test_schemes_are_rows_with_source_and_validity(client: Client) -> None:
    schemes = {scheme["code"]: scheme for scheme in client.items("/api/v1/catalogue/schemes")}
    rules = {rule["deduction"]: rule for rule in schemes["nmg-14"]["deductions"]}
    assert rules["renewable"]["valid_to"].startswith("2024-01-01")
    assert rules["non_fossil"]["valid_from"].startswith("2024-01-01")
    assert not rules["renewable"]["from_intensity"]
    assert all(rule["source"] for rule in rules.values())
    assert [step["step"] for step in schemes["nmg-14"]["rhythm"]][2::2] == ["midterm", "final"]


def test_unknown_regions_and_subjects_are_refused(client: Client) -> None:
    for path in (
        "/api/v1/regions/990000/account",
        "/api/v1/regions/990000/targets",
        "/api/v1/carbon?subject=enterprise:NOBODY",
    ):
        assert client.get(path).status_code == 404, path
