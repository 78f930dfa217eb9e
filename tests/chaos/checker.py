"""The independent checker: gateways' ledgers against store, quarantine and books.

It imports nothing of the platform (see `evidence`), compares reading by reading, and recounts the
books. ``python tests/chaos/checker.py RUN`` checks the evidence that a run has left, whose servers
are up, and prints ``lost N doubled N unaccounted N``.

Every reading of an acknowledged message has exactly one home: the time-series store, or the
quarantine (where it lies open, or from which it was dropped). Of several readings given for the
same (enterprise, point, time) the store holds one: the greatest (sent, seq, value).

lost
    (enterprise, point, time) for which an acknowledged reading should be in the store and which it
    does not have, or has with another value, quality, sending time or number (*altered*).
doubled
    Readings with two homes: rows beyond the first of the same (enterprise, point, time); readings
    in the store although they lie in quarantine; and by the books, readings or messages of a
    gateway settled more often than its ledger has them.
unaccounted
    Acknowledged messages or readings that the books do not know; readings in the store that nobody
    gave (*foreign*); and every unit by which a book does not close, differs from a recount of the
    quarantine's rows, or stands otherwise in the registry than at the collectors.
"""

from __future__ import annotations

import math
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from evidence import (
    BOOK_COLUMNS,
    BOOK_READINGS,
    BOOK_TERMS,
    Books,
    Gateway,
    Given,
    Influx,
    Lying,
    Message,
    Registry,
    Stored,
    read_books,
    read_ledger,
    read_registry,
    unframed,
)

EXAMPLES = 8
AMOUNT_TOLERANCE = 1e-9
"""Share of a sum by which sums of hours may differ from last − first [1]: rounding of doubles."""
HERE = frozenset({"open", "dropped"})
"""States of a quarantined reading that is not in the store."""

Slot = tuple[str, str, int]
"""Enterprise, point, time [ms]."""
Rank = tuple[int, int, float, int]
"""What decides between readings of a slot: sent [ms], seq, value, quality."""


@dataclass(frozen=True)
class Sources:
    """Where the evidence lies."""

    ledgers: list[Path]
    states: list[Path]
    influx: Influx
    registry_url: str


@dataclass
class Findings:
    """What the checker found; the first of each kind are kept as examples."""

    given: int = 0
    messages: int = 0
    slots: int = 0
    in_quarantine: int = 0
    missing: int = 0
    altered: int = 0
    doubled: int = 0
    unaccounted: int = 0
    foreign: int = 0
    undelivered: int = 0
    amounts_wrong: int = 0
    registers: int = 0
    examples: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    @property
    def lost(self) -> int:
        """Readings given that the store does not have as they were given."""
        return self.missing + self.altered

    @property
    def clean(self) -> bool:
        """Whether nothing at all is wrong."""
        return not (
            self.lost or self.doubled or self.unaccounted or self.undelivered or self.amounts_wrong
        )

    def note(self, kind: str, number: int, text: str) -> None:
        """Add `number` to the count `kind`, with an example."""
        if number:
            setattr(self, kind, getattr(self, kind) + number)
            if len(self.examples[kind]) < EXAMPLES:
                self.examples[kind].append(text)

    def lines(self) -> Iterator[str]:
        """Yield what is told to people; the verdict's line comes last."""
        for kind, texts in self.examples.items():
            for text in texts:
                yield f"{kind}: {text}"
        yield (
            f"{self.given} readings given in {self.messages} messages; {self.slots} in the store "
            f"under their (enterprise, point, time), {self.in_quarantine} in quarantine; "
            f"{self.registers} registers add up"
        )
        if self.undelivered or self.amounts_wrong:
            yield (
                f"messages that no reply has named {self.undelivered}, registers whose hours do "
                f"not add up {self.amounts_wrong}"
            )
        yield (
            f"lost {self.lost} doubled {self.doubled} unaccounted {self.unaccounted} "
            f"(altered {self.altered}, foreign {self.foreign})"
        )


def check(sources: Sources) -> Findings:
    """Compare everything with everything."""
    findings = Findings()
    books = [read_books(state) for state in sources.states]
    registry = read_registry(sources.registry_url)
    ledgers: dict[str, list[Path]] = defaultdict(list)
    for path in sources.ledgers:
        first = next(read_ledger(path), None)
        if first is not None:
            ledgers[first.gateway.enterprise].append(path)
    lying = _group_lying(books)
    totals: dict[Gateway, Totals] = {}
    for enterprise in sorted({*ledgers, *sources.influx.read_enterprises()}):
        known = Expectation(findings, lying)
        for path in ledgers[enterprise]:
            for message in read_ledger(path):
                known.add(message)
        totals |= known.totals
        stored = _read_store(sources.influx, enterprise, findings)
        known.compare(enterprise, stored)
        _check_amounts(sources.influx, enterprise, (registry, stored), findings)
    _check_books(books, totals, findings)
    _check_registry(books, registry, findings)
    return findings


