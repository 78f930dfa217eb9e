"""Hourly amounts and accounts of a live hour, and of a day, of a province from InfluxDB."""

from __future__ import annotations

import json
import multiprocessing
import resource
from collections import Counter
from contextlib import ExitStack
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from analytics.context import Context
from analytics.jobs import run_pending
from analytics.workers import choose_workers
from benchmarks.loads import T0_MS
from benchmarks.province import fill_registry, make_code, mark_day, write_day
from benchmarks.rows import Row
from cli.local_servers.influxdb import InfluxServer
from core.calendar import DAY_MS, HOUR_MS
from core.catalogue import read_catalogue
from core.clock import FixedClock, monotonic_s
from core.registry.database import open_registry
from core.registry.marks import mark_dirty
from core.settings import Settings
from core.store.influxdb import InfluxDBStore
from core.store.influxdb_http import InfluxAddress
from core.store.influxdb_setup import create_bucket

PROVINCE = 1000
ENTERPRISES, QUICK_ENTERPRISES = 100, 3
"""Enterprises run [1]: what is written takes longer than what is measured, and time is alike for
each enterprise, so the province's is reckoned from these."""
LIVE_HOUR_MS = T0_MS + 23 * HOUR_MS


@dataclass(frozen=True)
class Figure:
    """Figures of one run: wall and CPU time of the jobs [s], calls of the store [1]."""

    seconds: float
    cpu_s: float
    calls: dict[str, int]


class CountedStore:
    """The store, with its calls counted by name."""

    def __init__(self, store: InfluxDBStore, calls: Counter[str]) -> None:
        self._store = store
        self._calls = calls

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever the store has
        """Return what the store has under `name`."""
        self._calls[name] += 1
        return getattr(self._store, name)


def measure(quick: bool, folder: Path) -> list[Row]:
    """Write a day of a part of the province, derive it, then its last hour again."""
    enterprises = QUICK_ENTERPRISES if quick else ENTERPRISES
    spawn = multiprocessing.get_context("spawn")
    with InfluxServer(folder / "influxdb") as server:
        address = InfluxAddress(server.url, server.token, server.org, "bench", timeout_s=300.0)
        create_bucket(address)
        for step in (_load, _run):
            child = spawn.Process(target=step, args=(folder, address, enterprises))
            child.start()
            child.join()
            if child.exitcode:
                raise RuntimeError(f"{enterprises} enterprises ended with {child.exitcode}")
    found = {
        name: Figure(**given)
        for name, given in json.loads((folder / "figures.json").read_text()).items()
    }
    whole = PROVINCE / enterprises
    return [_row(name, figure, enterprises, whole) for name, figure in found.items()]


def _row(name: str, figure: Figure, enterprises: int, whole: float) -> Row:
    calls = ", ".join(f"{call} {n}" for call, n in sorted(figure.calls.items()))
    note = (
        f"{enterprises} of {PROVINCE} enterprises in {figure.seconds:.1f} s, times {whole:g}; "
        f"{figure.cpu_s:.1f} CPU-s; store calls: {calls}"
    )
    return Row(f"province_{name}_influx", figure.seconds * whole, "s", note=note)


def _open(stack: ExitStack, folder: Path, address: InfluxAddress) -> Context:
    registry = stack.enter_context(open_registry(folder / "registry.db"))
    store = stack.enter_context(InfluxDBStore(address))
    clock = FixedClock(T0_MS + DAY_MS + 4 * HOUR_MS)
    settings = Settings(
        data_dir=folder,
        influx_url=address.url,
        influx_token=address.token,
        influx_org=address.org,
        influx_bucket=address.bucket,
        influx_timeout_s=address.timeout_s,
    )
    return Context(registry, store, read_catalogue(), clock, settings)


def _load(folder: Path, address: InfluxAddress, enterprises: int) -> None:
    """Make the part of the province with its day."""
    with ExitStack() as stack:
        context = _open(stack, folder, address)
        fill_registry(context.registry, enterprises)
        write_day(context, enterprises)
        mark_day(context, enterprises)


def _run(folder: Path, address: InfluxAddress, enterprises: int) -> None:
    """Derive the day, then its last hour as if it had just come; write ``figures.json``."""
    with ExitStack() as stack:
        context = _open(stack, folder, address)
        figures = {"day": _derive(context, enterprises)}
        with context.registry.session() as session:
            for number in range(enterprises):
                mark_dirty(session, make_code(number), np.array([LIVE_HOUR_MS]))
        figures["hour"] = _derive(context, enterprises)
    found = {name: asdict(figure) for name, figure in figures.items()}
    (folder / "figures.json").write_text(json.dumps(found))


def _derive(context: Context, enterprises: int) -> Figure:
    """Measure a run; the workers' processes are ended within it, so that their CPU counts."""
    calls: Counter[str] = Counter()
    counted: Any = CountedStore(context.store, calls)  # type: ignore[arg-type]
    workers = choose_workers(context)
    used = _cpu_s()
    begin = monotonic_s()
    summary = run_pending(replace(context, store=counted), workers=workers)
    seconds = monotonic_s() - begin
    workers.close()
    cpu_s = _cpu_s() - used
    if summary.failed or summary.enterprises != enterprises:
        raise RuntimeError(f"not every enterprise was derived: {summary} {summary.failed}")
    return Figure(seconds, cpu_s, dict(calls))


def _cpu_s() -> float:
    """Return the CPU time [s] of this process and of the children that have ended."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)
