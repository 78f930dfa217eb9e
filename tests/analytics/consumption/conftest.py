"""A platform of one enterprise for consumption: real registry, real store."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import delete, select

from analytics.consumption.job import compute_hours, refresh_hours
from analytics.context import Context
from core.calendar import HOUR_MS
from core.catalogue import read_catalogue
from core.clock import FixedClock
from core.readings import ReadingBatch
from core.registry.database import open_registry
from core.registry.models import Enterprise, MeterEpoch, Point, Product, Region
from core.registry.results import Finding
from core.settings import Settings
from core.store.duckdb import DuckDBStore
from core.store.protocol import SeriesKey

CODE = "91150600MA00000014"
T0 = 1_772_294_400_000  # 2026-03-01T00:00+08:00


class PlatformOfOne:
    """Registry, store and the job, for one enterprise."""

    T0 = T0

    def __init__(self, directory: Path, place: str | Path) -> None:
        self.registry = open_registry(place)
        self.store = DuckDBStore(directory / "store.duckdb")
        self.context = Context(
            self.registry, self.store, read_catalogue(), FixedClock(T0), Settings()
        )
        with self.registry.session() as session:
            session.add(Region(code="150000", name="测试区"))
            session.flush()
            session.add(
                Enterprise(code=CODE, name="测试企业", region_code="150000", sector_code="2613")
            )

    def close(self) -> None:
        self.store.close()
        self.registry.close()

    def declare(self, point: str = "P", epochs: Iterable[dict] = (), **facts) -> None:
        """Declare a point, or declare it anew."""
        row = {"kind": "register", "carrier": "electricity", "flow": "purchased", "unit": "kWh"}
        row |= {"expected_s": 900} | facts
        with self.registry.session() as session:
            session.execute(delete(Point).where(Point.code == point))
            session.execute(delete(MeterEpoch).where(MeterEpoch.point_code == point))
            session.add(Point(enterprise_code=CODE, code=point, **row))
            for epoch in epochs:
                session.add(MeterEpoch(enterprise_code=CODE, point_code=point, **epoch))

    def send(self, rows: Iterable[tuple], point: str = "P") -> list[tuple[int, int]]:
        """Store rows (time, value[, quality[, sent[, seq]]]); return their dirty hours."""
        full = [(*row, *(0, 0, 0)[len(row) - 2 :]) for row in rows]
        if not full:
            return []
        series = int(self.store.series_ids([SeriesKey(CODE, point)])[0])
        t, v, q, sent, seq = zip(*full, strict=True)
        self.store.write_readings(
            ReadingBatch(
                np.full(len(full), series, np.int64),
                np.array(t, np.int64),
                np.array(v, np.float64),
                np.array(q, np.int8),
                np.array(sent, np.int64),
                np.array(seq, np.int64),
            )
        )
        hours = sorted({x - x % HOUR_MS for x in t})
        return [(hour, hour + HOUR_MS) for hour in hours]

    def refresh(self, spans) -> list[tuple[int, int]]:
        return refresh_hours(self.context, CODE, spans)

    def series(self, point: str = "P"):
        return self.store.series_ids([SeriesKey(CODE, point)])

    def product(self, code: str, unit: str) -> None:
        with self.registry.session() as session:
            session.add(Product(enterprise_code=CODE, code=code, name=code, unit=unit))

    def compute(self, start: int, end: int):
        return compute_hours(self.context, CODE, start, end)

    def hours(self, point: str = "P") -> dict[int, tuple[float, float, float, float]]:
        """Return what the store says: hour → (amount, measured, estimated, coverage)."""
        series = self.store.series_ids([SeriesKey(CODE, point)])
        kept = self.store.read_hours(series, 0, 2**42)
        columns = (kept.hour_ms, kept.amount, kept.measured, kept.estimated, kept.coverage)
        rows = {h: tuple(rest) for h, *rest in zip(*(c.tolist() for c in columns), strict=True)}
        return {h: row for h, row in rows.items() if any(row)}

    def findings(self) -> list[tuple[str, int, int, str]]:
        with self.registry.read() as session:
            return sorted(
                (row.code, row.start_ms, row.end_ms, row.text)
                for row in session.scalars(select(Finding))
            )

    def findings_of(self, point: str) -> list[tuple]:
        """Return the findings of one point without its name."""
        with self.registry.read() as session:
            rows = session.scalars(select(Finding).where(Finding.point_code == point))
            return sorted((r.code, r.start_ms, r.end_ms, r.text, str(r.evidence)) for r in rows)

    def forget(self, point: str) -> None:
        """Take a point and its findings out of the registry."""
        with self.registry.session() as session:
            session.execute(delete(Point).where(Point.code == point))
            session.execute(delete(MeterEpoch).where(MeterEpoch.point_code == point))
            session.execute(delete(Finding).where(Finding.point_code == point))


@pytest.fixture
def platform(tmp_path: Path, platform_class) -> Iterator[PlatformOfOne]:
    made = platform_class(tmp_path)
    yield made
    made.close()


@pytest.fixture(scope="session")
def platform_class(place_registry, default_registry_kind) -> Callable[[Path], PlatformOfOne]:
    """Return what makes a platform in a directory."""
    return lambda directory: PlatformOfOne(
        directory, place_registry(directory, default_registry_kind)
    )
