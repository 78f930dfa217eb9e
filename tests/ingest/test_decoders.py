"""Every registered decoder: readings or a reason, whatever the bytes."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.wire import WireError
from ingest.decoders import DECODERS


@pytest.mark.parametrize("leaf", DECODERS)
def test_leaf_is_the_first_level_of_a_topics_leaf(leaf: str) -> None:
    assert "/" not in leaf


@pytest.mark.parametrize("leaf", DECODERS)
@given(payload=st.binary(max_size=100))
def test_any_bytes_give_readings_or_a_reason(leaf: str, payload: bytes) -> None:
    with contextlib.suppress(WireError):
        lists = DECODERS[leaf](payload)
        names = sum(lists.counts) if lists.counts is not None else len(lists.names)
        assert names == len(lists.time_ms) == len(lists.value) == len(lists.quality)
