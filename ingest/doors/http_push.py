"""`HttpDoor`: takes messages by HTTP, into the same journal and under the same identities as MQTT.

It knows no web framework: `push` takes what a request held, and returns what is to be answered. A
message is answered 2xx only once the journal has it.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from core import topics
from core.clock import Clock
from core.errors import RegistryError
from core.partition import WHOLE, Part
from core.registry.credentials import GatewayName
from core.registry.database import Registry
from core.registry.seats import find_seat
from core.wire import Reply, peek
from ingest.doors.http_access import FAILURES_S, Access, HttpAccess
from ingest.doors.rules import name_all
from ingest.errors import JournalError
from ingest.intake import Arrival, Intake
from ingest.signatures import Name

COMMIT_S = 10.0
"""How long a commit is awaited [s]; what is not known by then is to be sent again."""
RETRY_S = 5
RETRY_FULL_S = 30
REALM = 'Basic realm="nengheng", charset="UTF-8"'


class PushRequest(NamedTuple):
    """What a request held: codes of its path, Authorization header, who sent it, its body."""

    enterprise: str
    gateway: str
    authorization: str | None
    peer: str
    payload: bytes


@dataclass(frozen=True)
class PushAnswer:
    """What is to be answered.

    Attributes
    ----------
    status : int
        HTTP status [1].
    reply : Reply or None
        What the journal holds; None where the message was not taken.
    kind, title, detail, fix : str
        Why it was not.
    url : str
        Where to send it instead, empty for nowhere.
    headers : mapping
        Of the answer.
    """

    status: int
    reply: Reply | None = None
    kind: str = ""
    title: str = ""
    detail: str = ""
    fix: str = ""
    url: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class PushRules:
    """How the door serves its collector.

    Attributes
    ----------
    part : Part
        Which enterprises are its own.
    message_max_bytes : int
        Longest message that is taken [byte].
    name : callable
        Tells which identity of a durable arrival a reply may name.
    read_wait_ms : callable
        Tells for how long gateways are asked to hold back [ms].
    is_accepting : callable
        Tells whether messages may be taken now.
    commit_s : float
        How long a commit is awaited [s].
    """

    part: Part = WHOLE
    message_max_bytes: int = 4 * 1024 * 1024
    name: Name = name_all
    read_wait_ms: Callable[[], int] = int
    is_accepting: Callable[[], bool] = lambda: True
    commit_s: float = COMMIT_S


class HttpDoor:
    """The HTTP door; safe from any thread, and each call waits for its own commit."""

    name = "http"

    def __init__(
        self, intake: Intake, registry: Registry, *, clock: Clock, rules: PushRules | None = None
    ) -> None:
        self._intake = intake
        self._registry = registry
        self._clock = clock
        self.rules = rules or PushRules()
        self._access = HttpAccess(registry, clock)
        self._lock = threading.Lock()
        self._answers: dict[int, int] = {}

    def push(self, request: PushRequest) -> PushAnswer:
        """Take one message; return once it is durable, or why it was not taken."""
        answer = self._refuse(request) or self._take(request)
        with self._lock:
            self._answers[answer.status] = self._answers.get(answer.status, 0) + 1
        return answer

    def health(self) -> dict[str, object]:
        """Return state, messages taken, and refused, by status [1]."""
        with self._lock:
            answers = dict(sorted(self._answers.items()))
        return {
            "state": "ok" if self.rules.is_accepting() else "stopped",
            "messages": answers.pop(200, 0),
            "refused": sum(answers.values()),
            "refused_by_status": {str(status): count for status, count in answers.items()},
            "last_error": "",
        }

    def _refuse(self, request: PushRequest) -> PushAnswer | None:
        """Return why a request is not even looked at, None where it is."""
        name = GatewayName(request.enterprise, request.gateway)
        access = self._access.check(request.authorization, name, request.peer)
        if access is not Access.GOOD:
            return _explain_access(access, name)
        most = self.rules.message_max_bytes
        if len(request.payload) > most:
            return too_large(len(request.payload), most)
        if not self.rules.part.has(request.enterprise):
            return self._misdirected(request.enterprise)
        if not self.rules.is_accepting():
            return _later("the collector is not receiving now", RETRY_S)
        return None

    def _misdirected(self, enterprise: str) -> PushAnswer:
        try:
            with self._registry.read() as session:
                seat = find_seat(session, enterprise)
                url = "" if seat is None else seat.url
        except RegistryError:
            url = ""
        return misdirected(enterprise, url)

    def _take(self, request: PushRequest) -> PushAnswer:
        topic = topics.data(request.enterprise, request.gateway)
        arrival = Arrival(self.name, topic, request.payload, self._clock.now_ms())
        ended = threading.Event()
        refusals: list[JournalError] = []

        def refuse(_: Arrival, error: JournalError) -> None:
            refusals.append(error)
            ended.set()

        if not self._intake.offer(arrival, lambda _: ended.set(), refuse):
            return _later("the inbox is full", RETRY_S)
        if not ended.wait(self.rules.commit_s):
            return _later("the journal has not answered in time", RETRY_S)
        if refusals:
            return _later(f"the journal did not take it: {refusals[0]}", RETRY_FULL_S)
        return self._answer(arrival)

    def _answer(self, arrival: Arrival) -> PushAnswer:
        wait_ms = self.rules.read_wait_ms()
        identity = self.rules.name(arrival)
        if identity is not None:
            stream, seq = identity
            return PushAnswer(200, Reply(stream, [(seq, seq)], wait_ms=wait_ms))
        if peek(arrival.payload) is None:
            return PushAnswer(200, Reply("", wait_ms=wait_ms))
        return PushAnswer(
            422,
            kind="signature",
            title="The message is not signed as this gateway must sign",
            detail=f"{len(arrival.payload)} bytes on {arrival.topic} are kept in quarantine",
            fix="sign it (NH1) with a key that is registered and holds, and send it again",
        )


def too_large(size: int, most: int) -> PushAnswer:
    """Return the answer to a message of `size` [byte] that is longer than `most` [byte]."""
    return PushAnswer(
        413,
        kind="too-large",
        title="The message is longer than is taken",
        detail=f"{size} bytes or more, at most {most}",
        fix="split it into smaller ones, each under its own seq",
    )


def misdirected(enterprise: str, url: str) -> PushAnswer:
    """Return the answer where another collector, at `url`, has the enterprise."""
    return PushAnswer(
        421,
        kind="misdirected",
        title="Another collector has this enterprise",
        detail=f"enterprise {enterprise} is not received here",
        fix=f"send to {url}" if url else "send to the collector that has it; none has reported yet",
        url=url,
    )


def _later(why: str, retry_s: int) -> PushAnswer:
    return PushAnswer(
        503,
        kind="later",
        title="The message cannot be taken now",
        detail=why,
        fix=f"send it again after {retry_s} s, byte for byte the same",
        headers={"Retry-After": str(retry_s)},
    )


def _explain_access(access: Access, name: GatewayName) -> PushAnswer:
    if access is Access.UNKNOWN:
        return _later("the registry is away, so that no log-in can be checked", RETRY_S)
    if access is Access.LIMITED:
        return PushAnswer(
            429,
            kind="too-many-failures",
            title="Too many failed log-ins",
            detail=f"as gateway {name} or from this address",
            fix="mend the password, then wait",
            headers={"Retry-After": str(round(FAILURES_S))},
        )
    if access is Access.FOREIGN:
        return PushAnswer(
            403,
            kind="foreign-gateway",
            title="The log-in is another gateway's",
            detail=f"it is not that of {name}",
            fix="send to the path of the gateway that logs in",
        )
    return PushAnswer(
        401,
        kind="unauthorised",
        title="A gateway's log-in is needed",
        detail=f"no good name and password for gateway {name}",
        fix="send Basic authentication: user ENTERPRISE.GATEWAY and its password",
        headers={"WWW-Authenticate": REALM},
    )
