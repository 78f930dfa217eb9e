"""A small platform for tests of analytics: registry, store, catalogue and a clock that stands."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import select

from analytics.accounts.facts import EnterpriseFacts, read_facts
from analytics.accounts.rows import COLUMNS, AccountRow
from analytics.context import Context
from analytics.jobs import RunSummary, run_pending
from core.calendar import HOUR_MS, parse_time
from core.catalogue import read_catalogue
from core.clock import FixedClock
from core.readings import ReadingBatch
from core.registry.database import Registry, open_registry
from core.registry.marks import mark_dirty
from core.registry.models import Enterprise, Entry, Point, Product, Quota, QuotaMonth, Region
from core.registry.results import Account, Alert, Verdict
from core.registry.structure import Equipment, ProcessLine
from core.settings import Settings
from core.store.duckdb import DuckDBStore
from core.store.opening import open_store
from core.store.protocol import SeriesKey

REGIONS = (
    ("150000", "内蒙古自治区", None),
    ("150200", "包头市", "150000"),
    ("150600", "鄂尔多斯市", "150000"),
    ("150622", "准格尔旗", "150600"),
)
YEAR = "2026-01-01"


@dataclass
class Platform:
    """A platform in miniature; times are given as text in Shanghai time."""

    context: Context
    clock: FixedClock

    @property
    def registry(self) -> Registry:
        return self.context.registry

    def add(self, *rows: object) -> None:
        with self.registry.session() as session:
            session.add_all(rows)

    def add_enterprise(
        self, code: str, region: str = "150622", sector: str = "2613", name: str = ""
    ) -> None:
        self.add(Enterprise(code=code, name=name or code, region_code=region, sector_code=sector))

    def add_point(
        self,
        enterprise: str,
        code: str,
        carrier: str,
        *,
        flow: str = "purchased",
        unit: str = "kWh",
        product: str | None = None,
        since: str = YEAR,
        expected_s: int = 3600,
        **more: object,
    ) -> None:
        """Add a point; `more` are further columns, such as `parent_code` or `formula`."""
        self.add(
            Point(
                enterprise_code=enterprise,
                code=code,
                kind="virtual" if more.get("formula") else "interval",
                carrier=carrier,
                flow=flow,
                unit=unit,
                expected_s=expected_s,
                in_service_ms=parse_time(since),
                product_code=product,
                **more,
            )
        )

    def add_line(self, enterprise: str, code: str, **more: object) -> None:
        """Add a process line; `more` are further columns, such as `product_code`."""
        self.add(ProcessLine(enterprise_code=enterprise, code=code, vintage="existing", **more))

    def add_equipment(self, enterprise: str, code: str, kind: str, **more: object) -> None:
        self.add(
            Equipment(
                enterprise_code=enterprise,
                code=code,
                kind=kind,
                vintage="existing",
                policy_class="permitted",
                **more,
            )
        )

    def add_product(self, enterprise: str, code: str, unit: str, key: str) -> None:
        self.add(
            Product(enterprise_code=enterprise, code=code, name=code, unit=unit, benchmark_key=key)
        )

    def add_quota(
        self,
        holder: str,
        amount: float,
        *,
        year: int = 2026,
        kind: str = "energy",
        basis: str = "calorific",
        unit: str = "tce",
        months: Sequence[float] = (),
    ) -> None:
        with self.registry.session() as session:
            quota = Quota(
                holder=holder,
                year=year,
                kind=kind,
                basis=basis,
                amount=amount,
                unit=unit,
                source="a test",
            )
            session.add(quota)
            session.flush()
            session.add_all(
                QuotaMonth(quota_id=quota.id, month=month, amount=value)
                for month, value in enumerate(months, start=1)
            )

    def add_entry(
        self,
        enterprise: str,
        item: str,
        value: float,
        unit: str,
        *,
        span: tuple[str, str],
        version: int = 1,
    ) -> None:
        self.add(
            Entry(
                subject=f"enterprise:{enterprise}",
                item=item,
                start_ms=parse_time(span[0]),
                end_ms=parse_time(span[1]),
                version=version,
                value=value,
                unit=unit,
                document="a document",
                entered_by="a test",
                entered_ms=0,
            )
        )

    def state_region(self, region: str, item: str, value: float, unit: str, year: int) -> None:
        """Enter a figure of a region's year."""
        self.add(
            Entry(
                subject=f"region:{region}",
                item=item,
                start_ms=parse_time(f"{year}-01-01"),
                end_ms=parse_time(f"{year + 1}-01-01"),
                version=1,
                value=value,
                unit=unit,
                document="a yearbook",
                entered_by="a test",
                entered_ms=0,
            )
        )

    def send(
        self,
        enterprise: str,
        point: str,
        start: str,
        values: Sequence[float] | np.ndarray,
        *,
        sent_ms: int = 1,
        mark: bool = True,
    ) -> None:
        """Store hourly interval readings from `start` on and mark their hours."""
        first = parse_time(start)
        amounts = np.asarray(values, np.float64)
        times = first + HOUR_MS * np.arange(len(amounts), dtype=np.int64)
        series = self.context.store.series_ids([SeriesKey(enterprise, point)])
        known = np.isfinite(amounts)
        size = int(known.sum())
        self.context.store.write_readings(
            ReadingBatch(
                np.full(size, series[0]),
                times[known],
                amounts[known],
                np.zeros(size, np.int8),
                np.full(size, sent_ms, np.int64),
                np.zeros(size, np.int64),
            )
        )
        if mark:
            with self.registry.session() as session:
                mark_dirty(session, enterprise, times[known])

    def send_constant(
        self, enterprise: str, point: str, span: tuple[str, str], value: float
    ) -> None:
        hours = (parse_time(span[1]) - parse_time(span[0])) // HOUR_MS
        self.send(enterprise, point, span[0], np.full(hours, value))

    def now(self, text: str) -> None:
        self.clock.at_ms = parse_time(text)

    def run(self) -> RunSummary:
        summary = run_pending(self.context)
        assert summary.failed == {}
        return summary

    def facts(self, enterprise: str) -> EnterpriseFacts:
        with self.registry.read() as session:
            return read_facts(session, [enterprise])[enterprise]

    def accounts(self) -> list[AccountRow]:
        with self.registry.read() as session:
            rows = session.execute(
                select(*COLUMNS).order_by(
                    Account.subject, Account.indicator, Account.period, Account.start_ms
                )
            )
            return [AccountRow._make(row) for row in rows]

    def account(self, subject: str, indicator: str, period: str, start: str) -> AccountRow:
        wanted = (subject, indicator, period, parse_time(start))
        found = {(r.subject, r.indicator, r.period, r.start_ms): r for r in self.accounts()}
        return found[wanted]

    def verdicts(self, rule: str = "", period: str = "") -> list[Verdict]:
        with self.registry.read() as session:
            rows = session.scalars(
                select(Verdict).order_by(
                    Verdict.subject, Verdict.rule, Verdict.detail, Verdict.period, Verdict.start_ms
                )
            ).all()
        return [
            row
            for row in rows
            if (not rule or row.rule == rule) and (not period or row.period == period)
        ]

    def verdict(self, rule: str, period: str = "year", subject: str = "") -> Verdict:
        found = [v for v in self.verdicts(rule, period) if not subject or v.subject == subject]
        assert len(found) == 1, found
        return found[0]

    def alerts(self) -> list[Alert]:
        with self.registry.read() as session:
            return list(session.scalars(select(Alert).order_by(Alert.id)).all())


