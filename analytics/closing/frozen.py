"""Rows of a version of a period: reading them, freezing them, and the digest over them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import Any, cast

from sqlalchemy import Table, insert, select
from sqlalchemy.orm import Session

from core.registry.closing import Closing
from core.registry.results import Account, Verdict

ACCOUNT = cast(Table, Account.__table__)
VERDICT = cast(Table, Verdict.__table__)
WORKING = 0
"""Version that jobs write [1]."""
LINE = "line:"

Key = tuple[str, str, int]
"""Subject, period and its start [ms]."""
Values = dict[str, Any]


def read_account_rows(session: Session, key: Key, version: int) -> list[Values]:
    """Return the account rows of `version` [1], those of an enterprise's lines with its own."""
    return _read(session, ACCOUNT, key, version)


def freeze_rows(session: Session, key: Key, version: int) -> tuple[int, str]:
    """Copy the working rows of a period to `version` [1]; return how many [1] and their digest."""
    accounts = _read(session, ACCOUNT, key, WORKING)
    verdicts = _read(session, VERDICT, key, WORKING)
    for values in verdicts:
        values["id"] = _frozen_id(values["id"], version)
    for table, rows in ((ACCOUNT, accounts), (VERDICT, verdicts)):
        if rows:
            session.execute(insert(table), [{**values, "version": version} for values in rows])
    before = session.get(Closing, (*key, version - 1))
    digest = compute_digest(session, key, version, before=before.digest if before else "")
    return len(accounts) + len(verdicts), digest


def compute_digest(session: Session, key: Key, version: int, *, before: str) -> str:
    """Return the BLAKE2b over the frozen rows of `version` [1] and the digest `before` it."""
    total = hashlib.blake2b(before.encode(), digest_size=32)
    for table in (ACCOUNT, VERDICT):
        for values in _read(session, table, key, version):
            total.update(json.dumps(values, sort_keys=True, ensure_ascii=False).encode())
            total.update(b"\n")
    return total.hexdigest()


def find_altered(session: Session, closings: Sequence[Closing]) -> list[Closing]:
    """Return the closings whose frozen rows are no longer what was frozen."""
    altered = []
    for closing in closings:
        key = (closing.subject, closing.period, closing.start_ms)
        before = session.get(Closing, (*key, closing.version - 1))
        found = compute_digest(
            session, key, closing.version, before=before.digest if before else ""
        )
        if found != closing.digest:
            altered.append(closing)
    return altered


def _read(session: Session, table: Table, key: Key, version: int) -> list[Values]:
    """Return rows of a version as plain values in the order of the primary key."""
    subject, period, start_ms = key
    kind, _, code = subject.partition(":")
    wanted = table.c.subject == subject
    if kind == "enterprise":
        wanted |= table.c.subject.startswith(f"{LINE}{code}/", autoescape=True)
    order = list(table.primary_key.columns)
    rows = session.execute(
        select(table).where(
            wanted,
            table.c.period == period,
            table.c.start_ms == start_ms,
            table.c.version == version,
        )
    ).all()
    found = [{k: v for k, v in row._asdict().items() if k != "version"} for row in rows]
    return sorted(found, key=lambda values: [values[c.name] for c in order if c.name in values])


def _frozen_id(verdict_id: str, version: int) -> str:
    return hashlib.sha256(f"{verdict_id}|{version}".encode()).hexdigest()[:16]
