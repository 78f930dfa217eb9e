"""A registry in which a leak would show: two leagues, three banners, four enterprises, all tables.

Every name and code of what belongs to somebody stands nowhere else, so that one found in an answer
to somebody else is a leak.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from sqlalchemy import func, select

from core.calendar import DAY_MS, HOUR_MS, Period, parse_time, period_start
from core.registry import alerting, assessment, quality, structure
from core.registry.closing import Closing
from core.registry.dispatch import DispatchTask
from core.registry.models import Base
from core.registry.results import Account, Alert, Finding, Verdict
from core.registry.upgrades import UpgradePlan
from core.wire import encode_columns, encode_rows
from simulators.fleets.credit_code import fictitious_code
from tests.api.conftest import NOW_MS, Platform, open_platform

ROOT, LEAGUE, OTHER_LEAGUE = "150000", "150600", "150300"
BANNER, NEXT_BANNER, FAR_BANNER = "150622", "150623", "150302"
REGIONS = {
    ROOT: ("柚原自治区", ""),
    LEAGUE: ("橙谷市", ROOT),
    OTHER_LEAGUE: ("蓝湾市", ROOT),
    BANNER: ("青岗旗", LEAGUE),
    NEXT_BANNER: ("紫川旗", LEAGUE),
    FAR_BANNER: ("赤沙区", OTHER_LEAGUE),
}
ALLOTTED = dict(zip(REGIONS, (400_000, 90_000, 90_000, 20_000, 20_000, 40_000), strict=True))
"""Quotas of the regions [tce]."""
NEAR, NEXT, FAR, REAL = (fictitious_code(900 + number) for number in range(1, 5))
"""Three simulated enterprises, a banner each, and a real one beside the third."""
PLACES = {NEAR: BANNER, NEXT: NEXT_BANNER, FAR: FAR_BANNER, REAL: FAR_BANNER}
NAMES = {NEAR: "鹤鸣厂", NEXT: "鹿跃厂", FAR: "鲸歌厂", REAL: "雁归厂"}
GHOST = fictitious_code(999)
"""Code of an enterprise that is not there."""
KEY = "无机盐/电石//单位产品综合能耗"
SINCE_MS = parse_time("2026-03-01")
YEAR_MS = parse_time("2026-01-01")
LAST_YEAR_MS = parse_time("2025-01-01")
QUARTER_MS = period_start(Period.QUARTER, NOW_MS)
MONTH_MS = period_start(Period.MONTH, NOW_MS)


def _files() -> dict[str, str]:
    each = list(PLACES)
    lines = {
        "region.csv": ["code,name,parent_code"]
        + [f"{code},{name},{parent}" for code, (name, parent) in REGIONS.items()],
        "enterprise.csv": ["code,name,region_code,sector_code,simulated"]
        + [f"{c},{NAMES[c]},{PLACES[c]},2613,{int(c != REAL)}" for c in each],
        "gateway.csv": ["enterprise_code,code,name"] + [f"{c},GW1,{NAMES[c]}网关" for c in each],
        "product.csv": ["enterprise_code,code,name,unit,benchmark_key"]
        + [f"{c},CAC2,{NAMES[c]}电石,t,{KEY}" for c in each],
        "point.csv": [
            "enterprise_code,code,name,gateway_code,kind,carrier,flow,unit,expected_s,in_service,"
            "product_code"
        ]
        + [
            f"{c},{point}"
            for c in each
            for point in (
                "E,总表,GW1,register,electricity,purchased,kWh,3600,2026-03-01,CAC2",
                "OUT,产量,GW1,interval,,output,t,3600,2026-03-01,CAC2",
            )
        ],
        "meter_epoch.csv": ["enterprise_code,point_code,start,start_value,multiplier"]
        + [f"{c},E,2026-03-01,0,1" for c in each],
        "quota.csv": ["holder,year,kind,basis,amount,unit,source"]
        + [f"enterprise:{c},2026,energy,calorific,9000,tce,{NAMES[c]}文件" for c in each]
        + [f"region:{r},2026,energy,calorific,{ALLOTTED[r]},tce,文件" for r in REGIONS],
        "entry.csv": ["subject,item,start,end,value,unit,document,entered_by"]
        + [
            f"enterprise:{c},output:CAC2,2025-12-01,2026-01-01,1000,t,{NAMES[c]}月报,填报员"
            for c in each
        ],
        "process_line.csv": ["enterprise_code,code,name,product_code,capacity,unit,in_service"]
        + [f"{c},F1,{NAMES[c]}一线,CAC2,45000,t/a,2024-06-01" for c in each],
    }
    return {name: "\n".join(text) + "\n" for name, text in lines.items()}


def subject_of(code: str) -> str:
    """Return the subject of an enterprise or region."""
    return f"{'region' if code in REGIONS else 'enterprise'}:{code}"


def marks_of(code: str) -> tuple[str, ...]:
    """Return what in an answer gives an enterprise or region away."""
    if code in REGIONS:
        return (REGIONS[code][0], f"region:{code}")
    return (NAMES[code], code)


def open_world(directory: Path, place: str | Path) -> Iterator[Platform]:
    """Open the platform and fill every table."""
    for platform in open_platform(directory, _files(), place):
        _feed(platform)
        platform.settle()
        with platform.parts.registry.session() as session:
            session.add(alerting.Channel(name="office", url="json://127.0.0.1:9/"))
            session.flush()
            for number, code in enumerate((*REGIONS, *PLACES), start=1):
                for row in (*_judged(code, number), *_told(code, number), *_structure(code)):
                    session.add(row)
                    session.flush()
        yield platform


def _feed(platform: Platform) -> None:
    times = np.arange(SINCE_MS, NOW_MS - HOUR_MS, HOUR_MS)
    for number, code in enumerate(PLACES, start=1):
        columns = {
            "E": (times, 1000.0 * number * np.arange(len(times)), None),
            "OUT": (times, np.full(len(times), 2.0), None),
        }
        platform.send(code, encode_columns("s1", 1, NOW_MS - 1000, columns))
        bad = encode_rows("s1", 2, NOW_MS - 1000, [(f"NOPE-{code}", NOW_MS - HOUR_MS, 1.0)])
        platform.send(code, bad)


def _verdict(code: str, rule: str, period: Period, start_ms: int, **given: Any) -> Verdict:
    subject = subject_of(code)
    values: dict[str, Any] = {
        "id": f"{rule[:6]}-{period[:2]}{code[-7:]}"[:16],
        "subject": subject,
        "rule": rule,
        "detail": "CAC2",
        "period": period,
        "start_ms": start_ms,
        "level": "between",
        "severity": 2,
        "value": 0.9,
        "reference": 0.8,
        "unit": "tce/t",
        "basis": "calorific",
        "coverage": 0.99,
        "provisional": True,
        "reason": f"{_name(code)}的事",
        "since_ms": start_ms,
        "judged_ms": NOW_MS,
        "evidence": {},
    }
    return Verdict(**(values | given))


def _name(code: str) -> str:
    return NAMES.get(code) or REGIONS[code][0]


def verdict_id(code: str) -> str:
    """Return the id of a verdict of an enterprise or region."""
    return _verdict(code, "early_warning", Period.QUARTER, QUARTER_MS).id


def _judged(code: str, number: int) -> list[Base]:
    subject = subject_of(code)
    warned = {"detail": "ordos:energy_total", "level": "held_back", "evidence": {"label": "红"}}
    rows: list[Base] = [
        _verdict(code, "early_warning", Period.QUARTER, QUARTER_MS, **warned),
        Finding(
            subject=subject,
            point_code="E",
            code="flat_line",
            start_ms=SINCE_MS,
            end_ms=NOW_MS,
            text=f"{_name(code)}平线",
        ),
        Closing(
            subject=subject,
            period=Period.YEAR,
            start_ms=LAST_YEAR_MS,
            version=1,
            closed_ms=YEAR_MS,
            closed_by="测试",
            rows=0,
            digest=f"{number:064d}",
        ),
        DispatchTask(
            subject=subject,
            quarter_ms=QUARTER_MS,
            number=1,
            task=f"{_name(code)}整改",
            who="某人",
            next_step="再看",
        ),
    ]
    if code in REGIONS:
        return rows
    evidence = {"benchmark_key": KEY, "indices": {}}
    figure = {"basis": "calorific", "unit": "tce", "measured": 5.0, "estimated": 0.0}
    return [
        *rows,
        _verdict(code, "benchmark_class", Period.YEAR, LAST_YEAR_MS, evidence=evidence),
        _verdict(code, "efficiency_list", Period.YEAR, YEAR_MS, detail="F1"),
        _verdict(code, "quality", Period.MONTH, MONTH_MS, evidence={"indices": {}}),
        Account(
            subject=f"line:{code}/F1",
            indicator="coal_calorific_tce",
            period=Period.YEAR,
            start_ms=YEAR_MS,
            amount=5.0,
            coverage=1.0,
            **figure,
        ),
    ]


def _told(code: str, number: int) -> list[Base]:
    subject = subject_of(code)
    alert = Alert(
        id=1000 + number,
        subject=subject,
        rule="test_rule",
        opened_ms=NOW_MS - DAY_MS,
        changed_ms=NOW_MS - DAY_MS,
        severity=2,
        level="over_pace",
        reason=f"{_name(code)}超了",
        verdict_id=verdict_id(code),
    )
    event = alerting.AlertEvent(
        id=1000 + number,
        alert_id=alert.id,
        at_ms=NOW_MS - DAY_MS,
        who="系统",
        action="opened",
        severity=2,
        text=f"{_name(code)}开了",
        told=True,
    )
    window = {"start_ms": YEAR_MS, "end_ms": YEAR_MS + DAY_MS, "entered_by": "某人"}
    return [
        alert,
        alerting.Subscription(id=1000 + number, channel="office", subject=subject),
        alerting.Maintenance(
            id=1000 + number, subject=subject, reason=f"{_name(code)}检修", **window
        ),
        event,
        alerting.Notification(
            id=1000 + number,
            channel="office",
            event_id=event.id,
            made_ms=NOW_MS,
            due_ms=NOW_MS,
            error=f"{_name(code)}没送到",
        ),
    ]


def _structure(code: str) -> list[Base]:
    if code in REGIONS:
        park = f"P{code}"
        return [structure.Park(code=park, name=f"{_name(code)}园区", region_code=code)]
    source = f"{NAMES[code]}批文"
    dated = {"enterprise_code": code, "valid_from_ms": 0, "source": source}
    decided = {"decided_ms": NOW_MS, "decided_by": "委", "reason": "调", "source": source}
    counts = dict.fromkeys([c.name for c in quality.PointMonth.__table__.columns], 1)
    keys = {"enterprise_code": code, "point_code": "E", "month_ms": MONTH_MS, "until_ms": NOW_MS}
    return [
        structure.Equipment(
            enterprise_code=code,
            code="B1",
            name=f"{NAMES[code]}炉",
            kind="boiler",
            vintage="existing",
            policy_class="restricted",
        ),
        structure.DischargePermit(number="N1", **dated),
        structure.Outlet(enterprise_code=code, code="DA1", name=f"{NAMES[code]}口", medium="air"),
        structure.PermitLimit(
            enterprise_code=code,
            permit_number="N1",
            pollutant="nox",
            kind="mass",
            period="year",
            valid_from_ms=0,
            amount=20,
            unit="t",
        ),
        structure.Membership(list_code="key_energy", **dated),
        structure.Attribute(name="name", value=f"旧{NAMES[code]}", valid_to_ms=1000, **dated),
        quality.PointMonth(**(counts | keys)),
        quality.QualityCheck(
            enterprise_code=code,
            month_ms=MONTH_MS,
            kind="sub_main",
            detail="E",
            value=1,
            reference=1,
            unit="kWh",
            tolerance=0.1,
            agrees=True,
        ),
        quality.Outage(
            enterprise_code=code, start_ms=YEAR_MS, end_ms=SINCE_MS, reason="停", source=source
        ),
        UpgradePlan(
            enterprise_code=code,
            line_code="F1",
            listed_ms=YEAR_MS,
            action="upgrade",
            state="planned",
            due_ms=NOW_MS,
            source=source,
        ),
        assessment.QuotaTransfer(
            code=f"T-{NAMES[code]}",
            year=2026,
            kind="energy",
            basis="calorific",
            from_holder=subject_of(ROOT),
            to_holder=subject_of(code),
            amount=1,
            unit="tce",
            **decided,
        ),
        assessment.Certificate(
            code=f"GC-{NAMES[code]}",
            kind="certificate",
            holder=subject_of(code),
            month_ms=MONTH_MS,
            mwh=1,
            origin=ROOT,
            source=source,
        ),
        assessment.CertificateUse(
            certificate_code=f"GC-{NAMES[code]}",
            subject=subject_of(code),
            month_ms=MONTH_MS,
            mwh=0.5,
            entered_by="某人",
            source=source,
        ),
        structure.ParkMember(park_code=f"P{PLACES[code]}", **dated),
        assessment.ListedProject(
            code=f"L-{NAMES[code]}",
            name=f"{NAMES[code]}项目",
            region_code=PLACES[code],
            enterprise_code=code,
            state_share=0.5,
            valid_from_ms=0,
            source=source,
        ),
    ]


EMPTY_BY_NATURE = frozenset(
    {"dirty_hour", "gateway_credential", "gateway_key", "quality_due", "lease", "audit_event"}
    | {"user_account", "delegation", "row_change"}
)
"""Tables with codes of enterprises that no answer is made of."""


def list_poor_tables(platform: Platform) -> list[str]:
    """Return the tables with a column of enterprises that lack a row of any of the four."""
    poor = []
    with platform.parts.registry.read() as session:
        for table in Base.metadata.sorted_tables:
            named = [n for n in ("enterprise_code", "subject", "holder") if n in table.c]
            if not named or table.name in EMPTY_BY_NATURE:
                continue
            column = table.c[named[0]]
            for code in PLACES:
                count = select(func.count()).where(column.contains(code))
                if not session.scalar(count.select_from(table)):
                    poor.append(f"{table.name} has no row of {NAMES[code]}")
    return poor
