"""A fleet that sends as time passes, from a process of its own."""

from __future__ import annotations

import multiprocessing
import socket
import threading
from multiprocessing.sharedctypes import Synchronized
from multiprocessing.synchronize import Event
from types import TracebackType
from typing import NamedTuple, Self

from benchmarks.mqtt_fill import CONNECT, Feed, publish_packet
from cli.broker import Broker
from core.clock import WallClock
from core.wire import encode_rows

TICK_S = 0.05
JOIN_S = 30.0


class LiveFleet:
    """Sends messages of a feed's gateways, one after another, at an even rate; a context manager.

    Parameters
    ----------
    broker : Broker
        Where to.
    feed : Feed
        Its gateways and points; numbers of streams go on after its own.
    messages_s : float
        Messages a second [1/s].
    """

    def __init__(self, broker: Broker, feed: Feed, messages_s: float) -> None:
        context = multiprocessing.get_context("spawn")
        self._stopping = context.Event()
        self._sent = context.Value("q", 0)
        orders = _Orders(broker.host, broker.port, feed, messages_s)
        given = (orders, self._stopping, self._sent)
        self._child = context.Process(target=_send, args=given)

    @property
    def sent(self) -> int:
        """Messages sent; while it runs, about [1]."""
        return int(self._sent.value)

    def __enter__(self) -> Self:
        """Start sending."""
        self._child.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop sending; all that was sent is with the broker."""
        self._stopping.set()
        self._child.join(JOIN_S)
        if self._child.exitcode and kind is None:
            raise RuntimeError(f"the live fleet ended with {self._child.exitcode}")


class _Orders(NamedTuple):
    host: str
    port: int
    feed: Feed
    messages_s: float


def _send(orders: _Orders, stopping: Event, sent: Synchronized[int]) -> None:
    feed = orders.feed
    clock = WallClock()
    with socket.create_connection((orders.host, orders.port)) as connection:
        connection.sendall(CONNECT)
        if connection.recv(4) != b"\x20\x02\x00\x00":
            raise RuntimeError("the broker refused the live fleet")
        reader = threading.Thread(target=_read_all, args=(connection,))
        reader.start()
        began_ms = clock.now_ms()
        while not stopping.wait(TICK_S):
            now_ms = clock.now_ms()
            due = int((now_ms - began_ms) / 1000 * orders.messages_s)
            packets = [_packet(feed, number, now_ms) for number in range(sent.value, due)]
            connection.sendall(b"".join(packets))
            sent.value = due
        connection.sendall(b"\xe0\x00")
        reader.join()


def _packet(feed: Feed, number: int, now_ms: int) -> bytes:
    turn, place = divmod(number, len(feed.gateways))
    enterprise, gateway = feed.gateways[place]
    rows = [(code, now_ms, value) for code, _, value in feed.rows(gateway, turn)[1]]
    seq = feed.minutes + turn + 1
    payload = encode_rows(f"s{gateway}", seq, now_ms, rows)
    return publish_packet((enterprise, gateway), number % 65535 + 1, payload)


def _read_all(connection: socket.socket) -> None:
    while connection.recv(65536):
        pass
