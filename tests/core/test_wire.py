"""The wire codec: round trips, leniency reading by reading, and never an unforeseen exception."""

from __future__ import annotations

import gzip
import json
import math

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import topics, wire
from core.wire import WireError, WireReason
from core.wire_lenient import TIME_MAX_MS, parse_document, parse_json
from ingest.reasons import Reason

CODES = st.from_regex(r"\A[\w.:/-]{1,64}\Z")
TIMES = st.integers(0, TIME_MAX_MS)
VALUES = st.floats(allow_nan=False, allow_infinity=False)
QUALITIES = st.integers(0, 4)
ROWS = st.lists(st.tuples(CODES, TIMES, VALUES, QUALITIES), max_size=8)


def readings_of(message: wire.WireMessage) -> list[tuple[str, int, float, int]]:
    names = [message.points[i] for i in message.point_index]
    columns = (message.time_ms, message.value, message.quality)
    return list(zip(names, *(c.tolist() for c in columns), strict=True))


@given(ROWS, CODES, st.integers(1, 2**63 - 1), TIMES)
def test_rows_come_back(
    rows: list[tuple[str, int, float, int]], stream: str, seq: int, sent_ms: int
) -> None:
    payload = wire.encode_rows(stream, seq, sent_ms, rows)
    message = wire.decode(payload)
    assert (message.stream, message.seq, message.sent_ms) == (stream, seq, sent_ms)
    assert readings_of(message) == rows
    assert not message.problems
    assert wire.peek(payload) == (stream, seq)
    assert wire.peek(gzip.compress(payload)) == (stream, seq)
    assert readings_of(wire.decode(gzip.compress(payload))) == rows


@given(st.dictionaries(CODES, st.lists(st.tuples(TIMES, VALUES, QUALITIES)), max_size=4))
def test_columns_come_back(series: dict[str, list[tuple[int, float, int]]]) -> None:
    columns = {p: tuple(zip(*rows, strict=True)) or ((), (), ()) for p, rows in series.items()}
    payload = wire.encode_columns("s", 1, 5, columns)  # type: ignore[arg-type]
    expected = [(p, *row) for p, rows in series.items() for row in rows]
    assert readings_of(wire.decode(payload)) == expected


@given(ROWS)
def test_messagepack_says_the_same_as_json(rows: list[tuple[str, int, float, int]]) -> None:
    payload = wire.encode_rows("s", 3, 5, rows)
    packed = msgspec.msgpack.encode(json.loads(payload))
    assert readings_of(wire.decode(packed)) == rows
    assert wire.peek(packed) == ("s", 3)


@given(ROWS)
def test_strict_and_lenient_readers_agree(rows: list[tuple[str, int, float, int]]) -> None:
    payload = wire.encode_rows("s", 3, 5, rows)
    strict, lenient = wire.read_message(payload), parse_document(parse_json(payload))
    for name in ("stream", "seq", "sent_ms", "names", "time_ms", "value", "quality"):
        assert getattr(strict, name) == getattr(lenient, name)


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=6,
)
NEARLY = st.fixed_dictionaries(
    {},
    optional={
        "stream": JSON_VALUES | st.just("s"),
        "seq": JSON_VALUES | st.just(1),
        "sent": JSON_VALUES | st.just(5),
        "readings": JSON_VALUES
        | st.lists(
            st.fixed_dictionaries(
                {},
                optional={
                    "p": JSON_VALUES | st.just("A"),
                    "t": JSON_VALUES | st.just(1),
                    "v": JSON_VALUES | st.just(2.5),
                    "q": JSON_VALUES | st.just(0),
                },
            )
            | JSON_VALUES,
            max_size=4,
        ),
        "series": JSON_VALUES
        | st.dictionaries(
            st.text(max_size=3),
            st.fixed_dictionaries(
                {},
                optional={c: st.lists(JSON_VALUES | st.just(1), max_size=3) for c in "tvq"},
            )
            | JSON_VALUES,
            max_size=2,
        ),
    },
)


def check_taken_or_refused(payload: bytes) -> None:
    identity = wire.peek(payload)
    try:
        message = wire.decode(payload)
    except WireError as error:
        Reason(error.reason).text.encode()
        error.detail.encode("utf-8")
        return
    for problem in message.problems:
        Reason(problem.reason).text.encode()
        (problem.point + problem.detail).encode("utf-8")
    assert len(message.value) == len(message.time_ms) == len(message.point_index)
    if identity is not None:
        assert identity == (message.stream, message.seq)


@given(st.binary(max_size=200) | st.binary(max_size=100).map(lambda b: b"{" + b))
def test_any_bytes_are_taken_or_refused(payload: bytes) -> None:
    check_taken_or_refused(payload)


