"""Energy balance, accounts year on year, and energy by value."""

from __future__ import annotations

import pytest

from tests.api.conftest import CARBIDE, Client

SUBJECT = f"enterprise:{CARBIDE}"


def test_a_balance_adds_up_to_the_accounts(client: Client) -> None:
    rows = client.items("/api/v1/balance", subject=SUBJECT, start="2026-02-01", end="2026-03-01")
    accounts = {
        row["indicator"]: row["amount"]
        for row in client.items(
            "/api/v1/accounts", subject=SUBJECT, period="month", start="2026-02-01",
            end="2026-03-01",
        )
    }  # fmt: skip
    assert {row["carrier"] for row in rows} == {"coke", "electricity"}
    for row in rows:
        assert row["used"] == pytest.approx(accounts[f"carrier:{row['carrier']}"], rel=1e-12)
        assert row["flows"] == {"purchased": row["used"]}
        assert row["stock_counted"] is None
    for name, indicator in (
        ("calorific_tce", "coal_calorific_tce"),
        ("primary_tce", "coal_primary_tce"),
    ):
        total = sum(row[name] for row in rows)
        assert total == pytest.approx(accounts[indicator], rel=1e-12)


def test_a_balance_of_a_region_or_nobody_is_refused(client: Client) -> None:
    for subject, status in (
        ("region:150600", 422),
        ("enterprise:NOBODY", 404),
        (f"line:{CARBIDE}/NONE", 404),
    ):
        answer = client.get("/api/v1/balance", params={"subject": subject})
        assert answer.status_code == status, answer.text
        assert subject.rpartition("/")[0] in answer.text or subject in answer.text
    answer = client.get(
        "/api/v1/balance", params={"subject": SUBJECT, "start": "2024-01-01", "end": "2026-01-01"}
    )
    assert answer.status_code == 422
    assert "731 days" in answer.text


def test_a_month_without_the_year_before_is_not_compared(client: Client) -> None:
    found = client.ok("/api/v1/accounts/year-on-year", subject=SUBJECT, start="2026-02-10")
    assert found["now"]["amount"] > 0
    assert found["now"]["start"].startswith("2026-02-01")
    assert found["before"]["start"].startswith("2025-02-01")
    assert found["before"]["amount"] is None
    assert (found["change"], found["trend"]) == (None, "no_comparison")


def test_energy_by_value_without_a_value_is_no_number(client: Client) -> None:
    rows = client.items("/api/v1/unit-energy", subject=SUBJECT, start="2026-02-01")
    assert {(row["per"], row["basis"]) for row in rows} >= {
        ("output_value", "calorific"),
        ("added_value_comparable", "primary"),
    }
    assert all(row["value"] is None and row["lacks"] == "denominator" for row in rows)
