"""`GatewayClient`: keeps the device's side of the wire contract.

What is given goes to the buffer on disk with the next number of its stream, is published, and is
sent again with growing waits until a reply of the collector names the number durable. A broker's
acknowledgement empties nothing: it is the broker's word, not the collector's.
"""

from __future__ import annotations

import logging
import socket
import threading
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Self, TypeAlias

import numpy as np
from numpy.typing import NDArray

from core import topics
from core.backoff import Backoff
from core.broker_access import SYSTEM_TLS, TlsFiles
from core.broker_address import parse_broker_address
from core.clock import Clock, WallClock, monotonic_s
from core.errors import SettingsError
from core.wire import Quarantined, WireError, decode_reply, encode_columns
from core.wire_signed import SigningKey, sign
from simulators.gateway.buffer import Buffer, BufferedMessage
from simulators.gateway.connection import ConnectionEvents, GatewayConnection, GatewayIdentity
from simulators.gateway.flights import RESEND_FIRST_S, RESEND_MOST_S, Flights

logger = logging.getLogger(__name__)

Column: TypeAlias = Sequence[float] | NDArray[np.generic]
Columns: TypeAlias = tuple[Column, Column, Column | None]

MESSAGE_READINGS_MAX = 40_000
"""Readings of one message at most [1]: about 1.5 MB of JSON, well below the collector's limit."""
TURN_S = 0.5
HELD_UP_S = 0.5
"""A round that takes so much longer [s] was held up by the gateway's own disk or processor."""
WAIT_MAX_S = 60.0
QUARANTINED_KEPT = 1000


@dataclass
class GatewayCounts:
    """What a gateway has done since it was made; written by its own thread alone."""

    sent: int = 0
    sent_again: int = 0
    replies: int = 0
    held_back: int = 0
    connections: int = 0
    last_error: str = ""


@dataclass(frozen=True)
class GatewayOptions:
    """How a gateway behaves.

    Attributes
    ----------
    keep_ledger : bool
        Whether durable messages stay in the buffer as a ledger (`simulators.gateway.ledger`).
    clock : Clock
        Stamps messages.
    resend_first_s, resend_most_s : float
        Waits before a message is sent again: the first [s] and the longest [s].
    reconnect_first_s, reconnect_most_s : float
        Waits before the broker is tried again: the first [s] and the longest [s].
    tls : TlsFiles
        Files of TLS, for an ``mqtts`` broker.
    signing_key : SigningKey, optional
        Key with which messages are signed as they are sent; the buffer holds them unsigned, so
        that they go out under the key of the day.
    """

    keep_ledger: bool = False
    clock: Clock = field(default_factory=WallClock)
    resend_first_s: float = RESEND_FIRST_S
    resend_most_s: float = RESEND_MOST_S
    reconnect_first_s: float = 0.2
    reconnect_most_s: float = 10.0
    tls: TlsFiles = SYSTEM_TLS
    signing_key: SigningKey | None = None


