"""Late readings are compared by few reads, none of which brings what lies far between them."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from core.readings import ReadingBatch
from core.store.influxdb_newest import READS_AT_MOST, SPAN_MS, _groups


def batch_at(times_ms: list[int]) -> ReadingBatch:
    n = len(times_ms)
    zeros = np.zeros(n, np.int64)
    return ReadingBatch(
        zeros, np.array(times_ms, np.int64), np.zeros(n), np.zeros(n, np.int8), zeros, zeros
    )


def test_a_correction_of_long_ago_is_read_alone() -> None:
    recent = [90 * 86_400_000 + 10_000 * n for n in range(200)]
    first, second = _groups(batch_at([*recent, 5]))
    assert first.tolist() == [200]
    assert sorted(second.tolist()) == list(range(200))


def test_what_lies_close_is_read_at_once() -> None:
    assert len(_groups(batch_at([n * SPAN_MS for n in range(500)]))) == 1


@given(st.lists(st.integers(0, 10**13), min_size=1, max_size=300))
def test_every_reading_is_in_one_group_and_groups_are_few(times_ms: list[int]) -> None:
    groups = _groups(batch_at(times_ms))
    assert sorted(np.concatenate(groups).tolist()) == list(range(len(times_ms)))
    assert len(groups) <= READS_AT_MOST
    spans = [np.array(times_ms)[places] for places in groups]
    assert all(a.max() < b.min() for a, b in pairwise(spans))