@dataclass
class Totals:
    """What the books of a gateway have to know at least, and at most."""

    messages: int = 0
    readings: int = 0


def _group_lying(books: Iterable[Books]) -> dict[tuple[Gateway, str, int], list[Lying]]:
    """Return the quarantine's rows by (gateway, stream, seq)."""
    grouped: dict[tuple[Gateway, str, int], list[Lying]] = defaultdict(list)
    for book in books:
        for row in book.lying:
            if row.stream is not None and row.seq is not None:
                grouped[row.gateway, row.stream, row.seq].append(row)
    return grouped


class Expectation:
    """What the store must hold of one enterprise."""

    def __init__(
        self, findings: Findings, lying: dict[tuple[Gateway, str, int], list[Lying]]
    ) -> None:
        self._findings = findings
        self._lying = lying
        self.wanted: dict[tuple[str, int], Rank] = {}
        self._aside: dict[tuple[str, int], set[Rank]] = defaultdict(set)
        self._under_way: set[tuple[object, object]] = set()
        self.totals: dict[Gateway, Totals] = defaultdict(Totals)

    def add(self, message: Message) -> None:
        """Take in a message of a ledger."""
        found = self._findings
        found.messages += 1
        if not message.durable:
            found.note("undelivered", 1, f"{message.gateway} seq {message.seq}")
            self._under_way.update((r.point, r.time_ms) for r in message.readings or ())
            return
        totals = self.totals[message.gateway]
        totals.messages += 1
        key = (message.gateway, message.stream, message.seq)
        rows = [
            row
            for row in self._lying.get(key, [])
            if row.reason != "seq_reused"
            and (row.payload is None or unframed(row.payload) == unframed(message.payload))
        ]
        if message.readings is None:
            if not any(row.whole for row in rows):
                text = f"{message.gateway} seq {message.seq}: undecodable, and not in quarantine"
                found.note("unaccounted", 1, text)
            return
        totals.readings += len(message.readings)
        found.given += len(message.readings)
        whole = any(row.whole and row.state in HERE for row in rows)
        aside = {place for row in rows for place, state in row.places.items() if state in HERE}
        for place, reading in enumerate(message.readings):
            self._place(message, reading, aside=whole or place in aside)

    def _place(self, message: Message, reading: Given, *, aside: bool) -> None:
        point, time_ms, value, quality = reading
        number = isinstance(value, int | float) and not isinstance(value, bool)
        usable = isinstance(point, str) and isinstance(time_ms, int) and isinstance(quality, int)
        self._findings.in_quarantine += aside
        if not (number and usable):
            if not aside:
                text = f"{message.gateway} seq {message.seq}: {reading} not in quarantine"
                self._findings.note("missing", 1, text)
            return
        slot = (point, time_ms)
        rank = (message.sent_ms, message.seq, float(value), quality)
        if aside:
            self._aside[slot].add(rank)
        elif slot not in self.wanted or rank > self.wanted[slot]:
            self.wanted[slot] = rank

    def compare(self, enterprise: str, stored: dict[tuple[str, int], Stored]) -> None:
        """Compare with what the store has of the enterprise."""
        found = self._findings
        found.slots += len(stored)
        for slot, rank in self.wanted.items():
            there = stored.get(slot)
            if there is None:
                found.note("missing", 1, f"{enterprise} {slot}: {rank} is not in the store")
            elif slot not in self._under_way and not _is_same(there, rank):
                if any(_is_same(there, other) for other in self._aside[slot]):
                    found.note("doubled", 1, f"{enterprise} {slot}: stored, and in quarantine")
                found.note("altered", 1, f"{enterprise} {slot}: {rank} given, {there} stored")
        for slot in stored.keys() - self.wanted.keys() - self._under_way:
            if slot in self._aside:
                found.note("doubled", 1, f"{enterprise} {slot}: stored, and in quarantine")
            else:
                found.note("foreign", 1, f"{enterprise} {slot}: {stored[slot]} was never given")
                found.note("unaccounted", 1, f"{enterprise} {slot}: in the store, never given")


def _is_same(there: Stored, rank: Rank) -> bool:
    sent_ms, seq, value, quality = rank
    same = (there.value, there.quality, there.sent_ms) == (value, quality, sent_ms)
    return same and there.seq in (None, seq)


def _read_store(
    influx: Influx, enterprise: str, findings: Findings
) -> dict[tuple[str, int], Stored]:
    stored: dict[tuple[str, int], Stored] = {}
    for point, time_ms, reading, tags in influx.read_enterprise(enterprise):
        if (point, time_ms) in stored:
            findings.note("doubled", 1, f"{enterprise} {point} {time_ms}: again under {tags}")
        stored[point, time_ms] = reading
    return stored


