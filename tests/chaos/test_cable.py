"""A cable carries, is cut, goes silent, and is mended."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import suppress

import pytest
from cable import HOST, Cable, Loop


@pytest.fixture
def echo_port() -> Iterator[int]:
    """A server that sends back what it gets."""
    listener = socket.create_server((HOST, 0))
    stopping = threading.Event()

    def answer(connection: socket.socket) -> None:
        with connection, suppress(OSError):
            while data := connection.recv(4096):
                connection.sendall(data)

    def serve() -> None:
        with suppress(OSError):
            while not stopping.is_set():
                connection, _ = listener.accept()
                threading.Thread(target=answer, args=(connection,), daemon=True).start()

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    yield listener.getsockname()[1]
    stopping.set()
    with suppress(OSError):
        socket.create_connection((HOST, listener.getsockname()[1])).close()
    thread.join()
    listener.close()


@pytest.fixture
def cable(echo_port: int) -> Iterator[Cable]:
    with Loop() as loop:
        yield Cable(loop, lambda: echo_port)


def say(connection: socket.socket, words: bytes) -> bytes:
    connection.sendall(words)
    return connection.recv(4096)


def connect(cable: Cable, timeout_s: float = 5.0) -> socket.socket:
    return socket.create_connection((HOST, cable.port), timeout=timeout_s)


def test_bytes_pass_both_ways(cable: Cable) -> None:
    with connect(cable) as connection:
        assert say(connection, b"hello") == b"hello"


def test_a_cut_ends_connections_and_refuses_new_ones_until_mended(cable: Cable) -> None:
    with connect(cable) as connection:
        assert say(connection, b"hello") == b"hello"
        cable.cut()
        assert cable.cut_connections == 1
        assert is_ended(connection)
    with connect(cable) as connection:
        assert is_ended(connection)
    cable.mend()
    with connect(cable) as connection:
        assert say(connection, b"again") == b"again"


def is_ended(connection: socket.socket) -> bool:
    try:
        return connection.recv(4096) == b""
    except ConnectionError:
        return True


def test_silence_holds_bytes_back_and_loses_none(cable: Cable) -> None:
    with connect(cable, timeout_s=0.3) as connection:
        assert say(connection, b"one") == b"one"
        cable.silence()
        with pytest.raises(TimeoutError):
            say(connection, b"two")
        connection.settimeout(5.0)
        cable.mend()
        assert connection.recv(4096) == b"two"
