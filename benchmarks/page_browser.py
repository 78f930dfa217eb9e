"""``python -m benchmarks.page_browser URL ROUNDS``: time pages in Chromium, paths come on stdin.

A page is painted once its body is no longer busy and the browser has drawn it. The browser keeps
its cache from page to page, as a visitor's does.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict

from playwright.sync_api import BrowserContext

from core.clock import monotonic_s
from dashboards.screenshots import DRAWN, open_browser

PAINTED = "() => new Promise(done => requestAnimationFrame(() => setTimeout(done)))"
TIMEOUT_MS = 60_000


def main() -> None:
    """Open every page once to warm up, then so often, and print the times [ms] by path."""
    url, rounds = sys.argv[1], int(sys.argv[2])
    paths: list[str] = json.loads(sys.stdin.read())
    times: dict[str, list[float]] = defaultdict(list)
    with open_browser() as browser:
        context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="zh-CN")
        context.set_default_timeout(TIMEOUT_MS)
        for at in range(rounds + 1):
            for path in paths:
                taken_ms = _open(context, url + path)
                if at:
                    times[path].append(taken_ms)
    print(json.dumps(times))


def _open(context: BrowserContext, address: str) -> float:
    """Return how long a page takes to be painted [ms]."""
    page = context.new_page()
    try:
        started_s = monotonic_s()
        page.goto(address, wait_until="commit")
        page.wait_for_selector(DRAWN)
        page.evaluate(PAINTED)
        taken_ms = (monotonic_s() - started_s) * 1000
        if page.locator(".nh-body .nh-card").count() == 0:
            raise SystemExit(f"{address}: {page.inner_text('body')[:500]}")
        return taken_ms
    finally:
        page.close()


if __name__ == "__main__":
    main()
