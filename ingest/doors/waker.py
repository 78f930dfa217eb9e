"""`Waker`: interrupts a door's wait for its socket."""

from __future__ import annotations

import socket
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Self


@dataclass
class Waker:
    """A pair of sockets: a byte in `writer` ends a wait that looks at `reader`."""

    reader: socket.socket
    writer: socket.socket
    pending: bool = field(default=False)

    @classmethod
    def open(cls) -> Self:
        """Return a waker that nothing has woken yet."""
        reader, writer = socket.socketpair()
        reader.setblocking(False)
        writer.setblocking(False)
        return cls(reader, writer)

    def wake(self) -> None:
        """Interrupt the wait; from any thread, and also when nobody waits any more."""
        if not self.pending:
            self.pending = True
            with suppress(OSError):  # the door has stopped, and nobody waits any more
                self.writer.send(b"\0")

    def clear(self) -> None:
        """Forget that it was woken; from the waiting thread, before it looks for work."""
        with suppress(BlockingIOError):
            self.reader.recv(4096)
        self.pending = False

    def close(self) -> None:
        """Let the sockets go."""
        self.reader.close()
        self.writer.close()
