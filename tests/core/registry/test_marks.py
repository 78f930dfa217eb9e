import numpy as np
import pytest
from patience import patient

from core.calendar import HOUR_MS
from core.clock import monotonic_s
from core.registry.marks import Mark, clear_marks, count_marks, mark_dirty, read_marks

A, B = "91150600MA0TEST01A", "91150600MA0TEST02B"


def test_marks_are_whole_hours_and_count_doubles_once(registry):
    with registry.session() as session:
        mark_dirty(session, A, [HOUR_MS + 5, HOUR_MS + 7, 3 * HOUR_MS])
        mark_dirty(session, B, np.array([HOUR_MS], np.int64))
        mark_dirty(session, B, [])
    with registry.read() as session:
        assert read_marks(session) == [
            Mark(A, HOUR_MS, 1),
            Mark(A, 3 * HOUR_MS, 1),
            Mark(B, HOUR_MS, 1),
        ]
        assert read_marks(session, 1) == [Mark(A, HOUR_MS, 1)]


def test_a_mark_is_cleared_only_if_its_revision_has_not_moved(registry):
    with registry.session() as session:
        mark_dirty(session, A, [HOUR_MS, 2 * HOUR_MS])
    with registry.read() as session:
        seen = read_marks(session)
    with registry.session() as session:
        mark_dirty(session, A, [HOUR_MS])
        clear_marks(session, seen)
        clear_marks(session, [])
    with registry.read() as session:
        assert read_marks(session) == [Mark(A, HOUR_MS, 2)]


def test_marks_roll_back_with_their_session(registry):
    def fail_half_way() -> None:
        with registry.session() as session:
            mark_dirty(session, A, [HOUR_MS])
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_half_way()
    with registry.read() as session:
        assert count_marks(session) == 0


def test_a_hundred_thousand_marks_take_seconds_at_most(registry):
    hours = np.arange(100_000, dtype=np.int64) * HOUR_MS
    started = monotonic_s()
    for _ in range(2):
        with registry.session() as session:
            mark_dirty(session, A, hours)
    with registry.session() as session:
        clear_marks(session, read_marks(session))
        assert count_marks(session) == 0
    assert monotonic_s() - started < patient(8)
