"""Topics of the wire contract v1: ``nengheng/v1/{enterprise}/{gateway}/{leaf}``.

Enterprise and gateway are taken from the topic and never from the payload. The leaves are
``data`` (up), ``raw/…`` (up: vendor payloads), ``status`` (birth and will) and ``reply`` (down).
"""

from __future__ import annotations

import re
from typing import NamedTuple

PREFIX = "nengheng/v1"
CODE_PATTERN = r"[\w.:/-]{1,64}"
"""What a point's code, a stream's id and every other code on the wire must match in full."""

_LEVEL = r"[\w.:-]{1,64}"
_TOPIC = re.compile(
    rf"{PREFIX}/({_LEVEL})/({_LEVEL})/(data|status|reply|raw/.{{1,200}})", re.DOTALL
)


class Topic(NamedTuple):
    """A topic below ``nengheng/v1``; `leaf` is ``data``, ``status``, ``reply`` or ``raw/…``."""

    enterprise: str
    gateway: str
    leaf: str

    def __str__(self) -> str:
        """Return the topic as it is written on the wire."""
        return f"{PREFIX}/{self.enterprise}/{self.gateway}/{self.leaf}"


def parse(topic: str) -> Topic | None:
    """Return the parts of `topic`, or None where it is no topic of this contract."""
    match = _TOPIC.fullmatch(topic)
    return Topic(*match.groups()) if match else None


def data(enterprise: str, gateway: str) -> str:
    """Return the topic on which a gateway publishes its readings."""
    return str(Topic(enterprise, gateway, "data"))


def status(enterprise: str, gateway: str) -> str:
    """Return the topic of a gateway's birth and will."""
    return str(Topic(enterprise, gateway, "status"))


def reply(enterprise: str, gateway: str) -> str:
    """Return the topic on which a gateway is answered."""
    return str(Topic(enterprise, gateway, "reply"))


def raw(enterprise: str, gateway: str, path: str) -> str:
    """Return the topic of a vendor's own payloads."""
    return str(Topic(enterprise, gateway, f"raw/{path}"))


SUBSCRIPTIONS = (f"{PREFIX}/+/+/data", f"{PREFIX}/+/+/raw/#", f"{PREFIX}/+/+/status")
"""What a collector subscribes to that has every enterprise."""


def subscriptions(enterprise: str) -> tuple[str, ...]:
    """Return what a collector subscribes to for one enterprise; nothing for what is no code."""
    if not re.fullmatch(_LEVEL, enterprise):
        return ()
    return tuple(f"{PREFIX}/{enterprise}/+/{leaf}" for leaf in ("data", "raw/#", "status"))
