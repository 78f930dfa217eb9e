"""Who computes portions: this process, a pool of processes, or a cluster.

All give the same rows. A worker opens the registry and the store for itself, reads and computes;
what it returns is written by whoever asked, under the lease. A worker that is killed, or that fails
in whatever way, costs time only: its portion is computed again by the one who writes, where an
error shows as it is.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import CancelledError, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Protocol

from analytics.cargo import EmptyStore
from analytics.context import Context
from analytics.portions import DerivedPortion, Portion, derive, make_portion, ship
from analytics.tasks import Span, Task, make_batches
from core.catalogue import read_catalogue
from core.clock import FixedClock
from core.errors import SettingsError
from core.registry.database import connect_registry
from core.settings import Settings
from core.store.opening import open_store

logger = logging.getLogger(__name__)

WORTH_WORKERS = 50
"""So many enterprises [1] are worth the trouble of having others compute."""
PATIENCE_S = 900.0
"""A portion that has no answer by then [s] is computed by the one who waits."""
GIVE_UP = 12
"""After so many portions in a row that died with their process [1] no more are asked for."""

Answer = Callable[[], DerivedPortion | None]
"""Waits for a portion; None where its worker could not compute it."""


class Workers(Protocol):
    """Somewhere portions are computed; a context manager."""

    @property
    def ahead(self) -> int:
        """How many portions are worth asking for at a time [1]; 0 where none is."""
        ...

    def submit(self, context: Context, portion: Portion) -> Answer:
        """Have a portion computed; return what waits for it. `context` is the writer's own."""
        ...

    def close(self) -> None:
        """Let the workers go; what they compute is lost."""
        ...


@dataclass(frozen=True)
class Surroundings:
    """What a worker needs to open registry and store by itself."""

    registry: str
    settings: Settings

    @property
    def is_shared(self) -> bool:
        """Whether workers can read the store; else they are sent what they need of it."""
        return bool(self.settings.influx_url)

    def equip(self, context: Context, portion: Portion) -> Portion:
        """Return a portion with the readings and hours that its worker cannot read."""
        return portion if self.is_shared else ship(context, portion)

    def open(self) -> Context:
        """Open them."""
        return Context(
            connect_registry(self.registry),
            open_store(self.settings) if self.is_shared else EmptyStore.stand_in(),
            read_catalogue(),
            FixedClock(0),
            self.settings,
        )


class Inline:
    """Nobody else: the one who writes computes too."""

    ahead = 0

    def submit(self, context: Context, portion: Portion) -> Answer:
        """Have nothing computed."""
        del context, portion
        return lambda: None

    def close(self) -> None:
        """Do nothing."""


class ProcessPool:
    """Processes of this machine, started at the first portion.

    Parameters
    ----------
    surroundings : Surroundings
        Where they read.
    processes : int
        How many [1].
    """

    def __init__(self, surroundings: Surroundings, processes: int) -> None:
        self._surroundings = surroundings
        self._processes = processes
        self._pool: ProcessPoolExecutor | None = None
        self._broken = 0

    @property
    def ahead(self) -> int:
        """How many portions are worth asking for at a time [1]; 0 where processes only die."""
        return 2 * self._processes if self._broken < GIVE_UP else 0

    def submit(self, context: Context, portion: Portion) -> Answer:
        """Have a portion computed; a pool whose process was killed is made anew."""
        if not self.ahead:
            return lambda: None
        portion = self._surroundings.equip(context, portion)
        try:
            future = self._open().submit(_derive_here, portion)
        except BrokenProcessPool:
            self.close()
            future = self._open().submit(_derive_here, portion)
        return lambda: self._wait(future)

    def list_processes(self) -> list[int]:
        """Return the ids of the processes that run [1]."""
        return sorted(self._pool._processes) if self._pool is not None else []

    def close(self) -> None:
        """End the processes."""
        pool, self._pool = self._pool, None
        if pool is not None:
            pool.shutdown(wait=True, cancel_futures=True)

    def _kill(self) -> None:
        """End processes that do not answer."""
        for process in self.list_processes():
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        self.close()

    def _open(self) -> ProcessPoolExecutor:
        if self._pool is None:
            self._pool = ProcessPoolExecutor(
                self._processes,
                mp_context=multiprocessing.get_context("spawn"),
                initializer=_prepare,
                initargs=(self._surroundings,),
            )
        return self._pool

    def _wait(self, future: Future[DerivedPortion | None]) -> DerivedPortion | None:
        try:
            answer = future.result(PATIENCE_S)
        except TimeoutError:
            self._broken += 1
            logger.warning("no answer in %d s, its portion is computed here", PATIENCE_S)
            self._kill()
            return None
        except (BrokenProcessPool, CancelledError) as error:
            self._broken += 1
            logger.warning("a worker died, its portion is computed here: %s", error)
            return None
        self._broken = 0
        return answer


