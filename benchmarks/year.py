"""A year of a province for benchmarks: a few enterprises derived by the jobs, and their copies.

The templates' accounts and verdicts are made by the jobs from a year of hourly readings, so that
they can be explained; the others are copies of their rows under other codes.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from sqlalchemy import Connection, insert, text

from analytics.context import Context
from analytics.jobs import recompute
from benchmarks.province import make_code
from core.calendar import HOUR_MS, Period, period_start, to_local
from core.catalogue import read_catalogue
from core.clock import WallClock
from core.hours import HourBatch
from core.readings import ReadingBatch
from core.registry.database import open_registry
from core.registry.models import Enterprise, Gateway, Point, Product, Quota, QuotaMonth, Region
from core.settings import Settings
from core.store.duckdb import DuckDBStore
from core.store.protocol import SeriesKey
from core.vocabulary import Flow

TEMPLATES = 10
HOURS = 365 * 24
COPIED_AT_ONCE = 50
SOURCE = "simulated for a benchmark"
KEY = "无机盐/电石//单位产品综合能耗"
POINTS: dict[str, tuple[str, Flow, str, float]] = {
    "E": ("electricity", Flow.PURCHASED, "kWh", 12_000.0),
    "COKE": ("coke", Flow.PURCHASED, "t", 2.0),
    "OUT": ("", Flow.OUTPUT, "t", 3.5),
    "SUB": ("electricity", Flow.CONSUMED, "kWh", 4_000.0),
}
"""Point → carrier, flow, unit and amount of an hour [unit]."""


def open_year(folder: Path) -> Context:
    """Open the registry and the store in `folder`, and return the jobs' context."""
    return Context(
        open_registry(str(folder / "registry.db")),
        DuckDBStore(folder / "store.duckdb"),
        read_catalogue(),
        WallClock(),
        Settings(data_dir=folder, analytics_interval_s=2.0),
    )


def fill_year(context: Context, enterprises: int) -> list[str]:
    """Write `enterprises` [1] with a year of everything; return their codes."""
    codes = [make_code(number) for number in range(enterprises)]
    now_ms = context.clock.now_ms()
    end_ms = now_ms - now_ms % HOUR_MS
    fill_registry(context, codes[:TEMPLATES])
    write_readings(context, codes, end_ms)
    for code in codes[:TEMPLATES]:
        recompute(context, end_ms - HOURS * HOUR_MS, end_ms, code)
    for at in range(TEMPLATES, enterprises, COPIED_AT_ONCE):
        _copy(context, codes, range(at, min(at + COPIED_AT_ONCE, enterprises)))
    return codes


def fill_registry(context: Context, codes: list[str]) -> None:
    """Write regions and the enterprises `codes` with points, a product and a quota each."""
    year = to_local(context.clock.now_ms()).year
    leagues = [f"15{number:02d}00" for number in range(1, 13)]
    banners = [f"15{league:02d}{number:02d}" for league in range(1, 13) for number in range(21, 29)]
    regions = [("150000", None)] + [(code, "150000") for code in leagues]
    regions += [(code, f"{code[:4]}00") for code in banners]
    with context.registry.session() as session:
        session.execute(
            insert(Region),
            [{"code": code, "name": code, "parent_code": above} for code, above in regions],
        )
        for number, code in enumerate(codes):
            session.add(
                Enterprise(
                    code=code,
                    name=f"模拟企业 {number}",
                    region_code=banners[number * 9 % len(banners)],
                    sector_code="2613",
                    simulated=True,
                )
            )
            session.flush()
            session.add(Gateway(enterprise_code=code, code="GW1"))
            session.add(
                Product(enterprise_code=code, code="CAC2", name="电石", unit="t", benchmark_key=KEY)
            )
            session.add_all(_points(code))
            quota = Quota(
                holder=f"enterprise:{code}",
                year=year,
                kind="energy",
                basis="calorific",
                amount=28_000.0 + 800.0 * number,
                unit="tce",
                source=SOURCE,
            )
            session.add(quota)
            session.flush()
            session.add_all(
                QuotaMonth(quota_id=quota.id, month=month, amount=quota.amount / 12)
                for month in range(1, 13)
            )


def _points(code: str) -> list[Point]:
    return [
        Point(
            enterprise_code=code,
            code=name,
            name=name,
            gateway_code="GW1",
            kind="interval",
            carrier=carrier,
            flow=flow,
            unit=unit,
            expected_s=3600,
            product_code=None if name == "SUB" else "CAC2",
        )
        for name, (carrier, flow, unit, _) in POINTS.items()
    ]


