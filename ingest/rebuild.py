"""Rebuilding the store from a collector's journal: what the books count as stored, written again.

The journal is read up to the drain's position with a throw-away ledger, and what is to be in the
store goes through the drain's own decoding, resolving and checking. Books, quarantine and position
are left alone. Doing it twice, or again after it was killed, changes nothing.
"""

from __future__ import annotations

import logging
from collections import Counter
from dataclasses import dataclass, field

from core.registry.database import Registry
from core.registry.marks import mark_hours
from core.store.protocol import TimeSeriesStore
from core.wire import MessageLists
from ingest.batch import Limits, MessageBatch, pick_places
from ingest.books import BookKey
from ingest.checks import CheckedBatch, write_checked
from ingest.journal import Record
from ingest.journal.archive import JournalArchive
from ingest.journal.verification import Progress
from ingest.recount import Recount, StoredMessage
from ingest.resolver import Resolver
from ingest.sequences import Sighting
from ingest.state_snapshot import StateSnapshot

log = logging.getLogger(__name__)


@dataclass
class RebuildReport:
    """What was written.

    Attributes
    ----------
    messages, readings : int
        Messages looked at, and readings written [1].
    hours : int
        Hours marked to be derived again [1].
    refused : Counter
        Readings and whole messages that were taken once and are not now, by reason [1].
    problems : list of str
        Stretches of the journal that cannot be read.
    """

    messages: int = 0
    readings: int = 0
    hours: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    problems: list[str] = field(default_factory=list)


class Rebuild:
    """Writes the readings of one journal into a store.

    Parameters
    ----------
    registry : Registry
        Resolves gateways and points, and takes the marks of what was written.
    store : TimeSeriesStore
        Takes the readings.
    limits : Limits
        What a message may be.
    """

    def __init__(self, registry: Registry, store: TimeSeriesStore, limits: Limits) -> None:
        self._registry = registry
        self._store = store
        self._limits = limits
        self._report = RebuildReport()
        self._absent: dict[int, set[int]] = {}
        self._resolver: Resolver
        self._batch: MessageBatch

    def run(
        self,
        archive: JournalArchive,
        snapshot: StateSnapshot,
        progress: Progress = lambda _done, _all: None,
    ) -> RebuildReport:
        """Write what `archive` holds up to the drain's position of `snapshot`.

        Raises
        ------
        JournalError, StateError, RegistryError, StoreError
            A part refuses; begin again once it answers.
        """
        self._resolver = Resolver(self._registry, self._store)
        try:
            self._batch = self._make_batch()

            def take(message: StoredMessage) -> None:
                position = message.record.position
                if message.lying is not None:
                    self._absent[position] = snapshot.read_absent_places(message.lying)
                self._report.messages += 1
                self._batch.add(message.record)
                if self._batch.is_full():
                    self._write()

            recount = Recount(archive, snapshot, take)
            recount.run(progress)
            self._write()
        finally:
            self._resolver.close()
        self._report.problems += recount.problems
        return self._report

    def _make_batch(self) -> MessageBatch:
        return MessageBatch(self._resolver.refresh(), self._limits, _fresh, self._narrow)

    def _narrow(self, record: Record, lists: MessageLists) -> MessageLists:
        absent = self._absent.get(record.position)
        return pick_places(lists, lambda place: place not in absent) if absent else lists

    def _write(self) -> None:
        """Write the batch, then mark its hours: killed in between, both are done again."""
        checked = CheckedBatch(self._batch)
        write_checked(self._store, checked)
        marks = checked.marks()
        with self._registry.session() as session:
            mark_hours(session, marks)
        report = self._report
        report.hours += len(marks)
        for result in checked.results():
            report.readings += result.stored
            report.refused.update(str(problem.reason) for problem in result.problems)
        report.refused.update(str(message.reason) for message in self._batch.whole)
        self._absent.clear()
        self._batch = self._make_batch()


def _fresh(_key: BookKey, _stream: str, _seq: int, _payload: bytes) -> Sighting:
    return Sighting.FRESH
