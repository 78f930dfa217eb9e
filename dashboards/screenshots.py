"""Pictures of every console page, in both languages and at two widths: `make screenshots`."""

from __future__ import annotations

import argparse
import logging
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import httpx
from playwright.sync_api import Browser, Page, sync_playwright

from core.clock import monotonic_s
from core.errors import RefusedError

log = logging.getLogger(__name__)

WIDTHS = (1280, 400)
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


def take_pictures(url: str, folder: Path) -> list[Path]:
    """Take a picture of every page at `url`; return the files."""
    folder.mkdir(parents=True, exist_ok=True)
    with httpx.Client(base_url=url, timeout=30) as client:
        enterprise = client.get("/api/v1/enterprises").json()["items"][0]["code"]
        verdicts = client.get("/api/v1/verdicts", params={"limit": 500}).json()["items"]
    worst = max(verdicts, key=lambda row: (row["severity"], row["subject"]))["id"]
    pages = {
        "overview": "/",
        "enterprises": "/enterprises",
        "enterprise": f"/enterprises/{enterprise}",
        "explain": f"/explain/{worst}",
        "platform": "/platform",
    }
    taken: list[Path] = []
    with open_browser() as browser:
        for name, path in pages.items():
            for language in LANGUAGES:
                for width in WIDTHS:
                    page = open_page(browser, url + path, width=width, language=language)
                    picture = folder / f"{name}-{language}-{width}.png"
                    page.screenshot(path=picture, full_page=True)
                    page.close()
                    taken.append(picture)
    return taken


def main() -> None:
    """Run the demo in a folder of its own and take the pictures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--to", type=Path, default=Path("build/screenshots"), help="folder")
    parser.add_argument("--url", help="a platform that already runs")
    given = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    if given.url:
        pictures = take_pictures(given.url, given.to)
    else:
        with tempfile.TemporaryDirectory() as folder, run_demo(Path(folder)) as url:
            pictures = take_pictures(url, given.to)
    for picture in pictures:
        log.info("%s", picture)


if __name__ == "__main__":
    main()
