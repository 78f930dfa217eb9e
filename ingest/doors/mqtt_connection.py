"""One connection of the MQTT door, from CONNECT to its end; never used for a second one.

The connection is driven by one thread without paho's own loop: what is read, acknowledged and
written happens here in turn, so no acknowledgement can meet a connection that did not deliver its
message, and no lock is held in a callback. (Measured: half the processor time a message of paho's
own loop, which wakes up for every packet.)
"""

from __future__ import annotations

import logging
import selectors
from collections.abc import Callable, Collection
from dataclasses import dataclass

import paho.mqtt.client as mqtt
from paho.mqtt.enums import CallbackAPIVersion, MQTTErrorCode, MQTTProtocolVersion
from paho.mqtt.properties import Properties
from paho.mqtt.reasoncodes import ReasonCode

from core.broker_access import (
    SUBSCRIBE_FIX,
    SYSTEM_TLS,
    TLS_ENDED,
    TlsFiles,
    explain_refusal,
)
from core.broker_address import BrokerAddress
from core.clock import monotonic_s
from ingest.doors.buffered_socket import BufferedSocket
from ingest.doors.subscriptions import Subscriptions, show_filters

logger = logging.getLogger(__name__)

CONNECT_TIMEOUT_S = 5.0
KEEPALIVE_S = 30
BURST_PACKETS = 256
"""Most packets read before acknowledgements and replies get their turn [1]."""

OnMessage = Callable[["MqttConnection", mqtt.MQTTMessage], None]


@dataclass(frozen=True)
class ConnectionOptions:
    """What every connection of a door has in common; `read_filters` gives what to subscribe to."""

    address: BrokerAddress
    client_id: str
    read_filters: Callable[[], Collection[str]]
    tls: TlsFiles = SYSTEM_TLS


class _BufferingClient(mqtt.Client):
    """paho's client over a buffered socket, as it runs over a WebSocket."""

    buffered: BufferedSocket | None = None

    def _create_socket(self) -> mqtt.SocketLike:
        self.buffered = BufferedSocket(super()._create_socket())
        return self.buffered


