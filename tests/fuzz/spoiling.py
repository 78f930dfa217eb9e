"""Valid inputs made wrong: structure is read, something in it changed, and written again.

Every spoiler takes an input and a source of randomness and returns another input. Hypothesis draws
from them, and atheris mutates by them.
"""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Callable
from copy import deepcopy
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import msgspec

from core.wire_lenient import TIME_MAX_MS
from core.wire_signed import HEAD_BYTES, is_signed

MEMORY = "/dev/shm" if Path("/dev/shm").is_dir() else None
"""A folder in memory, where there is one: what fuzzing writes has not to outlast its process."""
NOW_MS = 1_763_640_000_000
TOLERANCE_MS = 600_000
SCALARS: list[Any] = [
    None, True, False, 0, 1, -1, 5, 0.5, 1e3, 1.5, -0.0, 2**31, 2**53 + 1, 2**63 - 1, 2**63, 2**64,
    10**30, 1e18, -1e18, 1.1e18, 1e308, float("nan"), float("inf"), -float("inf"), "", "A", "B",
    "C", "N", "Z", "T1.EP", "能", "\ud800", "\0", "a b", "x" * 64, "x" * 65, "1", "0", [], {},
    [[]], [1, 2], {"t": [1], "v": [1]}, {"p": "A", "t": NOW_MS, "v": 1}, NOW_MS, NOW_MS - 1,
    NOW_MS + TOLERANCE_MS, NOW_MS + TOLERANCE_MS + 1, TIME_MAX_MS, TIME_MAX_MS + 1,
    date(2026, 1, 1), b"\xff",
]  # fmt: skip
KEYS = ["stream", "seq", "sent", "readings", "series", "p", "t", "v", "q", "A", "B", "", "x"]
TOKENS = [
    b"NaN", b"-Infinity", b"1e999", b"1E+2", b"-0", b"00", b'"\\ud800"', b'"\\u0000"', b",", b"[",
    b"]", b"{", b"}", b'"', b":", b"null", b"\0", b"\xff", b"\xed\xa0\x80", b"\xef\xbb\xbf", b" ",
    b"\n", b'"seq":1,', b'"stream":"s",', b'"readings":[],', b'"series":{},', b"9" * 400,
    b"[" * 300, b"\xc1", b"\xd4\x00\x00", b"\xc7\x0c\xff", b"\xdf", b"\x1f\x8b", b"NH1",
    b"\x81\x81\xa1a\x01\x01",
]  # fmt: skip
DEPTH_MAX = 40


def cut_bytes(data: bytes, random: Random, tokens: list[bytes] = TOKENS) -> bytes:
    """Change bytes: flip, cut, insert, repeat, move."""
    at = random.randint(0, len(data))
    end = min(len(data), at + random.choice((1, 1, 2, 4, 16, 64)))
    kind = random.randrange(6)
    if kind == 0 and data:
        at = min(at, len(data) - 1)
        return data[:at] + bytes([data[at] ^ (1 << random.randrange(8))]) + data[at + 1 :]
    if kind == 1:
        return data[:at] + data[end:]
    if kind == 2:
        return data[:at]
    if kind == 3:
        return data[:at] + data[at:end] * random.choice((2, 3, 9)) + data[end:]
    return data[:at] + random.choice(tokens) + data[at if kind == 4 else end :]


def list_places(node: Any, depth: int = 0) -> list[tuple[Any, Any]]:
    """Return every (container, key) of a document, a few thousand at most."""
    found: list[tuple[Any, Any]] = []
    if depth > DEPTH_MAX:
        return found
    items = node.items() if isinstance(node, dict) else enumerate(node)
    for key, value in list(items)[:500]:
        found.append((node, key))
        if isinstance(value, dict | list):
            found += list_places(value, depth + 1)
    return found


def spoil_document(document: Any, random: Random) -> Any:
    """Change one thing in a document of objects and lists, in place where there is a place."""
    if not isinstance(document, dict | list):
        return copy(random.choice(SCALARS))
    places = list_places(document)
    if not places:
        return {random.choice(KEYS): copy(random.choice(SCALARS))}
    holder, key = random.choice(places)
    value = holder[key]
    kind = random.randrange(8)
    if kind < 3:
        holder[key] = copy(random.choice(SCALARS))
    elif kind == 3:
        del holder[key]
    elif kind == 4:
        other, place = random.choice(places)
        if place in range(len(other)) if isinstance(other, list) else place in other:
            holder[key] = other[place] if not isinstance(other[place], dict | list) else 7
    elif isinstance(holder, list):
        _spoil_list(holder, value, random)
    elif kind == 5:
        holder[random.choice(KEYS)] = holder.pop(key)
    elif kind == 6:
        holder[random.choice(KEYS)] = copy(random.choice(SCALARS))
    else:
        holder[key] = [value]
    return document


