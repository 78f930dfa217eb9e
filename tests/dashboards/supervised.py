"""A small registry under supervision, and its pages drawn without a browser."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from nicegui import Client
from nicegui.page import page as nicegui_page

from api.access import OPERATOR, Identity, grants_of
from api.parts import PlatformParts
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


@contextmanager
def open_parts(directory: Path) -> Iterator[PlatformParts]:
    """Open a platform's parts over a small registry with what jobs would have derived."""
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


def regulator(department: Department) -> Identity:
    allowed = grants_of(Role.REGULATOR, department)
    return Identity("x", Role.REGULATOR, "", frozenset(), "150600", department, allowed)


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
