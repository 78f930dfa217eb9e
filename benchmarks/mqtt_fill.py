"""Filling a broker's queue for an absent collector, fast enough not to be what is measured."""

from __future__ import annotations

import multiprocessing
import socket
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import paho.mqtt.client as mqtt
from paho.mqtt.enums import CallbackAPIVersion

from benchmarks.loads import MINUTE_MS, T0_MS
from core import topics
from core.wire import encode_rows

CONNECT = b"\x10\x11\x00\x04MQTT\x04\x02\x00\x3c\x00\x05bench"
CHUNK = 1 << 20


@dataclass(frozen=True)
class Feed:
    """Messages of a fleet: every gateway sends one a minute with all its points.

    Attributes
    ----------
    gateways : list of (enterprise, gateway)
        Who sends.
    points : int
        Readings a message [1].
    minutes : int
        Messages a gateway [1].
    """

    gateways: list[tuple[str, str]]
    points: int
    minutes: int

    @property
    def messages(self) -> int:
        """Messages in all [1]."""
        return len(self.gateways) * self.minutes

    def rows(self, gateway: str, minute: int) -> tuple[int, list[tuple[str, int, float]]]:
        """Return when a gateway's message of a minute [min] was sent [ms], and its readings."""
        t = T0_MS + minute * MINUTE_MS
        return t + 1500, [
            (f"{gateway}.{p:03d}", t, minute * 0.75 + p * 13.37) for p in range(self.points)
        ]

    def packets(self) -> Iterator[bytes]:
        """Yield the messages as MQTT PUBLISH packets of quality of service 1."""
        number = 0
        for minute in range(self.minutes):
            for enterprise, gateway in self.gateways:
                sent, rows = self.rows(gateway, minute)
                payload = encode_rows(f"s{gateway}", minute + 1, sent, rows)
                number = number % 65535 + 1
                yield publish_packet((enterprise, gateway), number, payload)


def publish_packet(sender: tuple[str, str], number: int, payload: bytes) -> bytes:
    """Return an MQTT PUBLISH packet of quality of service 1 and packet `number` [1]."""
    topic = topics.data(*sender).encode()
    body = len(topic).to_bytes(2, "big") + topic + number.to_bytes(2, "big") + payload
    length, left = b"", len(body)
    while True:
        left, low = divmod(left, 128)
        length += bytes([low | (128 if left else 0)])
        if not left:
            return b"\x32" + length + body


def subscribe(
    host: str, port: int, client_id: str, filters: Sequence[str] = topics.SUBSCRIPTIONS
) -> None:
    """Leave a persistent session of `client_id` at the broker, subscribed as the collector does."""
    client = mqtt.Client(CallbackAPIVersion.VERSION2, client_id=client_id, clean_session=False)
    granted = threading.Event()
    client.on_subscribe = lambda *_: granted.set()
    client.connect(host, port)
    client.loop_start()
    client.subscribe([(topic, 1) for topic in filters])
    if not granted.wait(10):
        raise RuntimeError("the broker granted no subscription")
    client.disconnect()
    client.loop_stop()


def fill(host: str, port: int, feed: Feed) -> None:
    """Publish the feed from a process of its own; all of it is acknowledged on return."""
    child = multiprocessing.get_context("spawn").Process(target=_send, args=(host, port, feed))
    child.start()
    child.join()
    if child.exitcode:
        raise RuntimeError(f"the publisher ended with {child.exitcode}")


def _send(host: str, port: int, feed: Feed) -> None:
    with socket.create_connection((host, port)) as connection:
        connection.sendall(CONNECT)
        if connection.recv(4) != b"\x20\x02\x00\x00":
            raise RuntimeError("the broker refused the publisher")
        reader = threading.Thread(target=_await_acknowledgements, args=(connection, feed.messages))
        reader.start()
        chunk = bytearray()
        for packet in feed.packets():
            chunk += packet
            if len(chunk) > CHUNK:
                connection.sendall(chunk)
                chunk.clear()
        connection.sendall(chunk)
        reader.join()
        connection.sendall(b"\xe0\x00")


def _await_acknowledgements(connection: socket.socket, messages: int) -> None:
    left = messages * 4
    while left:
        left -= len(connection.recv(min(left, 65536)))
