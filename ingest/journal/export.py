"""Exporting records of a journal: one JSON object a line, or byte for byte as a segment file."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from core import topics
from core.calendar import DAY_MS
from ingest.intake import Arrival
from ingest.journal.archive import JournalArchive, KeptSegment
from ingest.journal.records import Record, pack_group, pack_header
from ingest.journal.verification import Progress


@dataclass(frozen=True)
class ExportFilter:
    """Which records are asked for; None asks for all.

    `start_ms` and `end_ms` bound the arrival, ``[start, end)`` [ms since the epoch, UTC].
    """

    start_ms: int | None = None
    end_ms: int | None = None
    enterprise: str | None = None
    gateway: str | None = None

    def takes(self, record: Record) -> bool:
        """Return whether a record is asked for."""
        if self.start_ms is not None and record.arrival_ms < self.start_ms:
            return False
        if self.end_ms is not None and record.arrival_ms >= self.end_ms:
            return False
        if self.enterprise is None and self.gateway is None:
            return True
        topic = topics.parse(record.topic.decode("utf-8", "replace"))
        return (
            topic is not None
            and self.enterprise in (None, topic.enterprise)
            and self.gateway in (None, topic.gateway)
        )


@dataclass(frozen=True)
class ExportReport:
    """What was written: records [1]; and stretches that are damaged and were left out [1]."""

    records: int
    damaged: int


def export_ndjson(
    archive: JournalArchive,
    chosen: ExportFilter,
    file: BinaryIO,
    progress: Progress = lambda _done, _all: None,
) -> ExportReport:
    """Write records as one JSON object a line, payloads in base64.

    Raises
    ------
    JournalError, OSError
        A segment cannot be read, or `file` not written.
    """
    return _export(archive, chosen, lambda record: file.write(_line(record)), progress)


def export_raw(
    archive: JournalArchive,
    chosen: ExportFilter,
    file: BinaryIO,
    progress: Progress = lambda _done, _all: None,
) -> ExportReport:
    """Write records as a segment file: each with its length and CRC32, in a file of its own.

    Raises
    ------
    JournalError, OSError
        A segment cannot be read, or `file` not written.
    """
    first = archive.segments[0].created_ms if archive.segments else 0
    file.write(pack_header(0, first or 0))
    return _export(archive, chosen, lambda record: file.write(_pack(record)), progress)


def _export(
    archive: JournalArchive,
    chosen: ExportFilter,
    write: Callable[[Record], object],
    progress: Progress,
) -> ExportReport:
    written = damaged = done = 0
    for segment in _in_span(archive.segments, chosen):
        for record in segment.read():
            if record.door is None:
                damaged += 1
            elif chosen.takes(record):
                write(record)
                written += 1
        done += segment.size
        progress(done, archive.bytes)
    return ExportReport(written, damaged)


def _in_span(segments: list[KeptSegment], chosen: ExportFilter) -> Iterator[KeptSegment]:
    """Yield the segments that can hold records of the span: those begun before it ends.

    The wall clock may have jumped while one was written: a day's grace each way.
    """
    for at, segment in enumerate(segments):
        after = segments[at + 1].created_ms if at + 1 < len(segments) else None
        if chosen.start_ms is not None and after is not None and after + DAY_MS < chosen.start_ms:
            continue
        begun = segment.created_ms
        if chosen.end_ms is not None and begun is not None and begun - DAY_MS >= chosen.end_ms:
            continue
        yield segment


def _line(record: Record) -> bytes:
    document = {
        "position": record.position,
        "arrival_ms": record.arrival_ms,
        "door": record.door,
        "topic": record.topic.decode("utf-8", "surrogateescape"),
        "payload": base64.b64encode(record.payload).decode("ascii"),
    }
    return json.dumps(document, ensure_ascii=True).encode("ascii") + b"\n"


def _pack(record: Record) -> bytes:
    topic = record.topic.decode("utf-8", "surrogateescape")
    return pack_group([Arrival(record.door or "", topic, record.payload, record.arrival_ms)])
