"""What the checker reads, by its own code: ledgers, time-series store, state files, registry.

Nothing here imports the platform. A ledger is a gateway's buffer file, in which every message ever
given stays; the time-series store is asked by InfluxQL over HTTP; ``state.db`` and the registry are
read by SQL.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import sqlite3
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import msgspec
import psycopg

GZIP = b"\x1f\x8b"
FRAME = b"NH1"
FRAME_BYTES = 3 + 1 + 32
"""A signed frame's head: mark, key number, digest; what is signed follows."""

BOOK_TERMS = ("received", "stored", "duplicate", "quarantined", "dropped")
BOOK_READINGS = ("decoded", "readings_stored", "readings_quarantined", "readings_dropped")
BOOK_COLUMNS = BOOK_TERMS + BOOK_READINGS


class Gateway(NamedTuple):
    """A gateway, by the codes of its topic."""

    enterprise: str
    code: str


class Given(NamedTuple):
    """A reading as a gateway gave it; `value` is whatever stood in the message."""

    point: object
    time_ms: object
    value: object
    quality: object


class Stored(NamedTuple):
    """A reading as the store has it; `seq` is None where the store keeps none."""

    value: float
    quality: int
    sent_ms: int
    seq: int | None


@dataclass(frozen=True)
class Message:
    """A numbered message of a ledger; `readings` None where it cannot be decoded."""

    gateway: Gateway
    stream: str
    seq: int
    payload: bytes
    durable: bool
    sent_ms: int
    readings: list[Given] | None


@dataclass(frozen=True)
class Lying:
    """A row of a quarantine: the message as a whole, or the places of its readings."""

    gateway: Gateway
    stream: str | None
    seq: int | None
    payload: bytes | None
    counted: str
    whole: bool
    state: str
    reason: str
    places: Mapping[int, str]


@dataclass
class Books:
    """Books by gateway, as the topics name it, and the quarantine that belongs to them."""

    counts: dict[Gateway, dict[str, int]] = field(default_factory=dict)
    lying: list[Lying] = field(default_factory=list)


def unframed(payload: bytes) -> bytes:
    """Return what a signed frame holds, or the payload itself."""
    return payload[FRAME_BYTES:] if payload[:3] == FRAME else payload


def decode(payload: bytes) -> tuple[int, list[Given]] | None:
    """Return when a message was sent [ms] and its readings, None where it cannot be read."""
    payload = unframed(payload)
    try:
        if payload[:2] == GZIP:
            payload = gzip.decompress(payload)
        text = payload[:1] == b"{"
        document = json.loads(payload) if text else msgspec.msgpack.decode(payload)
    except (ValueError, OSError, EOFError, msgspec.DecodeError):
        return None
    return int(document["sent"]), list(_read_readings(document))


def _read_readings(document: Mapping[str, object]) -> Iterator[Given]:
    rows = document.get("readings")
    if isinstance(rows, list):
        for row in rows:
            yield Given(row["p"], row["t"], row["v"], row.get("q", 0))
        return
    series = document["series"]
    assert isinstance(series, dict), series
    for point, columns in series.items():
        quality = columns.get("q") or [0] * len(columns["t"])
        for time_ms, value, q in zip(columns["t"], columns["v"], quality, strict=True):
            yield Given(point, time_ms, value, q)


def read_ledger(path: Path) -> Iterator[Message]:
    """Yield everything a gateway was ever given."""
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as database:
        enterprise, code, stream = database.execute(
            "SELECT enterprise, gateway, stream FROM identity"
        ).fetchone()
        gateway = Gateway(enterprise, code)
        rows = database.execute("SELECT seq, payload, durable FROM message ORDER BY seq")
        for seq, payload, durable in rows:
            decoded = decode(payload)
            sent_ms, readings = decoded or (0, None)
            yield Message(gateway, stream, seq, payload, bool(durable), sent_ms, readings)


