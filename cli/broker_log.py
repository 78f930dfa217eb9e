"""What Mosquitto says of clients that it refused, told in words with the fix.

Mosquitto names a refused client where it knows it; where it does not, the address of the only
connection that was still without a client is the one meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_LINE = re.compile(r"(?P<time>\S+): (?P<words>.*)")
_OPENED = re.compile(
    r"New connection from (?P<address>\S+):(?P<port>\d+) on port (?P<listener>\d+)"
)
_ACCEPTED = re.compile(r"New client connected from (?P<address>\S+):(?P<port>\d+) as ")
_UNKNOWN = "<unknown>"


@dataclass(frozen=True)
class Kind:
    """A kind of refusal: how the broker words it, what it means, how to mend it."""

    pattern: re.Pattern[str]
    what: str
    fix: str


KINDS = (
    Kind(
        re.compile(r"Client (?P<who>.+?) disconnected, not authorised"),
        "wrong or revoked password, unknown user, or no user at all",
        "check the user name; give a new password with `nengheng gateway rotate`",
    ),
    Kind(
        re.compile(r"peer did not return a certificate"),
        "no certificate was shown on the listener that asks for one",
        "give the client its .crt and .key, or let it use the listener for passwords (8883)",
    ),
    Kind(
        re.compile(r"certificate verify failed|certificate revoked"),
        "a certificate that is revoked, has run out, is a server's or of another authority",
        "issue a new one with `nengheng gateway rotate --certificate`; check the client's clock",
    ),
    Kind(
        re.compile(
            r"(?:sslv3|tlsv1) alert (?:unknown ca|bad certificate|certificate expired|"
            r"certificate unknown)|alert (?:unknown ca|bad certificate)"
        ),
        "the client does not trust the broker's certificate",
        "give the client ca.crt; check that it calls the broker by a name in the certificate",
    ),
    Kind(
        re.compile(
            r"wrong version number|http request|unsupported protocol|packet length too long"
        ),
        "something that is not TLS 1.2 or later talks to a TLS listener",
        "let the client use TLS (mqtts://); there is no plain listener",
    ),
    Kind(
        re.compile(r"Denied PUBLISH from (?P<who>\S+) \(.*?'(?P<topic>[^']*)'"),
        "published to a topic that is not its own",
        "let it publish below nengheng/v1/ENTERPRISE/GATEWAY/ of its own credential",
    ),
    Kind(
        re.compile(r"Client (?P<who>.+?) already connected, closing old connection"),
        "two clients use one log-in and throw each other out",
        "give each gateway a log-in of its own; see which device has been copied",
    ),
    Kind(
        re.compile(r"Outgoing messages are being dropped for client (?P<who>\S+?)\.?$"),
        "the queue of this client is full: the broker drops new messages",
        "start the collector; gateways that wait for replies send them again",
    ),
    Kind(
        re.compile(r"Client (?P<who>.+?) disconnected due to oversize packet"),
        "a packet greater than max_packet_size",
        "let the gateway send smaller messages (fewer readings a message)",
    ),
    Kind(
        re.compile(r"Client (?P<who>.+?) disconnected due to (?:protocol error|malformed packet)"),
        "not MQTT as the standard has it, or no client id",
        "see the client's own log; give it a client id",
    ),
)


@dataclass
class Refusal:
    """Refusals of one kind and client, together.

    Attributes
    ----------
    who : str
        Client, address or topic; empty where the broker does not tell.
    what, fix : str
        What it means, and what to do.
    count : int
        How often [1].
    last : str
        When last, as the log writes it.
    """

    who: str
    what: str
    fix: str
    count: int = 0
    last: str = ""

    def as_row(self) -> dict[str, object]:
        """Return it as a row to print."""
        return {
            "count": self.count,
            "last": self.last,
            "who": self.who or "–",
            "what": self.what,
            "fix": self.fix,
        }


def explain_refusals(lines: Iterable[str]) -> list[Refusal]:
    """Return the refusals in a log of Mosquitto's, the most frequent first."""
    found: dict[tuple[str, str], Refusal] = {}
    for when, who, kind in _refusals(lines):
        refusal = found.setdefault((who, kind.what), Refusal(who, kind.what, kind.fix))
        refusal.count += 1
        refusal.last = when
    return sorted(found.values(), key=lambda refusal: -refusal.count)


def _refusals(lines: Iterable[str]) -> Iterator[tuple[str, str, Kind]]:
    waiting: dict[str, str] = {}
    for line in lines:
        match = _LINE.match(line.rstrip())
        if match is None:
            continue
        words = match["words"]
        if opened := _OPENED.search(words):
            waiting[f"{opened['address']}:{opened['port']}"] = opened["address"]
        elif accepted := _ACCEPTED.search(words):
            waiting.pop(f"{accepted['address']}:{accepted['port']}", None)
        for kind in KINDS:
            said = kind.pattern.search(words)
            if said is not None:
                yield match["time"], _who(said, waiting), kind
                break
        if "disconnected" in words and f"Client {_UNKNOWN}" in words:
            waiting.clear()


def _who(said: re.Match[str], waiting: dict[str, str]) -> str:
    parts = said.groupdict()
    who = parts.get("who") or _UNKNOWN
    if who == _UNKNOWN:
        addresses = set(waiting.values())
        return f"a client at {addresses.pop()}" if len(addresses) == 1 else ""
    topic = parts.get("topic")
    return f"{who} → {topic}" if topic else who
