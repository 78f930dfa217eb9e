"""API calls and console pages over 1,000 enterprises × 1 year, while readings come in."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import uvicorn
from rich.console import Console
from rich.table import Table

from analytics.context import Context
from analytics.scheduler import Scheduler
from api.app import create_app
from api.collectors import LocalCollector
from api.parts import PlatformParts
from benchmarks.rows import Row
from benchmarks.year import POINTS, TEMPLATES, fill_year, open_year
from core import topics
from core.clock import monotonic_s
from core.garbage import calm_garbage_collector
from core.wire import encode_rows
from dashboards.console import mount
from ingest.collector import Collector
from ingest.intake import Arrival

ENTERPRISES = 1000
QUICK_ENTERPRISES = 30
ROUNDS = 20
QUICK_ROUNDS = 3
PAINTED_ROUNDS = 10
MESSAGES_PER_S = 400
"""Messages that come in meanwhile [1/s]: 1,600 readings/s, as 100 points a minute of each make."""
READY_S = 60.0


def measure(quick: bool, folder: Path) -> list[Row]:
    """Return the 95th percentile of all calls and of the slowest kind, and that of each page.

    The times of every kind are printed.
    """
    calm_garbage_collector()
    enterprises = QUICK_ENTERPRISES if quick else ENTERPRISES
    context = open_year(folder)
    codes = fill_year(context, enterprises)
    with ExitStack() as stack:
        stack.callback(context.registry.close)
        stack.callback(context.store.close)
        url = stack.enter_context(_serve(context, codes))
        calls = _ask("page_client", url, _paths(context, codes), QUICK_ROUNDS if quick else ROUNDS)
        pages = _pages(codes)
        painted = _ask(
            "page_browser", url, list(pages.values()), QUICK_ROUNDS if quick else PAINTED_ROUNDS
        )
    Console().print(_table(calls | {f"{path} (painted)": took for path, took in painted.items()}))
    every = [one for found in calls.values() for one in found]
    slowest = max(calls, key=lambda path: _p95(calls[path]))
    note = f"{enterprises:,} enterprises, {len(every)} calls of {len(calls)} kinds"
    return [
        Row("page_p95", _p95(every), "ms", note=note),
        Row("page_p95_slowest", _p95(calls[slowest]), "ms", note=slowest),
        Row("page_median", float(np.median(every)), "ms"),
        *(
            Row(f"page_painted_{name}", _p95(painted[path]), "ms", note=f"{path}, in Chromium")
            for name, path in pages.items()
        ),
    ]


def _table(times: dict[str, list[float]]) -> Table:
    """Return the times of every kind of call, the slowest first."""
    table = Table("what", "median [ms]", "p95 [ms]", "most [ms]", title="Calls and pages by kind")
    for path in sorted(times, key=lambda path: _p95(times[path]), reverse=True):
        figures = (float(np.median(times[path])), _p95(times[path]), max(times[path]))
        table.add_row(path, *(f"{figure:.1f}" for figure in figures))
    return table


def _pages(codes: list[str]) -> dict[str, str]:
    """Return the paths of the pages of daily work by name."""
    return {
        "overview": "/",
        "region": "/?region=150600",
        "enterprises": "/enterprises",
        "enterprise": f"/enterprises/{codes[TEMPLATES // 2]}",
        "benchmarks": "/benchmarks",
        "alerts": "/alerts",
    }


def _p95(times_ms: list[float]) -> float:
    return float(np.percentile(times_ms, 95))


def _paths(context: Context, codes: list[str]) -> list[str]:
    code = codes[TEMPLATES // 2]
    subject = f"enterprise:{code}"
    with context.registry.read() as session:
        verdict = session.connection().exec_driver_sql(
            "SELECT id FROM verdict WHERE subject = ? AND period = 'year' LIMIT 1", (subject,)
        )
        verdict_id = verdict.scalar_one()
    calls = [
        "overview",
        "regions",
        "regions/150600/overview",
        "enterprises",
        "enterprises?order=worst",
        "enterprises?level=will_exceed&region=150600",
        f"enterprises/{code}",
        f"enterprises/{code}/load?hours=48",
        f"enterprises/{code}/load?hours=168",
        f"enterprises/{code}/consumption?period=day",
        f"enterprises/{code}/consumption?period=month",
        f"quotas/curve?holder={subject}",
        "accounts",
        f"accounts?subject={subject}&period=day&indicator=coal_calorific_tce&limit=400",
        "accounts?subject=region:150000&period=month",
        "verdicts",
        "verdicts?rule=quota_pace&level=will_exceed",
        f"verdicts?subject={subject}",
        f"verdicts/{verdict_id}",
        f"explain/verdicts/{verdict_id}",
        "alerts",
        "findings",
        f"findings?subject={subject}",
        "books",
        "points",
        f"points?enterprise={code}&latest=true",
        f"readings?enterprise={code}&point=E&start=2020-01-01&end=2100-01-01",
        f"amounts?enterprise={code}&point=E&start=2020-01-01&end=2100-01-01",
    ]
    pages = ["/", "/enterprises", f"/enterprises/{code}", f"/explain/{verdict_id}", "/platform"]
    return [*(f"/api/v1/{call}" for call in calls), "/health", "/metrics", *pages]


@contextmanager
def _serve(context: Context, codes: list[str]) -> Iterator[str]:
    """Serve the platform from this process, as the embedded one, and let readings come in."""
    with ExitStack() as stack:
        collector = stack.enter_context(
            Collector(context.settings, context.registry, context.store, context.clock)
        )
        scheduler = stack.enter_context(Scheduler(context))
        parts = PlatformParts(
            settings=context.settings,
            clock=context.clock,
            registry=context.registry,
            store=context.store,
            catalogue=context.catalogue,
            collector=LocalCollector(collector),
            scheduler=scheduler,
            open_loopback=True,
            simulated=True,
        )
        app = create_app(parts)
        mount(app, parts)
        listener = stack.enter_context(socket.create_server(("127.0.0.1", 0)))
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning"))
        serving = threading.Thread(target=server.run, args=([listener],), name="bench-server")
        serving.start()
        stop = threading.Event()
        feeding = threading.Thread(
            target=_feed, args=(context, collector, codes, stop), name="bench-feed"
        )
        feeding.start()
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            stop.set()
            feeding.join()
            server.should_exit = True
            serving.join()


def _feed(context: Context, collector: Collector, codes: list[str], stop: threading.Event) -> None:
    """Send one reading of each point of one enterprise after the other, so many a second."""
    sent = 0
    started_s = monotonic_s()
    while not stop.wait(max(0.0, started_s + sent / MESSAGES_PER_S - monotonic_s())):
        code = codes[sent % len(codes)]
        now_ms = context.clock.now_ms()
        rows = [(point, now_ms, amount) for point, (_, _, _, amount) in POINTS.items()]
        payload = encode_rows(None, None, now_ms, rows)
        collector.intake.offer(Arrival("bench", topics.data(code, "GW1"), payload, now_ms))
        sent += 1


def _ask(client: str, url: str, paths: list[str], rounds: int) -> dict[str, list[float]]:
    """Have a process of its own call every path so often; return the times of each [ms]."""
    done = subprocess.run(
        [sys.executable, "-m", f"benchmarks.{client}", url, str(rounds)],
        input=json.dumps(paths),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found
