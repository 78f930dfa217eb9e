"""接入率 of a region by month: who is obliged against who is connected."""

from __future__ import annotations

import pytest

from analytics.explain import explain_verdict
from core.calendar import parse_time
from core.registry.structure import Membership

E1, E2, E3 = "91150622MA0TEST011", "91150622MA0TEST022", "91150200MA0TEST033"


def oblige(platform, code: str, list_code: str = "key_energy", until: str | None = None) -> None:
    platform.add(
        Membership(
            enterprise_code=code,
            list_code=list_code,
            valid_from_ms=parse_time("2026-01-01"),
            valid_to_ms=parse_time(until) if until else None,
            source="名单",
        )
    )


def test_the_rate_of_a_region_counts_who_is_obliged_and_has_accounts(platform):
    """Two of banner 150622 are obliged, one sends: 1 ÷ 2; with Baotou 2 ÷ 3 (令15号)."""
    platform.now("2026-03-15")
    for code, region in ((E1, "150622"), (E2, "150622"), (E3, "150200")):
        platform.add_enterprise(code, region=region)
    for code in (E1, E2, E3):
        oblige(platform, code)
    oblige(platform, E2, "two_high")
    for code in (E1, E3):
        platform.add_point(code, "M", "electricity")
        platform.send_constant(code, "M", ("2026-03-01", "2026-03-15"), 10.0)
    platform.run()
    found = {v.subject: v for v in platform.verdicts("connection", "month")}
    assert {s: v.value for s, v in found.items()} == {
        "region:150622": 0.5,
        "region:150600": 0.5,
        "region:150200": 1.0,
        "region:150000": pytest.approx(2 / 3),
    }
    banner = found["region:150622"]
    assert (banner.level, banner.reference) == ("not_met", 1.0)
    assert banner.evidence["not_connected"] == [E2]
    assert found["region:150200"].level == "met"
    for verdict in found.values():
        assert explain_verdict(platform.context, verdict.id).value == verdict.value


def test_nobody_obliged_is_no_verdict(platform):
    platform.now("2026-03-15")
    platform.add_enterprise(E1)
    oblige(platform, E1, until="2026-02-01")
    platform.add_point(E1, "M", "electricity")
    platform.send_constant(E1, "M", ("2026-03-01", "2026-03-15"), 10.0)
    platform.run()
    assert platform.verdicts("connection") == []
