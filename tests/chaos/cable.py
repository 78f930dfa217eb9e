"""`Cable`: a stretch of network between two parts, which can be cut, or go silent, and mended."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Callable
from types import TracebackType
from typing import Self, TypeVar

HOST = "127.0.0.1"
CHUNK_BYTES = 256 * 1024
T = TypeVar("T")


class Loop:
    """An event loop in a thread of its own, in which cables live; a context manager."""

    def __init__(self) -> None:
        self.servers: list[asyncio.Server] = []
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="cables", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.run(_close_all(self.servers))
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def run(self, work: Awaitable[T]) -> T:
        """Run `work` in the loop and wait for its result."""

        async def waited() -> T:
            return await work

        return asyncio.run_coroutine_threadsafe(waited(), self._loop).result(30)


async def _close_all(servers: list[asyncio.Server]) -> None:
    for server in servers:
        server.close()
    others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)


class Cable:
    """A TCP proxy on a port of its own in front of a port of loopback.

    Attributes
    ----------
    port : int
        Where the near side connects [1].
    connections, cut_connections : int
        Connections made since the start, and those that a cut has ended [1].
    """

    def __init__(self, loop: Loop, target_port: Callable[[], int]) -> None:
        self._loop = loop
        self._target_port = target_port
        self._open = asyncio.Event()
        self._open.set()
        self._refusing = False
        self._writers: set[asyncio.StreamWriter] = set()
        self.connections = 0
        self.cut_connections = 0
        self._server = loop.run(asyncio.start_server(self._serve, HOST, 0))
        loop.servers.append(self._server)
        self.port = int(self._server.sockets[0].getsockname()[1])

    def cut(self) -> None:
        """End every connection, and refuse new ones."""
        self._loop.run(self._cut())

    def silence(self) -> None:
        """Let no byte pass any more; connections stay open, and new ones are accepted."""
        self._loop.run(self._set(refusing=False, is_open=False))

    def mend(self) -> None:
        """Let everything pass again."""
        self._loop.run(self._set(refusing=False, is_open=True))

    async def _set(self, *, refusing: bool, is_open: bool) -> None:
        self._refusing = refusing
        if is_open:
            self._open.set()
        else:
            self._open.clear()

    async def _cut(self) -> None:
        self._refusing = True
        self._open.set()
        self.cut_connections += len(self._writers) // 2
        for writer in list(self._writers):
            writer.transport.abort()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        if self._refusing:
            writer.transport.abort()
            return
        try:
            there = await asyncio.open_connection(HOST, self._target_port())
        except OSError:
            writer.transport.abort()
            return
        far_reader, far_writer = there
        pair = (writer, far_writer)
        self._writers.update(pair)
        try:
            await asyncio.gather(self._carry(reader, far_writer), self._carry(far_reader, writer))
        finally:
            self._writers.difference_update(pair)
            for one in pair:
                one.transport.abort()

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while data := await reader.read(CHUNK_BYTES):
                await self._open.wait()
                writer.write(data)
                await writer.drain()
            if writer.can_write_eof():
                writer.write_eof()
        except OSError:
            writer.transport.abort()
