"""`CheckedBatch`: every check over a whole batch at once, and what became of each message."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate
from typing import NamedTuple

import numpy as np

from core.calendar import HOUR_MS, format_time
from core.errors import ReadingsRefusedError, RefusedError
from core.readings import Int64Array, ReadingBatch
from core.store.protocol import TimeSeriesStore
from core.wire import MessageLists, ReadingProblem
from core.wire_lenient import CODE, clean_text
from ingest.batch import MessageBatch, Taken
from ingest.books import UNATTRIBUTED, BookKey, Counts
from ingest.quarantine_rows import CountedAs, QuarantinedMessage
from ingest.reasons import Reason

_GOOD = 0
_NO_SLOT = 1
_BY_CODE = {
    2: Reason.VALUE_NOT_FINITE,
    3: Reason.FUTURE,
    4: Reason.BEFORE_SERVICE,
    5: Reason.STORE_REFUSED,
    6: Reason.VALUE_TOO_LARGE,
}
_CODES = {reason: code for code, reason in _BY_CODE.items()}
_HOURS_A_KEY = 1 << 32
VALUE_MAX = 1e18
"""Greatest value [any unit] a reading may have, so that no sum of any number of them overflows."""
STORE_WORDS_MAX = 300
"""What is kept of a store's words about a reading it refuses [character]."""


class Outcome(NamedTuple):
    """What batches change: books, quarantine, and dirty (enterprise, hour [ms]) marks."""

    books: dict[BookKey, Counts]
    quarantined: list[QuarantinedMessage]
    marks: list[tuple[str, int]]

    @classmethod
    def join(cls, outcomes: Sequence[Outcome]) -> Outcome:
        """Return what batches change together; `outcomes` in the journal's order."""
        books: dict[BookKey, Counts] = {}
        for outcome in outcomes:
            for key, counts in outcome.books.items():
                books.setdefault(key, Counts()).add(counts)
        quarantined = [message for outcome in outcomes for message in outcome.quarantined]
        marks = dict.fromkeys(mark for outcome in outcomes for mark in outcome.marks)
        return cls(books, quarantined, list(marks))


class MessageResult(NamedTuple):
    """What became of a decoded message: readings stored [1], and those that were not."""

    taken: Taken
    stored: int
    problems: Sequence[ReadingProblem]

    @property
    def is_stored(self) -> bool:
        """Whether the message counts as stored: something good in it, or nothing at all."""
        return self.stored > 0 or not self.problems


_NO_PROBLEMS: tuple[ReadingProblem, ...] = ()


