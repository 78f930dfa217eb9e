"""Serving HTTP in the main thread until a signal, and saying so to people and to systemd."""

from __future__ import annotations

import asyncio
import logging
import signal
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import FrameType

import uvicorn

from cli.processes.notify import Notifier
from core.errors import RefusedError

log = logging.getLogger(__name__)

GRACEFUL_S = 1
STATUS_S = 5.0
"""Time between two sentences for ``systemctl status`` [s]."""


@dataclass(frozen=True)
class Life:
    """How a serving process shows that it lives.

    Attributes
    ----------
    ready : callable
        Called once it serves.
    notifier : Notifier
        Who is told.
    is_alive : callable
        Whether every thread the process needs still runs; asked before each sign of life.
    describe : callable
        What the process is doing, in one sentence.
    """

    ready: Callable[[], None]
    notifier: Notifier = field(default_factory=Notifier)
    is_alive: Callable[[], bool] = lambda: True
    describe: Callable[[], str] = lambda: ""


@contextmanager
def listen(host: str, port: int, *, setting: str = "--port") -> Iterator[socket.socket]:
    """Listen at `host`:`port` [1]; 0 takes a free port.

    Raises
    ------
    RefusedError
        The address is taken or is not this machine's; names `setting`.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen()
    except OSError as error:
        listener.close()
        raise RefusedError(
            f"cannot listen on {host}:{port}: {error.strerror or error}",
            where=setting,
            fix="choose another port, or --port 0 for any free one",
        ) from error
    with listener:
        yield listener


def address_of(listener: socket.socket) -> str:
    """Return the URL under which `listener` is reached on this machine."""
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


@contextmanager
def ended_by_signals() -> Iterator[None]:
    """Let SIGTERM and SIGINT end what is inside in order, with exit status 0."""

    def end(number: int, _frame: FrameType | None) -> None:
        log.info("stopping before serving: %s", signal.Signals(number).name)
        sys.exit(0)

    before = {number: signal.signal(number, end) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def serve_until_signal(app: object, listener: socket.socket, life: Life) -> None:
    """Serve until a signal; uvicorn hands the signal on to our handler once it has stopped."""
    config = uvicorn.Config(
        app,  # type: ignore[arg-type]
        log_config=None,
        access_log=False,
        timeout_graceful_shutdown=GRACEFUL_S,
        ws="websockets-sansio",
    )
    server = _TellingServer(config, life)

    def note(number: int, _frame: FrameType | None) -> None:
        log.info("stopping: %s", signal.Signals(number).name)

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, note)
    server.run(sockets=[listener])


class _TellingServer(uvicorn.Server):
    """A server that says when it serves, that it lives, and that it ends."""

    def __init__(self, config: uvicorn.Config, life: Life) -> None:
        super().__init__(config)
        self._life = life
        self._telling: list[asyncio.Task[None]] = []

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if not self.started:
            return
        self._life.ready()
        self._life.notifier.ready()
        if self._life.notifier.beat_s:
            self._telling.append(asyncio.create_task(self._give_signs_of_life()))
        self._telling.append(asyncio.create_task(self._describe()))

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._life.notifier.stopping()
        for task in self._telling:
            task.cancel()
        await asyncio.gather(*self._telling, return_exceptions=True)
        await super().shutdown(sockets)

    async def _give_signs_of_life(self) -> None:
        """Tell from the loop that serves, so that a loop that hangs is not called alive."""
        notifier = self._life.notifier
        while True:
            if await asyncio.to_thread(self._life.is_alive):
                notifier.alive()
            else:
                log.error("a thread of this process has ended: no sign of life for systemd")
            await asyncio.sleep(notifier.beat_s)

    async def _describe(self) -> None:
        while True:
            text = await asyncio.to_thread(self._life.describe)
            if text:
                self._life.notifier.status(text)
            await asyncio.sleep(STATUS_S)
