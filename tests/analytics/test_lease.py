"""The lease: taken over by a candidate's own clock; a sleeper that wakes writes nothing."""

from __future__ import annotations

import pytest
from servers import both_registry_kinds
from sqlalchemy import select

from analytics.jobs import run_pending
from analytics.leased_registry import LeasedRegistry
from core.errors import LeaseLostError
from core.registry.lease import HeldLease
from core.registry.models import Region
from core.registry.results import Lease

E1 = "91150622MA0TEST011"
registry_kind = both_registry_kinds


class Stopwatch:
    """A monotonic clock that stands until it is moved."""

    def __init__(self) -> None:
        self.now_s = 100.0

    def __call__(self) -> float:
        return self.now_s


@pytest.fixture
def watch() -> Stopwatch:
    return Stopwatch()


def lease(platform, holder: str, watch: Stopwatch) -> HeldLease:
    return HeldLease(platform.registry, holder, 15.0, name="analytics", monotonic=watch)


def test_a_free_lease_is_taken_at_once_and_a_held_one_is_not(platform, watch):
    first, second = lease(platform, "first", watch), lease(platform, "second", watch)
    assert first.acquire()
    assert first.acquire()
    assert not second.acquire()
    assert first.number == 1


def test_a_beat_keeps_it_and_silence_loses_it(platform, watch):
    first, second = lease(platform, "first", watch), lease(platform, "second", watch)
    first.acquire()
    for _ in range(5):
        assert not second.acquire()
        watch.now_s += 14.0
        first.renew()
    assert not second.acquire()
    watch.now_s += 14.9
    assert not second.acquire()
    watch.now_s += 0.2
    assert second.acquire()
    assert second.number == 2
    with pytest.raises(LeaseLostError, match="number 1 of first"):
        first.renew()
    assert not first.held


def test_of_two_candidates_one_takes_it(platform, watch):
    lease(platform, "first", watch).acquire()
    rivals = [lease(platform, name, watch) for name in "ab"]
    assert [rival.acquire() for rival in rivals] == [False, False]
    watch.now_s += 20.0
    assert [rival.acquire() for rival in rivals] == [True, False]


def test_a_released_lease_is_free_at_once(platform, watch):
    first, second = lease(platform, "first", watch), lease(platform, "second", watch)
    first.acquire()
    first.release()
    assert second.acquire()
    first.release()
    second.renew()


def test_who_knows_the_holder_dead_may_seize(platform, watch):
    first, second = lease(platform, "first", watch), lease(platform, "second", watch)
    first.acquire()
    assert second.acquire(seize=True)
    with pytest.raises(LeaseLostError):
        first.renew()


def test_a_sleeper_that_wakes_writes_nothing(platform, watch):
    first, second = lease(platform, "first", watch), lease(platform, "second", watch)
    first.acquire()
    second.acquire()
    watch.now_s += 16.0
    second.acquire()
    guarded = LeasedRegistry(platform.registry, first)
    with pytest.raises(LeaseLostError), guarded.session() as session:
        session.add(Region(code="150900", name="too late", parent_code=None))
    with platform.registry.read() as session:
        assert session.get(Region, "150900") is None
    with LeasedRegistry(platform.registry, second).session() as session:
        session.add(Region(code="150900", name="in time", parent_code=None))
    with platform.registry.read() as session:
        assert session.get(Region, "150900") is not None


def test_the_jobs_of_a_sleeper_leave_no_account_and_keep_the_marks(platform, watch, monkeypatch):
    platform.now("2026-03-02")
    platform.add_enterprise(E1)
    platform.add_point(E1, "MAIN", "electricity", since="2026-03-01")
    platform.send_constant(E1, "MAIN", ("2026-03-01", "2026-03-02"), 100.0)
    first, second = lease(platform, "first", watch), lease(platform, "second", watch)
    first.acquire()

    def sleep_through_a_takeover(*arguments):
        second.acquire(seize=True)
        return compute_accounts(*arguments)

    from analytics import pipeline as jobs

    compute_accounts = jobs.compute_accounts
    monkeypatch.setattr(jobs, "compute_accounts", sleep_through_a_takeover)
    with pytest.raises(LeaseLostError):
        run_pending(platform.context, first)
    assert platform.accounts() == []
    monkeypatch.undo()
    assert run_pending(platform.context, second).marks == 24
    day = platform.account(f"enterprise:{E1}", "carrier:electricity", "day", "2026-03-01")
    assert day.amount == 2400.0


def test_every_write_raises_the_beat(platform, watch):
    first = lease(platform, "first", watch)
    first.acquire()
    with LeasedRegistry(platform.registry, first).session():
        pass
    with platform.registry.read() as session:
        assert session.scalar(select(Lease.beat)) == 1
