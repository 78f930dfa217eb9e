"""Valid inputs from which fuzzing starts: messages of our own, and devices' where they are here."""

from __future__ import annotations

import gzip
import json
from functools import cache
from pathlib import Path

import msgspec

from core import topics
from core.wire import Quarantined, Reply, encode_columns, encode_reply, encode_rows
from core.wire_signed import sign
from tests.fuzz.spoiling import NOW_MS
from tests.ingest.conftest import ACME, KEY_1, KEY_2, OTHER

DEVICES = Path(__file__).resolve().parents[3] / "shared" / "data"
DEVICE_BYTES_MAX = 4096


def plain_messages() -> list[bytes]:
    """Rows and columns as a gateway writes them, with and without identity."""
    rows = [("A", NOW_MS - 60_000, 1.5), ("B", NOW_MS - 60_000, -2.0, 1), ("A", NOW_MS, 7.0, 4)]
    times = [NOW_MS - 120_000, NOW_MS - 60_000]
    columns = {
        "A": (times, [1.0, 2.0], None),
        "B": (times, [3.5, 4.5], [0, 2]),
        "Z": ([1], [2], None),
    }
    return [
        encode_rows("s1", 1, NOW_MS, rows),
        encode_rows("s1", 2**63 - 1, NOW_MS, [("C", NOW_MS, 1e18), ("N", 5, 0.0)]),
        encode_rows(None, None, 0, rows[:1]),
        encode_columns("s/2", 64, NOW_MS, columns),
        encode_rows("s1", 3, NOW_MS, []),
        encode_columns("s1", 4, NOW_MS, {}),
        b'{"readings":[{"p":"\\ud800","t":"\\ud800","v":1},{"t":1,"p":"\\ud800","v":"\\u0000"}]}',
        b'{"readings":[{"p":"A","t":1,"v":NaN}],"stream":"s3","seq":5.0}',
        b' {"stream":"s1","seq":6,"series":{"A":{"t":[1,2],"v":[1]}},"later":{"x":[1]}}',
    ]


@cache
def device_messages() -> tuple[bytes, ...]:
    """Messages of real meters, gateways and stations; none where the folder is absent."""
    found: list[bytes] = []
    for path in sorted(DEVICES.glob("device_payloads/*.jsonl")) + sorted(
        DEVICES.glob("hj212/*.jsonl")
    ):
        for line in path.read_text("utf-8").splitlines():
            found += _payloads(json.loads(line))
    for path in sorted(DEVICES.glob("device_payloads/sml/*.hex")):
        found.append(bytes.fromhex("".join(path.read_text("ascii").split())))
    return tuple(payload for payload in found if len(payload) <= DEVICE_BYTES_MAX)


def _payloads(row: dict[str, object]) -> list[bytes]:
    found: list[bytes] = []
    for name, value in row.items():
        if name in ("frame_hex", "hex") and isinstance(value, str):
            found.append(bytes.fromhex(value))
        elif name in ("payload_raw", "frame", "body") and isinstance(value, str):
            found.append(value.encode())
        elif name in ("payload", "payload_as_json"):
            found.append(json.dumps(value, ensure_ascii=False).encode())
    return found


def messages() -> list[bytes]:
    """Messages in every container, and devices' own."""
    plain = plain_messages()
    packed = [msgspec.msgpack.encode(msgspec.json.decode(one)) for one in plain[:6]]
    folded = [gzip.compress(one, mtime=0) for one in (plain[0], plain[3], packed[0])]
    signed = [sign(topics.data(ACME, "gs"), plain[0], key) for key in (KEY_1, KEY_2)]
    return [*plain, *packed, *folded, *signed, *device_messages()]


def replies() -> list[bytes]:
    """Replies as a collector writes them."""
    whole = Reply("s1", [(1, 4), (7, 7)], [Quarantined(3, "unknown_point", "X")], 500)
    return [encode_reply(whole), encode_reply(Reply("s", [(1, 1)]))]


def topic_names() -> list[bytes]:
    """Topics of the contract, and of others that may lie on the same broker."""
    pairs = [(ACME, "g1"), (ACME, "gs"), (OTHER, "g-1"), (OTHER, "a.b:c_d"), ("能", "网关")]
    own = [make(*pair) for pair in pairs for make in (topics.data, topics.status, topics.reply)]
    own += [topics.raw(*pair, path) for pair in pairs for path in ("x", "vendor/x/1")]
    rows = [json.loads(line) for line in _topic_lines()]
    foreign = {"$SYS/broker/uptime", *(str(row["topic"]) for row in rows if row.get("topic"))}
    return [name.encode() for name in own + sorted(foreign)]


def _topic_lines() -> list[str]:
    paths = sorted(DEVICES.glob("device_payloads/*.jsonl"))
    return [line for path in paths for line in path.read_text("utf-8").splitlines()]
