"""The intake: bounded, in groups, and nobody is told before the journal has committed."""

from __future__ import annotations

import threading
from collections.abc import Sequence

import pytest

from core.clock import FixedClock
from core.settings import Settings
from ingest.errors import JournalError, JournalFullError
from ingest.intake import ARRIVAL_OVERHEAD_BYTES, Arrival, Intake
from ingest.journal import Journal


class SlowJournal:
    """Commits when it is let; refuses when told to."""

    def __init__(self) -> None:
        self.may_commit = threading.Semaphore(0)
        self.entered = threading.Semaphore(0)
        self.groups: list[list[Arrival]] = []
        self.full = False

    def append_group(self, records: Sequence[Arrival]) -> None:
        self.entered.release()
        assert self.may_commit.acquire(timeout=10)
        if self.full:
            raise JournalFullError("no room")
        self.groups.append(list(records))


def arrival(number: int, size: int = 10) -> Arrival:
    return Arrival("test", "t", bytes([number]) * size, number)


def test_one_group_gathers_while_another_commits() -> None:
    journal = SlowJournal()
    durable: list[Arrival] = []
    with Intake(journal, inbox_max_bytes=10_000) as intake:
        assert intake.offer(arrival(0), durable.append)
        assert journal.entered.acquire(timeout=10)
        for number in range(1, 5):
            assert intake.offer(arrival(number), durable.append)
        assert durable == []
        journal.may_commit.release()
        assert journal.entered.acquire(timeout=10)
        assert durable == [arrival(0)]
        journal.may_commit.release()
        assert intake.wait_empty(10)
        assert durable == [arrival(number) for number in range(5)]
    assert [len(group) for group in journal.groups] == [1, 4]


def test_a_full_inbox_takes_nothing() -> None:
    journal = SlowJournal()
    size = 10 + 1 + ARRIVAL_OVERHEAD_BYTES
    with Intake(journal, inbox_max_bytes=3 * size) as intake:
        assert [intake.offer(arrival(n)) for n in range(4)] == [True, True, True, False]
        journal.may_commit.release(4)
        assert intake.wait_empty(10)
        assert intake.offer(arrival(9))
    assert [a.arrival_ms for group in journal.groups for a in group] == [0, 1, 2, 9]


def test_a_message_larger_than_the_inbox_passes_alone() -> None:
    journal = SlowJournal()
    journal.may_commit.release(10)
    with Intake(journal, inbox_max_bytes=100) as intake:
        assert intake.offer(arrival(1, 5000))
        assert intake.wait_empty(10)


def test_doors_are_told_of_a_full_journal() -> None:
    journal = SlowJournal()
    journal.full = True
    durable: list[Arrival] = []
    refused: list[tuple[Arrival, JournalError]] = []
    groups: list[bool] = []
    with Intake(journal, inbox_max_bytes=10_000) as intake:
        intake.add_group_listener(lambda: groups.append(True))
        intake.offer(arrival(1), durable.append, lambda a, e: refused.append((a, e)))
        journal.may_commit.release()
        assert intake.wait_empty(10)
        assert durable == []
        assert [a for a, _ in refused] == [arrival(1)]
        assert intake.health()["state"] == "refusing"
        journal.full = False
        intake.offer(arrival(2), durable.append, lambda a, e: refused.append((a, e)))
        journal.may_commit.release()
        assert intake.wait_empty(10)
        assert intake.health()["state"] == "ok"
    assert durable == [arrival(2)]
    assert len(groups) == 2


def test_stopping_commits_what_was_taken(tmp_path_factory: pytest.TempPathFactory) -> None:
    directory = tmp_path_factory.mktemp("journal")
    with Journal(directory, settings=Settings(), clock=FixedClock(0)) as journal:
        intake = Intake(journal, inbox_max_bytes=1 << 20)
        intake.start()
        taken = [n for n in range(200) if intake.offer(arrival(n))]
        intake.stop()
        assert not intake.offer(arrival(1))
        assert [r.arrival_ms for r in journal.read(0)] == taken
        assert intake.health()["state"] == "stopped"
