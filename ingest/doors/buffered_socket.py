"""A socket that takes and gives many MQTT packets at a time.

paho reads a packet in three or four calls and writes each acknowledgement with one of its own, and
every such call lets another thread in. With this in between it is one call for what has arrived,
and one for what has been gathered. (Measured: a third of the door's processor time a message.)
"""

from __future__ import annotations

import ssl
from contextlib import suppress
from typing import Protocol

RECEIVE_BYTES = 256 * 1024
"""Most bytes taken from the socket at once [byte]."""
SEND_BYTES = 64 * 1024
"""Unwritten bytes from which on they are written without waiting for `flush` [byte]."""


class PlainSocket(Protocol):
    """What a socket must do, plain or TLS."""

    def recv(self, buffer_size: int) -> bytes:
        """Receive up to `buffer_size` bytes [byte]."""
        ...

    def send(self, buffer: bytes | bytearray) -> int:
        """Send some of `buffer`, and return how much [byte]."""
        ...

    def close(self) -> None:
        """Close."""
        ...

    def fileno(self) -> int:
        """Return the file descriptor [1]."""
        ...

    def setblocking(self, flag: bool) -> None:
        """Choose whether calls wait."""
        ...


class BufferedSocket:
    """A non-blocking socket with a buffer either way; one thread uses it.

    Parameters
    ----------
    inner : socket
        Plain or TLS.
    """

    def __init__(self, inner: PlainSocket) -> None:
        self._inner = inner
        self._received = b""
        self._at = 0
        self._unsent = bytearray()

    def recv(self, buffer_size: int) -> bytes:
        """Return up to `buffer_size` bytes [byte]; raise as the socket where there are none."""
        start = self._at
        if start == len(self._received):
            self._received = self._inner.recv(RECEIVE_BYTES)
            start = 0
        data = self._received[start : start + buffer_size]
        self._at = start + len(data)
        return data

    def pending(self) -> int:
        """Return how many bytes can be had without looking at the socket [byte]."""
        waiting = len(self._received) - self._at
        inner = self._inner
        return waiting + (inner.pending() if isinstance(inner, ssl.SSLSocket) else 0)

    def send(self, buffer: bytes | bytearray) -> int:
        """Take all of `buffer` to be sent; return its length [byte]."""
        self._unsent += buffer
        if len(self._unsent) >= SEND_BYTES:
            self.flush()
        return len(buffer)

    def flush(self) -> None:
        """Send what is unsent, as far as the socket takes it now.

        Raises
        ------
        OSError
            The connection is broken.
        """
        with suppress(BlockingIOError, ssl.SSLWantReadError, ssl.SSLWantWriteError):
            while self._unsent:
                del self._unsent[: self._inner.send(self._unsent)]

    @property
    def unsent(self) -> int:
        """How much is still to be sent [byte]."""
        return len(self._unsent)

    def fileno(self) -> int:
        """Return the file descriptor [1]."""
        return self._inner.fileno()

    def setblocking(self, flag: bool) -> None:
        """Choose whether calls wait."""
        self._inner.setblocking(flag)

    def close(self) -> None:
        """Send what the socket takes at once, and close it."""
        with suppress(OSError):
            self.flush()
        self._inner.close()
