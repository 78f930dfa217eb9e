"""The demo fleet's first week of 2026 as single messages, and the tables derived from it."""

from __future__ import annotations

import os
import random
import sys
from pathlib import Path
from typing import Any

from sqlalchemy import select

from core.calendar import HOUR_MS, parse_time
from core.clock import FixedClock
from core.registry.credentials import GatewayName, add_password
from core.registry.database import Registry, open_registry
from core.registry.models import Base
from core.registry.transfer import import_files
from simulators.fleets import build_fleet, write_scenario
from simulators.gateway import GatewayClient, GatewayOptions
from simulators.plants.feed import Column

START_MS = parse_time("2026-01-01")
NOW_MS = parse_time("2026-01-08")

Message = tuple[str, dict[str, Column]]
"""The enterprise that sends, and its columns."""


def import_scenario(directory: Path) -> list[str]:
    """Import the demo fleet as born at `NOW_MS`; return the enterprises."""
    files = write_scenario("demo", directory / "scenario", now_ms=NOW_MS)
    with open_registry(str(directory / "registry.db")) as registry:
        report = import_files(registry, files, clock=FixedClock(NOW_MS))
    assert report.applied, report.rows
    return [member.code for member in build_fleet("demo", NOW_MS)]


def make_feed() -> list[Message]:
    """Return the week hour by hour, in order."""
    members = build_fleet("demo", NOW_MS)
    return [
        (member.code, columns)
        for hour_ms in range(START_MS, NOW_MS, HOUR_MS)
        for member in members
        if (columns := member.feed.read(hour_ms, hour_ms + HOUR_MS, step_s=1800))
    ]


def shuffle(feed: list[Message], doubled_share: float, chance: random.Random) -> list[Message]:
    """Return the feed in random order, a share of it twice."""
    messages = feed + chance.sample(feed, int(len(feed) * doubled_share))
    chance.shuffle(messages)
    return messages


def give_log_ins(directory: Path, codes: list[str]) -> dict[str, str]:
    """Give every enterprise's gateway a log-in; return the passwords by enterprise."""
    with open_registry(str(directory / "registry.db")) as registry, registry.session() as session:
        return {
            code: add_password(session, GatewayName(code, "GW1"), now_ms=NOW_MS).password
            for code in codes
        }


def make_gateways(
    url: str, directory: Path, codes: list[str], passwords: dict[str, str] | None = None
) -> dict[str, GatewayClient]:
    """Return a gateway with a ledger for every enterprise; they are not yet started."""
    options = GatewayOptions(
        keep_ledger=True,
        clock=FixedClock(NOW_MS),
        resend_first_s=0.5,
        resend_most_s=3.0,
        reconnect_first_s=0.05,
        reconnect_most_s=0.5,
    )
    return {
        code: GatewayClient(
            url,
            code,
            "GW1",
            buffer=directory / f"{code}.db",
            username=f"{code}.GW1" if passwords else None,
            password=(passwords or {}).get(code),
            options=options,
        )
        for code in codes
    }


def read_rows(registry: Registry, table: type[Base]) -> dict[tuple[Any, ...], dict[str, Any]]:
    """Return all rows of a table by primary key."""
    keys = [column.name for column in table.__table__.primary_key]
    with registry.read() as session:
        found = [
            {column.name: getattr(row, column.name) for column in table.__table__.columns}
            for row in session.scalars(select(table))
        ]
    return {tuple(row[key] for key in keys): row for row in found}


def draw_seed() -> int:
    """Return ``NENGHENG_TEST_SEED``, or a random seed, and print it."""
    seed = int(os.environ.get("NENGHENG_TEST_SEED") or random.SystemRandom().randrange(10**6))
    sys.stdout.write(f"\nNENGHENG_TEST_SEED={seed}\n")
    return seed