class DaskCluster:
    """The workers of a Dask cluster, by its client; needs the extra ``nengheng[dask]``.

    Parameters
    ----------
    surroundings : Surroundings
        Where they read; its addresses must hold on every machine of the cluster.
    client : distributed.Client
        A connected client.
    """

    def __init__(self, surroundings: Surroundings, client: Any) -> None:  # noqa: ANN401
        self._surroundings = surroundings
        self._client = client

    @property
    def ahead(self) -> int:
        """How many portions are worth asking for at a time [1]."""
        return 2 * max(len(self._client.ncores()), 1)

    def submit(self, context: Context, portion: Portion) -> Answer:
        """Have a portion computed somewhere on the cluster."""
        portion = self._surroundings.equip(context, portion)
        future = self._client.submit(derive_there, self._surroundings, portion, pure=False)
        return lambda: self._wait(future)

    def close(self) -> None:
        """Leave the cluster, which is not ours, as it is."""

    def _wait(self, future: Any) -> DerivedPortion | None:  # noqa: ANN401
        error = future.exception()
        if error is not None:
            logger.warning(
                "a worker of the cluster failed, its portion is computed here: %r", error
            )
            return None
        answer: DerivedPortion | None = future.result()
        return answer


def derive_ahead(
    workers: Workers, context: Context, tasks: Sequence[Task], clock: tuple[Span | None, int]
) -> Iterator[tuple[list[Task], Answer]]:
    """Yield tasks in batches, each with what waits for its worker; as many as are worth it ahead.

    `clock` is what it alone has touched and the present [ms].
    """
    ahead = workers.ahead if len(tasks) >= WORTH_WORKERS else 0
    waiting: deque[tuple[list[Task], Answer]] = deque()
    for batch in make_batches(tasks):
        portion = make_portion(batch, *clock) if ahead else None
        waiting.append((batch, workers.submit(context, portion) if portion else _nobody))
        if len(waiting) > ahead:
            yield waiting.popleft()
    yield from waiting


def _nobody() -> None:
    """Stand for the answer of a worker where nobody was asked."""


def choose_workers(context: Context) -> Workers:
    """Return the workers that the settings ask for.

    By default as many as the machine has cores, where these can read the store by themselves. To
    one that a single process holds they are added only when they are asked for: it uses all cores
    itself when it reads.
    """
    settings = context.settings
    surroundings = Surroundings(_address(context), settings)
    if settings.analytics_dask:
        return DaskCluster(surroundings, _connect(settings.analytics_dask))
    number = settings.analytics_workers
    if number is None:
        number = (os.cpu_count() or 1) if settings.influx_url else 0
    if number == 0:
        return Inline()
    return ProcessPool(surroundings, number)


def _connect(address: str) -> Any:  # noqa: ANN401
    """Return a client of the Dask scheduler at `address`.

    Raises
    ------
    SettingsError
        The extra is not installed.
    """
    try:
        from distributed import Client
    except ImportError as error:
        raise SettingsError(
            f"analytics_dask = {address!r}, and Dask is not installed",
            where="NENGHENG_ANALYTICS_DASK",
            fix="install nengheng[dask], or leave the setting empty",
        ) from error
    open_client: Any = Client
    return open_client(address)


def _address(context: Context) -> str:
    """Return what `connect_registry` takes; with the password, so never to be logged."""
    return context.registry.engine.url.render_as_string(hide_password=False)


_own: dict[str, Context] = {}
_guard = threading.Lock()


def _prepare(surroundings: Surroundings) -> None:
    """Open what the worker reads, and see to it that it ends with the process that started it."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent,), daemon=True, name="parent").start()
    _own["pool"] = surroundings.open()


def _end_with(parent: Any) -> None:  # noqa: ANN401 - multiprocessing's own parent
    parent.join()
    os._exit(1)


def _derive_here(portion: Portion) -> DerivedPortion | None:
    return _try(_own["pool"], portion)


def derive_there(surroundings: Surroundings, portion: Portion) -> DerivedPortion | None:
    """Compute a portion in a worker of a cluster, which keeps what it has opened."""
    with _guard:
        if surroundings.registry not in _own:
            _own[surroundings.registry] = surroundings.open()
    return _try(_own[surroundings.registry], portion)


def _try(context: Context, portion: Portion) -> DerivedPortion | None:
    """Return None for whatever goes wrong: errors seldom travel whole from process to process."""
    try:
        return derive(context, portion)
    except Exception:
        codes = [facts.code for facts in portion.facts]
        logger.warning("%s … could not be computed here", codes[0], exc_info=True)
        return None