class MqttConnection:
    """One TCP connection with its MQTT session.

    Attributes
    ----------
    accepted : bool
        Whether the broker took the client and has answered its first subscriptions.
    session_present : bool
        Whether the broker still knew the session.
    ended : str
        Why the connection is over; empty while it is not.
    """

    def __init__(self, options: ConnectionOptions, on_message: OnMessage) -> None:
        self.accepted = False
        self.session_present = False
        self.ended = ""
        self.began_s = monotonic_s()
        self._options = options
        self._packets = 0
        self._on_message = on_message
        self._client = self._build_client()
        self._selector = selectors.DefaultSelector()
        self._socket: BufferedSocket | None = None
        self._events = 0
        self._answered = False
        self._greeted = False
        self._subscriptions = Subscriptions(self._subscribe, self._unsubscribe)

    @property
    def refused_filters(self) -> list[str]:
        """Topic filters that the broker has refused."""
        return self._subscriptions.refused

    def open(self, waker: int) -> None:
        """Connect; `waker` is a file descriptor [1] that interrupts the wait of `turn`.

        Raises
        ------
        OSError
            The broker cannot be reached; also for a TLS failure.
        SettingsError
            A file of TLS cannot be used.
        """
        if self._options.address.tls:
            self._client.tls_set_context(self._options.tls.make_context())
        self._client.connect(
            self._options.address.host, self._options.address.port, keepalive=KEEPALIVE_S
        )
        self._socket = self._client.buffered
        self._selector.register(waker, selectors.EVENT_READ)
        self._watch(reading=True)

    def turn(self, timeout_s: float, *, reading: bool = True) -> None:
        """Wait up to `timeout_s` [s] for something to do, then read, write and keep alive."""
        if self.ended:
            return
        self._watch(reading=reading)
        pending = reading and self._socket is not None and self._socket.pending() > 0
        ready = self._selector.select(0 if pending else timeout_s)
        if reading and (pending or any(key.fileobj is self._socket for key, _ in ready)):
            self._read()
        if not self.ended:
            self.flush()
        if not self.ended:
            self._client.loop_misc()
            self._follow()
        if not self.accepted and monotonic_s() - self.began_s > CONNECT_TIMEOUT_S:
            self.ended = self.ended or f"no answer to CONNECT in {CONNECT_TIMEOUT_S:.0f} s"

    def acknowledge(self, message_id: int) -> None:
        """Acknowledge message `message_id` [1], which this connection delivered."""
        self._client.ack(message_id, 1)

    def publish(self, topic: str, payload: bytes) -> None:
        """Publish at most once: what is lost is told again when the gateway asks again."""
        self._client.publish(topic, payload, qos=0)

    def reject(self, topic: str) -> None:
        """Have no more of an enterprise that the session brings and nobody here wants."""
        self._subscriptions.reject(topic)

    def _follow(self) -> None:
        """Ask the broker for what is wanted by now, and give up what no longer is."""
        if not self._greeted:
            return
        self._subscriptions.follow(self._options.read_filters())
        if not self.accepted and self._subscriptions.is_answered:
            self.accepted = not self.ended

    def _subscribe(self, filters: list[str]) -> int:
        _, message_id = self._client.subscribe([(one, 1) for one in filters])
        return message_id or 0

    def _unsubscribe(self, filters: list[str]) -> int:
        _, message_id = self._client.unsubscribe(filters)
        return message_id or 0

    def flush(self) -> None:
        """Write what is queued, as far as the socket takes it."""
        if self._client.want_write():
            self._client.loop_write()
        if self._socket is not None and not self.ended:
            try:
                self._socket.flush()
            except OSError as error:
                refused = self._options.address.tls and not self._answered
                self.ended = f"connection lost: {TLS_ENDED if refused else error}"

    def has_unwritten(self) -> bool:
        """Return whether something waits to be written."""
        return not self.ended and self._wants_write()

    def _wants_write(self) -> bool:
        unsent = self._socket is not None and self._socket.unsent > 0
        return unsent or self._client.want_write()

    def close(self) -> None:
        """End the connection, in an orderly way where it still stands; the session is kept."""
        if not self.ended:
            self._client.disconnect()
            self.flush()
        self._selector.close()
        connection = self._client.socket()
        if connection is not None:
            connection.close()

    def _build_client(self) -> _BufferingClient:
        client = _BufferingClient(
            CallbackAPIVersion.VERSION2,
            client_id=self._options.client_id,
            clean_session=False,
            protocol=MQTTProtocolVersion.MQTTv311,
            reconnect_on_failure=False,
            manual_ack=True,
        )
        address = self._options.address
        if address.username is not None:
            client.username_pw_set(address.username, address.password)
        client.connect_timeout = CONNECT_TIMEOUT_S
        client.on_connect = self._on_connect
        client.on_subscribe = self._on_subscribe
        client.on_disconnect = self._on_disconnect
        client.on_message = self._on_paho_message
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

    def _watch(self, *, reading: bool) -> None:
        events = selectors.EVENT_READ if reading else 0
        if self._wants_write():
            events |= selectors.EVENT_WRITE
        if events == self._events or self._socket is None:
            return
        if self._events == 0:
            self._selector.register(self._socket, events)
        elif events == 0:
            self._selector.unregister(self._socket)
        else:
            self._selector.modify(self._socket, events)
        self._events = events

    def _on_connect(
        self,
        _client: mqtt.Client,
        _data: object,
        flags: mqtt.ConnectFlags,
        reason: ReasonCode,
        _properties: Properties | None,
    ) -> None:
        self._answered = True
        if reason.is_failure:
            words = explain_refusal(reason.value, str(reason))
            self.ended = f"the broker refused the client {self._options.client_id!r}: {words}"
            return
        self.session_present = flags.session_present
        self._greeted = True
        self._follow()

    def _on_subscribe(
        self,
        _client: mqtt.Client,
        _data: object,
        message_id: int,
        reasons: list[ReasonCode],
        _properties: Properties | None,
    ) -> None:
        failed = [reason.is_failure for reason in reasons]
        refused = self._subscriptions.take_answer(message_id, failed)
        if refused:
            logger.warning(
                "the broker refused to subscribe %r to %s: %s",
                self._options.client_id,
                show_filters(refused),
                SUBSCRIBE_FIX,
            )
        if self._subscriptions.is_refused_whole:
            self.ended = (
                f"the broker refused to subscribe {self._options.client_id!r} to "
                f"{show_filters(self.refused_filters)}: {SUBSCRIBE_FIX}"
            )
        else:
            self._follow()

    def _on_disconnect(
        self,
        _client: mqtt.Client,
        _data: object,
        _flags: mqtt.DisconnectFlags,
        reason: ReasonCode,
        _properties: Properties | None,
    ) -> None:
        refused = self._options.address.tls and not self._answered
        self.ended = self.ended or f"connection lost: {TLS_ENDED if refused else reason}"

    def _on_paho_message(
        self, _client: mqtt.Client, _data: object, message: mqtt.MQTTMessage
    ) -> None:
        self._packets += 1
        self._on_message(self, message)


def _leave_to_flush(_client: mqtt.Client, _data: object, _socket: object) -> None:
    pass