def make_platform(
    directory: Path, place: str | Path, influx: Mapping[str, str] | None = None
) -> Platform:
    """Make a platform with the registry at `place`, and DuckDB or the InfluxDB of `influx`."""
    settings = Settings(data_dir=directory, **(influx or {}))
    store = open_store(settings) if influx else DuckDBStore(directory / "store.duckdb")
    clock = FixedClock(parse_time("2026-07-01"))
    context = Context(
        open_registry(place),
        store,
        read_catalogue(),
        clock,
        settings,
    )
    platform = Platform(context, clock)
    with context.registry.session() as session:
        for code, name, parent in REGIONS:
            session.add(Region(code=code, name=name, parent_code=parent))
            session.flush()
    return platform


@pytest.fixture
def new_platform(
    tmp_path: Path, place_registry: Callable[[Path, str], str | Path], registry_kind: str
) -> Iterator[Callable[[], Platform]]:
    """Return what makes one more platform; all are closed at the end."""
    made: list[Platform] = []

    def make() -> Platform:
        directory = tmp_path / f"platform{len(made)}"
        directory.mkdir()
        made.append(make_platform(directory, place_registry(directory, registry_kind)))
        return made[-1]

    yield make
    for one in made:
        one.context.store.close()
        one.registry.close()


@pytest.fixture
def platform(new_platform: Callable[[], Platform]) -> Platform:
    return new_platform()
