"""`Flights`: which messages are under way, and which of them are to be sent again now.

Pure book-keeping on the monotonic clock, which is passed in.
"""

from __future__ import annotations

from dataclasses import dataclass

from core.backoff import Backoff

RESEND_FIRST_S = 10.0
"""The broker already looks after what the network loses; a reply waits for a disk's commit, and
one that is busy for seconds is no reason to send everything twice [s]."""
RESEND_MOST_S = 60.0
WINDOW_MESSAGES = 400
WINDOW_BYTES = 8 * 1024 * 1024


@dataclass
class _Flight:
    size_bytes: int
    due_s: float
    backoff: Backoff
    handed_over: bool = False


class Flights:
    """Messages sent and not yet named durable.

    Parameters
    ----------
    first_s, most_s : float
        Waits before a message is sent again: the first [s] and the longest [s].
    """

    def __init__(self, first_s: float = RESEND_FIRST_S, most_s: float = RESEND_MOST_S) -> None:
        self._first_s = first_s
        self._most_s = most_s
        self._flights: dict[int, _Flight] = {}
        self._bytes = 0
        self.last_seq = 0

    def __len__(self) -> int:
        """Return how many messages are under way [1]."""
        return len(self._flights)

    def has_room(self) -> bool:
        """Return whether another message may be sent before replies come."""
        return len(self._flights) < WINDOW_MESSAGES and self._bytes < WINDOW_BYTES

    def add(self, seq: int, size_bytes: int, now_s: float) -> None:
        """Note that message `seq` [1] of `size_bytes` [byte] is sent at `now_s` [s]."""
        backoff = Backoff(self._first_s, self._most_s)
        self._flights[seq] = _Flight(size_bytes, now_s + backoff.next_s(), backoff)
        self._bytes += size_bytes
        self.last_seq = max(self.last_seq, seq)

    def hand_over(self, seq: int) -> None:
        """Note that the broker has acknowledged message `seq` [1]."""
        flight = self._flights.get(seq)
        if flight is not None:
            flight.handed_over = True

    def land(self, ranges: list[tuple[int, int]]) -> None:
        """Forget the messages in `ranges` [1], both ends included."""
        for first, last in ranges:
            if last - first < len(self._flights):
                landed = [seq for seq in range(first, last + 1) if seq in self._flights]
            else:
                landed = [seq for seq in self._flights if first <= seq <= last]
            for seq in landed:
                self._bytes -= self._flights.pop(seq).size_bytes

    def lose_connection(self, now_s: float) -> None:
        """Make what the broker never acknowledged due at `now_s` [s]; the rest keeps its wait."""
        for flight in self._flights.values():
            if not flight.handed_over:
                flight.due_s = now_s

    def excuse(self, held_up_s: float) -> None:
        """Lengthen every wait by `held_up_s` [s], in which the gateway itself read no replies."""
        for flight in self._flights.values():
            flight.due_s += held_up_s

    def take_due(self, now_s: float) -> list[int]:
        """Return the numbers [1] to send again at `now_s` [s]; each waits longer next time."""
        due = [seq for seq, flight in self._flights.items() if flight.due_s <= now_s]
        for seq in due:
            flight = self._flights[seq]
            flight.due_s = now_s + flight.backoff.next_s()
            flight.handed_over = False
        return due
