"""`KnownStatuses`: retained statuses that the journal has already.

A broker gives every retained status again at every subscription, thousands of them at a reconnect.
One that says what the journal was told last is not written again.
"""

from __future__ import annotations

from collections import OrderedDict
from hashlib import blake2b

TOPICS_MAX = 100_000
LEAF = "/status"


class KnownStatuses:
    """Digest of the last status of each topic that is durable; one thread uses it."""

    def __init__(self, topics_max: int = TOPICS_MAX) -> None:
        self._topics_max = topics_max
        self._digests: OrderedDict[str, bytes] = OrderedDict()

    def note(self, topic: str, payload: bytes) -> None:
        """Take note of a message that is durable; only statuses count."""
        if not topic.endswith(LEAF):
            return
        self._digests[topic] = _digest(payload)
        self._digests.move_to_end(topic)
        if len(self._digests) > self._topics_max:
            self._digests.popitem(last=False)

    def has(self, topic: str, payload: bytes) -> bool:
        """Return whether the topic's last durable status was this one."""
        return topic.endswith(LEAF) and self._digests.get(topic) == _digest(payload)


def _digest(payload: bytes) -> bytes:
    return blake2b(payload, digest_size=16).digest()
