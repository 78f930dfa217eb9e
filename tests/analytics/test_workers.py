"""Whoever computes, the rows are the same: inline, a pool, a Dask cluster; killed or cancelled."""

from __future__ import annotations

import os
import signal

import numpy as np
import pytest
from servers import make_place
from sqlalchemy import select

from analytics import tasks, workers
from analytics.jobs import run_pending
from analytics.progress import Progress, hold_runs
from analytics.workers import DaskCluster, Inline, ProcessPool, Surroundings, choose_workers
from core.calendar import HOUR_MS, parse_time
from core.readings import ReadingBatch
from core.registry.marks import mark_dirty, read_marks
from core.registry.models import MeterEpoch, Point
from core.registry.results import Finding
from core.store.protocol import SeriesKey
from tests.analytics.conftest import make_platform

START = parse_time("2026-02-01")
CODES = [f"91150622MA0TEST{k:03d}" for k in range(8)]
NAMES = ("MAIN", "SUB", "GAS")
HOURS = 30


@pytest.fixture(autouse=True)
def small_batches(monkeypatch):
    monkeypatch.setattr(workers, "WORTH_WORKERS", 1)
    monkeypatch.setattr(tasks, "BATCH_ENTERPRISES", 2)


def furnish(platform) -> None:
    """Eight enterprises with registers that rise, one that is reset, one that jitters."""
    platform.now("2026-02-02T09:30:00")
    chance = np.random.default_rng(7)
    times = START + np.arange(HOURS * 6) * 600_000
    for number, code in enumerate(CODES):
        platform.add_enterprise(code, region="150622")
        platform.add_quota(f"enterprise:{code}", 500.0)
        for name in NAMES:
            carrier = "natural_gas" if name == "GAS" else "electricity"
            flow = "consumed" if name == "SUB" else "purchased"
            unit = "m3" if name == "GAS" else "kWh"
            platform.add_point(code, name, carrier, unit=unit, flow=flow)
            with platform.registry.session() as session:
                point = session.get(Point, (code, name))
                point.kind, point.expected_s = "register", 600
                if number == 1:
                    session.add(
                        MeterEpoch(
                            enterprise_code=code, point_code=name, start_ms=START, jitter=0.5
                        )
                    )
            value = np.round(np.cumsum(chance.uniform(0, 90, len(times))), 2)
            if number == 2 and name == "SUB":
                value[100:] -= value[100] - 1.0
            zero = np.zeros(len(times), np.int64)
            series = platform.context.store.series_ids([SeriesKey(code, name)])
            platform.context.store.write_readings(
                ReadingBatch(zero + series, times, value, zero.astype(np.int8), zero, zero)
            )
        mark(platform, code, range(HOURS))


def mark(platform, code: str, hours) -> None:
    with platform.registry.session() as session:
        mark_dirty(session, code, [START + hour * HOUR_MS for hour in hours])


def state(platform) -> list:
    """Hours, accounts, verdicts and findings, without when they were judged."""
    keys = [SeriesKey(code, name) for code in CODES for name in NAMES]
    ids = platform.context.store.series_ids(keys)
    hours = platform.context.store.read_hours(ids, 0, 2**42)
    place = {int(number): keys[k] for k, number in enumerate(ids.tolist())}
    columns = (hours.hour_ms, hours.amount, hours.measured, hours.estimated, hours.coverage)
    rows = [
        (place[series], *rest)
        for series, *rest in zip(hours.series.tolist(), *(c.tolist() for c in columns), strict=True)
    ]
    verdicts = [
        {k: v for k, v in vars(one).items() if k not in ("_sa_instance_state", "judged_ms")}
        for one in platform.verdicts()
    ]
    with platform.registry.read() as session:
        findings = [
            (f.subject, f.point_code, f.code, f.start_ms, f.end_ms, f.text)
            for f in session.scalars(select(Finding))
        ]
    return [sorted(rows), platform.accounts(), verdicts, sorted(findings)]


def surroundings(platform) -> Surroundings:
    url = platform.registry.engine.url.render_as_string(hide_password=False)
    return Surroundings(url, platform.context.settings)


@pytest.fixture
def clean(new_platform):
    """What computing everything in this process gives."""
    made = new_platform()
    furnish(made)
    made.run()
    live(made)
    return state(made)


def live(platform, workers=None) -> None:
    """An hour comes in again, as while data flow."""
    for code in CODES:
        mark(platform, code, [HOURS - 1])
    assert run_pending(platform.context, workers=workers).failed == {}


class Counting:
    """Workers that note how many portions they computed and whether they could."""

    def __init__(self, workers) -> None:
        self.workers, self.answers = workers, []
        self.ahead = workers.ahead

    def submit(self, context, portion):
        answer = self.workers.submit(context, portion)

        def wait():
            self.answers.append(answer())
            return self.answers[-1]

        return wait


