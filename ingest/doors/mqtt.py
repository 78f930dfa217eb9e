"""`MqttDoor`: takes messages from a broker, and acknowledges what the journal holds.

One thread owns the connection and everything about it. A message goes from paho's callback to the
intake; once its commit group is on disk the thread acknowledges it, on the connection that
delivered it and on no other (message ids start again after a broker's loss), and tells the gateway
the ranges that are durable. When the inbox or the journal is full the door stops reading,
acknowledges what is still committed within `GRACE_S`, disconnects, says so, and comes back after a
growing wait; the broker then delivers again what was never acknowledged.
"""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Iterable
from contextlib import closing
from types import TracebackType
from typing import NamedTuple, Self

import paho.mqtt.client as mqtt

from core import topics
from core.broker_access import SUBSCRIBE_FIX
from core.broker_address import parse_broker_address
from core.clock import Clock, monotonic_s
from core.errors import SettingsError
from core.wire import Quarantined
from ingest.doors.door_state import STATE_TEXTS, DoorHealth, DoorState
from ingest.doors.mqtt_connection import ConnectionOptions, MqttConnection
from ingest.doors.replies import ReplyBook, reply_topic
from ingest.doors.rules import DoorRules
from ingest.doors.statuses import KnownStatuses
from ingest.doors.subscriptions import FiltersOf, show_filters, wildcard_filters
from ingest.doors.waker import Waker
from ingest.errors import JournalError
from ingest.intake import Arrival, Intake

logger = logging.getLogger(__name__)

TURN_S = 1.0
"""Longest wait for something to happen on a connection [s]."""
REPLY_S = 0.1
"""Least time between two rounds of replies [s]: under load one reply names many messages."""
REPLY_TURNS = 20.0
"""Least time between two rounds in the time the last one took [1]: what many gateways are told
takes a twentieth of the door's time."""
REPLY_MOST_S = 1.0
"""Longest that a reply waits for its round [s]."""
GRACE_S = 2.0
"""How long commits under way are awaited before a connection is given up or closed [s]."""
STEADY_S = 10.0
"""A connection that lasts so long [s] ends a series of failures."""
TAKEOVER_ENDS = 3
"""So many short-lived accepted connections in a row [1] look like another one of our id."""
_CONNECTED = frozenset({DoorState.CONNECTED, DoorState.PARTIAL})


class _Settled(NamedTuple):
    """The end of an offered message: durable, or refused with `error`."""

    connection: MqttConnection
    message_id: int
    arrival: Arrival
    error: JournalError | None


class _Receipt:
    """What the intake calls back for one message, from its own thread."""

    __slots__ = ("_connection", "_message_id", "_settled")

    def __init__(
        self, settled: deque[_Settled], connection: MqttConnection, message_id: int
    ) -> None:
        self._settled = settled
        self._connection = connection
        self._message_id = message_id

    def durable(self, arrival: Arrival) -> None:
        self._settled.append(_Settled(self._connection, self._message_id, arrival, None))

    def refused(self, arrival: Arrival, error: JournalError) -> None:
        self._settled.append(_Settled(self._connection, self._message_id, arrival, error))


