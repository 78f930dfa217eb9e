"""Pages of supervision drawn without a browser: what services say is drawn, in both languages."""

from __future__ import annotations

from typing import Any

import pytest

from api.access import OPERATOR, Identity, grants_of
from api.viewer import Viewer
from core.calendar import DAY_MS
from core.vocabulary import Department, Role
from dashboards.console.frame import Visit
from dashboards.console.pages import (
    alerts,
    audit,
    benchmarks,
    enterprise,
    enterprises,
    findings,
    overview,
    platform,
    quality,
    quotas,
    warnings,
)
from dashboards.console.texts import Texts
from tests.dashboards.supervised import (
    NAME,
    NOW_MS,
    PLANT,
    SAFE,
    SUBJECT,
    draw,
    visit_of,
)

LISTS: dict[str, tuple[Any, Any, dict[str, str], str]] = {
    "alerts": (alerts._read_list, alerts.draw_list, {}, "/alerts/1"),
    "alerts_filtered": (
        alerts._read_list,
        alerts.draw_list,
        {"state": "all", "severity": "3", "region": "150600", "waiting": "yes"},
        "/alerts/1",
    ),
    "benchmarks": (benchmarks._read, benchmarks.draw_benchmarks, {}, "/explain/3333"),
    "shares": (benchmarks._read, benchmarks.draw_benchmarks, {"tab": "shares"}, "nh-tabs"),
    "ranking": (benchmarks._read, benchmarks.draw_benchmarks, {"tab": "ranking"}, "电石"),
    "enterprises": (enterprises._read, enterprises.draw_enterprises, {"order": "-used"}, PLANT),
    "findings": (findings._read, findings.draw_findings, {"region": "150600"}, "/findings/one?"),
    "quality": (quality._read, quality.draw_quality, {}, "tab=quality"),
    "connection": (quality._read, quality.draw_quality, {"tab": "connection"}, "nh-figures"),
    "quotas": (quotas._read, quotas.draw_quotas, {"region": "150622"}, "9,000 tce"),
    "warnings": (warnings._read, warnings.draw_warnings, {}, "#d03b3b"),
    "dispatch": (warnings._read, warnings.draw_warnings, {"tab": "dispatch"}, "nh-tabs"),
    "held": (warnings._read, warnings.draw_warnings, {"tab": "held"}, "nh-tabs"),
    "schemes": (warnings._read, warnings.draw_warnings, {"tab": "schemes"}, "nh-swatch"),
    "audit": (audit._read, audit.draw_audit, {"refused": "yes"}, "nh-filters"),
}


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", LISTS)
def test_a_list_is_drawn_with_what_it_leads_to(parts, name: str, language: str) -> None:
    read, drawing, query, expected = LISTS[name]
    visit = visit_of(parts, language, **query)
    text = draw(drawing, read(visit.viewer, query), visit)
    assert expected in text
    assert "<script>" not in text.replace(NAME, "")
    assert f">{NAME}<" not in text


@pytest.mark.parametrize("tab", enterprise.TABS)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_tab_of_an_enterprise_is_drawn(parts, tab: str, language: str) -> None:
    visit = visit_of(parts, language, f"/enterprises/{PLANT}", tab=tab)
    view = enterprise._read(visit.viewer, PLANT, enterprise.TABS[tab])
    text = draw(enterprise._draw, enterprise.TABS[tab], view, visit)
    assert SAFE in text
    assert f">{NAME}<" not in text
    if tab == "certificates":
        assert "GEC-1" in text
    if tab == "accounts":
        assert "2,500 tce" in text


@pytest.mark.parametrize("tab", ["", "account", "targets"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_region_is_drawn_with_the_way_down(parts, tab: str, language: str) -> None:
    visit = visit_of(parts, language, tab=tab)
    text = draw(overview.draw_region, overview._read(visit.viewer, "150600", tab), visit)
    assert "/?region=150000" in text
    if not tab:
        assert "/?region=150622" in text
        assert "/enterprises?region=150622&amp;level=over_pace%2Cwill_exceed%2Cexceeded" in text


def test_one_alert_and_one_finding(parts) -> None:
    visit = visit_of(parts)
    assert "预计超配额" in draw(alerts.draw_alert, alerts._read_one(visit.viewer, 1), visit)
    start = str(NOW_MS - DAY_MS)
    query = {"subject": SUBJECT, "point": "T1", "code": "flat_line", "start": start}
    text = draw(findings.draw_finding, findings._read_one(visit.viewer, query), visit)
    assert "/api/v1/findings/picture?" in text
    assert "读数恒为 5" in text


def test_the_platform_is_drawn_without_any_collector(parts) -> None:
    visit = visit_of(parts)
    assert "登记库" in draw(platform.draw_platform, platform._read(visit.viewer), visit)


def test_hostile_addresses_ask_for_something_harmless(parts) -> None:
    viewer = Viewer(parts, OPERATOR)
    for query in (
        {"order": "-drop table", "sector": "%_", "text": "'; --"},
        {"state": "?", "severity": "9", "rule": "<script>"},
        {"term": "quarter:x", "year": "²⁰²⁶", "line": "a:b", "month": "9" * 40},
    ):
        for read in (enterprises._read, alerts._read_list, warnings._read, quotas._read):
            read(viewer, query)
        quality._read(viewer, query)


def test_a_regulator_is_offered_what_the_department_sets(parts) -> None:
    def names(department: Department) -> str:
        allowed = grants_of(Role.REGULATOR, department)
        who = Identity(
            "x", Role.REGULATOR, region="150600", department=department, permissions=allowed
        )
        visit = Visit(Viewer(parts, who), Texts("zh"), "/quotas")
        return draw(quotas.draw_quotas, quotas._read(visit.viewer, {}), visit)

    energy = names(Department.ENERGY)
    assert "下达 准格尔旗" in energy
    assert "调整 鄂尔多斯市" not in energy
    assert "下达 准格尔旗" not in names(Department.STATISTICS)
