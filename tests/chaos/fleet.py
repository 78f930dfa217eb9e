"""`Fleet`: gateways with disk buffers, and what they give: the same for the same seed.

Two enterprises a part, two gateways an enterprise. Messages come in every form the wire contract
has, out of order, a share of them correcting earlier readings, a share of them bad: a point that
nobody knows, no value, a time a day ahead, bytes that end early. Some gateways sign what they send,
and one pushes by HTTP.

A calm fleet, with which memory and speed are measured, gives the same in order, and corrects what
it sent within the last minutes, one message in a hundred.
"""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import msgspec
from push_gateway import PushGateway

from core.clock import Clock, WallClock
from core.partition import part_of
from core.wire_signed import SigningKey
from simulators.fleets.credit_code import fictitious_code
from simulators.gateway import GatewayClient, GatewayOptions
from simulators.gateway.flights import RESEND_FIRST_S, RESEND_MOST_S
from simulators.registry_csv import write_tables

PARTS = 2
ENTERPRISES_A_PART = 2
GATEWAYS = ("GW1", "GW2")
REGISTERS = 6
GAUGES = 4
STEPS_A_MESSAGE = 5
READINGS_A_MESSAGE = (REGISTERS + GAUGES) * STEPS_A_MESSAGE
LEAST_FULL = 0.96
"""Corrections hold fewer readings, so that messages hold this share of the most on average [1]."""
STEP_MS = 10_000
AHEAD_MS = 86_400_000
SHUFFLED_MESSAGES = 8
CORRECTED = 0.03
"""Share of a fleet's messages that correct others, sent at any time before [1]."""
CORRECTED_CALMLY = 0.01
CORRECTED_BACK = 12
"""So many messages back a calm fleet's corrections reach [1]."""
POISONED = "GW1.G0"
"""The point that the store's mood ``400`` refuses."""

Encoder = Callable[[str, int], bytes]
Rows = list[tuple[str, int, float | None, int]]


def choose_enterprises() -> list[str]:
    """Return credit codes, as many of each part."""
    chosen: dict[int, list[str]] = {part: [] for part in range(1, PARTS + 1)}
    number = 900
    while any(len(codes) < ENTERPRISES_A_PART for codes in chosen.values()):
        code = fictitious_code(number)
        number += 1
        codes = chosen[part_of(code, PARTS)]
        if len(codes) < ENTERPRISES_A_PART:
            codes.append(code)
    return sorted(code for codes in chosen.values() for code in codes)


def choose_signers() -> list[tuple[str, str]]:
    """Return the gateways that sign every message."""
    return [(code, "GW1") for code in choose_enterprises()[::2]]


def choose_pushers() -> list[tuple[str, str]]:
    """Return the gateways that push by HTTP."""
    return [(choose_enterprises()[1], "GW2")]


def points_of(gateway: str) -> list[tuple[str, str]]:
    """Return the points of a gateway with their kinds."""
    return [(f"{gateway}.R{n}", "register") for n in range(REGISTERS)] + [
        (f"{gateway}.G{n}", "gauge") for n in range(GAUGES)
    ]


def write_registry(directory: Path) -> list[Path]:
    """Write the fleet's registry as files that can be imported."""
    codes = choose_enterprises()
    points = [
        {
            "enterprise_code": code,
            "code": point,
            "gateway_code": gateway,
            "kind": kind,
            "carrier": "electricity",
            "flow": "purchased",
            "unit": "kWh" if kind == "register" else "kW",
            "expected_s": STEP_MS // 1000,
        }
        for code in codes
        for gateway in GATEWAYS
        for point, kind in points_of(gateway)
    ]
    return write_tables(
        directory,
        {
            "region": [
                {"code": "150000", "name": "内蒙古自治区", "parent_code": None},
                {"code": "150600", "name": "鄂尔多斯市", "parent_code": "150000"},
                {"code": "150622", "name": "准格尔旗", "parent_code": "150600"},
            ],
            "enterprise": [
                {
                    "code": code,
                    "name": f"Chaos {number}",
                    "region_code": "150622",
                    "sector_code": "2613",
                    "simulated": True,
                }
                for number, code in enumerate(codes)
            ],
            "gateway": [
                {"enterprise_code": code, "code": gateway} for code in codes for gateway in GATEWAYS
            ],
            "point": points,
        },
    )


@dataclass
class Bad:
    """What was given on purpose to lie in quarantine for ever [1]."""

    readings: int = 0
    messages: int = 0