class GatewayClient:
    """One gateway: one buffer, one MQTT connection, one thread; a context manager.

    Parameters
    ----------
    url : str
        ``mqtt[s]://[user:password@]host[:port]``.
    enterprise, gateway : str
        Codes that make the topics and, joined by a dot, the client id.
    buffer : Path
        SQLite file that holds what is not yet durable; a new file begins a new stream.
    username, password : str, optional
        Credential, where it does not stand in `url`.
    options : GatewayOptions
        How it behaves.

    Raises
    ------
    SettingsError
        `url` is not a broker's URL.
    GatewayBufferError
        The buffer belongs to another gateway, or cannot be used.
    """

    def __init__(
        self,
        url: str,
        enterprise: str,
        gateway: str,
        *,
        buffer: Path,
        username: str | None = None,
        password: str | None = None,
        options: GatewayOptions | None = None,
    ) -> None:
        options = options or GatewayOptions()
        self._identity = GatewayIdentity(
            parse_broker_address(url, where="--to or --url"),
            enterprise,
            gateway,
            username,
            password,
            options.tls,
        )
        self.counts = GatewayCounts()
        self.quarantined: deque[Quarantined] = deque(maxlen=QUARANTINED_KEPT)
        self._buffer = Buffer(buffer, enterprise, gateway, keep=options.keep_ledger)
        self._clock = options.clock
        self._flights = Flights(options.resend_first_s, options.resend_most_s)
        self._backoff = Backoff(options.reconnect_first_s, options.reconnect_most_s)
        self._topic = topics.data(enterprise, gateway)
        self._signing_key = options.signing_key
        self._held_until_s = 0.0
        self._connected = False
        self._stopping = threading.Event()
        self._changed = threading.Condition()
        self._reader, self._writer = socket.socketpair()
        self._reader.setblocking(False)
        self._writer.setblocking(False)
        self._thread = threading.Thread(
            target=self._run, name=f"gateway-{enterprise}.{gateway}", daemon=True
        )

    @property
    def stream(self) -> str:
        """The stream's id, made with the buffer."""
        return self._buffer.stream

    @property
    def connected(self) -> bool:
        """Whether the broker has taken the gateway and its subscription."""
        return self._connected

    def __enter__(self) -> Self:
        """Begin to send."""
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop; what is not durable stays in the buffer."""
        self.stop()

    def start(self) -> None:
        """Start the gateway's thread; a broker that is away is tried again."""
        self._thread.start()

    def stop(self) -> None:
        """Stop sending and let the buffer go."""
        self._stopping.set()
        self._wake()
        if self._thread.is_alive():
            self._thread.join()
        self._buffer.close()
        self._reader.close()
        self._writer.close()

    def send(self, series: Mapping[str, Columns]) -> list[int]:
        """Give readings in columns, per point (times [ms], values, qualities [1] or None).

        They are on disk on return, in as many messages as their size asks for.

        Returns
        -------
        list of int
            Numbers of the messages in the stream [1].
        """
        sent_ms = self._clock.now_ms()
        encoders: list[Callable[[str, int], bytes]] = [
            partial(_encode, sent_ms=sent_ms, series=part) for part in split_columns(series)
        ]
        numbers = self._buffer.append(encoders)
        self._wake()
        return numbers

    def sign_with(self, key: SigningKey | None) -> None:
        """Sign what is sent from now on, and sent again, with another key; None: sign nothing."""
        self._signing_key = key

    def count_pending(self) -> int:
        """Return how many messages no reply has named yet [1]."""
        return self._buffer.count_pending()

    def wait_empty(self, timeout_s: float) -> bool:
        """Wait until every message is durable, at most `timeout_s` [s]; return whether it is."""
        ends_s = monotonic_s() + timeout_s
        with self._changed:
            while self._buffer.count_pending():
                left_s = ends_s - monotonic_s()
                if left_s <= 0:
                    return False
                self._changed.wait(min(left_s, 1.0))
        return True

    def _wake(self) -> None:
        with suppress(BlockingIOError):
            self._writer.send(b"\0")

    def _run(self) -> None:
        while not self._stopping.is_set():
            connection = GatewayConnection(
                self._identity, ConnectionEvents(self._take_reply, self._flights.hand_over)
            )
            try:
                connection.open(self._reader.fileno())
            except OSError as error:
                why = self._identity.tls.explain(error)
                connection.ended = f"cannot reach {self._identity.address}: {why}"
            except SettingsError as error:
                connection.ended = str(error)
            self._serve(connection)
            if connection.ended and connection.ended != self.counts.last_error:
                logger.info("gateway %s: %s", self._topic, connection.ended)
            self.counts.last_error = connection.ended
            connection.close()
            self._flights.lose_connection(monotonic_s())
            self._stopping.wait(0 if self._stopping.is_set() else self._backoff.next_s())

    def _serve(self, connection: GatewayConnection) -> None:
        turned_s = monotonic_s()
        while not (connection.ended or self._stopping.is_set()):
            if connection.ready and not self._connected:
                self._welcome(connection)
            if self._connected and monotonic_s() >= self._held_until_s:
                self._publish_due(connection)
            connection.turn(TURN_S)
            with suppress(BlockingIOError):
                self._reader.recv(4096)
            held_up_s = monotonic_s() - turned_s - TURN_S
            if held_up_s > HELD_UP_S:
                self._flights.excuse(held_up_s)
            turned_s = monotonic_s()
        self._connected = False

    def _welcome(self, connection: GatewayConnection) -> None:
        self._connected = True
        self._backoff.reset()
        self.counts.connections += 1
        birth = f'{{"state":"online","stream":"{self.stream}","sent":{self._clock.now_ms()}}}'
        identity = self._identity
        connection.publish(
            topics.status(identity.enterprise, identity.gateway), birth.encode(), retain=True
        )

    def _publish_due(self, connection: GatewayConnection) -> None:
        for seq in self._flights.take_due(monotonic_s()):
            message = self._buffer.read_one(seq)
            if message is not None:
                self._publish(connection, message)
                self.counts.sent_again += 1
        while self._flights.has_room():
            messages = self._buffer.read_after(self._flights.last_seq, 20)
            for message in messages:
                self._flights.add(message.seq, len(message.payload), monotonic_s())
                self._publish(connection, message)
                self.counts.sent += 1
            connection.flush()
            if not messages or connection.ended:
                return

    def _publish(self, connection: GatewayConnection, message: BufferedMessage) -> None:
        key, payload = self._signing_key, message.payload
        if key is not None:
            payload = sign(self._topic, payload, key)
        connection.publish(self._topic, payload, seq=message.seq)

    def _take_reply(self, payload: bytes) -> None:
        try:
            reply = decode_reply(payload)
        except WireError as error:
            logger.warning("gateway %s cannot read a reply: %s", self._topic, error)
            return
        if reply.stream != self.stream:
            return
        self.counts.replies += 1
        self.quarantined.extend(reply.quarantined)
        if reply.wait_ms > 0:
            self.counts.held_back += 1
            self._held_until_s = monotonic_s() + min(reply.wait_ms / 1000, WAIT_MAX_S)
        if reply.durable:
            self._buffer.mark_durable(reply.durable)
            self._flights.land(reply.durable)
            with self._changed:
                self._changed.notify_all()


def _encode(stream: str, seq: int, *, sent_ms: int, series: Mapping[str, Columns]) -> bytes:
    return encode_columns(stream, seq, sent_ms, series)


def split_columns(
    series: Mapping[str, Columns], readings_max: int = MESSAGE_READINGS_MAX
) -> list[dict[str, Columns]]:
    """Return `series` in parts of at most `readings_max` [1] readings; one part if empty."""
    parts: list[dict[str, Columns]] = [{}]
    room = readings_max
    for point, (time_ms, value, quality) in series.items():
        start = 0
        while start < len(time_ms) or (start == 0 and point not in parts[-1]):
            if room == 0:
                parts.append({})
                room = readings_max
            stop = min(start + room, len(time_ms))
            part_quality = None if quality is None else quality[start:stop]
            parts[-1][point] = (time_ms[start:stop], value[start:stop], part_quality)
            room -= stop - start
            start = stop
    return parts