def _spoil_list(items: list[Any], value: Any, random: Random) -> None:
    kind = random.randrange(4)
    if kind == 0:
        copies = [copy(value) for _ in range(3)]
        items[:] = (items + copies)[:200]
    elif kind == 1:
        random.shuffle(items)
    elif kind == 2:
        items.insert(random.randint(0, len(items)), copy(random.choice(SCALARS)))
    else:
        del items[random.randint(0, len(items)) :]


def read_any(payload: bytes) -> Any:
    """Return the document in a payload of any container; ValueError where there is none."""
    if is_signed(payload):
        payload = payload[HEAD_BYTES:]
    if payload[:2] == b"\x1f\x8b":
        try:
            payload = gzip.decompress(payload)
        except (EOFError, gzip.zlib.error, OSError) as error:
            raise ValueError(repr(payload[:40])) from error
    if payload[:1] and payload[0] >= 0x80 and payload[:3] != b"\xef\xbb\xbf":
        try:
            return msgspec.msgpack.decode(payload, strict=False)
        except (msgspec.DecodeError, UnicodeDecodeError, TypeError) as error:
            raise ValueError(repr(payload[:40])) from error
    return json.loads(payload.decode("utf-8-sig"))


def copy(value: Any) -> Any:
    """Return a value of its own, so that no document comes to lie within itself."""
    return deepcopy(value) if isinstance(value, dict | list) else value


def write_json(document: Any, random: Random) -> bytes:
    """Return a document as JSON in one of its spellings; what JSON has no word for as text."""
    spaced = random.choice((None, None, (",", ":")))
    text = json.dumps(
        document,
        ensure_ascii=random.random() < 0.5,
        default=repr,
        skipkeys=True,
        separators=spaced,
    )
    return text.encode("utf-8", "surrogatepass")


def write_any(document: Any, random: Random) -> bytes:
    """Return a document in one of the containers."""
    kind = random.randrange(8)
    if kind < 4:
        return write_json(document, random)
    if kind < 6:
        try:
            return msgspec.msgpack.encode(document)
        except (OverflowError, TypeError, UnicodeEncodeError, msgspec.MsgspecError):
            return write_json(document, random)
    if kind == 6:
        return b"\xef\xbb\xbf" + write_json(document, random)
    inner = write_any(document, random) if random.random() < 0.2 else write_json(document, random)
    folded = gzip.compress(inner, 1, mtime=0)
    kind = random.randrange(10)
    if kind == 0:
        middle = len(inner) // 2
        parts = (inner[:middle], inner[middle:])
        return b"".join(gzip.compress(part, 1, mtime=0) for part in parts)
    return folded + (random.choice((folded, b"x", b"\0\0", inner)) if kind < 3 else b"")


def spoil_message(payload: bytes, random: Random) -> bytes:
    """Change a message of readings: its document, its container or its bytes."""
    if random.random() < 0.3:
        return cut_bytes(payload, random)
    try:
        document = read_any(payload)
    except (ValueError, RecursionError):
        return cut_bytes(payload, random)
    for _ in range(random.choice((0, 1, 1, 1, 2, 4))):
        document = spoil_document(document, random)
    written = write_any(document, random)
    return cut_bytes(written, random) if random.random() < 0.15 else written


LEVELS = [
    b"nengheng", b"v1", b"v2", b"91150622MA0N1A2B3C", b"g1", b"gs", b"data", b"raw", b"status",
    b"reply", b"", b"+", b"#", b"$share", b"$SYS", b".", b":", b"-", "能".encode(), b"\0", b"\xff",
    b"x" * 64, b"x" * 65, b" ", b"\n", b"data\n", "\u0660".encode(), "\U0001d400".encode(),
]  # fmt: skip


