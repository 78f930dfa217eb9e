"""Records of a segment file: how they are laid out, packed and found again.

A segment starts with a header (magic, position of its first byte, time of creation, CRC32). A
record is a marker, the CRC32 of all that follows, payload length, arrival time, lengths of door
and topic, door, topic, payload. Integers are little-endian. The marker lets a reader go on after
a damaged stretch.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Generator, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple
from zlib import crc32

from ingest.errors import JournalError
from ingest.intake import Arrival
from ingest.journal.sealing import open_segment

MAGIC = b"NHJOURN1"
SEGMENT_HEADER = struct.Struct("<8sqqI4x")
MARKER = b"\xf5NR\x01"
RECORD_HEADER = struct.Struct("<4sIIqHH")
_BODY = struct.Struct("<IqHH")
_HEADER_BYTES = RECORD_HEADER.size
_CRC_FROM = 8
CHUNK_BYTES = 4 * 1024 * 1024


class Record(NamedTuple):
    """A record as read: `end` is the position after it [byte].

    `door` is None for a damaged stretch: `payload` then holds its bytes as they stand, fewer than
    ``end - position`` where the file is too short.
    """

    position: int
    end: int
    arrival_ms: int
    door: str | None
    topic: bytes
    payload: bytes


def pack_header(base: int, created_ms: int) -> bytes:
    """Return the header of a segment whose first byte has position `base` [byte]."""
    plain = SEGMENT_HEADER.pack(MAGIC, base, created_ms, 0)
    return SEGMENT_HEADER.pack(MAGIC, base, created_ms, crc32(plain))


def parse_header(data: bytes) -> tuple[int, int] | None:
    """Return base position [byte] and creation time [ms] of a segment, or None if damaged."""
    if len(data) < SEGMENT_HEADER.size:
        return None
    magic, base, created_ms, crc = SEGMENT_HEADER.unpack_from(data)
    if magic != MAGIC or crc != crc32(SEGMENT_HEADER.pack(magic, base, created_ms, 0)):
        return None
    return base, created_ms


def pack_group(arrivals: Iterable[Arrival]) -> bytes:
    """Return the records of a commit group, one after another."""
    parts: list[bytes] = []
    for door, topic, payload, arrival_ms in arrivals:
        door_bytes, topic_bytes = door.encode(), topic.encode("utf-8", "surrogateescape")
        body = _BODY.pack(len(payload), arrival_ms, len(door_bytes), len(topic_bytes))
        crc = crc32(payload, crc32(topic_bytes, crc32(door_bytes, crc32(body))))
        parts += (MARKER, crc.to_bytes(4, "little"), body, door_bytes, topic_bytes, payload)
    return b"".join(parts)


def read_records(path: Path, base: int, start: int, end: int) -> Iterator[Record]:
    """Yield the records of a segment file between two offsets, damaged stretches among them.

    Parameters
    ----------
    path : Path
        The segment file.
    base : int
        Position of the file's first byte [byte].
    start, end : int
        Offsets in the file [byte]; `start` is where a record begins.

    Raises
    ------
    JournalError
        The file cannot be opened or read.
    """
    try:
        with open_segment(path) as file:
            at = start
            chunk = CHUNK_BYTES
            while at < end:
                wanted = min(chunk, end - at)
                data = os.pread(file.fileno(), wanted, at)
                taken = yield from _read_chunk(data, base + at)
                at += taken
                chunk = CHUNK_BYTES
                if taken:
                    continue
                claimed = _claimed_bytes(data)
                if len(data) == wanted < claimed <= end - at:
                    chunk = claimed
                    continue
                damaged, found = _damaged_bytes(file.fileno(), at, end)
                stop = at + len(damaged) if found else end
                yield Record(base + at, base + stop, 0, None, b"", damaged)
                at = stop
    except OSError as error:
        raise JournalError(f"{path}: {error}. To mend: check the disk, then start again") from error


def _read_chunk(data: bytes, base: int) -> Generator[Record, None, int]:
    """Yield the whole, valid records at the head of `data`; return their length [byte]."""
    at, size = 0, len(data)
    unpack_header = RECORD_HEADER.unpack_from
    while at + _HEADER_BYTES <= size:
        marker, crc, payload_size, arrival_ms, door_size, topic_size = unpack_header(data, at)
        topic_at = at + _HEADER_BYTES + door_size
        payload_at = topic_at + topic_size
        end = payload_at + payload_size
        if marker != MARKER or end > size or crc32(data[at + _CRC_FROM : end]) != crc:
            break
        door = data[at + _HEADER_BYTES : topic_at].decode("utf-8", "replace")
        topic, payload = data[topic_at:payload_at], data[payload_at:end]
        yield Record(base + at, base + end, arrival_ms, door, topic, payload)
        at = end
    return at


def _claimed_bytes(data: bytes) -> int:
    """Return how long [byte] the record at the head of `data` says it is, 0 if it is none."""
    if len(data) < _HEADER_BYTES or data[:4] != MARKER:
        return 0
    _, _, payload_size, _, door_size, topic_size = RECORD_HEADER.unpack_from(data)
    return int(_HEADER_BYTES + door_size + topic_size + payload_size)


def _damaged_bytes(descriptor: int, start: int, end: int) -> tuple[bytes, bool]:
    """Return the bytes from offset `start` to the next valid record, if any, or `end` [byte]."""
    data = os.pread(descriptor, end - start, start)
    at = data.find(MARKER, 1)
    while at >= 0 and not _is_record(data, at):
        at = data.find(MARKER, at + 1)
    return (data, False) if at < 0 else (data[:at], True)


def _is_record(data: bytes, at: int) -> bool:
    claimed = _claimed_bytes(data[at : at + _HEADER_BYTES])
    if not claimed or at + claimed > len(data):
        return False
    crc = int.from_bytes(data[at + 4 : at + 8], "little")
    return crc32(data[at + _CRC_FROM : at + claimed]) == crc