class Feed:
    """The messages of one gateway, one after the other.

    Parameters
    ----------
    seed : str
        What the gateway's chance is drawn from.
    gateway : str
        Its code.
    span : tuple of int
        Time of the first reading [ms], and messages in all [1].
    bad : Bad
        Where planned bad readings and messages are counted.
    calm : bool
        Whether messages come in order and corrections soon.
    """

    def __init__(
        self, seed: str, gateway: str, span: tuple[int, int], bad: Bad, *, calm: bool = False
    ) -> None:
        self._calm = calm
        self._chance = random.Random(seed)
        self._gateway = gateway
        self._points = points_of(gateway)
        self._start_ms, self.messages = span
        self._bad = bad
        self._order = self._shuffle()
        self._newest = 0

    def _shuffle(self) -> Iterator[int]:
        for first in range(0, self.messages, SHUFFLED_MESSAGES):
            block = list(range(first, min(first + SHUFFLED_MESSAGES, self.messages)))
            if not self._calm:
                self._chance.shuffle(block)
            yield from block

    def next(self, sent_ms: int) -> Encoder | None:
        """Return what encodes the next message, given at `sent_ms` [ms]; None at the end."""
        number = next(self._order, None)
        if number is None:
            return None
        chance = self._chance
        self._newest = max(self._newest, number)
        share = CORRECTED_CALMLY if self._calm else CORRECTED
        if chance.random() < share and self._newest > 0:
            first = max(0, self._newest - CORRECTED_BACK) if self._calm else 0
            rows = self._rows(chance.randrange(first, self._newest), 0.125, chance.randint(1, 4))
        else:
            rows = self._rows(number, 0.0, STEPS_A_MESSAGE)
        return self._choose_form(self._spoil(rows), sent_ms)

    def _rows(self, number: int, more: float, steps: int) -> Rows:
        rows: Rows = []
        for point, kind in self._points:
            for step in range(number * STEPS_A_MESSAGE, number * STEPS_A_MESSAGE + steps):
                value = step * 1.5 + more if kind == "register" else self._chance.uniform(10, 900)
                quality = 1 if kind == "gauge" and self._chance.random() < 0.02 else 0
                rows.append((point, self._start_ms + step * STEP_MS, round(value, 4), quality))
        return rows

    def _spoil(self, rows: Rows) -> Rows:
        chance, time_ms = self._chance.random(), rows[0][1]
        spoilt: tuple[str, int, float | None, int] | None = None
        if chance < 0.004:
            spoilt = ("NOBODY", time_ms, 1.0, 0)
        elif chance < 0.007:
            spoilt = (rows[0][0], time_ms + 1, None, 0)
        elif chance < 0.010:
            spoilt = (rows[0][0], WallClock().now_ms() + AHEAD_MS, 1.0, 0)
        elif chance < 0.012:
            return []
        if spoilt is None:
            return rows
        self._bad.readings += 1
        return [*rows, spoilt]

    def _choose_form(self, rows: Rows, sent_ms: int) -> Encoder:
        chance = self._chance.random()
        if chance < 0.004:
            self._bad.messages += 1
            return lambda stream, seq: _document(stream, seq, sent_ms, rows, _as_rows)[:-9]
        if chance < 0.55:
            return lambda stream, seq: _document(stream, seq, sent_ms, rows, _as_columns)
        if chance < 0.70:
            return lambda stream, seq: _document(stream, seq, sent_ms, rows, _as_rows)
        if chance < 0.85:
            return lambda stream, seq: gzip.compress(
                _document(stream, seq, sent_ms, rows, _as_columns), 1, mtime=0
            )
        return lambda stream, seq: msgspec.msgpack.encode(
            json.loads(_document(stream, seq, sent_ms, rows, _as_columns))
        )


def _as_rows(rows: Rows) -> dict[str, Any]:
    return {"readings": [{"p": p, "t": t, "v": v} | ({"q": q} if q else {}) for p, t, v, q in rows]}


def _as_columns(rows: Rows) -> dict[str, Any]:
    series: dict[str, dict[str, list[Any]]] = {}
    for point, time_ms, value, quality in rows:
        columns = series.setdefault(point, {"t": [], "v": [], "q": []})
        columns["t"].append(time_ms)
        columns["v"].append(value)
        columns["q"].append(quality)
    return {"series": series}


