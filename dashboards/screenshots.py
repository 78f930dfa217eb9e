"""Pictures of the console of a simulated fleet: `make screenshots`.

Those that the documents show go to docs/pictures; ``--every`` takes all pages to build/screenshots.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Generator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import httpx
from playwright.sync_api import Browser, Page, sync_playwright

from core.clock import monotonic_s
from core.errors import RefusedError

log = logging.getLogger(__name__)

WIDTHS = (1280, 400)
DRAWN = ".nh-body[aria-busy=false]"
"""Selects the body of a page that has been read and drawn."""
PLAIN_PAGES = (
    "enterprises",
    "benchmarks",
    "quotas",
    "alerts",
    "findings",
    "warnings",
    "quality",
    "gateways",
    "entries",
    "quarantine",
    "imports",
    "tables",
    "users",
    "delegations",
    "tokens",
    "audit",
    "platform",
)
SHOWN = (("overview", 1280), ("enterprise", 1280), ("alerts", 400))
"""Pictures that the documents show: page and width [px]."""
HIGHEST = 2400
"""How much of a long page is shown [px]."""
LANGUAGES = ("zh", "en")
VERDICTS_WITHIN_S = 180.0
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@contextmanager
def open_browser() -> Generator[Browser]:
    """Start the system's Chromium without a window.

    Raises
    ------
    RefusedError
        There is no Chromium.
    """
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        raise RefusedError(
            f"no chromium among the programs in {os.environ.get('PATH')!r}",
            fix="apt-get install chromium",
        )
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(FLAGS))
        try:
            yield browser
        finally:
            browser.close()


def open_page(browser: Browser, url: str, *, width: int, language: str) -> Page:
    """Open an address `width` [px] wide and wait until its cards are drawn."""
    page = browser.new_page(viewport={"width": width, "height": 900})
    joiner = "&" if "?" in url else "?"
    page.goto(f"{url}{joiner}lang={language}")
    page.wait_for_selector(".nh-card")
    page.wait_for_load_state("networkidle")
    return page


@contextmanager
def run_demo(directory: Path) -> Generator[str]:
    """Run the platform with its simulated fleet; give its address once verdicts are there."""
    command = [sys.executable, "-m", "cli.main", "up", "--scenario", "demo"]
    command += ["--port", "0", "--data", str(directory)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        line = process.stdout.readline() if process.stdout else ""
        url = line.removeprefix("ready ").strip()
        if not url.startswith("http"):
            raise RefusedError(
                f"the platform did not start: {line!r}", fix="run `nengheng up --scenario demo`"
            )
        _wait_for_verdicts(url)
        yield url
    finally:
        process.terminate()
        process.wait()
        if process.stdout:
            process.stdout.close()


def _wait_for_verdicts(url: str) -> None:
    until_s = monotonic_s() + VERDICTS_WITHIN_S
    while not (find_verdicts(url) and is_settled(url)):
        if monotonic_s() > until_s:
            raise RefusedError(f"no verdicts at {url} within {VERDICTS_WITHIN_S} s")


def is_settled(url: str) -> bool:
    """Return whether nothing that has come waits to be judged."""
    parts = httpx.get(f"{url}/health", timeout=30).json()["parts"]
    scheduler = next(part for part in parts if part["part"] == "scheduler")
    return bool(scheduler["values"]["pending_hours"] == 0)


def find_verdicts(url: str) -> list[dict[str, object]]:
    """Return the verdicts once every enterprise of the fleet has used something, else nothing."""
    with httpx.Client(base_url=url, timeout=30) as client:
        verdicts = client.get("/api/v1/verdicts", params={"limit": 500}).json()["items"]
        enterprises = client.get("/api/v1/enterprises").json()["items"]
    whole = all(row["used"] for row in enterprises)
    return list(verdicts) if whole and enterprises else []


def list_pages(url: str) -> dict[str, str]:
    """Return the paths of the console's pages by the names of their pictures."""
    with httpx.Client(base_url=url, timeout=30) as client:
        enterprises = client.get("/api/v1/enterprises").json()["items"]
        verdicts = client.get("/api/v1/verdicts", params={"limit": 500}).json()["items"]
        alerts = client.get("/api/v1/alerts", params={"limit": 1}).json()["items"]
    enterprise = enterprises[0]["code"]
    worst = max(verdicts, key=lambda row: (row["severity"], row["subject"]))["id"]
    pages = {name: f"/{name}" for name in PLAIN_PAGES}
    pages |= {
        "overview": "/",
        "enterprise": f"/enterprises/{enterprise}",
        "explain": f"/explain/{worst}",
        "gateway": f"/gateways/{enterprise}/GW1",
        "add-gateway": "/gateways/add",
        "enter": "/entries/add",
        "points": "/tables/point",
    }
    if alerts:
        pages["alert"] = f"/alerts/{alerts[0]['id']}"
    return pages


def take_pictures(url: str, token: str, folder: Path, *, every: bool = False) -> list[Path]:
    """Take pictures of the console at `url` as its operator; return the files.

    Those that the documents show, or of `every` page in both languages at two widths.
    """
    folder.mkdir(parents=True, exist_ok=True)
    pages = list_pages(url)
    chosen = [(name, width) for name in pages for width in WIDTHS] if every else SHOWN
    taken: list[Path] = []
    with open_browser() as browser:
        for name, width in chosen:
            for language in LANGUAGES:
                picture = folder / f"{name}-{language}-{width}.png"
                page = open_page(browser, url + pages[name], width=width, language=language)
                sign_in(page, url, token)
                page.reload()
                page.wait_for_selector(DRAWN)
                page.wait_for_load_state("networkidle")
                size = page.evaluate("document.documentElement.scrollHeight")
                page.screenshot(
                    path=picture,
                    full_page=True,
                    clip={"x": 0, "y": 0, "width": width, "height": min(size, HIGHEST)},
                )
                page.close()
                taken.append(picture)
    return taken


def sign_in(page: Page, url: str, token: str) -> None:
    """Give a page's browser the session of the operator's token."""
    answer = page.context.request.post(f"{url}/api/v1/session", data={"token": token})
    if not answer.ok:
        raise RefusedError(
            f"{url} does not take the token: {answer.status}", fix="take it from DIR/run.json"
        )


def main() -> None:
    """Run the demo in a folder of its own and take the pictures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--to", type=Path, help="folder; docs/pictures, or build/screenshots")
    parser.add_argument("--every", action="store_true", help="of every page, not only those shown")
    parser.add_argument("--data", type=Path, help="data directory of a platform that runs")
    given = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    folder = given.to or Path("build/screenshots" if given.every else "docs/pictures")
    with ExitStack() as stack:
        data = given.data
        if data is None:
            data = Path(stack.enter_context(tempfile.TemporaryDirectory())) / "data"
            stack.enter_context(run_demo(data))
        run = json.loads((data / "run.json").read_text("utf-8"))
        pictures = take_pictures(run["url"], run["token"], folder, every=given.every)
    for picture in pictures:
        log.info("%s", picture)


if __name__ == "__main__":
    main()
