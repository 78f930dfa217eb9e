"""The scheduler: runs what is due under the lease, says how it is, and stops quickly."""

from __future__ import annotations

import threading
import time
from dataclasses import replace

import pytest
from servers import both_registry_kinds

from analytics import scheduler as module
from analytics.scheduler import Scheduler
from core.clock import monotonic_s
from core.errors import StoreError
from core.settings import Settings

E1 = "91150622MA0TEST011"
registry_kind = both_registry_kinds


@pytest.fixture
def quick(platform):
    """The platform with a scheduler's times cut short."""
    settings = Settings(
        data_dir=platform.context.settings.data_dir, analytics_interval_s=0.05, lease_s=0.6
    )
    platform.context = replace(platform.context, settings=settings)
    return platform


def wait_until(condition, limit_s: float = 10.0) -> None:
    end_s = monotonic_s() + limit_s
    while not condition():
        assert monotonic_s() < end_s, "waited in vain"
        time.sleep(0.01)


def feed(platform, value: float = 100.0) -> None:
    platform.now("2026-03-02")
    platform.add_enterprise(E1)
    platform.add_point(E1, "MAIN", "electricity", since="2026-03-01")
    platform.send_constant(E1, "MAIN", ("2026-03-01", "2026-03-02"), value)


def test_what_is_due_is_done_and_health_says_so(quick):
    feed(quick)
    with Scheduler(quick.context) as scheduler:
        wait_until(lambda: scheduler.health()["runs"] and not scheduler.health()["pending_hours"])
        health = scheduler.health()
        assert health["ok"]
        assert health["lease_number"] == 1
        assert health["error"] == ""
        assert health["last_run_ms"] == quick.clock.at_ms
    assert scheduler.health()["state"] == "stopped"
    day = quick.account(f"enterprise:{E1}", "carrier:electricity", "day", "2026-03-01")
    assert day.amount == 2400.0


def test_after_a_long_run_it_rests_unless_it_is_woken(quick, monkeypatch):
    monkeypatch.setattr(module, "SHORT_S", -60.0)  # any run is a minute longer than a short one
    feed(quick)
    with Scheduler(quick.context) as scheduler:
        wait_until(lambda: scheduler.health()["runs"] == 1)
        quick.send_constant(E1, "MAIN", ("2026-03-02", "2026-03-03"), 100.0)
        wait_until(lambda: scheduler.health()["pending_hours"])
        time.sleep(1.0)  # twenty intervals
        health = scheduler.health()
        assert (health["runs"], health["state"]) == (1, "idle")
        assert health["pending_hours"]
        scheduler.wake()
        wait_until(lambda: scheduler.health()["runs"] == 2)
        assert not scheduler.health()["pending_hours"]


def test_recompute_marks_and_wakes(quick):
    feed(quick)
    with Scheduler(quick.context) as scheduler:
        wait_until(lambda: scheduler.health()["runs"])
        assert scheduler.recompute(quick.clock.at_ms - 86_400_000, quick.clock.at_ms) == 24
        wait_until(lambda: not scheduler.health()["pending_hours"])


def test_a_failure_is_shown_and_tried_again(quick, monkeypatch):
    feed(quick)
    run = module.run_pending
    failures = [StoreError("the disk is away"), StoreError("the disk is away")]

    def fail_twice(*arguments, **named):
        if failures:
            raise failures.pop()
        return run(*arguments, **named)

    monkeypatch.setattr(module, "run_pending", fail_twice)
    with Scheduler(quick.context) as scheduler:
        wait_until(lambda: scheduler.health()["state"] == "failed" or not failures)
        wait_until(lambda: scheduler.health()["ok"] and scheduler.health()["runs"])
        assert scheduler.health()["error"] == ""


def test_an_unforeseen_error_is_shown_and_tried_again(quick, monkeypatch):
    feed(quick)
    run, mended = module.run_pending, threading.Event()

    def fail_until_mended(*arguments, **named):
        if not mended.is_set():
            raise ZeroDivisionError
        return run(*arguments, **named)

    monkeypatch.setattr(module, "run_pending", fail_until_mended)
    with Scheduler(quick.context) as scheduler:
        wait_until(lambda: scheduler.health()["state"] == "failed")
        assert "unforeseen" in scheduler.health()["error"]
        mended.set()
        wait_until(lambda: scheduler.health()["ok"] and scheduler.health()["runs"])
        assert scheduler.health()["error"] == ""


def test_of_two_schedulers_one_writes_and_the_other_takes_over(quick):
    feed(quick)
    first = Scheduler(quick.context)
    with Scheduler(quick.context) as second:
        wait_until(lambda: second.health()["lease_number"] == 1)
        first.start()
        wait_until(lambda: first.health()["state"] == "waiting")
    wait_until(lambda: first.health()["lease_number"] == 2)
    first.stop()


def test_a_silent_holder_is_replaced(quick):
    feed(quick)
    dead = Scheduler(quick.context)
    dead._lease.acquire()
    with Scheduler(quick.context) as scheduler:
        wait_until(lambda: scheduler.health()["lease_number"] == 2)
    seized = Scheduler(quick.context, seize=True)
    with seized:
        wait_until(lambda: seized.health()["lease_number"] == 3)


def test_stopping_does_not_wait_for_all_enterprises(quick, monkeypatch):
    from analytics import pipeline as jobs

    quick.now("2026-03-02")
    for number in range(40):
        code = f"91150622MA0TEST{number:03d}"
        quick.add_enterprise(code)
        quick.add_point(code, "MAIN", "electricity", since="2026-03-01")
        quick.send_constant(code, "MAIN", ("2026-03-01", "2026-03-02"), 1.0)
    compute = jobs.compute_accounts
    started = []

    def slow(*arguments):
        started.append(1)
        time.sleep(0.2)
        return compute(*arguments)

    monkeypatch.setattr(jobs, "compute_accounts", slow)
    with Scheduler(quick.context) as scheduler:
        wait_until(lambda: started)
        begun_s = monotonic_s()
    assert monotonic_s() - begun_s < 2.0
    assert scheduler.health()["pending_hours"] > 0
    assert len(started) < 20
