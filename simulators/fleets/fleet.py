"""`Fleet`: sends a year of history and then live data, each enterprise by its own gateway.

A reading that was handed over twice, because the process ended between handing it over and noting
that, is the same reading: the platform keeps it once.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from core.broker_access import TlsFiles
from core.calendar import DAY_MS, HOUR_MS, Period, period_start
from core.clock import Clock
from simulators.fleets.faults import apply_faults
from simulators.fleets.member import Member
from simulators.fleets.progress import Progress
from simulators.gateway import GatewayClient
from simulators.gateway.client import GatewayOptions
from simulators.plants.feed import Column

log = logging.getLogger(__name__)

HISTORY_MS = 365 * DAY_MS
HISTORY_STEP_S = 3600
LIVE_STEP_S = 60
TURN_LEAST_S = 1.0
"""Real seconds between two turns at least [s]."""


@dataclass(frozen=True)
class Pace:
    """How live data come.

    Attributes
    ----------
    step_s : int
        Platform time between two readings of a register or gauge [s]: a minute, and no more than
        about one reading a real second when the platform's clock runs fast.
    turn_s : float
        Real time between two turns [s].
    """

    step_s: int
    turn_s: float

    @classmethod
    def at_speed(cls, speed: float) -> Self:
        """Return the pace for a clock that runs `speed` [1] times as fast as the machine's."""
        wanted = speed * TURN_LEAST_S
        steps = (LIVE_STEP_S, 300, 900, 1800, HISTORY_STEP_S)
        step_s = next((step for step in steps if step >= wanted), HISTORY_STEP_S)
        return cls(step_s, max(TURN_LEAST_S, step_s / speed))


class Fleet(AbstractContextManager["Fleet"]):
    """The members' gateways, and what they have yet to send.

    Parameters
    ----------
    members : tuple of Member
        Who sends, in the order in which history goes out.
    url : str
        The broker.
    directory : Path
        Where buffers and progress are kept.
    progress : Progress
        Where it stood.
    clock : Clock
        The platform's clock.
    passwords : mapping of str to str, optional
        Passwords by user name, ``enterprise.gateway``, where the broker asks for them.
    ca_file : str
        Certificate of the broker's authority, where it is not one that the system knows.
    """

    def __init__(
        self,
        members: tuple[Member, ...],
        url: str,
        directory: Path,
        *,
        progress: Progress,
        clock: Clock,
        passwords: Mapping[str, str] | None = None,
        ca_file: str = "",
    ) -> None:
        self.progress = progress
        self._members = members
        self._path = directory / "progress.json"
        self._clock = clock
        self._pace = Pace.at_speed(clock.speed)
        options = GatewayOptions(clock=clock, tls=TlsFiles(ca_file))
        given = passwords or {}
        self._gateways: Mapping[str, GatewayClient] = {
            m.code: GatewayClient(
                url,
                m.code,
                m.gateway,
                buffer=directory / f"{m.code}.db",
                username=login if login in given else None,
                password=given.get(login),
                options=options,
            )
            for m in members
            for login in (f"{m.code}.{m.gateway}",)
        }

    def __enter__(self) -> Self:
        """Connect every gateway."""
        for gateway in self._gateways.values():
            gateway.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop every gateway at once; what is not durable stays in their buffers."""
        with ThreadPoolExecutor(len(self._gateways), "fleet-stop") as pool:
            list(pool.map(lambda gateway: gateway.stop(), self._gateways.values()))

    def run(self, stopping: threading.Event) -> None:
        """Send history, then live data, until `stopping` is set."""
        self.send_history(stopping)
        while not stopping.is_set():
            self.send_live()
            stopping.wait(self._pace.turn_s)

    def send_history(self, stopping: threading.Event | None = None) -> None:
        """Hand over what is left of the history: every member's running year, then the rest."""
        for number, (start_ms, end_ms) in enumerate(list_stretches(self.progress.anchor_ms)):
            for member in self._members:
                if stopping is not None and stopping.is_set():
                    return
                if self.progress.stretches.get(member.code, 0) > number:
                    continue
                self._send(member, member.feed.read(start_ms, end_ms, step_s=HISTORY_STEP_S))
                self.progress.stretches[member.code] = number + 1
                self.progress.write(self._path)

    def send_live(self) -> None:
        """Hand over what has fallen due since the last time; longer breaks hour by hour."""
        now_ms = self._clock.now_ms()
        hour_ms = period_start(Period.HOUR, now_ms)
        for member in self._members:
            since_ms = self.progress.live_ms.get(member.code, self.progress.anchor_ms)
            if hour_ms - since_ms > 2 * HOUR_MS:
                self._send(member, member.feed.read(since_ms, hour_ms, step_s=HISTORY_STEP_S))
                since_ms = hour_ms
            if now_ms > since_ms:
                self._send(member, member.feed.read(since_ms, now_ms, step_s=self._pace.step_s))
                since_ms = now_ms
            self.progress.live_ms[member.code] = since_ms
        self.progress.write(self._path)

    def wait_empty(self, timeout_s: float) -> bool:
        """Wait until all is durable, at most `timeout_s` [s] a gateway; return whether it is."""
        return all(gateway.wait_empty(timeout_s) for gateway in self._gateways.values())

    def _send(self, member: Member, columns: dict[str, Column]) -> None:
        struck = apply_faults(columns, member.faults)
        if struck:
            self._gateways[member.code].send(struck)


def list_stretches(anchor_ms: int) -> list[tuple[int, int]]:
    """Return the stretches [ms] of a year's history up to `anchor_ms` [ms], as they are sent.

    The running year comes first, for the verdicts of the year rest on it.
    """
    begin_ms = anchor_ms - HISTORY_MS
    year_ms = period_start(Period.YEAR, anchor_ms)
    stretches = [(max(year_ms, begin_ms), anchor_ms), (begin_ms, max(year_ms, begin_ms))]
    return [(start, end) for start, end in stretches if start < end]
