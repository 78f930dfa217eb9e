from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.doors.buffered_socket import SEND_BYTES, BufferedSocket


@pytest.fixture
def pair() -> Iterator[tuple[BufferedSocket, socket.socket]]:
    near, far = socket.socketpair()
    near.setblocking(False)
    far.settimeout(5)
    buffered = BufferedSocket(near)
    yield buffered, far
    buffered.close()
    far.close()


def read_exactly(far: socket.socket, count: int) -> bytes:
    got = b""
    while len(got) < count:
        got += far.recv(count - len(got))
    return got


@settings(max_examples=50, deadline=None)
@given(st.binary(min_size=1, max_size=5000), st.lists(st.integers(1, 700), min_size=1))
def test_bytes_come_out_in_order_whatever_pieces_are_asked_for(
    data: bytes, sizes: list[int]
) -> None:
    near, far = socket.socketpair()
    near.setblocking(False)
    buffered = BufferedSocket(near)
    far.sendall(data)
    got = b""
    while len(got) < len(data):
        size = sizes[len(got) % len(sizes)]
        piece = buffered.recv(size)
        assert 0 < len(piece) <= size
        got += piece
    assert got == data
    assert buffered.pending() == 0
    with pytest.raises(BlockingIOError):
        buffered.recv(1)
    far.close()
    assert buffered.recv(1) == b""
    buffered.close()


def test_what_waits_in_the_buffer_is_pending(pair: tuple[BufferedSocket, socket.socket]) -> None:
    buffered, far = pair
    far.sendall(b"abc")
    assert buffered.recv(1) == b"a"
    assert buffered.pending() == 2


def test_sends_are_gathered_until_flush(pair: tuple[BufferedSocket, socket.socket]) -> None:
    buffered, far = pair
    assert buffered.send(b"ab") == 2
    assert buffered.send(b"cd") == 2
    assert buffered.unsent == 4
    far.setblocking(False)
    with pytest.raises(BlockingIOError):
        far.recv(1)
    buffered.flush()
    assert far.recv(10) == b"abcd"
    assert buffered.unsent == 0


def test_a_full_socket_keeps_the_rest_in_order(pair: tuple[BufferedSocket, socket.socket]) -> None:
    buffered, far = pair
    data = bytes(range(256)) * (64 * SEND_BYTES // 256)
    for start in range(0, len(data), 1000):
        buffered.send(data[start : start + 1000])
    buffered.flush()
    assert 0 < buffered.unsent < len(data)
    got = b""
    while buffered.unsent:
        got += far.recv(1 << 20)
        buffered.flush()
    assert got + read_exactly(far, len(data) - len(got)) == data


def test_closing_sends_what_was_gathered(pair: tuple[BufferedSocket, socket.socket]) -> None:
    buffered, far = pair
    buffered.send(b"last")
    buffered.close()
    assert far.recv(10) == b"last"


def test_a_broken_connection_is_an_error(pair: tuple[BufferedSocket, socket.socket]) -> None:
    buffered, far = pair
    far.close()
    buffered.send(b"x")
    with pytest.raises(OSError, match="Broken pipe"):
        buffered.flush()