def spoil_topic(topic: bytes, random: Random) -> bytes:
    """Change a topic: its levels or its bytes."""
    if random.random() < 0.3:
        return cut_bytes(topic, random, LEVELS)
    levels = topic.split(b"/")
    at = random.randrange(len(levels))
    kind = random.randrange(5)
    if kind == 0:
        del levels[at]
    elif kind == 1:
        levels.insert(at, random.choice(LEVELS))
    elif kind == 2:
        levels[at] = random.choice(LEVELS)
    elif kind == 3:
        levels[at] = levels[at] + random.choice(LEVELS)
    else:
        levels += [random.choice(LEVELS)] * random.choice((1, 2, 50))
    return b"/".join(levels)


NUMBERS = [
    "", "0", "1", "-1", "-0", "0.1", "1e18", "1.1e18", "1e400", "1e-400", "nan", "inf", "1_0", "٣",
    "²", "1,5", "0x10", "2000", "2100", "1999", "999999999", "9999999999", "31622401", " 7 ", "+7",
]  # fmt: skip
TIMES = [
    "", "2026-01-01", "2026/1/31 8:00", "2026-02-30", "2026-03-01T08:00:00+08:00", "0001-01-01",
    "9999-12-31", "2199-12-31T23:59:59.999999+00:00", "2200-01-01", "1969-12-31", "1970-01-01",
    "2026-W01", "20260101", "2026-01-01T00:00:00+23:59", "2026/13/1", "2026-01-01T24:00", "0",
    "1970-01-01T00:00:00Z", "2024-02-29", "2025-02-29", "2026-01-01 00:00:00.1234567",
]  # fmt: skip
UNITS = [
    "", "kWh", "千瓦时", "kW", "t/h", "m**1e9", "kg**", "1/0", "meter per s", "tce", "kgce/t",
    "tCO2", "ton", "t", "m3", "GJ", "kWh/t", "(", "kg/kg/kg", "万元",
]  # fmt: skip
WORDS = [
    "true", "是", "150000", "150622", "150699", "000000", "electricity", "raw_coal", "register",
    "gauge", "interval", "output", "purchased", "energy", "intensity", "carbon", "water",
    "calorific", "primary", "output:carbide", "calorific:raw_coal", "output:", ":", "enterprise:",
    "region:150600", "无机盐/电石//单位产品综合能耗", "carbide", "P-1", "gw1", "a/b", "x" * 64,
    "x" * 401, "\0", "\x1c", '"', ",", "\n", "\r", "\u2028", "=1+1", "\U0001d400", "C2613",
]  # fmt: skip
CELLS = [*NUMBERS, *TIMES, *UNITS, *WORDS]
_NUMBER = re.compile(r"-?[0-9.]+")
_TIME = re.compile(r"[0-9]{4}[-/].*")


def choose_cell(cell: str, random: Random) -> str:
    """Return another cell, mostly of the same kind."""
    if random.random() < 0.3:
        return random.choice(CELLS)
    if _NUMBER.fullmatch(cell):
        return random.choice(NUMBERS)
    return random.choice(TIMES if _TIME.fullmatch(cell) else UNITS + WORDS)


def spoil_table(text: str, random: Random) -> str:
    """Change a CSV file: a cell, a row or a column of it."""
    rows = [line.split(",") for line in text.split("\n")]
    at = random.randrange(len(rows))
    row = rows[at]
    kind = random.randrange(8)
    if kind < 4:
        place = random.randrange(len(row))
        cell = choose_cell(row[place], random)
        if random.random() < 0.2:
            cell = '"' + cell.replace('"', '""') + '"'
        row[place] = cell
    elif kind == 4:
        rows.insert(random.randint(0, len(rows)), list(row))
    elif kind == 5:
        del rows[at]
    elif kind == 6:
        one, other = (random.randrange(len(row)) for _ in range(2))
        row[one], row[other] = row[other], row[one]
    elif random.random() < 0.5:
        row.insert(random.randint(0, len(row)), random.choice(CELLS))
    else:
        del row[random.randrange(len(row)) :]
    return "\n".join(",".join(cells) for cells in rows)


def spoil_part(
    data: bytes, random: Random, mark: bytes, spoil: Callable[[bytes, Random], bytes]
) -> bytes:
    """Change one of the parts between `mark`, drop one or give one twice."""
    parts = data.split(mark)
    at = random.randrange(len(parts))
    kind = random.randrange(10)
    if kind == 0 and len(parts) > 1:
        del parts[at]
    elif kind == 1:
        parts.insert(random.randint(0, len(parts)), parts[at])
    else:
        parts[at] = spoil(parts[at], random)
    return mark.join(parts)
