"""The console over a small registry, served by uvicorn in a thread, and a real browser."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
import uvicorn
from patience import patient
from playwright.sync_api import Browser, BrowserContext, Page

from api.app import create_app
from api.parts import PlatformParts
from core.calendar import DAY_MS, parse_time
from core.catalogue import read_catalogue
from core.clock import FixedClock
from core.registry.alerting import AlertEvent
from core.registry.database import open_registry
from core.registry.results import Alert, Finding
from core.registry.transfer import import_files
from core.settings import Settings
from core.store.duckdb import DuckDBStore
from dashboards.console import mount
from dashboards.screenshots import DRAWN, open_browser
from simulators.fleets.credit_code import fictitious_code
from tests.dashboards.supervised import open_parts

TOKEN = "operator-token-of-the-console's-tests"
NOW_MS = parse_time("2026-03-10T12:30")
NEAR, FAR = (fictitious_code(800 + number) for number in (1, 2))
FILES = {
    "region.csv": "code,name,parent_code\n150000,内蒙古自治区,\n150600,鄂尔多斯市,150000\n"
    "150622,准格尔旗,150600\n150300,乌海市,150000\n",
    "enterprise.csv": "code,name,region_code,sector_code,simulated\n"
    f"{NEAR},模拟电石厂,150622,2613,1\n{FAR},模拟<b>焦化</b>厂,150300,2521,1\n",
    "point.csv": "enterprise_code,code,name,kind,carrier,flow,unit,expected_s,in_service\n"
    f"{NEAR},T1/EP,主变,interval,electricity,purchased,kWh,3600,2026-01-01\n",
    "quota.csv": "holder,year,kind,basis,amount,unit,source\n"
    "region:150000,2026,energy,calorific,20000,tce,测试文件\n"
    "region:150600,2026,energy,calorific,12000,tce,测试文件\n"
    f"enterprise:{NEAR},2026,energy,calorific,9000,tce,测试文件\n",
}


@dataclass(frozen=True)
class Served:
    """A served console."""

    url: str
    parts: PlatformParts


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The console; `alert` 1 and 2 are open, of the two enterprises, and one finding."""
    directory = tmp_path_factory.mktemp("console")
    clock = FixedClock(NOW_MS)
    paths = [directory / name for name in FILES]
    for path in paths:
        path.write_text(FILES[path.name], encoding="utf-8")
    with (
        open_registry(str(directory / "registry.db")) as registry,
        DuckDBStore(directory / "store.duckdb") as store,
    ):
        report = import_files(registry, paths, clock=clock)
        assert report.applied, report.rows
        parts = PlatformParts(
            settings=Settings(data_dir=directory),
            clock=clock,
            registry=registry,
            store=store,
            catalogue=read_catalogue(),
            token=TOKEN,
            open_loopback=True,
            simulated=True,
        )
        _plant(parts)
        with _serve(parts) as url:
            yield Served(url, parts)


def _plant(parts: PlatformParts) -> None:
    """Add what jobs would have found."""
    with parts.registry.session() as session:
        for number, code in enumerate((NEAR, FAR), start=1):
            opened_ms = NOW_MS - number * DAY_MS
            session.add(
                Alert(
                    id=number,
                    subject=f"enterprise:{code}",
                    rule="quota_pace",
                    opened_ms=opened_ms,
                    changed_ms=opened_ms,
                    severity=3,
                    level="will_exceed",
                    reason="预计超配额",
                    reason_en="will exceed",
                    verdict_id="0" * 16,
                )
            )
            session.flush()
            session.add(
                AlertEvent(
                    alert_id=number,
                    at_ms=opened_ms,
                    who="nengheng",
                    action="opened",
                    severity=3,
                    text="will_exceed",
                )
            )
        session.add(
            Finding(
                subject=f"enterprise:{NEAR}",
                point_code="T1/EP",
                code="flat_line",
                start_ms=NOW_MS - DAY_MS,
                end_ms=NOW_MS,
                text="连续 24 小时读数恒为 5",
                text_en="5 for 24 hours",
                evidence={"hours": 24},
            )
        )


@contextmanager
def _serve(parts: PlatformParts) -> Iterator[str]:
    app = create_app(parts)
    mount(app, parts)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning"))
        thread = threading.Thread(target=server.run, args=([listener],), name="console-tests")
        thread.start()
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with open_browser() as browser:
        yield browser


@dataclass
class Visitor:
    """A browser of its own at the served console."""

    context: BrowserContext
    page: Page
    url: str

    def open(self, path: str) -> Page:
        """Open a page and wait until it is drawn."""
        self.page.goto(f"{self.url}{path}")
        self.page.wait_for_selector(DRAWN)
        return self.page

    def sign_in(self) -> None:
        """Become the operator."""
        answer = self.context.request.post(f"{self.url}/api/v1/session", data={"token": TOKEN})
        assert answer.ok, answer.text()


@pytest.fixture
def visitor(served: Served, chromium: Browser) -> Iterator[Visitor]:
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, locale="zh-CN")
    context.set_default_timeout(patient(15) * 1000)
    errors: list[str] = []
    page = context.new_page()
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield Visitor(context, page, served.url)
    context.close()
    assert errors == []


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PlatformParts]:
    """The parts of a platform that supervises one plant; nobody serves them."""
    with open_parts(tmp_path_factory.mktemp("supervised")) as made:
        yield made
