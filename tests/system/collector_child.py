"""Collector processes that can be started and killed many times a minute.

``python collector_child.py DATA URL NOW_MS``: everything is imported once; each line on stdin
forks one collector, which says ``ready``. On SIGTERM it drains, writes ``books.json`` and ends.
"""

from __future__ import annotations

import dataclasses
import json
import logging
import os
import signal
import sys
from pathlib import Path

from cli.child import end_with_parent
from core.clock import FixedClock
from core.registry.database import open_registry
from core.settings import Settings
from core.store.duckdb import DuckDBStore
from ingest.collector import Collector

DRAIN_S = 60.0


def collect(directory: Path, url: str, now_ms: int, parent_pid: int) -> None:
    if not end_with_parent(parent_pid):
        return
    settings = Settings(data_dir=directory, mqtt_url=url)
    registry = open_registry(str(directory / "registry.db"))
    with (
        registry,
        DuckDBStore(directory / "readings.duckdb", memory_bytes=256 * 1024 * 1024) as store,
        Collector(settings, registry, store, FixedClock(now_ms)) as collector,
    ):
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        signal.sigwait({signal.SIGTERM})
        drained = collector.wait_drained(DRAIN_S)
        report = {
            "drained": drained,
            "books": [row if isinstance(row, dict) else _fields(row) for row in collector.books()],
            "differences": [dataclasses.asdict(line) for line in collector.audit().differences],
            "health": collector.health(),
        }
    (directory / "books.json").write_text(json.dumps(report, default=str))


def _fields(row: object) -> dict[str, object]:
    names = [field.name for field in dataclasses.fields(row)]  # type: ignore[arg-type]
    return {name: getattr(row, name) for name in names}


def main() -> None:
    directory, url, now_ms = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
    logging.basicConfig(
        level=logging.INFO,
        filename=directory / "collector.log",
        format="%(process)d %(asctime)s %(name)s %(message)s",
    )
    own_pid = os.getpid()
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})  # for children: from the very fork
    for _ in sys.stdin:
        child = os.fork()
        if child == 0:
            collect(directory, url, now_ms, own_pid)
            os._exit(0)
        sys.stdout.write(f"{child}\n")
        sys.stdout.flush()
        _, status = os.waitpid(child, 0)
        sys.stdout.write(f"ended {os.waitstatus_to_exitcode(status)}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