class MqttDoor:
    """The MQTT door, running inside ``with`` or between `start` and `stop`.

    Parameters
    ----------
    url : str
        ``mqtt[s]://[user:password@]host[:port]``.
    intake : Intake
        Takes the messages; bounded, so that this door is.
    client_id : str
        Fixed: the broker keeps the session, with what is not yet acknowledged, under it.
    clock : Clock
        Stamps arrivals.
    rules : DoorRules, optional
        How it serves its collector.

    Raises
    ------
    SettingsError
        `url` is not a broker's URL.
    """

    name = "mqtt"

    def __init__(
        self,
        url: str,
        intake: Intake,
        *,
        client_id: str,
        clock: Clock,
        rules: DoorRules | None = None,
    ) -> None:
        self._rules = rules = rules or DoorRules()
        read = rules.read_enterprises
        self._options = ConnectionOptions(
            parse_broker_address(url),
            client_id,
            wildcard_filters if read is None else FiltersOf(read),
            rules.tls,
        )
        self._intake = intake
        self._clock = clock
        self._backoff = rules.backoff()
        self._statuses = KnownStatuses()
        self._wait_ms = 0
        self._health = DoorHealth()
        self._settled: deque[_Settled] = deque()
        self._told: deque[tuple[str, str, list[Quarantined]]] = deque()
        self._replies = ReplyBook()
        self._reply_due_s = 0.0
        self._stopping = threading.Event()
        self._waker = Waker.open()
        self._outstanding = 0
        self._refusal = ""
        self._thread = threading.Thread(target=self._run, name="mqtt-door", daemon=True)
        intake.add_group_listener(self._waker.wake)

    def __enter__(self) -> Self:
        """Start the door; a broker that is away is tried again and does not raise."""
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop the door."""
        self.stop()

    def start(self) -> None:
        """Start the door's thread."""
        self._change(DoorState.CONNECTING)
        self._thread.start()

    def stop(self) -> None:
        """Stop reading, acknowledge what is committed within `GRACE_S`, disconnect."""
        self._stopping.set()
        self._waker.wake()
        if self._thread.is_alive():
            self._thread.join()
        self._waker.close()

    def tell_quarantined(
        self, enterprise: str, gateway: str, stream: str, items: Iterable[Quarantined]
    ) -> None:
        """Tell a gateway what of its `stream` lies in quarantine; from any thread."""
        where = reply_topic(topics.data(enterprise, gateway))
        if where is not None:
            self._told.append((where, stream, list(items)))
            self._waker.wake()

    def health(self) -> dict[str, object]:
        """Return state, since when [ms, UTC], counts [1], bytes and the last error."""
        now = self._health
        is_dead = now.state is not DoorState.STOPPED and not self._thread.is_alive()
        state = DoorState.DEAD if is_dead else now.state
        text, text_en = STATE_TEXTS[state]
        hint, hint_en = self._takeover_hint()
        return {
            "state": str(state),
            "connected": state in _CONNECTED,
            "text": text + hint,
            "text_en": text_en + hint_en,
            "url": str(self._options.address),
            "client_id": self._options.client_id,
            "since_ms": now.since_ms,
            "messages": now.messages,
            "payload_bytes": now.payload_bytes,
            "acknowledged": now.acknowledged,
            "replies": now.replies,
            "connections": now.connections,
            "sessions_lost": now.sessions_lost,
            "refused": now.refused,
            "statuses_known": now.statuses_known,
            "wait_ms": self._wait_ms,
            "last_error": now.last_error,
            "last_error_ms": now.last_error_ms,
        }

    def _takeover_hint(self) -> tuple[str, str]:
        if self._health.short_ends < TAKEOVER_ENDS:
            return "", ""
        name = self._options.client_id
        return (
            f"；消息服务器反复断开已接受的连接，可能另有采集器使用相同的客户端标识 {name}",
            f"; the broker keeps ending accepted connections: another collector may be using the"
            f" client id {name}",
        )

    def _run(self) -> None:
        try:
            self._connect_until_stopped()
        finally:
            self._waker.close()

    def _connect_until_stopped(self) -> None:
        lost_session_counts = False
        while not self._stopping.is_set():
            self._refusal = ""
            with closing(MqttConnection(self._options, self._take)) as connection:
                try:
                    connection.open(self._waker.reader.fileno())
                except OSError as error:
                    why = self._options.tls.explain(error)
                    self._fail(f"cannot reach {self._options.address}: {why}")
                except SettingsError as error:
                    self._fail(str(error))
                else:
                    self._serve(connection, lost_session_counts=lost_session_counts)
                    lost_session_counts = lost_session_counts or connection.accepted
            if not self._stopping.is_set():
                self._wait(self._backoff.next_s())
        self._change(DoorState.STOPPED)

    def _serve(self, connection: MqttConnection, *, lost_session_counts: bool) -> None:
        while not (connection.ended or self._refusal or self._stopping.is_set()):
            if connection.accepted:
                if self._health.state not in _CONNECTED:
                    self._welcome(connection, lost_session_counts=lost_session_counts)
                self._note_refused(connection.refused_filters)
            connection.turn(REPLY_S if self._replies else TURN_S)
            self._settle(connection)
            self._note_steady(connection)
        if self._refusal:
            self._health.refused += 1
            self._fail(self._refusal, DoorState.FULL)
        self._finish_commits(connection)
        if connection.ended:
            lasted_s = monotonic_s() - connection.began_s
            if connection.accepted and lasted_s < STEADY_S:
                self._health.short_ends += 1
            self._fail(connection.ended)

    def _welcome(self, connection: MqttConnection, *, lost_session_counts: bool) -> None:
        self._health.connections += 1
        if lost_session_counts and not connection.session_present:
            self._health.sessions_lost += 1
            logger.warning(
                "broker %s has lost the session of %s: gateways send again what no reply has named",
                self._options.address,
                self._options.client_id,
            )
        self._change(DoorState.CONNECTED)

    def _note_refused(self, filters: list[str]) -> None:
        """Show what the broker will not let this client subscribe to."""
        if not filters:
            self._change(DoorState.CONNECTED)
        elif self._health.state is not DoorState.PARTIAL:
            self._fail(
                f"the broker refused to subscribe {self._options.client_id!r} to "
                f"{show_filters(filters)}: {SUBSCRIBE_FIX}",
                DoorState.PARTIAL,
            )

    def _note_steady(self, connection: MqttConnection) -> None:
        if connection.accepted and monotonic_s() - connection.began_s >= STEADY_S:
            self._backoff.reset()
            self._health.short_ends = 0

    def _finish_commits(self, connection: MqttConnection) -> None:
        ends_s = monotonic_s() + GRACE_S
        while not connection.ended and monotonic_s() < ends_s:
            self._settle(connection)
            self._reply(connection, at_once=True)
            connection.flush()
            if self._outstanding == 0 and not connection.has_unwritten():
                return
            connection.turn(0.05, reading=False)

    def _wait(self, span_s: float) -> None:
        ends_s = monotonic_s() + span_s
        while not self._stopping.is_set() and (left_s := ends_s - monotonic_s()) > 0:
            self._stopping.wait(min(left_s, 0.2))
            self._settle(None)

    def _take(self, connection: MqttConnection, message: mqtt.MQTTMessage) -> None:
        if self._refusal:
            return
        try:
            topic = message.topic
        except UnicodeDecodeError:
            topic = ""
        receipt = _Receipt(self._settled, connection, message.mid)
        payload = bytes(message.payload)
        if self._rules.read_enterprises is not None:
            connection.reject(topic)
        if message.retain and self._statuses.has(topic, payload):
            self._health.statuses_known += 1
            if message.mid:
                connection.acknowledge(message.mid)
            return
        arrival = Arrival(self.name, topic, payload, self._clock.now_ms())
        if not self._intake.offer(arrival, receipt.durable, receipt.refused):
            self._refusal = "the inbox is full"
            return
        self._outstanding += 1
        self._health.messages += 1
        self._health.payload_bytes += len(payload)

    def _settle(self, connection: MqttConnection | None) -> None:
        """Acknowledge what became durable on `connection`, and note and send replies."""
        self._waker.clear()
        settled = self._settled
        while settled:
            end = settled.popleft()
            self._outstanding -= 1
            if end.error is not None:
                self._refusal = f"the journal did not take a message: {end.error}"
                continue
            if end.message_id and end.connection is connection and not connection.ended:
                connection.acknowledge(end.message_id)
                self._health.acknowledged += 1
            where = reply_topic(end.arrival.topic)
            if where is None:
                self._statuses.note(end.arrival.topic, end.arrival.payload)
            elif identity := self._rules.name(end.arrival):
                self._replies.add_durable(where, identity)
        while self._told:
            self._replies.add_quarantined(*self._told.popleft())
        if connection is not None:
            self._reply(connection)
            connection.flush()

    def _reply(self, connection: MqttConnection, *, at_once: bool = False) -> None:
        """Send the replies on an accepted connection, where the next round of them is due."""
        if not self._replies or not connection.accepted or connection.ended:
            return
        began_s = monotonic_s()
        if at_once or began_s >= self._reply_due_s:
            self._wait_ms = self._rules.read_wait_ms()
            for topic, payload in self._replies.take(self._wait_ms):
                connection.publish(topic, payload)
                self._health.replies += 1
            spent_s = monotonic_s() - began_s
            self._reply_due_s = began_s + min(max(REPLY_S, REPLY_TURNS * spent_s), REPLY_MOST_S)

    def _fail(self, error: str, state: DoorState = DoorState.AWAY) -> None:
        """Note an error; the log hears of it once, not at every try."""
        if error != self._health.last_error or self._health.state in _CONNECTED:
            logger.warning("MQTT door %s: %s", self._options.client_id, error)
        self._health.last_error = error
        self._health.last_error_ms = self._clock.now_ms()
        self._change(state)

    def _change(self, state: DoorState) -> None:
        if state is not self._health.state:
            self._health.state = state
            self._health.since_ms = self._clock.now_ms()
            logger.info("MQTT door %s: %s", self._options.client_id, STATE_TEXTS[state][1])