def _check_amounts(
    influx: Influx,
    enterprise: str,
    known: tuple[Registry, dict[tuple[str, int], Stored]],
    findings: Findings,
) -> None:
    """Σ of the hours = last − first, for every register whose readings are all good."""
    registry, stored = known
    ends: dict[str, list[tuple[int, float]]] = {}
    for (point, time_ms), reading in stored.items():
        if (enterprise, point) in registry.registers:
            pair = ends.setdefault(point, [(time_ms, reading.value), (time_ms, reading.value)])
            pair[0] = min(pair[0], (time_ms, reading.value))
            pair[1] = max(pair[1], (time_ms, reading.value))
    amounts = dict(influx.read_amounts(enterprise))
    for point, (first, last) in ends.items():
        findings.registers += 1
        wanted, found = last[1] - first[1], amounts.get(point, 0.0)
        if not math.isclose(wanted, found, rel_tol=AMOUNT_TOLERANCE, abs_tol=1e-6):
            text = f"{enterprise} {point}: last − first {wanted}, sum of the hours {found}"
            findings.note("amounts_wrong", 1, text)


def _add_up(books: Iterable[Books]) -> dict[Gateway, Counter[str]]:
    summed: dict[Gateway, Counter[str]] = defaultdict(Counter)
    for book in books:
        for gateway, counts in book.counts.items():
            summed[gateway].update(counts)
    return summed


def _check_books(books: list[Books], totals: dict[Gateway, Totals], findings: Findings) -> None:
    summed = _add_up(books)
    _check_quarantine(books, summed, findings)
    for gateway, counts in summed.items():
        for total, *terms in (BOOK_TERMS, BOOK_READINGS):
            rest = counts[total] - sum(counts[term] for term in terms)
            text = f"book of {gateway}: {total} {counts[total]} is not the sum of {terms}"
            findings.note("unaccounted", abs(rest), text)
    for gateway, known in totals.items():
        counts = summed[gateway]
        settled = counts["stored"] + counts["quarantined"] + counts["dropped"]
        for what, booked, given in (
            ("messages", settled, known.messages),
            ("readings", counts["decoded"], known.readings),
        ):
            text = f"book of {gateway}: {booked} {what} settled, {given} given"
            findings.note("doubled", max(0, booked - given), text)
            findings.note("unaccounted", max(0, given - booked), text)


def _check_quarantine(
    books: list[Books], summed: dict[Gateway, Counter[str]], findings: Findings
) -> None:
    """Recount the quarantine's rows."""
    rows: dict[Gateway, Counter[str]] = defaultdict(Counter)
    for lying in (row for book in books for row in book.lying):
        counter = rows[lying.gateway]
        if lying.counted == "quarantined":
            counter["quarantined"] += lying.state == "open"
            counter["dropped"] += lying.state == "dropped"
        for state in lying.places.values():
            counter["readings_quarantined"] += state == "open"
            counter["readings_dropped"] += state == "dropped"
    for gateway in {*rows, *summed}:
        for term in ("quarantined", "dropped", "readings_quarantined", "readings_dropped"):
            booked, lies = summed[gateway][term], rows[gateway][term]
            text = f"book of {gateway}: {term} {booked}, rows {lies}"
            findings.note("unaccounted", abs(booked - lies), text)


def _check_registry(books: list[Books], registry: Registry, findings: Findings) -> None:
    """Compare the books as carried with the collectors' own, strangers in one book."""
    folded: dict[Gateway, Counter[str]] = defaultdict(Counter)
    for gateway, counts in _add_up(books).items():
        folded[gateway if gateway in registry.gateways else Gateway("", "")].update(counts)
    for gateway in {*folded, *registry.books}:
        carried = registry.books.get(gateway, {})
        for column in (*BOOK_COLUMNS, "pending"):
            have, own = carried.get(column, 0), folded[gateway][column]
            text = f"registry's book of {gateway}: {column} {have}, at the collectors {own}"
            findings.note("unaccounted", abs(have - own), text)


def sources_of(run: Path, *, influx: Influx, registry_url: str) -> Sources:
    """Return the evidence in a run's directory."""
    return Sources(
        sorted((run / "gateways").glob("*.db")),
        sorted((run / "data").glob("*/state.db")),
        influx,
        registry_url,
    )


def main(arguments: list[str]) -> int:
    """Check a run's evidence: directory, InfluxDB's URL, database, token, registry's URL."""
    if len(arguments) != 5:
        sys.stderr.write("usage: checker.py RUN INFLUX_URL DATABASE TOKEN REGISTRY_URL\n")
        return 2
    run, url, database, token, registry_url = arguments
    influx = Influx(url, database, token)
    findings = check(sources_of(Path(run), influx=influx, registry_url=registry_url))
    sys.stdout.writelines(f"{line}\n" for line in findings.lines())
    return 0 if findings.clean else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
