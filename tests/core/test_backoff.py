from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from core.backoff import Backoff


def test_waits_double_up_to_the_longest_and_begin_again() -> None:
    backoff = Backoff(0.5, 3.0, jitter=0.0)
    assert [backoff.next_s() for _ in range(5)] == [0.5, 1.0, 2.0, 3.0, 3.0]
    backoff.reset()
    assert backoff.next_s() == 0.5


@given(st.floats(0, 1, exclude_max=True), st.floats(0, 1), st.integers(1, 30))
def test_chance_only_shortens_and_by_no_more_than_its_share(
    chance: float, jitter: float, tries: int
) -> None:
    certain = Backoff(0.25, 15.0, jitter=0.0)
    jittered = Backoff(0.25, 15.0, jitter=jitter, chance=lambda: chance)
    for _ in range(tries):
        whole = certain.next_s()
        assert whole * (1 - jitter) <= jittered.next_s() <= whole
