"""One MQTT connection of a simulated gateway, driven by the gateway's own thread."""

from __future__ import annotations

import selectors
import ssl
from collections.abc import Callable
from dataclasses import dataclass

import paho.mqtt.client as mqtt
from paho.mqtt.enums import CallbackAPIVersion, MQTTErrorCode, MQTTProtocolVersion
from paho.mqtt.properties import Properties
from paho.mqtt.reasoncodes import ReasonCode

from core import topics
from core.broker_access import (
    SUBSCRIBE_FIX,
    SYSTEM_TLS,
    TLS_ENDED,
    TlsFiles,
    explain_refusal,
)
from core.broker_address import BrokerAddress
from core.clock import monotonic_s

CONNECT_TIMEOUT_S = 5.0
KEEPALIVE_S = 30
BURST_PACKETS = 64


@dataclass(frozen=True)
class GatewayIdentity:
    """Which gateway connects, and where."""

    address: BrokerAddress
    enterprise: str
    gateway: str
    username: str | None = None
    password: str | None = None
    tls: TlsFiles = SYSTEM_TLS


@dataclass(frozen=True)
class ConnectionEvents:
    """What is called, on the connection's thread: a reply's payload; a number handed over [1]."""

    on_reply: Callable[[bytes], None]
    on_handed_over: Callable[[int], None]


class GatewayConnection:
    """A connection from CONNECT to its end; `ended` says why it is over."""

    def __init__(self, identity: GatewayIdentity, events: ConnectionEvents) -> None:
        self.ready = False
        self.ended = ""
        self._answered = False
        self._began_s = monotonic_s()
        self._identity = identity
        self._events = events
        self._numbers: dict[int, int] = {}
        self._client = self._build_client()
        self._selector = selectors.DefaultSelector()
        self._watched = 0
        self._packets = 0

    def open(self, waker: int) -> None:
        """Connect; `waker` is a file descriptor [1] that interrupts `turn`.

        Raises
        ------
        OSError
            The broker cannot be reached; also for a TLS failure.
        SettingsError
            A file of TLS cannot be used.
        """
        address = self._identity.address
        if address.tls:
            self._client.tls_set_context(self._identity.tls.make_context())
        self._client.connect(address.host, address.port, keepalive=KEEPALIVE_S)
        self._selector.register(waker, selectors.EVENT_READ)

    def turn(self, timeout_s: float) -> None:
        """Wait up to `timeout_s` [s] for something to do, then read, write and keep alive."""
        connection = self._client.socket()
        if self.ended or connection is None:
            self.ended = self.ended or "connection lost"
            return
        self._watch(connection)
        pending = isinstance(connection, ssl.SSLSocket) and connection.pending() > 0
        ready = self._selector.select(0 if pending else timeout_s)
        if pending or any(key.fileobj is connection for key, _ in ready):
            self._read()
        if not self.ended:
            self.flush()
            self._client.loop_misc()
        if not self.ready and monotonic_s() - self._began_s > CONNECT_TIMEOUT_S:
            self.ended = self.ended or f"no answer to CONNECT in {CONNECT_TIMEOUT_S:.0f} s"

    def publish(self, topic: str, payload: bytes, *, seq: int = 0, retain: bool = False) -> None:
        """Publish with QoS 1; `seq` [1] is named to `on_handed_over` when the broker has it."""
        info = self._client.publish(topic, payload, qos=1, retain=retain)
        if seq:
            self._numbers[info.mid] = seq

    def flush(self) -> None:
        """Write what is queued, as far as the socket takes it."""
        if self._client.want_write():
            self._client.loop_write()

    def close(self) -> None:
        """End the connection; the broker publishes no will if it hears of it."""
        if not self.ended:
            self._client.disconnect()
            self.flush()
        self._selector.close()
        connection = self._client.socket()
        if connection is not None:
            connection.close()

    def _build_client(self) -> mqtt.Client:
        identity = self._identity
        client = mqtt.Client(
            CallbackAPIVersion.VERSION2,
            client_id=f"{identity.enterprise}.{identity.gateway}",
            protocol=MQTTProtocolVersion.MQTTv311,
            reconnect_on_failure=False,
        )
        username = identity.username or identity.address.username
        if username is not None:
            client.username_pw_set(username, identity.password or identity.address.password)
        client.max_inflight_messages_set(0)
        client.connect_timeout = CONNECT_TIMEOUT_S
        client.will_set(
            topics.status(identity.enterprise, identity.gateway),
            b'{"state":"offline"}',
            qos=1,
            retain=True,
        )
        client.on_connect = self._on_connect
        client.on_subscribe = self._on_subscribe
        client.on_disconnect = self._on_disconnect
        client.on_publish = self._on_publish
        client.on_message = self._on_message
        # With this callback set, paho only queues what is to be written; `flush` writes it.
        client.on_socket_register_write = _leave_to_flush
        return client

    def _read(self) -> None:
        for _ in range(BURST_PACKETS):
            before = self._packets
            if self._client.loop_read() != MQTTErrorCode.MQTT_ERR_SUCCESS:
                self.ended = self.ended or "the broker closed the connection"
            if self.ended or self._packets == before:
                return

    def _watch(self, connection: mqtt.SocketLike) -> None:
        events = selectors.EVENT_READ
        if self._client.want_write():
            events |= selectors.EVENT_WRITE
        if events != self._watched:
            if self._watched:
                self._selector.modify(connection, events)
            else:
                self._selector.register(connection, events)
            self._watched = events

    def _on_connect(
        self,
        client: mqtt.Client,
        _data: object,
        _flags: mqtt.ConnectFlags,
        reason: ReasonCode,
        _properties: Properties | None,
    ) -> None:
        self._answered = True
        if reason.is_failure:
            words = explain_refusal(reason.value, str(reason))
            self.ended = f"the broker refused the gateway: {words}"
        else:
            client.subscribe(topics.reply(self._identity.enterprise, self._identity.gateway), qos=1)

    def _on_subscribe(
        self,
        _client: mqtt.Client,
        _data: object,
        _message_id: int,
        reasons: list[ReasonCode],
        _properties: Properties | None,
    ) -> None:
        if any(reason.is_failure for reason in reasons):
            self.ended = f"the broker refused the subscription to replies: {SUBSCRIBE_FIX}"
        else:
            self.ready = True

    def _on_disconnect(
        self,
        _client: mqtt.Client,
        _data: object,
        _flags: mqtt.DisconnectFlags,
        reason: ReasonCode,
        _properties: Properties | None,
    ) -> None:
        refused = self._identity.address.tls and not self._answered
        self.ended = self.ended or f"connection lost: {TLS_ENDED if refused else reason}"

    def _on_publish(
        self,
        _client: mqtt.Client,
        _data: object,
        message_id: int,
        _reason: ReasonCode,
        _properties: Properties,
    ) -> None:
        self._packets += 1
        seq = self._numbers.pop(message_id, 0)
        if seq:
            self._events.on_handed_over(seq)

    def _on_message(self, _client: mqtt.Client, _data: object, message: mqtt.MQTTMessage) -> None:
        self._packets += 1
        self._events.on_reply(bytes(message.payload))


def _leave_to_flush(_client: mqtt.Client, _data: object, _socket: object) -> None:
    pass