def test_a_pool_gives_the_same_rows_and_a_killed_worker_costs_none(platform, clean):
    furnish(platform)
    pool = ProcessPool(surroundings(platform), 2)
    try:
        counting = Counting(pool)
        progress = Progress()
        summary = run_pending(platform.context, workers=counting, progress=progress)
        assert summary.failed == {}
        assert (progress.done, progress.total, progress.percent) == (8, 8, 100.0)
        assert sum(one is not None for one in counting.answers) >= 2
        for process in pool.list_processes():
            os.kill(process, signal.SIGKILL)
        live(platform, pool)
        assert state(platform) == clean
        counting = Counting(pool)
        live(platform, counting)
        assert any(one is not None for one in counting.answers), "the pool was made anew"
        assert state(platform) == clean
    finally:
        pool.close()


@pytest.fixture
def production(tmp_path, influx_server, postgres_databases):
    """Make platforms on InfluxDB and PostgreSQL, each in a bucket and a database of its own."""
    made = []

    def make():
        directory = tmp_path / f"production{len(made)}"
        directory.mkdir()
        bucket = make_place(influx_server)
        url = postgres_databases.make_registry()
        made.append((make_platform(directory, url, bucket.settings), bucket, url))
        return made[-1][0]

    yield make
    for one, bucket, url in made:
        one.context.store.close()
        one.registry.close()
        bucket.run(f'DROP DATABASE "{bucket.bucket}"')
        postgres_databases.drop(url)


def test_a_pool_gives_the_same_rows_from_influxdb_and_postgresql(production, clean):
    alone = production()
    furnish(alone)
    alone.run()
    live(alone)
    assert rounded(state(alone)) == rounded(clean), "the stores hold the same"
    shared = production()
    furnish(shared)
    pool = ProcessPool(surroundings(shared), 2)
    try:
        assert surroundings(shared).is_shared, "workers read InfluxDB by themselves"
        counting = Counting(pool)
        assert run_pending(shared.context, workers=counting).failed == {}
        assert sum(one is not None for one in counting.answers) >= 2
        counting = Counting(pool)
        live(shared, counting)
        assert None not in counting.answers
    finally:
        pool.close()
    assert state(shared) == state(alone)


def rounded(found):
    """Round the hours' amounts: sums of the same readings in another order of reading."""
    return [[(*row[:2], *(round(x, 6) for x in row[2:])) for row in found[0]], found[3]]


def test_a_worker_that_is_killed_at_work_costs_its_portion_alone(platform, clean):
    furnish(platform)
    pool = ProcessPool(surroundings(platform), 1)

    class Killing(Counting):
        def submit(self, context, portion):
            wait = super().submit(context, portion)
            if len(self.answers) == 1:
                os.kill(pool.list_processes()[0], signal.SIGKILL)
            return wait

    try:
        killing = Killing(pool)
        assert run_pending(platform.context, workers=killing).failed == {}
        assert None in killing.answers
        live(platform)
        assert state(platform) == clean
    finally:
        pool.close()


def test_a_dask_cluster_gives_the_same_rows(platform, clean, tmp_path):
    distributed = pytest.importorskip("distributed")
    furnish(platform)
    cluster = distributed.LocalCluster(
        n_workers=2,
        threads_per_worker=1,
        processes=True,
        dashboard_address=None,
        local_directory=str(tmp_path / "dask"),
    )
    with cluster, distributed.Client(cluster) as client:
        counting = Counting(DaskCluster(surroundings(platform), client))
        assert run_pending(platform.context, workers=counting).failed == {}
        assert sum(one is not None for one in counting.answers) >= 2
        live(platform, DaskCluster(surroundings(platform), client))
        assert state(platform) == clean


def test_what_is_cancelled_in_the_middle_goes_on_to_what_a_clean_run_gives(platform, clean):
    furnish(platform)
    asked = []

    def stop() -> bool:
        asked.append(1)
        return len(asked) > 2

    progress = Progress()
    summary = run_pending(platform.context, stop=stop, progress=progress)
    assert summary.stopped
    assert 0 < progress.done < progress.total == 8
    assert progress.eta_s() > 0
    with platform.registry.read() as session:
        left = {one.enterprise_code for one in read_marks(session)} & set(CODES)
    assert 0 < len(left) < 8
    with platform.registry.session() as session:
        hold_runs(session, held=True, now_ms=START)
    held = run_pending(platform.context)
    assert (held.stopped, held.enterprises) == (True, 0)
    with platform.registry.session() as session:
        hold_runs(session, held=False, now_ms=START)
    live(platform)
    assert state(platform) == clean


def test_workers_are_chosen_by_settings(platform):
    assert isinstance(choose_workers(platform.context), Inline)
    settings = platform.context.settings.model_copy(update={"analytics_workers": 3})
    from dataclasses import replace

    pool = choose_workers(replace(platform.context, settings=settings))
    assert pool.ahead == 6
    pool.close()
