"""A small platform: registry by import, readings through the collector, jobs run once."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import pytest
from fastapi import FastAPI
from servers import REGISTRY_KINDS, PlaceRegistry

from analytics.context import Context
from analytics.jobs import run_pending
from api.app import create_app
from api.collectors import LocalCollector
from api.parts import PlatformParts
from core import topics
from core.calendar import HOUR_MS, parse_time
from core.catalogue import read_catalogue
from core.clock import FixedClock
from core.registry.database import open_registry
from core.registry.transfer import import_files
from core.settings import Settings
from core.store.duckdb import DuckDBStore
from core.wire import encode_columns, encode_rows
from ingest.collector import Collector
from ingest.intake import Arrival
from simulators.fleets.credit_code import fictitious_code

TOKEN = "operator-token-of-the-tests"
START_MS = parse_time("2026-01-01")
NOW_MS = parse_time("2026-03-10T12:30")
DRAIN_S = 60.0
HERE = Path(__file__).parent


CARBIDE, CENTRE, GAPPY = (fictitious_code(700 + number) for number in (1, 2, 3))
CARBIDE_KEY = "无机盐/电石//单位产品综合能耗"
CENTRE_KEY = "数据中心/能效等级//PUE"

FILES = {
    "region.csv": "code,name,parent_code\n150000,内蒙古自治区,\n150600,鄂尔多斯市,150000\n"
    "150622,准格尔旗,150600\n150300,乌海市,150000\n150302,海勃湾区,150300\n",
    "enterprise.csv": "code,name,region_code,sector_code,simulated\n"
    f"{CARBIDE},模拟电石厂,150622,2613,1\n{CENTRE},模拟数据中心,150622,6450,1\n"
    f"{GAPPY},模拟焦化厂,150302,2521,1\n",
    "gateway.csv": "enterprise_code,code,name,delivery\n"
    f"{CARBIDE},GW1,一号,end-to-end\n{CENTRE},GW1,,broker\n{GAPPY},GW1,,end-to-end\n",
    "product.csv": "enterprise_code,code,name,unit,benchmark_key\n"
    f"{CARBIDE},CAC2,电石,t,{CARBIDE_KEY}\n{CENTRE},IT,IT 用电,kWh,{CENTRE_KEY}\n",
    "point.csv": "enterprise_code,code,name,gateway_code,kind,carrier,flow,unit,expected_s,"
    "in_service,product_code\n"
    + "".join(
        f"{line}\n"
        for line in (
            f"{CARBIDE},T1/EP,主变,GW1,interval,electricity,purchased,kWh,3600,2026-01-01,CAC2",
            f"{CARBIDE},COKE,焦炭,GW1,interval,coke,purchased,t,3600,2026-01-01,CAC2",
            f"{CARBIDE},OUT,产量,GW1,interval,,output,t,3600,2026-01-01,CAC2",
            f"{CENTRE},E,总表,GW1,register,electricity,purchased,kWh,3600,2026-01-01,IT",
            f"{CENTRE},IT,IT 表,GW1,interval,electricity,output,kWh,3600,2026-01-01,IT",
            f"{GAPPY},E,总表,,interval,electricity,purchased,kWh,3600,2026-01-01,",
        )
    ),
    "meter_epoch.csv": "enterprise_code,point_code,start,start_value,multiplier\n"
    f"{CENTRE},E,2026-01-01,0,1\n",
    "quota.csv": "holder,year,kind,basis,amount,unit,source\n"
    f"enterprise:{CARBIDE},2026,energy,calorific,9000,tce,测试文件\n"
    f"enterprise:{CENTRE},2026,energy,calorific,0.09,万tce,测试文件\n"
    f"enterprise:{GAPPY},2026,energy,calorific,5000,tce,测试文件\n"
    "region:150300,2026,energy,calorific,6000,tce,测试文件\n",
    "entry.csv": "subject,item,start,end,value,unit,document,entered_by\n"
    f"enterprise:{CARBIDE},output:CAC2,2025-12-01,2026-01-01,1000,t,生产月报,张三\n",
}


def hourly(*, rate: float, skip: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Times and values of one reading an hour up to now; `skip` leaves out every n-th day."""
    times = np.arange(START_MS, NOW_MS - HOUR_MS, HOUR_MS)
    if skip:
        times = times[(times - START_MS) // (24 * HOUR_MS) % skip != 0]
    return times, np.full(len(times), rate)


@dataclass(frozen=True)
class Client:
    """Calls the application as a peer would, without a socket."""

    app: FastAPI
    headers: dict[str, str]
    peer: str = "127.0.0.1"
    base: str = "http://127.0.0.1"

    def get(self, path: str, **given: object) -> httpx.Response:
        return asyncio.run(self._call("GET", path, given))

    def post(self, path: str, **given: object) -> httpx.Response:
        return asyncio.run(self._call("POST", path, given))

    def put(self, path: str, **given: object) -> httpx.Response:
        return asyncio.run(self._call("PUT", path, given))

    def delete(self, path: str) -> httpx.Response:
        return asyncio.run(self._call("DELETE", path, {}))

    def send(self, method: str, path: str, **given: object) -> httpx.Response:
        return asyncio.run(self._call(method, path, given))

    def ok(self, path: str, **params: object) -> dict[str, Any]:
        answer = self.get(path, params=params)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def items(self, path: str, **params: object) -> list[dict[str, Any]]:
        return self.ok(path, **params)["items"]

    async def _call(self, method: str, path: str, given: dict[str, Any]) -> httpx.Response:
        transport = httpx.ASGITransport(
            self.app, raise_app_exceptions=False, client=(self.peer, 50000)
        )
        async with httpx.AsyncClient(
            transport=transport, base_url=self.base, headers=self.headers
        ) as client:
            return await client.request(method, path, **given)


@dataclass(frozen=True)
class Platform:
    """The running parts and how to feed them."""

    parts: PlatformParts
    collector: Collector
    clock: FixedClock
    app: FastAPI

    @property
    def context(self) -> Context:
        p = self.parts
        return Context(p.registry, p.store, p.catalogue, p.clock, p.settings)

    def send(self, enterprise: str, payload: bytes, gateway: str = "GW1") -> None:
        topic = topics.data(enterprise, gateway)
        assert self.collector.intake.offer(Arrival("test", topic, payload, self.clock.now_ms()))

    def settle(self) -> None:
        assert self.collector.wait_drained(DRAIN_S)
        run_pending(self.context)

    def client(self, *, token: str | None = TOKEN, peer: str = "127.0.0.1") -> Client:
        return Client(self.app, {"Authorization": f"Bearer {token}"} if token else {}, peer)


def open_platform(directory: Path, files: dict[str, str], place: str | Path) -> Iterator[Platform]:
    clock = FixedClock(NOW_MS)
    settings = Settings(data_dir=directory)
    paths = []
    for name, text in files.items():
        path = directory / name
        path.write_text(text, encoding="utf-8")
        paths.append(path)
    with (
        open_registry(place) as registry,
        DuckDBStore(directory / "store.duckdb") as store,
    ):
        report = import_files(registry, paths, clock=clock)
        assert report.applied or not paths, report.rows
        with Collector(settings, registry, store, clock) as collector:
            parts = PlatformParts(
                settings=settings,
                clock=clock,
                registry=registry,
                store=store,
                catalogue=read_catalogue(),
                collector=LocalCollector(collector),
                token=TOKEN,
                open_loopback=True,
                simulated=True,
            )
            yield Platform(parts, collector, clock, create_app(parts))


def feed(platform: Platform) -> None:
    """Ten weeks of hourly readings of three enterprises, and a bad message."""
    sent_ms = NOW_MS - 1000
    times, power = hourly(rate=12_000.0)
    platform.send(
        CARBIDE,
        encode_columns(
            "a1",
            1,
            sent_ms,
            {
                "T1/EP": (times, power, None),
                "COKE": (times, power / 12_000 * 2.0, None),
                "OUT": (times, power / 12_000 * 3.0, None),
            },
        ),
    )
    platform.send(
        CENTRE,
        encode_columns(
            "b1",
            1,
            sent_ms,
            {
                "E": (
                    np.append(times, times[-1] + HOUR_MS),
                    900.0 * np.arange(len(times) + 1),
                    None,
                ),
                "IT": (times, np.full(len(times), 500.0), None),
            },
        ),
    )
    gappy_times, gappy = hourly(rate=3000.0, skip=3)
    platform.send(GAPPY, encode_columns("c1", 1, sent_ms, {"E": (gappy_times, gappy, None)}))
    platform.send(GAPPY, encode_rows("c1", 2, sent_ms, [("NOPE", NOW_MS - HOUR_MS, 1.0)]))
    platform.send(GAPPY, b"\xff\xfe not json")
    platform.send(CARBIDE, encode_rows("a1", 2, sent_ms, [("T9", NOW_MS - HOUR_MS, 1.0)]), "GW9")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Have one worker run all of this folder, so that one builds its platforms."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.xdist_group("api"))


@pytest.fixture(scope="session", params=REGISTRY_KINDS)
def default_registry_kind(request: pytest.FixtureRequest) -> str:
    """What the platforms' registries are kept in: the API answers the same from both."""
    kind: str = request.param
    return kind


@pytest.fixture(scope="session")
def platform(
    tmp_path_factory: pytest.TempPathFactory,
    place_registry: PlaceRegistry,
    default_registry_kind: str,
) -> Iterator[Platform]:
    """The platform with data; tests only read it."""
    directory = tmp_path_factory.mktemp("platform")
    for made in open_platform(directory, FILES, place_registry(directory, default_registry_kind)):
        feed(made)
        made.settle()
        yield made


@pytest.fixture(scope="session")
def client(platform: Platform) -> Client:
    return platform.client()


@pytest.fixture
def fresh(tmp_path: Path, place_registry: PlaceRegistry, registry_kind: str) -> Iterator[Platform]:
    """A platform with the registry's rows and no data, to be changed."""
    yield from open_platform(tmp_path, FILES, place_registry(tmp_path, registry_kind))


@pytest.fixture
def blank(tmp_path: Path, place_registry: PlaceRegistry, registry_kind: str) -> Iterator[Platform]:
    """A platform that knows nothing yet."""
    yield from open_platform(tmp_path, {}, place_registry(tmp_path, registry_kind))


def without_collector(platform: Platform) -> Platform:
    parts = replace(platform.parts, collector=None)
    return replace(platform, parts=parts, app=create_app(parts))
