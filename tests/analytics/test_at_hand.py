"""Hours and rows read for a whole batch are those that everybody would read alone."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analytics import hours_at_hand
from analytics.hours_at_hand import HoursAtHand
from analytics.together import ask, gather
from core.calendar import HOUR_MS
from core.hours import HourBatch
from core.store.duckdb import DuckDBStore
from core.store.protocol import SeriesKey

T0 = 1_772_294_400_000
KEYS = [SeriesKey(f"E{k // 3}", f"P{k}") for k in range(9)]


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    chance = np.random.default_rng(5)
    with DuckDBStore(tmp_path_factory.mktemp("hours") / "store.duckdb") as made:
        ids = made.series_ids(KEYS)
        for series in ids.tolist():
            hours = np.flatnonzero(chance.random(48) < 0.7)
            columns = [chance.random(len(hours)) for _ in range(4)]
            owner = np.full(len(hours), series, np.int64)
            made.write_hours(HourBatch(owner, T0 + hours * HOUR_MS, *columns))
        yield made


def rows(hours: HourBatch) -> list[tuple]:
    names = ("series", "hour_ms", "amount", "measured", "estimated", "coverage")
    return list(zip(*(getattr(hours, name).tolist() for name in names), strict=True))


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_hours_at_hand_are_the_hours_of_the_store(store, data):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(hours_at_hand, "HELD", data.draw(st.sampled_from([0, 200, 10_000])))
        at_hand = HoursAtHand.of(store, KEYS[:6])
        for _ in range(6):
            chosen = data.draw(st.lists(st.integers(0, 8), unique=True, max_size=4))
            series = store.series_ids([KEYS[k] for k in chosen])
            start, end = sorted(T0 + data.draw(st.integers(-5, 60)) * HOUR_MS for _ in range(2))
            assert rows(at_hand.read_hours(series, start, end)) == rows(
                store.read_hours(series, start, end)
            )
            assert at_hand.sum_coverage(series, start, end) == pytest.approx(
                store.sum_coverage(series, start, end), rel=1e-12
            )
    assert at_hand.statistics() == store.statistics()


class Session:
    """Stands for a session: what is asked here is asked of no database."""

    def __init__(self) -> None:
        self.info: dict[str, object] = {}


def test_of_a_batch_is_asked_at_once_and_of_others_alone(monkeypatch):
    monkeypatch.setattr("analytics.together.AT_ONCE", 2)
    session, asked = Session(), []

    def read(subjects):
        asked.append(list(subjects))
        return {subject: subject.upper() for subject in subjects if subject != "b"}

    assert ask(session, "a", "name", read) == "A"
    gather(session, ["c", "a", "b", "a"])
    assert [ask(session, one, "name", read) for one in "abcd"] == ["A", None, "C", "D"]
    assert asked == [["a"], ["a", "b"], ["c"], ["d"]]
    ask(session, "a", "another", read)
    assert asked[4:] == [["a", "b"], ["c"]]
    gather(session, ["a"])
    ask(session, "a", "name", read)
    assert asked[6:] == [["a"]], "what was read before is forgotten"
