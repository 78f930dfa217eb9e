"""The overview, one enterprise's page, curves and explain trees."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api.conftest import CARBIDE, CENTRE, GAPPY, NOW_MS, Client, Platform


def test_root(client: Client) -> None:
    found = client.ok("/api/v1/overview")
    assert found["region"]["code"] == "150000"
    assert found["region"]["enterprises"] == 3
    assert [row["code"] for row in found["children"]] == ["150300", "150600"]
    assert {(c["level"], c["enterprises"]) for c in found["pace"]} == {
        ("will_exceed", 2), ("undetermined", 1),
    }  # fmt: skip
    assert [item["enterprise"] for item in found["over_pace"]] == [CARBIDE, CENTRE]
    assert {item["enterprise"] for item in found["below_baseline"]} == {CARBIDE, CENTRE}
    item = next(i for i in found["below_baseline"] if i["enterprise"] == CARBIDE)
    assert item["value"] > item["baseline"] == 940
    assert found["alerts_open"] == 4 + 8, "two plants by month and quarter of two warning schemes"
    assert found["doubt"][0]["enterprise"] == GAPPY
    assert found["doubt"][0]["quarantined"] == 2


def test_quota_ring_is_the_sum_of_enterprises(client: Client) -> None:
    ring = client.ok("/api/v1/overview")["quota"]
    assert ring["holders"] == 3
    assert ring["quota"] == pytest.approx(9000 + 900 + 5000)
    rows = client.items("/api/v1/enterprises")
    assert ring["used"] == pytest.approx(sum(row["used"] for row in rows))
    assert ring["projection"] == pytest.approx(sum(row["projection"] for row in rows))
    assert ring["exceed_on"] > "2026-03-10"


def test_region_with_a_quota_of_its_own(client: Client) -> None:
    found = client.ok("/api/v1/regions/150300/overview")
    assert found["quota"]["quota"] == 6000
    assert found["quota"]["holders"] == 1
    assert found["quota"]["verdict_id"]
    assert [row["code"] for row in found["path"]] == ["150000", "150300"]
    assert found["over_pace"] == []


def test_leaf_without_enterprises(client: Client, platform: Platform) -> None:
    found = client.ok("/api/v1/regions/150600/overview")
    assert found["region"]["enterprises"] == 2
    assert client.ok("/api/v1/regions", under="150600")["items"][1]["code"] == "150622"


def test_enterprise_page(client: Client) -> None:
    found = client.ok(f"/api/v1/enterprises/{CARBIDE}")
    assert [point["code"] for point in found["points"]] == ["COKE", "OUT", "T1/EP"]
    assert all(point["latest"] for point in found["points"])
    [benchmark] = found["benchmarks"]
    assert (benchmark["benchmark"], benchmark["baseline"]) == (805, 940)
    assert (benchmark["grade1"], benchmark["grade3"]) == (805, 940)
    assert benchmark["level"] == "below_baseline"
    rules = sorted(alert["rule"] for alert in found["alerts"])
    assert rules == ["benchmark_class", *["early_warning"] * 4, "quota_pace"]
    assert found["quotas"][0]["used"] == pytest.approx(5618.5344)
    assert found["books"][0]["received"] == 1


def test_curve(client: Client) -> None:
    found = client.ok("/api/v1/quotas/curve", holder=f"enterprise:{CARBIDE}", year=2026)
    columns = [found[name] for name in ("used", "plan", "projected", "coverage")]
    assert {len(column) for column in columns} == {365}
    used = [value for value in found["used"] if value is not None]
    assert used == sorted(used)
    assert len(used) == 31 + 28 + 10
    assert used[-1] == pytest.approx(found["position"]["used"])
    assert found["plan"][-1] == pytest.approx(found["position"]["quota"])
    assert found["projected"][-1] == pytest.approx(found["position"]["projection"])
    assert found["projected"][len(used) - 2] is None
    assert found["coverage"][0] == 1.0
    assert found["coverage"][-1] is None


def test_curve_in_the_unit_of_the_quota(client: Client) -> None:
    found = client.ok("/api/v1/quotas/curve", holder=f"enterprise:{CENTRE}")
    used = [value for value in found["used"] if value is not None]
    assert found["position"]["unit"] == "万tce"
    assert used[-1] == pytest.approx(found["position"]["used"]) == pytest.approx(0.0182, abs=1e-4)


def test_every_verdict_is_explained(client: Client) -> None:
    verdicts = client.items("/api/v1/verdicts")
    assert len(verdicts) > 5
    for verdict in verdicts:
        tree = client.ok(f"/api/v1/explain/verdicts/{verdict['id']}")
        assert tree["label"]
        assert tree["children"], verdict
        detail = client.ok(f"/api/v1/verdicts/{verdict['id']}")
        assert {k: detail[k] for k in verdict} == verdict
        assert detail["reason_en"]


def test_explained_account_goes_down_to_a_source(client: Client) -> None:
    tree = client.ok(
        "/api/v1/explain/accounts",
        subject=f"enterprise:{CARBIDE}",
        indicator="coal_calorific_tce",
        period="month",
        start="2026-02-01",
    )
    [row] = client.items(
        "/api/v1/accounts",
        subject=f"enterprise:{CARBIDE}",
        indicator="coal_calorific_tce",
        start="2026-02-01",
        end="2026-02-02",
    )
    assert tree["value"] == pytest.approx(row["amount"], rel=1e-9)
    assert any("GB/T 2589" in node["source"] for node in walk(tree))


def walk(node: dict[str, Any]) -> list[dict[str, Any]]:
    return [node, *(below for child in node["children"] for below in walk(child))]


def test_health_and_metrics(client: Client, platform: Platform) -> None:
    health = client.ok("/health")
    assert {part["part"]: part["state"] for part in health["parts"]} == {
        "registry": "ok", "store": "ok", "collector": "ok", "scheduler": "absent",
    }  # fmt: skip
    assert health["now"] == "2026-03-10T12:30:00+08:00"
    assert health["simulated"] is True
    text = client.get("/metrics").text
    assert f'nengheng_book_received{{enterprise="{CARBIDE}",gateway="GW1"}} 1.0\n' in text
    assert 'nengheng_part_up{part="store"} 1' in text
    assert 'route="/health"' in text
    assert platform.clock.now_ms() == NOW_MS
