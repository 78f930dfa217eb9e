"""Whatever the order, the batches and the recomputations between: the same as computed at once."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.calendar import HOUR_MS

QUARTER = HOUR_MS // 4
numbers = itertools.count()


@st.composite
def feeds(draw, jitter):
    """Readings of a meter to which much happens, in quarter hours over a few days."""
    t, v, rows = 0, draw(st.sampled_from([10.0, 950.0])), []
    for _ in range(draw(st.integers(1, 30))):
        t += draw(st.sampled_from([1, 1, 1, 1, 2, 9, 30, 97, 200]))
        move = draw(st.sampled_from(["rise"] * 8 + ["zero", "leap", "back", "dip", "stand"]))
        if move == "rise":
            v += draw(st.integers(1, 40)) / 8
        elif move == "dip":
            v -= jitter
        elif move == "zero":
            v = 0.5
        elif move == "leap":
            v += 800.0
        elif move == "back" and rows:
            v = draw(st.sampled_from(rows))[1] + 0.25
        rows.append((t, v, draw(st.sampled_from([0, 0, 0, 0, 0, 1, 4]))))
    return rows


@pytest.fixture(scope="module")
def shared_platform(tmp_path_factory, platform_class):
    made = platform_class(tmp_path_factory.mktemp("incremental"))
    yield made
    made.close()


KINDS = [
    {"kind": "register"},
    {"kind": "register", "epochs": [{"start_ms": 5, "register_max": 1000.0, "max_rate": 60.0}]},
    {"kind": "gauge", "unit": "kW"},
    {"kind": "gauge", "unit": "℃", "carrier": ""},
    {"kind": "interval"},
]
JITTERY = [{"kind": "register", "epochs": [{"start_ms": 5, "jitter": 0.5}]}]


def check(platform, facts, rows, data):
    """Feed `rows` in random batches, doubled and first wrong, and compare with all at once."""
    one, other = f"A{next(numbers)}", f"B{next(numbers)}"
    rows = [(platform.T0 + t * QUARTER, v, q, 2) for t, v, q in rows]
    wrong = [(t, v + 333.0, q, 1) for t, v, q, _ in data.draw(st.lists(st.sampled_from(rows)))]
    feed = data.draw(st.permutations([*rows, *wrong]))
    cuts = data.draw(st.sets(st.integers(1, len(feed)), max_size=4))
    platform.declare(one, **facts)
    for batch in np.split(np.arange(len(feed)), sorted(cuts)):
        spans = platform.send([feed[i] for i in batch], one)
        if data.draw(st.booleans()):
            platform.refresh(spans)
        else:
            for span in data.draw(st.permutations(spans)):
                platform.refresh([span])
    platform.declare(other, **facts)
    platform.send(rows, other)
    platform.refresh([(platform.T0, platform.T0 + 400 * 24 * HOUR_MS)])
    assert platform.hours(one) == platform.hours(other)
    found = platform.findings_of(one), platform.findings_of(other)
    platform.forget(one), platform.forget(other)
    assert found[0] == found[1]


@pytest.mark.parametrize("facts", KINDS, ids=lambda f: f["kind"] + str("epochs" in f))
@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_batches_and_order_do_not_matter(shared_platform, facts, data):
    check(shared_platform, facts, data.draw(feeds(0.5)), data)


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_nor_with_a_register_that_jitters(shared_platform, data):
    check(shared_platform, JITTERY[0], data.draw(feeds(0.5)), data)