@given(NEARLY)
def test_any_json_is_taken_or_refused(document: object) -> None:
    payload = json.dumps(document).encode()
    check_taken_or_refused(payload)
    check_taken_or_refused(payload[: len(payload) // 2])


@pytest.mark.parametrize(
    "payload",
    [b'{"x":' + b"[" * 100_000, b"[" * 100_000, b'{"readings":[' + b"9" * 5000 + b"]}"],
)
def test_hostile_depth_and_length_are_refused(payload: bytes) -> None:
    check_taken_or_refused(payload)


@pytest.mark.parametrize(
    ("payload", "reason"),
    [
        (b"", WireReason.BAD_JSON),
        (b'{"stream":"s"', WireReason.BAD_JSON),
        (b'{"readings":[{"p":"\xff","t":1,"v":1}]}', WireReason.NOT_UTF8),
        (b"[]", WireReason.BAD_STRUCTURE),
        (b"{}", WireReason.BAD_STRUCTURE),
        (b'{"readings":{}}', WireReason.BAD_STRUCTURE),
        (b'{"series":[]}', WireReason.BAD_STRUCTURE),
        (b'{"sent":"now","readings":[]}', WireReason.BAD_STRUCTURE),
        (b'{"stream":"s","readings":[]}', WireReason.BAD_IDENTITY),
        (b'{"stream":"s","seq":0,"readings":[]}', WireReason.BAD_IDENTITY),
        (b'{"stream":"a b","seq":1,"readings":[]}', WireReason.BAD_IDENTITY),
        (b'{"stream":"s","seq":9223372036854775808,"readings":[]}', WireReason.BAD_IDENTITY),
        (b"NH1\x01" + b"x" * 40, WireReason.UNKNOWN_FORMAT),
        (b"\x1f\x8b123", WireReason.BAD_GZIP),
        (gzip.compress(b"{}", mtime=0)[:-4], WireReason.BAD_GZIP),
        (gzip.compress(gzip.compress(b"{}", mtime=0), mtime=0), WireReason.UNKNOWN_FORMAT),
        (
            gzip.compress(b"[" + b" " * (wire.UNPACKED_MAX_BYTES + 10), mtime=0),
            WireReason.TOO_LARGE,
        ),
        (b"\x81\xa1a", WireReason.BAD_MESSAGEPACK),
    ],
)
def test_message_is_refused(payload: bytes, reason: WireReason) -> None:
    with pytest.raises(WireError) as caught:
        wire.decode(payload)
    assert caught.value.reason is reason


@pytest.mark.parametrize(
    "payload",
    [
        b'{"readings":[]}',
        b'{"series":{}}',
        b' {"readings":[]}',
        b'\xef\xbb\xbf{"readings":[]}',
        b'{"readings":[],"later":{"x":[1]}}',
        b'{"stream":null,"seq":null,"readings":[]}',
    ],
)
def test_message_is_taken(payload: bytes) -> None:
    assert len(wire.decode(payload).value) == 0


ONE_BAD = [
    ('{"p":"A","t":1,"v":NaN}', WireReason.VALUE_NOT_FINITE),
    ('{"p":"A","t":1,"v":-Infinity}', WireReason.VALUE_NOT_FINITE),
    ('{"p":"A","t":1,"v":1e999}', WireReason.VALUE_NOT_FINITE),
    ('{"p":"A","t":1,"v":' + "9" * 400 + "}", WireReason.VALUE_NOT_FINITE),
    ('{"p":"A","t":1,"v":"12"}', WireReason.VALUE_NOT_NUMBER),
    ('{"p":"A","t":1,"v":true}', WireReason.VALUE_NOT_NUMBER),
    ('{"p":"A","t":1,"v":null}', WireReason.VALUE_NULL),
    ('{"p":"A","t":1}', WireReason.VALUE_NULL),
    ('{"p":"A","t":"2026-01-01","v":1}', WireReason.BAD_TIME),
    ('{"p":"A","t":1.5,"v":1}', WireReason.BAD_TIME),
    ('{"p":"A","t":-1,"v":1}', WireReason.BAD_TIME),
    ('{"p":"A","v":1}', WireReason.BAD_TIME),
    ('{"p":"A","t":1,"v":1,"q":5}', WireReason.BAD_QUALITY),
    ('{"p":"A","t":1,"v":1,"q":"0"}', WireReason.BAD_QUALITY),
    ('{"p":7,"t":1,"v":1}', WireReason.BAD_POINT_CODE),
    ('{"t":1,"v":1}', WireReason.BAD_POINT_CODE),
    ("[1,2,3]", WireReason.BAD_READING),
]


@pytest.mark.parametrize(("bad", "reason"), ONE_BAD)
def test_one_bad_reading_leaves_the_others(bad: str, reason: WireReason) -> None:
    good = '{"p":"A","t":1,"v":2}'
    text = f'{{"stream":"s","seq":4,"readings":[{good},{bad},{good}]}}'
    message = wire.decode(text.encode())
    assert [p.reason for p in message.problems] == [reason]
    assert [p.index for p in message.problems] == [1]
    assert message.value.tolist() == [2.0, 2.0]
    assert wire.peek(text.encode()) == ("s", 4)


def test_whole_numbers_may_be_written_with_a_fraction_of_zero() -> None:
    message = wire.decode(
        b'{"stream":"s","seq":5.0,"sent":2.0,"readings":[{"p":"A","t":1e3,"v":1}]}'
    )
    assert (message.seq, message.sent_ms, message.time_ms.tolist()) == (5, 2, [1000])
    assert wire.peek(b'{"stream":"s","seq":5.0,"readings":[]}') == ("s", 5)


def test_unequal_columns_spoil_their_series_only() -> None:
    text = b'{"series":{"A":{"t":[1,2],"v":[1]},"B":{"t":[1],"v":[7]},"C":3}}'
    message = wire.decode(text)
    assert [p.point for p in message.problems] == ["A", "A", "C"]
    assert {p.reason for p in message.problems} == {WireReason.BAD_READING}
    assert message.value.tolist() == [7.0]


def test_nan_becomes_a_named_problem() -> None:
    payload = wire.encode_columns("s", 1, 0, {"A": ([1, 2], np.array([1.0, math.nan]), None)})
    assert [p.reason for p in wire.decode(payload).problems] == [WireReason.VALUE_NULL]


@pytest.mark.parametrize(
    ("payload", "identity"),
    [
        (b'{"stream":"s","seq":812,"readings":[{"p":', ("s", 812)),
        (b'{"stream":"s","seq":81', None),
        (b'{"stream":"s","seq":1.5,"readings":[]}', None),
        (b'{"stream":"s","seq":"7","readings":[]}', None),
        (b'{"meta":{"stream":"s","seq":7},"readings":[NaN]}', None),
        (b'{"stream":"s","seq":7,"readings":[{"p":"\xff"}]}', ("s", 7)),
        (b'{"readings":[]}', None),
        (b"", None),
    ],
)
def test_identity_of_damaged_payloads(payload: bytes, identity: tuple[str, int] | None) -> None:
    assert wire.peek(payload) == identity


def test_replies_come_back() -> None:
    reply = wire.Reply("s", [(1, 4), (7, 7)], [wire.Quarantined(3, "unknown_point", "X")], 500)
    assert wire.decode_reply(wire.encode_reply(reply)) == reply
    assert wire.encode_reply(wire.Reply("s", [(1, 1)])) == b'{"stream":"s","durable":[[1,1]]}'
    with pytest.raises(WireError, match="reply"):
        wire.decode_reply(b"{}")


def test_topics() -> None:
    topic = topics.parse(topics.data("91150622MA0N1A2B3C", "g-1"))
    assert topic == topics.Topic("91150622MA0N1A2B3C", "g-1", "data")
    assert str(topic) == "nengheng/v1/91150622MA0N1A2B3C/g-1/data"
    assert topics.parse("nengheng/v1/e/g/raw/vendor/x") == topics.Topic("e", "g", "raw/vendor/x")
    for bad in ("", "nengheng/v1/e/data", "nengheng/v2/e/g/data", "nengheng/v1/e/g/other", "x"):
        assert topics.parse(bad) is None


@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf", b" \n"])
@pytest.mark.parametrize("value", [b"1", b"NaN", b'"x"'])
def test_the_door_reads_an_identity_wherever_the_decoder_does(bom: bytes, value: bytes) -> None:
    payload = bom + b'{"readings":[{"p":"A","t":1,"v":' + value + b'}],"stream":"s","seq":5}'
    for form in (payload, gzip.compress(payload)):
        assert (wire.decode(form).stream, wire.peek(form)) == ("s", ("s", 5))


def test_what_follows_a_gzip_is_not_passed_over() -> None:
    one, other = (gzip.compress(wire.encode_rows("s", n, 0, [("A", n, 1.0)])) for n in (1, 2))
    assert len(wire.decode(one + bytes(8)).value) == 1
    for payload in (one + other, one + b"x"):
        with pytest.raises(WireError, match="after the end of the gzip") as caught:
            wire.decode(payload)
        assert caught.value.reason is WireReason.BAD_GZIP
        assert wire.peek(payload) is None