def read_books(state: Path) -> Books:
    """Read the books and the quarantine of one collector from its ``state.db``."""
    books = Books()
    with closing(sqlite3.connect(f"file:{state}?mode=ro", uri=True)) as database:
        for row in database.execute(
            f"SELECT enterprise, gateway, {', '.join(BOOK_COLUMNS)} FROM book"
        ):
            books.counts[Gateway(*row[:2])] = dict(zip(BOOK_COLUMNS, row[2:], strict=True))
        places: dict[int, dict[int, str]] = {}
        for number, place, how in database.execute(
            "SELECT quarantine_id, place, state FROM quarantine_reading"
        ):
            places.setdefault(number, {})[place] = how
        for row in database.execute(
            "SELECT id, enterprise, gateway, stream, seq, payload, counted, decoded, state, reason "
            "FROM quarantine"
        ):
            number, enterprise, code, stream, seq, payload, counted, decoded, how, reason = row
            books.lying.append(
                Lying(
                    Gateway(enterprise, code),
                    stream,
                    seq,
                    payload,
                    counted,
                    not decoded,
                    how,
                    reason,
                    places.get(number, {}),
                )
            )
    return books


@dataclass(frozen=True)
class Influx:
    """Where the time-series store is asked, and for which database."""

    url: str
    database: str
    token: str = ""

    def ask(self, statement: str) -> Iterator[dict[str, str]]:
        """Yield the rows of an InfluxQL statement as CSV gives them, with ``tags`` split up."""
        query = urllib.parse.urlencode({"db": self.database, "epoch": "ms", "q": statement})
        headers = {"Accept": "application/csv"}
        if self.token:
            headers["Authorization"] = f"Token {self.token}"
        request = urllib.request.Request(f"{self.url}/query?{query}", headers=headers)
        try:
            with urllib.request.urlopen(request, timeout=600) as answer:
                text = io.TextIOWrapper(answer, "utf-8", newline="")
                yield from csv.DictReader(text)
        except urllib.error.HTTPError as error:
            words = error.read().decode("utf-8", "replace")
            raise RuntimeError(f"{statement!r} at {self.url}: {error}: {words}") from error

    def read_enterprise(self, enterprise: str) -> Iterator[tuple[str, int, Stored, str]]:
        """Yield point, time [ms], reading and tags of every row of an enterprise."""
        for row in self.ask(
            f'SELECT * FROM "reading" WHERE "enterprise" = \'{enterprise}\' GROUP BY *'
        ):
            tags = dict(pair.split("=", 1) for pair in row["tags"].split(",") if pair)
            seq = row.get("n")
            yield (
                tags["point"],
                int(row["time"]),
                Stored(
                    float(row["v"] or "nan"),
                    int(row["q"] or -1),
                    int(row["s"] or -1),
                    None if seq is None else int(seq or 0),
                ),
                row["tags"],
            )

    def read_amounts(self, enterprise: str) -> Iterator[tuple[str, float]]:
        """Yield point and sum of the hourly amounts of an enterprise."""
        for row in self.ask(
            'SELECT sum("amount") AS amount FROM "consumption" '
            f'WHERE "enterprise" = \'{enterprise}\' GROUP BY "point"'
        ):
            yield row["tags"].split("=", 1)[1], float(row["amount"] or 0)

    def read_enterprises(self) -> list[str]:
        """Return every enterprise of which the store has readings."""
        statement = 'SHOW TAG VALUES FROM "reading" WITH KEY = "enterprise"'
        return [row["value"] for row in self.ask(statement)]


@dataclass(frozen=True)
class Registry:
    """What the registry tells: books as carried, registered gateways, registers, dirty hours."""

    books: dict[Gateway, dict[str, int]]
    gateways: dict[Gateway, str]
    registers: set[tuple[str, str]]
    dirty_hours: int


def read_registry(url: str) -> Registry:
    """Read the registry, ``postgresql://…``, by SQL."""
    columns = (*BOOK_COLUMNS, "pending")
    sums = ", ".join(f"sum({name})::bigint" for name in columns)
    with psycopg.connect(url.replace("postgresql+psycopg", "postgresql")) as connection:
        rows = connection.execute(
            f"SELECT enterprise_code, gateway_code, {sums} FROM book GROUP BY 1, 2"
        ).fetchall()
        gateways = connection.execute(
            "SELECT enterprise_code, code, delivery FROM gateway"
        ).fetchall()
        registers = connection.execute(
            "SELECT enterprise_code, code FROM point WHERE kind = 'register'"
        ).fetchall()
        (dirty,) = connection.execute("SELECT count(*) FROM dirty_hour").fetchone() or (0,)
    return Registry(
        {Gateway(*row[:2]): dict(zip(columns, row[2:], strict=True)) for row in rows},
        {Gateway(*row[:2]): row[2] for row in gateways},
        {(row[0], row[1]) for row in registers},
        dirty,
    )
