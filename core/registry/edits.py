"""Edits of the registry: one at a time, and noticed by collectors that know it by heart."""

from __future__ import annotations

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from core.registry.postgresql import EDIT_LOCK
from core.registry.results import Edit

COLLECTED = "collected"
"""Edits of what collectors know by heart: gateways, their keys, and points."""


def lock_edits(session: Session) -> None:
    """Wait until no other edit that checks rows against each other is under way.

    Called first in a writing session; it holds until that ends. SQLite has one writer anyway.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": EDIT_LOCK})


def read_edit_number(session: Session) -> int:
    """Return a number that every edit of gateways, keys and points has moved [1].

    On PostgreSQL triggers move it with the edit's commit. On SQLite it stands: there
    ``PRAGMA data_version`` on a connection of one's own tells more cheaply.
    """
    return session.scalar(select(Edit.number).where(Edit.name == COLLECTED)) or 0
