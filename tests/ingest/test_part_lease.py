"""The lease of a part: one collector takes in, another waits, a directory knows its own dead."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select

from core.clock import FixedClock, monotonic_s
from core.partition import Part
from core.registry.database import Registry
from core.registry.lease import HeldLease
from core.registry.results import Lease
from core.settings import Settings
from ingest.collector import Collector
from ingest.part_lease import PartLease
from tests.ingest.conftest import MemoryStore

PART = Part(2, 4)
NAME = "collect:2/4"


def lease(registry: Registry, identity: str, heard: list[bool], lease_s: float = 60.0) -> PartLease:
    return PartLease(
        registry,
        NAME,
        identity,
        lease_s=lease_s,
        clock=FixedClock(0),
        on_change=heard.append,
    )


def test_one_collects_and_another_waits_and_says_for_whom(registry: Registry) -> None:
    first, second = list[bool](), list[bool]()
    a, b = lease(registry, "aaaa", first), lease(registry, "bbbb", second)
    for one in (a, b):
        one.turn()
    assert (first[-1], second[-1]) == (True, False)
    assert a.health()["state"] == "held"
    assert b.health()["state"] == "waiting"
    assert "#aaaa" in str(b.health()["last_error"])
    assert "stop one of the two" in str(b.health()["last_error"])


def test_the_same_directory_takes_over_from_its_dead_at_once(registry: Registry) -> None:
    heard = list[bool]()
    lease(registry, "aaaa", heard).turn()
    again = lease(registry, "aaaa", heard)
    again.turn()
    assert again.health()["number"] == 2
    assert heard == [True, True]


def test_a_silent_holder_is_taken_over_and_finds_out(registry: Registry) -> None:
    first, second = list[bool](), list[bool]()
    a, b = lease(registry, "aaaa", first), lease(registry, "bbbb", second, 0.0)
    a.turn()
    b.turn()
    b.turn()
    assert second[-1]
    a.turn()
    assert first == [True, False]
    assert a.health()["state"] == "waiting"


def test_a_registry_that_does_not_answer_keeps_nobody_waiting(
    registry: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ingest.part_lease.UNDECIDED_S", 0.05)
    heard = list[bool]()
    one = lease(registry, "aaaa", heard)
    with registry.session() as session:
        session.connection().exec_driver_sql("UPDATE gateway SET name = 'x'")
        one.start()
        ends_s = monotonic_s() + 10
        while not heard:
            assert monotonic_s() < ends_s
        assert heard == [True]
        assert one.health()["state"] == "unknown"
    while one.health()["state"] != "held":
        assert monotonic_s() < ends_s
    one.stop()
    with registry.read() as session:
        assert session.scalar(select(Lease.holder).where(Lease.name == NAME)) == ""


def test_a_collector_without_its_part_opens_no_door(
    tmp_path: Path, registry: Registry, clock: FixedClock
) -> None:
    other = HeldLease(registry, "somebody#else", 60.0, name=NAME)
    assert other.acquire()
    settings = Settings(data_dir=tmp_path, mqtt_url="mqtt://127.0.0.1:1")
    with Collector(settings, registry, MemoryStore(), clock, name="c", part=PART) as collector:  # type: ignore[arg-type]
        ends_s = monotonic_s() + 20
        while collector.health()["parts"]["lease"]["state"] != "waiting":  # type: ignore[index]
            assert monotonic_s() < ends_s
        assert not collector.is_accepting
        assert "mqtt" not in collector.health()["parts"]  # type: ignore[operator]
        assert collector.health()["state"] == "degraded"
        other.release()
        while not (collector.is_accepting and "mqtt" in collector.health()["parts"]):  # type: ignore[operator]
            assert monotonic_s() < ends_s
        door = collector.health()["parts"]["mqtt"]  # type: ignore[index]
        assert door["client_id"] == "nengheng-collector-2of4"
