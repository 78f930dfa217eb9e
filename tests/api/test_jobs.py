"""Long work: begun with 202, watched to its end, cancelled, honest where its process has died."""

from __future__ import annotations

import io
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import psutil
import pyarrow.parquet as pq
import pytest
from patience import patient

from api.jobs import JobRunner, own_name
from core.clock import monotonic_s
from core.registry.calls import Job
from tests.api.conftest import CARBIDE, NOW_MS, Client, Platform, feed

API = "/api/v1"
REGION = {"name": "region.csv", "content": "code,name,parent_code\n150900,乌兰察布市,150000\n"}


def wait_until(condition: Callable[[], bool], *, seconds: float) -> None:
    """Look at a condition until it holds."""
    pause, end_s = threading.Event(), monotonic_s() + patient(seconds)
    while not condition():
        assert monotonic_s() < end_s, "it never held"
        pause.wait(0.02)


def end_of(client: Client, answer: Any) -> dict[str, Any]:
    """Watch a job that was begun until it ends."""
    assert answer.status_code == 202, answer.text
    where = answer.headers["location"]
    assert where == f"{API}/jobs/{answer.json()['id']}"
    wait_until(lambda: client.ok(where)["state"] not in ("queued", "running"), seconds=30)
    return client.ok(where)


def test_import_as_a_job(fresh: Platform) -> None:
    client = fresh.client()
    job = end_of(client, client.post(f"{API}/jobs/import", json={"files": [REGION]}))
    assert (job["state"], job["result"]["applied"]) == ("done", True)
    assert job["asked"] == {"files": ["region.csv"], "dry_run": False}
    assert client.ok(f"{API}/regions/150900")["name"] == "乌兰察布市"
    assert [row["id"] for row in client.items(f"{API}/jobs")] == [job["id"]]


def test_refused_import_fails_with_its_report(fresh: Platform) -> None:
    client = fresh.client()
    bad = {"files": [{"name": "region.csv", "content": "code,name,parent_code\n1,x,\n"}]}
    job = end_of(client, client.post(f"{API}/jobs/import", json=bad))
    assert job["state"] == "failed"
    assert job["problem"]["type"] == "/problems/import-refused"
    assert job["problem"]["report"]["problems"][0]["column"] == "code"


def test_export_writes_what_the_list_gives(fresh: Platform) -> None:
    client = fresh.client()
    feed(fresh)
    fresh.settle()
    query = {"enterprise": CARBIDE, "point": "T1/EP", "start": "2026-01-01", "end": "2026-03-01"}
    body = {"list": "readings", "query": query, "format": "parquet"}
    job = end_of(client, client.post(f"{API}/jobs/export", json=body))
    assert job["state"] == "done", job
    assert job["result"]["rows"] == 59 * 24
    file = client.get(job["file"])
    assert pq.read_table(io.BytesIO(file.content)).num_rows == 59 * 24
    assert len(file.content) == job["result"]["bytes"]
    text = end_of(client, client.post(f"{API}/jobs/export", json={"list": "gateways"}))
    assert client.get(text["file"]).text.splitlines()[0].startswith("enterprise,code,name")


@pytest.mark.parametrize(
    "body",
    [
        {"list": "nothing"},
        {"list": "accounts", "query": {"period": "fortnight"}},
        {"list": "accounts", "query": {"senseless": 1}},
        {"list": "readings"},
        {"list": "gateways", "format": "pdf"},
        {"list": "../../etc/passwd"},
        {"list": "gateways", "query": {"enterprise": "NOBODY"}},
    ],
)
def test_export_that_cannot_be(fresh: Platform, body: dict[str, Any]) -> None:
    answer = fresh.client().post(f"{API}/jobs/export", json=body)
    assert answer.status_code in (404, 422), answer.text
    assert fresh.client().items(f"{API}/jobs") == []


def test_recompute_is_watched(fresh: Platform) -> None:
    client = fresh.client()
    feed(fresh)
    fresh.settle()
    span = {"start": "2026-02-01", "end": "2026-02-03", "enterprise": CARBIDE}
    answer = client.post(f"{API}/jobs/recompute", json=span)
    job = answer.json()
    assert (job["state"], job["total"], job["done"]) == ("running", 48, 0)
    assert client.post(f"{API}/jobs/{job['id']}/cancel").status_code == 409
    fresh.settle()
    job = client.ok(answer.headers["location"])
    assert (job["state"], job["done"]) == ("done", 48)


