"""`ReplyBook`: what gateways are to be told next, gathered until it can be sent."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from core import topics
from core.wire import Quarantined, Reply, encode_reply

REPLY_QUARANTINED_MAX = 200
"""Most quarantined messages named in one reply [1]; what is beyond goes into the next one."""


@lru_cache(maxsize=65536)
def reply_topic(topic: str) -> str | None:
    """Return where a message on `topic` is answered, None where it is not."""
    parts = topics.parse(topic)
    if parts is None or parts.leaf != "data":
        return None
    return topics.reply(parts.enterprise, parts.gateway)


def merge_ranges(numbers: Iterable[int]) -> list[tuple[int, int]]:
    """Return `numbers` [1] as ascending ranges, both ends included."""
    ranges: list[tuple[int, int]] = []
    for number in sorted(numbers):
        if ranges and number <= ranges[-1][1] + 1:
            ranges[-1] = (ranges[-1][0], max(number, ranges[-1][1]))
        else:
            ranges.append((number, number))
    return ranges


class ReplyBook:
    """Durable and quarantined numbers per (reply topic, stream) since they were last taken out.

    Not safe from several threads: the door's own thread keeps it.
    """

    def __init__(self) -> None:
        self._durable: dict[tuple[str, str], list[int]] = {}
        self._quarantined: dict[tuple[str, str], list[Quarantined]] = {}

    def add_durable(self, where: str, identity: tuple[str, int]) -> None:
        """Note that the journal holds message `identity` (stream, seq [1]); answer `where`."""
        self._durable.setdefault((where, identity[0]), []).append(identity[1])

    def add_quarantined(self, where: str, stream: str, items: Iterable[Quarantined]) -> None:
        """Note what of `stream` went into quarantine; `where` is answered."""
        self._quarantined.setdefault((where, stream), []).extend(items)

    def __bool__(self) -> bool:
        """Return whether there is anything to tell."""
        return bool(self._durable or self._quarantined)

    def take(self, wait_ms: int = 0) -> list[tuple[str, bytes]]:
        """Return (topic, payload) of every reply due, and forget them.

        `wait_ms` [ms] asks the gateways to hold back for so long.
        """
        durable, self._durable = self._durable, {}
        quarantined, self._quarantined = self._quarantined, {}
        answers = []
        for key in durable | quarantined:
            told = quarantined.get(key, [])
            if len(told) > REPLY_QUARANTINED_MAX:
                self._quarantined[key] = told[REPLY_QUARANTINED_MAX:]
            reply = Reply(
                key[1],
                merge_ranges(durable.get(key, ())),
                told[:REPLY_QUARANTINED_MAX],
                wait_ms,
            )
            answers.append((key[0], encode_reply(reply)))
        return answers
