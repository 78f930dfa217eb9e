"""Pages of supervision drawn without a browser: what services say is drawn, in both languages."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from nicegui import Client
from nicegui.page import page as nicegui_page

from api.access import OPERATOR, Identity, grants_of
from api.errors import ForbiddenError, MissingError, RowRefusedError
from api.parts import PlatformParts
from api.services import dispatch, tables
from api.viewer import Viewer
from core.calendar import DAY_MS, parse_time
from core.catalogue import read_catalogue
from core.clock import FixedClock
from core.registry.assessment import Certificate
from core.registry.database import open_registry
from core.registry.results import Account, Alert, Finding, Verdict
from core.registry.transfer import import_files
from core.settings import Settings
from core.store.duckdb import DuckDBStore
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
from simulators.fleets.credit_code import fictitious_code

NOW_MS = parse_time("2026-03-10T12:30")
YEAR_MS, MONTH_MS, QUARTER_MS = (parse_time(t) for t in ("2026-01-01", "2026-02-01", "2026-01-01"))
PLANT = fictitious_code(830)
SUBJECT = f"enterprise:{PLANT}"
NAME = "模拟<script>厂"
SAFE = "模拟&lt;script&gt;厂"
FILES = {
    "region.csv": "code,name,parent_code\n150000,内蒙古自治区,\n150600,鄂尔多斯市,150000\n"
    "150622,准格尔旗,150600\n",
    "enterprise.csv": "code,name,region_code,sector_code,simulated\n"
    f"{PLANT},{NAME},150622,2613,1\n",
    "point.csv": "enterprise_code,code,name,kind,carrier,flow,unit,expected_s,in_service\n"
    f"{PLANT},T1,主变,interval,electricity,purchased,kWh,3600,2026-01-01\n",
    "product.csv": "enterprise_code,code,name,unit,benchmark_key\n"
    f"{PLANT},CAC2,电石,t,无机盐/电石//单位产品综合能耗\n",
    "quota.csv": "holder,year,kind,basis,amount,unit,source\n"
    "region:150600,2026,energy,calorific,12000,tce,文件甲\n"
    f"{SUBJECT},2026,energy,calorific,9000,tce,文件乙\n",
}


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PlatformParts]:
    directory = tmp_path_factory.mktemp("regulator")
    paths: list[Path] = [directory / name for name in FILES]
    for path in paths:
        path.write_text(FILES[path.name], encoding="utf-8")
    clock = FixedClock(NOW_MS)
    with (
        open_registry(str(directory / "registry.db")) as registry,
        DuckDBStore(directory / "store.duckdb") as store,
    ):
        report = import_files(registry, paths, clock=clock)
        assert report.applied, report.rows
        made = PlatformParts(
            settings=Settings(data_dir=directory),
            clock=clock,
            registry=registry,
            store=store,
            catalogue=read_catalogue(),
            simulated=True,
        )
        _plant(made)
        yield made


def _plant(parts: PlatformParts) -> None:
    """Write what jobs would have derived: accounts, verdicts, an alert, a finding."""
    with parts.registry.session() as session:
        for period, start_ms in (("year", YEAR_MS), ("month", MONTH_MS)):
            session.add(
                Account(
                    subject=SUBJECT,
                    period=period,
                    start_ms=start_ms,
                    indicator="coal_calorific_tce",
                    version=0,
                    basis="calorific",
                    amount=2500.0,
                    unit="tce",
                    measured=2500.0,
                    estimated=0.0,
                    coverage=0.97,
                )
            )
        session.add_all(
            [
                _verdict("1", "quota_pace", "energy:calorific", level="will_exceed"),
                _verdict("2", "benchmark_class", "CAC2", level="below_baseline"),
                _verdict("3", "efficiency_list", "CAC2", level="no_plan"),
                _verdict("4", "quality", "", level="fair", period="month", start_ms=MONTH_MS),
                _verdict(
                    "5",
                    "early_warning",
                    "cn-barometer:total:energy",
                    level="level_1",
                    period="quarter",
                    start_ms=QUARTER_MS,
                    evidence={"label": "一级预警", "label_en": "level 1", "colour": "#d03b3b"},
                ),
            ]
        )
        session.add(
            Alert(
                id=1,
                subject=SUBJECT,
                rule="quota_pace",
                opened_ms=NOW_MS,
                changed_ms=NOW_MS,
                severity=3,
                level="will_exceed",
                reason="预计超配额",
                verdict_id="1" * 16,
            )
        )
        session.add(
            Finding(
                subject=SUBJECT,
                point_code="T1",
                code="flat_line",
                start_ms=NOW_MS - DAY_MS,
                end_ms=NOW_MS,
                text="读数恒为 5",
                text_en="5 all day",
                evidence={"hours": 24},
            )
        )
        session.add(
            Certificate(
                code="GEC-1",
                kind="certificate",
                holder=SUBJECT,
                month_ms=MONTH_MS,
                mwh=10.0,
                origin="150000",
                source="文件丙",
            )
        )


def _verdict(
    digit: str,
    rule: str,
    detail: str,
    *,
    level: str,
    period: str = "year",
    start_ms: int = YEAR_MS,
    evidence: dict[str, object] | None = None,
) -> Verdict:
    return Verdict(
        id=digit * 16,
        subject=SUBJECT,
        rule=rule,
        detail=detail,
        period=period,
        start_ms=start_ms,
        version=0,
        level=level,
        severity=3,
        value=2500.0,
        reference=2000.0,
        unit="tce",
        basis="calorific",
        coverage=0.97,
        provisional=True,
        reason=f"理由 {rule}",
        reason_en=f"reason {rule}",
        since_ms=start_ms,
        judged_ms=NOW_MS,
        evidence=evidence or {},
    )


def visit_of(parts: PlatformParts, language: Any = "zh", path: str = "/", **query: str) -> Visit:
    return Visit(Viewer(parts, OPERATOR), Texts(language), path, query=query)


def draw(function: Callable[..., None], *given: object) -> str:
    """Return what a page holds: texts and markup of all its elements."""

    async def run() -> list[str]:
        with Client(nicegui_page("")) as client:
            function(*given)
            found = [
                str(element.props.get("innerHTML", "")) for element in client.elements.values()
            ]
            found += [str(getattr(element, "text", "")) for element in client.elements.values()]
            found += [
                json.dumps(e.props, default=str, ensure_ascii=False)
                for e in client.elements.values()
            ]
        client.delete()
        return found

    return "\n".join(asyncio.run(run()))


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
    assert "registry" in draw(platform.draw_platform, platform._read(visit.viewer), visit)


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


TASK = {"task": "停用 <2> 号炉", "who": "李四", "next_step": "每周报进度", "due": "2026-03-20"}


def regulator(department: Department) -> Identity:
    allowed = grants_of(Role.REGULATOR, department)
    return Identity("x", Role.REGULATOR, "", frozenset(), "150600", department, allowed)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_task_is_given_on_the_sheet_changed_closed_and_taken_back(parts, language: str) -> None:
    viewer = Viewer(parts, regulator(Department.ENERGY))
    visit = Visit(viewer, Texts(language), "/warnings", query={"tab": "dispatch"})

    def sheet() -> tuple[Any, str]:
        view = warnings._read(viewer, visit.query)
        return view.sheet[0], draw(warnings.draw_warnings, view, visit)

    row, text = sheet()
    assert row.proposed
    assert row.row is None
    assert visit.texts("task_add") in text
    assert visit.texts("task_close") not in text

    dispatch.add_task(viewer, SUBJECT, NOW_MS, TASK)
    row, text = sheet()
    assert (row.number, row.task, row.due.isoformat()) == (1, TASK["task"], "2026-03-20")
    assert "停用 &lt;2&gt; 号炉" in text
    assert f"{visit.texts('task_close')} {NAME} 1" in text

    tables.change(viewer, dispatch.TABLE, row.row, {"done": "2026-03-09"})
    row, text = sheet()
    assert row.done.isoformat() == "2026-03-09"
    assert f"{visit.texts('task_close')} {NAME}" not in text
    changes = tables.list_changes(viewer, dispatch.TABLE, row.row).items
    assert [(one.action, one.who) for one in changes][:2] == [("changed", "x"), ("added", "x")]
    tables.delete(viewer, dispatch.TABLE, row.row)
    assert sheet()[0].proposed


def test_tasks_given_at_the_same_time_have_each_its_number(parts) -> None:
    viewer = Viewer(parts, regulator(Department.ENERGY))
    with ThreadPoolExecutor(4) as pool:
        given = [
            pool.submit(dispatch.add_task, viewer, SUBJECT, NOW_MS, TASK | {"task": str(n)})
            for n in range(4)
        ]
        rows = [one.result().row for one in given]
    assert sorted(row.values["number"] for row in rows) == [1, 2, 3, 4]
    for row in rows:
        tables.delete(viewer, dispatch.TABLE, row.id)


def test_who_decides_no_tasks_is_offered_none_and_refused(parts) -> None:
    for department in (Department.WATER, Department.STATISTICS, Department.ENVIRONMENT):
        visit = Visit(Viewer(parts, regulator(department)), Texts("zh"), "/warnings")
        view = warnings._read(visit.viewer, {"tab": "dispatch"})
        assert visit.texts("task_add") not in draw(warnings.draw_warnings, view, visit)
        with pytest.raises(ForbiddenError):
            dispatch.add_task(visit.viewer, SUBJECT, NOW_MS, TASK)


def test_a_task_of_nobody_or_without_words_is_refused(parts) -> None:
    viewer = Viewer(parts, regulator(Department.ENERGY))
    with pytest.raises(MissingError):
        dispatch.add_task(viewer, f"enterprise:{fictitious_code(999)}", NOW_MS, TASK)
    with pytest.raises(RowRefusedError) as refused:
        dispatch.add_task(viewer, SUBJECT, NOW_MS, TASK | {"task": "", "due": "soon"})
    assert {problem.column for problem in refused.value.report.problems} == {"task", "due"}