def _document(
    stream: str, seq: int, sent_ms: int, rows: Rows, form: Callable[[Rows], dict[str, Any]]
) -> bytes:
    head = {"stream": stream, "seq": seq, "sent": sent_ms}
    return json.dumps(head | form(rows), separators=(",", ":")).encode()


class ChaosGateway(GatewayClient):
    """A gateway that can be given messages in any form."""

    def give(self, encoders: list[Encoder]) -> None:
        """Put messages into the buffer on disk and send them."""
        self._buffer.append(encoders)
        self._wake()


@dataclass(frozen=True)
class Places:
    """Where gateways connect, and with what.

    Attributes
    ----------
    url : str
        The broker's.
    ports : mapping
        Port of each part's collector [1].
    keys : mapping
        Keys of the gateways that sign.
    logins : mapping
        User and password of the gateways that push by HTTP.
    """

    url: str
    ports: Mapping[int, int]
    keys: Mapping[tuple[str, str], SigningKey]
    logins: Mapping[tuple[str, str], tuple[str, str]]


def _make_gateway(
    name: tuple[str, str], places: Places, buffer: Path, options: GatewayOptions
) -> ChaosGateway | PushGateway:
    if name in places.logins:
        port = places.ports[part_of(name[0], PARTS)]
        return PushGateway(port, name, login=places.logins[name], buffer=buffer)
    options = replace(options, signing_key=places.keys.get(name))
    return ChaosGateway(places.url, *name, buffer=buffer, options=options)


class Fleet:
    """The gateways of a run, each with its feed; a context manager.

    Parameters
    ----------
    directory : Path
        Where the buffers lie, which are the ledgers.
    places : Places
        Where they connect, and with what.
    readings : int
        How many to give in all [1], at least.
    seed : int
        What everything is drawn from.
    calm : bool
        Whether messages come in order and are sent again only after the usual waits.
    """

    def __init__(
        self, directory: Path, places: Places, *, readings: int, seed: int, calm: bool = False
    ) -> None:
        self.clock: Clock = WallClock()
        self.bad = Bad()
        names = [(code, gateway) for code in choose_enterprises() for gateway in GATEWAYS]
        each = -(-readings // int(READINGS_A_MESSAGE * LEAST_FULL * len(names)))
        self.messages = each * len(names)
        self.given = 0
        options = GatewayOptions(
            keep_ledger=True,
            resend_first_s=RESEND_FIRST_S if calm else 2.0,
            resend_most_s=RESEND_MOST_S if calm else 10.0,
            reconnect_first_s=0.1,
            reconnect_most_s=2.0,
        )
        self.gateways: dict[tuple[str, str], ChaosGateway | PushGateway] = {}
        self._feeds: dict[tuple[str, str], Feed] = {}
        for number, name in enumerate(names):
            buffer = directory / f"{name[0]}.{name[1]}.db"
            self.gateways[name] = _make_gateway(name, places, buffer, options)
            span = (self._start_ms(each, live=number % 2 == 1), each)
            self._feeds[name] = Feed(f"{seed} {number}", name[1], span, self.bad, calm=calm)

    def _start_ms(self, messages: int, *, live: bool) -> int:
        """Return when a gateway's readings begin: those of a live one end at the present [ms]."""
        span_ms = messages * STEPS_A_MESSAGE * STEP_MS
        before_ms = 0 if live else 6 * 3_600_000
        return (self.clock.now_ms() - span_ms - before_ms) // STEP_MS * STEP_MS

    def start(self) -> None:
        """Start every gateway."""
        for gateway in self.gateways.values():
            gateway.start()

    def stop(self) -> None:
        """Stop every gateway; what is not durable stays in its buffer."""
        for gateway in self.gateways.values():
            gateway.stop()

    def give(self, upto: int) -> None:
        """Give messages, gateway after gateway, until `upto` [1] are given in all."""
        names = list(self._feeds)
        while self.given < min(upto, self.messages):
            name = names[self.given % len(names)]
            encoder = self._feeds[name].next(self.clock.now_ms())
            assert encoder is not None, name
            self.gateways[name].give([encoder])
            self.given += 1

    def count_pending(self) -> int:
        """Return the messages that no reply has named [1]."""
        return sum(gateway.count_pending() for gateway in self.gateways.values())

    def count_resent(self) -> int:
        """Return how often messages were sent again [1]."""
        return sum(gateway.counts.sent_again for gateway in self.gateways.values())
