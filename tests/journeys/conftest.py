"""The simulated platform as people meet it: one process, a browser, an account for every role."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from console import LANGUAGES, WIDTHS, Console, Demo
from patience import patient
from platform_process import platform_process, wait_for
from playwright.sync_api import Browser

from dashboards.screenshots import find_verdicts, is_settled, open_browser

SETTLED_WITHIN_S = 120.0


@pytest.fixture(scope="package")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    running = os.environ.get("NENGHENG_TEST_DEMO")
    if running:  # data directory of one that runs: for work on the pages
        yield _read_demo(Path(running))
        return
    data = tmp_path_factory.mktemp("journeys") / "data"
    with platform_process(data, "--scenario", "demo", "--port", "0") as platform:
        wait_for(
            lambda: find_verdicts(platform.url) and is_settled(platform.url),
            patient(SETTLED_WITHIN_S),
        )
        yield _read_demo(data)


def _read_demo(data: Path) -> Demo:
    run = json.loads((data / "run.json").read_text("utf-8"))
    return Demo(run["url"], run["token"], run["accounts"], run["mqtt_url"])


@pytest.fixture(scope="package")
def operator(demo: Demo) -> Iterator[httpx.Client]:
    headers = {"Authorization": f"Bearer {demo.token}"}
    with httpx.Client(base_url=demo.url, headers=headers, timeout=patient(30)) as client:
        yield client


@pytest.fixture(scope="package")
def chromium(demo: Demo) -> Iterator[Browser]:
    """A browser for these tests alone: while it is open, its thread has a running event loop."""
    with open_browser() as browser:
        yield browser


@pytest.fixture(params=[(language, width) for width in WIDTHS for language in LANGUAGES])
def console(
    request: pytest.FixtureRequest, demo: Demo, chromium: Browser, tmp_path: Path
) -> Iterator[Console]:
    """A visitor's browser in each language at each width."""
    language, width = request.param
    console = Console(demo, chromium, language=language, width=width)
    yield console
    console.close()
