"""A province's registry and a day of its readings, for benchmarks."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from sqlalchemy import insert

from analytics.context import Context
from benchmarks.loads import MINUTE_MS, T0_MS
from core.calendar import DAY_MS, HOUR_MS
from core.catalogue import read_catalogue
from core.clock import FixedClock
from core.readings import Float64Array, Int64Array, ReadingBatch
from core.registry.database import Registry, open_registry
from core.registry.marks import mark_dirty
from core.registry.models import Enterprise, MeterEpoch, Point, Quota, QuotaMonth, Region
from core.settings import Settings
from core.store.duckdb import DuckDBStore
from core.store.protocol import SeriesKey

POINTS = 100
MINUTES = 1440
EMBEDDED_BYTES = 512 * 1024 * 1024
"""What the embedded platform lets DuckDB use [byte]."""
LATE_SHARE = 0.01
LATE_MINUTES = 180
AT_ONCE = 10
SOURCE = "simulated for a benchmark"
ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def make_code(number: int) -> str:
    """Return an 18-character enterprise code for `number` [1]; no real one."""
    digits = []
    for _ in range(6):
        number, digit = divmod(number, len(ALPHABET))
        digits.append(ALPHABET[digit])
    return "91150000SIM" + "".join(reversed(digits)) + "X"


def open_province(folder: Path) -> Context:
    """Open the registry and the store in `folder`, and return the jobs' context."""
    clock = FixedClock(T0_MS + DAY_MS + 4 * HOUR_MS)
    return Context(
        open_registry(str(folder / "registry.db")),
        DuckDBStore(folder / "store.duckdb", memory_bytes=EMBEDDED_BYTES),
        read_catalogue(),
        clock,
        Settings(data_dir=folder),
    )


def close_province(context: Context) -> None:
    """Close what `open_province` opened."""
    context.store.close()
    context.registry.close()


def fill_registry(registry: Registry, enterprises: int) -> None:
    """Write `enterprises` [1] with their points, epochs and quotas."""
    codes = [make_code(k) for k in range(enterprises)]
    leagues = ["150100", "150200", "150600"]
    regions = [{"code": "150000", "name": "内蒙古自治区", "parent_code": None}]
    regions += [{"code": code, "name": code, "parent_code": "150000"} for code in leagues]
    with registry.session() as session:
        session.execute(insert(Region), regions)
        session.execute(
            insert(Enterprise),
            [
                {
                    "code": code,
                    "name": f"模拟企业 {k}",
                    "region_code": leagues[k % 3],
                    "sector_code": ("2613", "4411", "6450")[k % 3],
                    "simulated": True,
                }
                for k, code in enumerate(codes)
            ],
        )
        session.execute(insert(Point), [_point(code, p) for code in codes for p in range(POINTS)])
        session.execute(
            insert(MeterEpoch),
            [row for code in codes for p in range(POINTS) for row in _epochs(code, p)],
        )
        quotas = [_quota(k + 1, code) for k, code in enumerate(codes)]
        session.execute(insert(Quota), quotas)
        session.execute(
            insert(QuotaMonth),
            [
                {"quota_id": quota["id"], "month": month, "amount": 1000.0}
                for quota in quotas
                for month in range(1, 13)
            ],
        )


def _point(code: str, number: int) -> dict[str, object]:
    carrier, unit = (("electricity", "kWh"), ("natural_gas", "m3"))[number % 10 == 9]
    return {
        "enterprise_code": code,
        "code": f"P{number:03d}",
        "name": f"计量点 {number}",
        "kind": "register",
        "carrier": carrier,
        "flow": "purchased" if number in (0, 9) else "consumed",
        "unit": unit,
        "expected_s": 60,
        "in_service_ms": T0_MS - 30 * DAY_MS,
    }


def replaced_ms(point: Int64Array) -> Int64Array:
    """Return when the meter of each of `point` [1] is replaced [ms]: some time in the day."""
    return T0_MS + 6 * HOUR_MS + (point * 7 % 720) * MINUTE_MS + MINUTE_MS // 2


def _epochs(code: str, number: int) -> list[dict[str, object]]:
    replaced = int(replaced_ms(np.array([number]))[0])
    row = {"enterprise_code": code, "point_code": f"P{number:03d}", "max_rate": 1e4}
    first = {"start_ms": T0_MS - 30 * DAY_MS, "stop_ms": replaced, "serial": "old"}
    second = {"start_ms": replaced, "stop_ms": None, "serial": "new"}
    values = {"start_value": None, "stop_value": None, "register_max": 1e8, "jitter": 0.0}
    shared = row | values | {"multiplier": 1.0, "calibration_due_ms": None}
    return [shared | first, shared | second | {"start_value": 0.0}]


def _quota(number: int, code: str) -> dict[str, object]:
    return {
        "id": number,
        "holder": f"enterprise:{code}",
        "year": 2025,
        "kind": "energy",
        "basis": "calorific",
        "amount": 12_000.0,
        "unit": "tce",
        "source": SOURCE,
    }


def write_day(context: Context, enterprises: int) -> int:
    """Write the day ten minutes at a time, 1 % late by up to three hours; return the readings [1].

    Registers rise at 1–60 units an hour; each meter is replaced once in the day by one that starts
    at 0. Then the days are moved as the platform moves them at night.
    """
    count = enterprises * POINTS
    codes = [make_code(k) for k in range(enterprises)]
    context.store.series_ids([SeriesKey(c, f"P{p:03d}") for c in codes for p in range(POINTS)])
    chance = np.random.default_rng(11)
    rate = chance.uniform(1, 60, count)
    held: list[ReadingBatch] = []
    written = 0
    for minute in range(0, MINUTES, AT_ONCE):
        batch = ReadingBatch.concat([_minute(minute + k, rate) for k in range(AT_ONCE)])
        late = chance.random(len(batch)) < LATE_SHARE
        held.append(batch.take(late))
        context.store.write_readings(batch.take(~late))
        if (minute + AT_ONCE) % LATE_MINUTES == 0:
            context.store.write_readings(ReadingBatch.concat(held))
            held.clear()
        written += len(batch)
    context.store.maintain(context.clock.now_ms())
    return written


def _minute(minute: int, rate: Float64Array) -> ReadingBatch:
    count = len(rate)
    series = np.arange(1, count + 1, dtype=np.int64)
    time_ms = np.full(count, T0_MS + minute * MINUTE_MS, np.int64)
    replaced = replaced_ms((series - 1) % POINTS)
    since = np.where(time_ms < replaced, T0_MS - DAY_MS, replaced)
    value = np.round((time_ms - since) / HOUR_MS * rate, 2)
    zero = np.zeros(count, np.int8)
    seq = np.full(count, minute + 1, np.int64)
    return ReadingBatch(series, time_ms, value, zero, time_ms + 2000, seq)


def mark_day(context: Context, enterprises: int) -> None:
    """Mark every hour of the day of every enterprise as dirty."""
    hours = np.arange(T0_MS, T0_MS + DAY_MS, HOUR_MS)
    with context.registry.session() as session:
        for k in range(enterprises):
            mark_dirty(session, make_code(k), hours)
