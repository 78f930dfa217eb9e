from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from core.wire import Quarantined, decode_reply
from ingest.doors.replies import REPLY_QUARANTINED_MAX, ReplyBook, merge_ranges, reply_topic


@given(st.lists(st.integers(1, 60)))
def test_ranges_hold_exactly_the_numbers_and_do_not_touch(numbers: list[int]) -> None:
    ranges = merge_ranges(numbers)
    held = [n for first, last in ranges for n in range(first, last + 1)]
    assert held == sorted(set(numbers))
    assert all(a[1] + 1 < b[0] for a, b in pairwise(ranges))


def test_only_data_is_answered() -> None:
    assert reply_topic("nengheng/v1/E/g/data") == "nengheng/v1/E/g/reply"
    assert reply_topic("nengheng/v1/E/g/status") is None
    assert reply_topic("nengheng/v1/E/g/raw/x") is None
    assert reply_topic("something/else") is None


def test_what_was_taken_out_is_not_told_twice() -> None:
    book = ReplyBook()
    assert not book
    book.add_durable("a", ("s", 3))
    book.add_durable("a", ("s", 4))
    book.add_durable("a", ("other", 1))
    answers = [(topic, decode_reply(payload)) for topic, payload in book.take()]
    assert sorted((topic, reply.stream, reply.durable) for topic, reply in answers) == [
        ("a", "other", [(1, 1)]),
        ("a", "s", [(3, 4)]),
    ]
    assert not book
    assert book.take() == []


def test_many_quarantined_are_told_in_parts() -> None:
    book = ReplyBook()
    count = REPLY_QUARANTINED_MAX + 1
    book.add_quarantined("a", "s", [Quarantined(n, "unknown_point") for n in range(1, count + 1)])
    told = []
    while book:
        for _, payload in book.take(wait_ms=5):
            reply = decode_reply(payload)
            assert len(reply.quarantined) <= REPLY_QUARANTINED_MAX
            assert reply.wait_ms == 5
            told += [item.seq for item in reply.quarantined]
    assert told == list(range(1, count + 1))
