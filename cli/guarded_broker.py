"""The embedded platform's broker, which lets in gateways of the registry and nobody else.

A gateway that is given a log-in while the platform runs may connect at once; one whose log-in is
taken away, or runs out, is refused within two seconds.
"""

from __future__ import annotations

import logging
import threading
from types import TracebackType
from typing import Self

from api.parts import BrokerRefusal
from cli.broker import Broker
from cli.broker_control import BrokerReach, BrokerSync
from cli.broker_files import OWNER_LOGIN, BrokerFiles
from cli.broker_log import explain_refusals
from core.clock import Clock
from core.errors import NenghengError
from core.registry.database import Registry
from core.registry.passwords import generate_password, hash_password

logger = logging.getLogger(__name__)

COLLECTOR_LOGIN = "nengheng-collector"
WATCH_S = 2.0
LOG_BYTES = 1 << 18
"""How much of the broker's log is looked at for refusals [byte]."""


class GuardedBroker:
    """A broker and the thread that keeps its files as the registry is; runs inside ``with``.

    Parameters
    ----------
    broker : Broker
        A guarded one, in a folder of its own.
    registry : Registry
        Where the gateways' log-ins are.
    clock : Clock
        What tells the time.
    """

    def __init__(self, broker: Broker, registry: Registry, clock: Clock) -> None:
        self._broker = broker
        self._registry = registry
        self._clock = clock
        self._files = BrokerFiles(broker.directory)
        self._passwords = {login: generate_password() for login in (COLLECTOR_LOGIN, OWNER_LOGIN)}
        self._busy = threading.Lock()
        self._leaving = threading.Event()
        self._watch = threading.Thread(target=self._watch_over, name="broker-log-ins", daemon=True)
        self._sync: BrokerSync | None = None

    @property
    def collector_url(self) -> str:
        """Where the collector connects, with its log-in."""
        return self._url_of(COLLECTOR_LOGIN)

    @property
    def owner_url(self) -> str:
        """Where the platform's owner connects, who may publish as any gateway."""
        return self._url_of(OWNER_LOGIN)

    @property
    def kind(self) -> str:
        """Which broker it is, ``mosquitto`` or ``amqtt``."""
        return self._broker.kind

    @property
    def url(self) -> str:
        """Where gateways connect."""
        return self._broker.url

    def __enter__(self) -> Self:
        """Write the files, start the broker, and watch over the registry's log-ins."""
        self._broker.directory.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._files.write_collectors(
            {login: hash_password(password) for login, password in self._passwords.items()}
        )
        BrokerSync(self._registry, self._files, self._clock, None).run(always=True)
        self._broker.__enter__()
        reach = BrokerReach(
            pid_file=str(self._broker.pid_file),
            control=f"{self._broker.host}:{self._broker.port}",
        )
        self._sync = BrokerSync(self._registry, self._files, self._clock, reach)
        self._files.note_taken()
        self._watch.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop watching, and the broker."""
        self._leaving.set()
        self._watch.join()
        self._broker.__exit__(kind, error, trace)

    def take_log_ins(self) -> None:
        """Have the broker take the registry's log-ins now; return when it has.

        Raises
        ------
        BrokerFilesError
            The broker has not taken them.
        """
        assert self._sync is not None
        with self._busy:
            if self._sync.run().changed:
                self._files.note_taken()

    def read_refusals(self) -> list[BrokerRefusal]:
        """Return what the broker did not let in of late, the newest first."""
        found = [
            BrokerRefusal(one.who, one.what, one.fix, one.count, int(one.last) * 1000)
            for one in explain_refusals(self._broker.read_log(LOG_BYTES))
            if one.last.isdecimal()
        ]
        return sorted(found, key=lambda one: -one.last_ms)

    def _url_of(self, login: str) -> str:
        return self.url.replace("://", f"://{login}:{self._passwords[login]}@")

    def _watch_over(self) -> None:
        while not self._leaving.wait(WATCH_S):
            try:
                self.take_log_ins()
            except NenghengError as error:
                logger.warning("log-ins not taken by the broker: %s", error)
