from __future__ import annotations

import pytest

from simulators.gateway.flights import WINDOW_BYTES, WINDOW_MESSAGES, Flights


@pytest.fixture
def flights() -> Flights:
    flights = Flights(first_s=1.0, most_s=4.0)
    for seq in range(1, 6):
        flights.add(seq, 10, now_s=0.0)
    return flights


def test_nothing_is_due_at_once_and_everything_after_the_first_wait(flights: Flights) -> None:
    assert flights.take_due(0.4) == []
    assert flights.take_due(1.0) == [1, 2, 3, 4, 5]


def test_later_waits_are_longer(flights: Flights) -> None:
    flights.take_due(1.0)
    assert flights.take_due(1.9) == []
    assert flights.take_due(3.0) == [1, 2, 3, 4, 5]
    assert flights.take_due(4.9) == []


def test_a_gateway_that_was_held_up_reads_replies_before_it_sends_again(flights: Flights) -> None:
    flights.excuse(7.0)
    assert flights.take_due(7.4) == []
    assert flights.take_due(8.0) == [1, 2, 3, 4, 5]


def test_landed_messages_are_never_due(flights: Flights) -> None:
    flights.land([(1, 2), (4, 10_000_000)])
    assert len(flights) == 1
    assert flights.take_due(99.0) == [3]


def test_a_lost_connection_makes_due_what_the_broker_never_acknowledged(flights: Flights) -> None:
    flights.hand_over(2)
    flights.hand_over(77)
    flights.lose_connection(0.1)
    assert flights.take_due(0.1) == [1, 3, 4, 5]


def test_the_window_is_bounded_in_messages_and_in_bytes() -> None:
    flights = Flights()
    for seq in range(1, WINDOW_MESSAGES + 1):
        assert flights.has_room()
        flights.add(seq, 1, 0.0)
    assert not flights.has_room()
    flights.land([(1, 1)])
    assert flights.has_room()
    flights.add(9_999, WINDOW_BYTES, 0.0)
    flights.land([(2, 2)])
    assert not flights.has_room()
    assert flights.last_seq == 9_999
