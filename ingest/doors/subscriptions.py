"""`Subscriptions`: what one connection has asked of the broker, was given, and was refused."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

from core import topics
from core.clock import monotonic_s

AT_ONCE = 500
"""Topic filters in one SUBSCRIBE or UNSUBSCRIBE [1]: some 20 kB."""
ASK_AGAIN_S = 30.0
"""How long a refused filter rests before it is asked for again [s]."""
SHOWN = 5

Send = Callable[[list[str]], int]
"""Sends filters in one packet; returns its message id [1]."""
Enterprises = Callable[[], Collection[str]]
"""Returns the enterprises whose messages are to be received; the same object while unchanged."""


def wildcard_filters() -> Collection[str]:
    """Return the filters that bring every enterprise's messages."""
    return topics.SUBSCRIPTIONS


class FiltersOf:
    """The filters that bring the messages of just some enterprises."""

    def __init__(self, read_enterprises: Enterprises) -> None:
        self._read_enterprises = read_enterprises
        self._enterprises: Collection[str] = ()
        self._filters: Collection[str] = ()

    def __call__(self) -> Collection[str]:
        """Return the filters; the same object while the enterprises are."""
        enterprises = self._read_enterprises()
        if enterprises is not self._enterprises:
            self._enterprises = enterprises
            self._filters = tuple(
                one for code in sorted(enterprises) for one in topics.subscriptions(code)
            )
        return self._filters


class Subscriptions:
    """Of one connection; its thread alone uses it.

    Parameters
    ----------
    subscribe, unsubscribe : callable
        Send a packet.
    """

    def __init__(self, subscribe: Send, unsubscribe: Send) -> None:
        self._subscribe = subscribe
        self._unsubscribe = unsubscribe
        self._target: Collection[str] | None = None
        self._wanted: set[str] = set()
        self._waiting: dict[int, list[str]] = {}
        self._held: set[str] = set()
        self._refused: dict[str, float] = {}
        self._rejected: set[str] = set()
        self._look_s = 0.0

    @property
    def is_answered(self) -> bool:
        """Whether the broker has answered all that was asked."""
        return self._target is not None and not self._waiting

    @property
    def is_refused_whole(self) -> bool:
        """Whether the broker has refused everything."""
        return bool(self._refused) and not self._held and not self._waiting

    @property
    def refused(self) -> list[str]:
        """Filters the broker has refused, in order."""
        return sorted(self._refused)

    def follow(self, target: Collection[str]) -> None:
        """Ask for what is in `target` and not held, and give up what is held and not in it."""
        now_s = monotonic_s()
        if target is self._target and not (self._refused and now_s >= self._look_s):
            return
        self._target, self._wanted = target, set(target)
        self._refused = {f: at for f, at in self._refused.items() if f in self._wanted}
        rests = {f for f, at in self._refused.items() if now_s < at}
        asked = {one for some in self._waiting.values() for one in some}
        fresh = self._wanted - self._held - asked - rests
        for some in _in_parts(sorted(fresh)):
            self._waiting[self._subscribe(some)] = some
        gone = self._held - self._wanted
        for some in _in_parts(sorted(gone)):
            self._unsubscribe(some)
        self._held -= gone
        self._look_s = now_s + ASK_AGAIN_S

    def reject(self, topic: str) -> None:
        """Give up what the session still brings of an enterprise that is not wanted, once."""
        parsed = topics.parse(topic)
        if not self._target or parsed is None or parsed.enterprise in self._rejected:
            return
        filters = topics.subscriptions(parsed.enterprise)
        if not self._wanted.isdisjoint(filters) or not self._wanted.isdisjoint(
            topics.SUBSCRIPTIONS
        ):
            return
        self._rejected.add(parsed.enterprise)
        self._unsubscribe(list(filters))

    def take_answer(self, message_id: int, failed: Sequence[bool]) -> list[str]:
        """Take the broker's answer to packet `message_id` [1]; return the filters it refused."""
        asked = self._waiting.pop(message_id, [])
        refused = []
        for one, bad in zip(asked, failed, strict=False):
            if bad:
                self._refused[one] = monotonic_s() + ASK_AGAIN_S
                refused.append(one)
            else:
                self._refused.pop(one, None)
                if one in self._wanted:
                    self._held.add(one)
                else:
                    self._unsubscribe([one])
        return refused


def show_filters(filters: Sequence[str]) -> str:
    """Return filters as text, the first few of many."""
    more = len(filters) - SHOWN
    return ", ".join(filters[:SHOWN]) + (f" and {more} more" if more > 0 else "")


def _in_parts(filters: Iterable[str]) -> Iterator[list[str]]:
    listed = list(filters)
    for start in range(0, len(listed), AT_ONCE):
        yield listed[start : start + AT_ONCE]