class CheckedBatch:
    """A gathered batch under its checks.

    Attributes
    ----------
    batch : MessageBatch
        As it was gathered.
    readings : ReadingBatch
        The good ones, ready for the store.
    unknown_points : set of (enterprise, point)
        What the snapshot does not know.
    """

    def __init__(self, batch: MessageBatch) -> None:
        self.batch = batch
        self._counts = np.array(batch.counts, np.int64)
        self._starts = np.cumsum(self._counts) - self._counts
        self._slot = np.array(batch.slots, np.int64)
        self._time_ms = np.array(batch.time_ms, np.int64)
        self._value = np.array(batch.value, np.float64)
        self._why = self._check()
        self._chosen = np.flatnonzero(self._why == _GOOD)
        self._words: dict[int, str] = {}
        self.unknown_points = self._find_unknown()
        self.readings = self._make_readings()

    def _check(self) -> np.ndarray[tuple[int], np.dtype[np.int8]]:
        """Return a code [1] for each reading: good, or the first of its checks that fails."""
        snapshot, limits = self.batch.snapshot, self.batch.limits
        known = self._slot >= 0
        why = np.zeros(len(known), np.int8)
        if len(snapshot.in_service_ms):
            before = self._time_ms < snapshot.in_service_ms[self._slot]
            why[before] = _CODES[Reason.BEFORE_SERVICE]
        arrival = np.array([taken.record.arrival_ms for taken in self.batch.taken], np.int64)
        latest = np.maximum(arrival + limits.future_tolerance_ms, limits.present_ms)
        latest = np.repeat(latest, self._counts)
        why[self._time_ms > latest] = _CODES[Reason.FUTURE]
        why[np.abs(self._value) > VALUE_MAX] = _CODES[Reason.VALUE_TOO_LARGE]
        why[~np.isfinite(self._value)] = _CODES[Reason.VALUE_NOT_FINITE]
        why[~known] = _NO_SLOT
        return why

    def _find_unknown(self) -> set[tuple[str, str]]:
        owners = self.batch.snapshot.owners
        found: set[tuple[str, str]] = set()
        for at in np.flatnonzero(self._why == _NO_SLOT).tolist():
            taken, place = self._find_reading(at)
            name = _name_at(taken.lists, place)
            if taken.source.key is not None and (key := (taken.source.key[0], name)) not in owners:
                found.add(key)
        return found

    def _make_readings(self) -> ReadingBatch:
        taken, counts = self.batch.taken, self._counts
        sent = np.repeat(np.array([t.lists.sent_ms for t in taken], np.int64), counts)
        seq = np.repeat(np.array([t.lists.seq or 0 for t in taken], np.int64), counts)
        quality = np.array(self.batch.quality, np.int8)
        good = self._chosen
        series = self.batch.snapshot.series
        if len(good) == len(self._why):
            ids = series[self._slot] if len(self._slot) else self._slot
            return ReadingBatch(ids, self._time_ms, self._value, quality, sent, seq)
        return ReadingBatch(
            series[self._slot[good]],
            self._time_ms[good],
            self._value[good],
            quality[good],
            sent[good],
            seq[good],
        )

    def refuse(self, reasons: Mapping[int, str]) -> None:
        """Note that the store refuses readings of `readings`: place [1] to the store's words."""
        for place, words in reasons.items():
            at = int(self._chosen[place])
            self._why[at] = _CODES[Reason.STORE_REFUSED]
            self._words[at] = " ".join(clean_text(words).split())[:STORE_WORDS_MAX]

    def results(self) -> Iterator[MessageResult]:
        """Yield what became of each decoded message, after the store has the readings."""
        taken = self.batch.taken
        message = np.repeat(np.arange(len(taken)), self._counts)
        stored = np.bincount(message[self._why == _GOOD], minlength=len(taken)).tolist()
        problems = self._problems()
        for number, (one, good) in enumerate(zip(taken, stored, strict=True)):
            yield MessageResult(one, good, problems.get(number, _NO_PROBLEMS))

    def outcome(self) -> Outcome:
        """Return what the batch changes; once, after the store has the readings."""
        quarantined = list(self.batch.whole)
        for result in self.results():
            taken, stored, problems = result
            counts = taken.source.counts
            counts.decoded += stored + len(problems)
            counts.readings_stored += stored
            counts.readings_quarantined += len(problems)
            if result.is_stored:
                counts.stored += 1
            else:
                counts.quarantined += 1
            if problems:
                quarantined.append(_lay_partly(result))
        quarantined.sort(key=lambda message: message.position)
        return Outcome(self._fold_counts(), quarantined, self.marks())

    def _fold_counts(self) -> dict[BookKey, Counts]:
        books: dict[BookKey, Counts] = {}
        for source in self.batch.sources:
            if source.key is not None:
                books.setdefault(source.key, Counts()).add(source.counts)
        return books

    def marks(self) -> list[tuple[str, int]]:
        """Return the (enterprise, hour [ms]) that hold readings the store has taken."""
        good = self._why == _GOOD
        if not good.any():
            return []
        snapshot = self.batch.snapshot
        hours = self._time_ms[good] // HOUR_MS
        keys = np.unique(snapshot.enterprise[self._slot[good]] * _HOURS_A_KEY + hours)
        return [
            (snapshot.enterprises[key // _HOURS_A_KEY], key % _HOURS_A_KEY * HOUR_MS)
            for key in keys.tolist()
        ]

    def _problems(self) -> dict[int, list[ReadingProblem]]:
        """Return the bad readings of each message that has any, by its number [1]."""
        found = {
            number: list(taken.lists.problems)
            for number, taken in enumerate(self.batch.taken)
            if taken.lists.problems
        }
        for at in np.flatnonzero(self._why != _GOOD).tolist():
            taken, place = self._find_reading(at)
            number = int(np.searchsorted(self._starts, at, side="right")) - 1
            reason, detail = self._explain(taken, place, at)
            lists = taken.lists
            index = place if lists.index is None else lists.index[place]
            name = clean_text(_name_at(lists, place))
            problems = found.setdefault(number, [])
            problems.append(ReadingProblem(index, name, reason, detail))
        return found

    def _find_reading(self, at: int) -> tuple[Taken, int]:
        """Return the message of the reading at `at` [1], and its place in that message [1]."""
        number = int(np.searchsorted(self._starts, at, side="right")) - 1
        return self.batch.taken[number], at - int(self._starts[number])

    def _explain(self, taken: Taken, place: int, at: int) -> tuple[Reason, str]:
        if self._why[at] == _NO_SLOT:
            return self._explain_point(taken, _name_at(taken.lists, place))
        reason = _BY_CODE[int(self._why[at])]
        time_text = format_time(int(self._time_ms[at]))
        if reason is Reason.FUTURE:
            return reason, f"t {time_text}, arrived {format_time(taken.record.arrival_ms)}"
        if reason is Reason.BEFORE_SERVICE:
            start = int(self.batch.snapshot.in_service_ms[self._slot[at]])
            return reason, f"t {time_text}, in service from {format_time(start)}"
        words = f": {self._words[at]}" if at in self._words else ""
        return reason, f"v {self._value[at]} at {time_text}{words}"

    def _explain_point(self, taken: Taken, name: str) -> tuple[Reason, str]:
        if not CODE.fullmatch(name):
            return Reason.BAD_POINT_CODE, clean_text(f"p {name!r} is not 1-64 of [\\w.:/-]")
        enterprise = taken.source.key[0] if taken.source.key else ""
        owner = self.batch.snapshot.owners.get((enterprise, name))
        if owner is None:
            return Reason.UNKNOWN_POINT, name
        return Reason.FOREIGN_POINT, f"{name} belongs to gateway {owner}"


def write_checked(store: TimeSeriesStore, checked: CheckedBatch) -> None:
    """Write the good readings; those that the store refuses are noted in `checked`.

    A store that names the places it refuses has taken the rest; otherwise the batch is halved down
    to the culprits.

    Raises
    ------
    StoreError
        The store failed; it is not known what it has, and all is to be written again.
    """
    _write_part(store, checked, np.arange(len(checked.readings)))


def _write_part(store: TimeSeriesStore, checked: CheckedBatch, places: Int64Array) -> None:
    if not len(places):
        return
    whole = len(places) == len(checked.readings)
    try:
        store.write_readings(checked.readings if whole else checked.readings.take(places))
    except ReadingsRefusedError as error:
        checked.refuse({int(places[at]): words for at, words in error.reasons.items()})
    except RefusedError as error:
        if len(places) == 1:
            checked.refuse({int(places[0]): error.what})
            return
        middle = len(places) // 2
        _write_part(store, checked, places[:middle])
        _write_part(store, checked, places[middle:])


def _name_at(lists: MessageLists, place: int) -> str:
    if lists.counts is None:
        return lists.names[place]
    return lists.names[bisect_right(list(accumulate(lists.counts)), place)]


def _lay_partly(result: MessageResult) -> QuarantinedMessage:
    record, source, lists = result.taken
    problems = sorted(result.problems, key=lambda problem: problem.index)
    first = problems[0]
    return QuarantinedMessage(
        record.position,
        record.arrival_ms,
        record.door or "",
        record.topic,
        record.payload,
        source.key or UNATTRIBUTED,
        lists.stream,
        lists.seq,
        first.reason,
        first.detail,
        CountedAs.STORED if result.is_stored else CountedAs.QUARANTINED,
        decoded=True,
        readings=problems,
    )
