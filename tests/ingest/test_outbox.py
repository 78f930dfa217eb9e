"""state.db of version 1 is widened where it stands."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from core.calendar import HOUR_MS
from ingest.errors import StateError
from ingest.outbox import OutboxKind, OutboxRow
from ingest.state import SCHEMA_VERSION, State
from tests.ingest.conftest import ACME

VERSION_1 = f"""
CREATE TABLE position (only INTEGER PRIMARY KEY CHECK (only = 1), at INTEGER);
INSERT INTO position VALUES (1, 4711);
CREATE TABLE outbox (
    row INTEGER PRIMARY KEY AUTOINCREMENT, enterprise TEXT NOT NULL, hour_ms INTEGER NOT NULL
);
INSERT INTO outbox (row, enterprise, hour_ms) VALUES (8, '{ACME}', {HOUR_MS});
PRAGMA user_version = 1;
"""


def test_version_1_is_migrated_in_place(tmp_path: Path) -> None:
    path = tmp_path / "state.db"
    with sqlite3.connect(path) as connection:
        connection.executescript(VERSION_1)
    connection.close()
    for _ in range(2):
        with State(path) as state:
            assert state.position() == 4711
            assert state.read_outbox(9) == [OutboxRow(8, OutboxKind.HOUR, ACME, HOUR_MS, "")]
            version = state.connection.execute("PRAGMA user_version").fetchone()[0]
            assert version == SCHEMA_VERSION


def test_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "state.db"
    with sqlite3.connect(path) as connection:
        connection.executescript("PRAGMA user_version = 99;")
    connection.close()
    with pytest.raises(StateError, match="version 99"):
        State(path)
