"""What held when: the fast way against the obvious one, day by day."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from core.registry.dated import OPEN_MS, Stay, fill_stays, join_stays, value_at

LAST = 40


@st.composite
def dated_rows(draw: st.DrawFn) -> list[Stay]:
    """Rows that do not overlap, in any order, the last one perhaps open."""
    edges = sorted(draw(st.sets(st.integers(0, LAST), max_size=8)))
    rows = []
    for start, end in zip(edges[::2], edges[1::2], strict=False):
        rows.append(Stay(draw(st.sampled_from("abc")), start, end))
    if len(edges) % 2 and draw(st.booleans()):
        rows.append(Stay(draw(st.sampled_from("abc")), edges[-1], OPEN_MS))
    return draw(st.permutations(rows))


@given(dated_rows(), st.sampled_from("abx"))
def test_filled_rows_hold_what_the_rows_or_the_own_value_say(rows: list[Stay], own: str):
    filled = fill_stays(own, rows)
    for t in (*range(LAST + 2), OPEN_MS - 1):
        obvious = next((row.value for row in rows if row.start_ms <= t < row.end_ms), own)
        assert value_at(filled, t) == obvious
        assert sum(stay.holds_at(t) for stay in filled) == 1


@given(
    st.lists(st.tuples(st.sampled_from("ab"), st.integers(0, LAST), st.integers(1, 9)), max_size=10)
)
def test_joined_stays_hold_as_before_and_touch_nothing_of_their_own(parts):
    stays = [Stay(value, start, start + length) for value, start, length in parts]
    joined = join_stays(stays)
    for t in range(LAST + 12):
        for value in "ab":
            before = any(s.value == value and s.holds_at(t) for s in stays)
            assert sum(s.value == value and s.holds_at(t) for s in joined) == before
    for value in "ab":
        own = [stay for stay in joined if stay.value == value]
        assert all(a.end_ms < b.start_ms for a, b in pairwise(own))


def test_neighbours_with_the_own_value_are_one_stay():
    assert fill_stays("a", [Stay("a", 5, 9)]) == (Stay("a", 0, OPEN_MS),)
    assert value_at((), 5) == ""