def test_replay_as_a_job(fresh: Platform) -> None:
    client = fresh.client()
    feed(fresh)
    fresh.settle()
    job = end_of(client, client.post(f"{API}/jobs/replay", json={"reason": "unknown_point"}))
    assert job["state"] == "done", job
    assert set(job["result"]) >= {"messages"}
    assert client.post(f"{API}/jobs/replay", json={"reason": "x"}).status_code == 422


def make_job(platform: Platform, **given: Any) -> Job:
    return Job(
        **(
            {
                "id": "0" * 31 + "1",
                "kind": "export",
                "made_by": "operator",
                "made_ms": NOW_MS,
                "asked": {},
                "state": "running",
                "runner": own_name(),
            }
            | given
        )
    )


def test_cancelled_job_ends_at_its_next_step(fresh: Platform) -> None:
    client = fresh.client()
    runner, begun, go_on = JobRunner(), threading.Event(), threading.Event()

    def work(progress: Any) -> dict[str, Any]:
        begun.set()
        assert go_on.wait(20)
        progress.tell(1, 10, unit="row")
        raise AssertionError("not reached")

    job = make_job(fresh, state="queued")
    runner.begin(fresh.parts.registry, fresh.clock, job, work)
    assert begun.wait(20)
    assert client.ok(f"{API}/jobs/{job.id}")["state"] == "running"
    answer = client.post(f"{API}/jobs/{job.id}/cancel")
    assert answer.json()["cancelling"]
    go_on.set()
    wait_until(lambda: client.ok(f"{API}/jobs/{job.id}")["state"] == "cancelled", seconds=20)
    assert client.post(f"{API}/jobs/{job.id}/cancel").status_code == 409


def test_job_whose_process_has_died_is_failed(fresh: Platform) -> None:
    gone = subprocess.Popen([sys.executable, "-c", "pass"])
    own = psutil.Process(gone.pid).create_time()
    gone.wait()
    host = own_name().split(":")[0]
    runners = [f"{host}:{gone.pid}:{own:.2f}", f"{host}:1:1.00", "elsewhere:1:1.00"]
    with fresh.parts.registry.session() as session:
        for number, runner in enumerate(runners):
            session.add(make_job(fresh, id=f"{number:032}", runner=runner))
        session.add(make_job(fresh, id="f" * 32))
    client = fresh.client()
    states = {row["id"]: row["state"] for row in client.items(f"{API}/jobs")}
    assert [states[f"{n:032}"] for n in range(3)] == ["failed"] * 3
    assert states["f" * 32] == "running"
    job = client.ok(f"{API}/jobs/{0:032}")
    assert job["problem"]["type"] == "/problems/abandoned"
    assert client.post(f"{API}/jobs/{0:032}/cancel").status_code == 409


def test_broken_work_fails_and_the_next_is_done(fresh: Platform) -> None:
    client, runner = fresh.client(), JobRunner()

    def broken(_progress: Any) -> dict[str, Any]:
        raise ZeroDivisionError

    jobs = [make_job(fresh, id=f"{n:032}", state="queued") for n in range(2)]
    runner.begin(fresh.parts.registry, fresh.clock, jobs[0], broken)
    runner.begin(fresh.parts.registry, fresh.clock, jobs[1], lambda _progress: {"done": True})
    wait_until(lambda: client.ok(f"{API}/jobs/{1:032}")["state"] == "done", seconds=20)
    wait_until(lambda: client.ok(f"{API}/jobs/{0:032}")["state"] == "failed", seconds=20)


def test_jobs_of_others_are_not_there(fresh: Platform) -> None:
    with fresh.parts.registry.session() as session:
        session.add(make_job(fresh))
    stranger = replace(fresh.client(), headers={})
    assert stranger.post(f"{API}/jobs/{make_job(fresh).id}/cancel").status_code == 401
    assert fresh.client().get(f"{API}/jobs/nothing").status_code == 404
    assert fresh.client().get(f"{API}/jobs/{make_job(fresh).id}/file").status_code == 404