def write_readings(context: Context, codes: list[str], end_ms: int) -> None:
    """Write hourly readings of every enterprise, month by month as they would have come."""
    chance = np.random.default_rng(11)
    keys = [SeriesKey(code, point) for code in codes for point in POINTS]
    series = context.store.series_ids(keys)
    base = np.tile([POINTS[key.point][3] for key in keys[: len(POINTS)]], len(codes))
    step = 30 * 24
    for first in range(0, HOURS, step):
        hours = np.arange(first, min(first + step, HOURS))
        time_ms = end_ms - (HOURS - hours) * HOUR_MS
        n = len(hours) * len(series)
        context.store.write_readings(
            ReadingBatch(
                np.repeat(series, len(hours)),
                np.tile(time_ms, len(series)),
                np.repeat(base, len(hours)) * chance.uniform(0.8, 1.2, n),
                np.zeros(n, np.int8),
                np.tile(time_ms + HOUR_MS, len(series)),
                np.ones(n, np.int64),
            )
        )


def _copy(context: Context, codes: list[str], chosen: range) -> None:
    """Copy the rows and hours of the templates to the enterprises at these places [1]."""
    store = context.store
    batches = []
    with context.registry.session() as session:
        connection = session.connection()
        for number in chosen:
            template, code = codes[number % TEMPLATES], codes[number]
            _copy_rows(connection, template, code, number)
            source = store.series_ids([SeriesKey(template, point) for point in POINTS])
            target = store.series_ids([SeriesKey(code, point) for point in POINTS])
            hours = store.read_hours(source, 0, context.clock.now_ms())
            moved = target[np.searchsorted(np.sort(source), hours.series)]
            batches.append(
                HourBatch(
                    moved,
                    hours.hour_ms,
                    hours.amount,
                    hours.measured,
                    hours.estimated,
                    hours.coverage,
                )
            )
    store.write_hours(HourBatch.concat(batches))


COPIES = (
    "INSERT INTO enterprise (code, name, region_code, sector_code, simulated) "
    "SELECT :code, '模拟企业 ' || :number, (SELECT code FROM region WHERE code NOT LIKE '%00' "
    "ORDER BY code LIMIT 1 OFFSET :number % 96), sector_code, simulated "
    "FROM enterprise WHERE code = :template",
    "INSERT INTO gateway (enterprise_code, code, name, delivery) "
    "SELECT :code, code, name, delivery FROM gateway WHERE enterprise_code = :template",
    "INSERT INTO product (enterprise_code, code, name, unit, benchmark_key) "
    "SELECT :code, code, name, unit, benchmark_key FROM product "
    "WHERE enterprise_code = :template",
    "INSERT INTO point (enterprise_code, code, name, gateway_code, kind, carrier, flow, unit, "
    "expected_s, in_service_ms, product_code) SELECT :code, code, name, gateway_code, kind, "
    "carrier, flow, unit, expected_s, in_service_ms, product_code FROM point "
    "WHERE enterprise_code = :template",
    "INSERT INTO quota (holder, year, kind, basis, amount, unit, source) "
    "SELECT 'enterprise:' || :code, year, kind, basis, amount, unit, source FROM quota "
    "WHERE holder = 'enterprise:' || :template",
    "INSERT INTO quota_month (quota_id, month, amount) SELECT n.id, m.month, m.amount "
    "FROM quota_month m JOIN quota o ON o.id = m.quota_id "
    "AND o.holder = 'enterprise:' || :template JOIN quota n ON n.holder = 'enterprise:' || :code",
    "INSERT INTO account (subject, indicator, period, start_ms, version, basis, amount, unit, "
    "measured, estimated, coverage) SELECT 'enterprise:' || :code, indicator, period, start_ms, "
    "version, basis, amount, unit, measured, estimated, coverage FROM account "
    "WHERE subject = 'enterprise:' || :template",
    "INSERT INTO verdict (id, subject, rule, detail, period, start_ms, version, level, severity, "
    "value, reference, unit, basis, coverage, provisional, reason, reason_en, since_ms, "
    "judged_ms, evidence) SELECT lower(hex(randomblob(8))), 'enterprise:' || :code, rule, detail, "
    "period, start_ms, version, level, severity, value, reference, unit, basis, coverage, "
    "provisional, reason, reason_en, since_ms, judged_ms, evidence FROM verdict "
    "WHERE subject = 'enterprise:' || :template",
    "INSERT INTO alert (subject, rule, detail, opened_ms, changed_ms, resolved_ms, severity, "
    "level, reason, reason_en, verdict_id) SELECT 'enterprise:' || :code, rule, detail, opened_ms, "
    "changed_ms, resolved_ms, severity, level, reason, reason_en, verdict_id FROM alert "
    "WHERE subject = 'enterprise:' || :template",
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20) "
    "INSERT INTO finding (subject, point_code, code, start_ms, end_ms, text, text_en, evidence) "
    "SELECT 'enterprise:' || :code, 'E', 'register_gap', :now - i * 86400000, "
    ":now - i * 86400000 + 7200000, '中断', 'gap', '{}' FROM n",
)
"""Statements that copy what the registry holds of :template to :code, the :number-th enterprise."""


def _copy_rows(connection: Connection, template: str, code: str, number: int) -> None:
    now_ms = period_start(Period.DAY, WallClock().now_ms())
    for statement in COPIES:
        connection.execute(
            text(statement), {"template": template, "code": code, "number": number, "now": now_ms}
        )
