"""The registry in PostgreSQL: how connections are made, and what must hold for the tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from psycopg.abc import Buffer
from psycopg.types.string import StrDumper, StrDumperUnknown
from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, text

from core.errors import RegistryError
from core.registry.documents import to_json

DRIVER = "postgresql+psycopg"
PREFIXES = ("postgresql://", "postgres://", f"{DRIVER}://")
MIGRATION_LOCK = 0x4E48_0001
EDIT_LOCK = 0x4E48_0002
"""Advisory locks: whoever migrates, and whoever edits, does so alone."""
CONNECT_S = 5
STATEMENT_S = 300
SILENT_WRITER_S = 20
"""After so long [s] the server ends a writing transaction whose process says nothing, so that one
that was stopped in the middle keeps no rows from others."""
SILENT_READER_S = 900
NETWORK: Mapping[str, object] = {
    "connect_timeout": CONNECT_S,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 30_000,
    "application_name": "nengheng",
    "client_encoding": "utf8",
}
"""A server that vanishes without a word is noticed within half a minute."""
POOL: Mapping[str, Any] = {
    "pool_pre_ping": True,
    "pool_size": 5,
    "max_overflow": 15,
    "pool_timeout": 30,
    "pool_recycle": 1800,
    "pool_use_lifo": True,
}


def is_postgresql(url: str) -> bool:
    """Return whether a URL names PostgreSQL."""
    return url.startswith(PREFIXES)


def parse_url(text_given: str) -> URL:
    """Return the URL with the driver that is used, whichever way it was written.

    Raises
    ------
    RegistryError
        It names no database.
    """
    url = make_url("postgresql://" + text_given.split("://", 1)[1])
    if not url.database:
        raise RegistryError(
            "registry URL names no database",
            where=url.render_as_string(hide_password=True),
            fix="write postgresql://USER:PASSWORD@HOST:5432/DATABASE",
        )
    return url.set(drivername=DRIVER)


def make_engines(url: URL, busy_timeout_s: float) -> tuple[Engine, Engine]:
    """Return the engine that writes, and the one that reads one snapshot a transaction.

    Parameters
    ----------
    url : URL
        From `parse_url`.
    busy_timeout_s : float
        How long a writer waits for rows that another one holds [s].
    """
    limits = {"statement_timeout": STATEMENT_S, "lock_timeout": busy_timeout_s}
    limits["idle_in_transaction_session_timeout"] = SILENT_WRITER_S
    reading = {**limits, "idle_in_transaction_session_timeout": SILENT_READER_S}
    snapshot = {
        "default_transaction_isolation": "repeatable\\ read",
        "default_transaction_read_only": "on",
    }
    return _make_engine(url, limits, {}), _make_engine(url, reading, snapshot)


def _make_engine(url: URL, limits_s: Mapping[str, float], more: Mapping[str, str]) -> Engine:
    options = {name: str(int(limit_s * 1000)) for name, limit_s in limits_s.items()}
    options |= {"timezone": "UTC", **more}
    words = " ".join(f"-c {name}={value}" for name, value in options.items())
    engine = create_engine(
        url, connect_args={**NETWORK, "options": words}, json_serializer=to_json, **POOL
    )

    @event.listens_for(engine, "connect")
    def _connect(connection: Any, _record: object) -> None:  # noqa: ANN401 - psycopg's, or a proxy
        connection.adapters.register_dumper(str, _TextDumper)
        connection.adapters.register_dumper(str, _UnknownTextDumper)

    return engine


class _TextDumper(StrDumper):
    """Text as PostgreSQL takes it: it keeps no NUL, which becomes U+FFFD."""

    def dump(self, obj: str) -> Buffer | None:
        return super().dump(obj.replace("\x00", "\ufffd") if "\x00" in obj else obj)


class _UnknownTextDumper(StrDumperUnknown):
    """The same where the server is to find out the type."""

    def dump(self, obj: str) -> Buffer | None:
        return super().dump(obj.replace("\x00", "\ufffd") if "\x00" in obj else obj)


def prepare_migration(connection: Connection, location: str) -> None:
    """Wait for others who migrate; check what cannot be mended.

    Raises
    ------
    RegistryError
        The database does not keep texts as UTF-8.
    """
    connection.execute(text("SET LOCAL statement_timeout = 0"))
    connection.execute(text("SET LOCAL lock_timeout = '60s'"))
    connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": MIGRATION_LOCK})
    encoding = connection.scalar(text("SHOW server_encoding"))
    if encoding != "UTF8":
        raise RegistryError(
            f"database keeps texts as {encoding}, not as UTF8",
            where=location,
            fix="make it with CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0",
        )


_ORDERED_OTHERWISE = text(
    """
    SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod)
    FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
    WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r'
      AND a.attnum > 0 AND NOT a.attisdropped
      AND a.attcollation <> 0 AND a.attcollation <> '"C"'::regcollation
    ORDER BY c.relname, a.attnum
    """
)


def order_by_code_point(connection: Connection, tables: Sequence[str]) -> None:
    """Give every text of `tables` the order of its code points, as SQLite and Python have it.

    Cursors of lists and merges of sorted rows compare texts in Python too: they must not depend on
    the language with which the database was made.
    """
    quote = connection.dialect.identifier_preparer.quote
    changes: dict[str, list[str]] = {}
    for table, column, kind in connection.execute(_ORDERED_OTHERWISE):
        if table in tables:
            change = f'ALTER COLUMN {quote(column)} TYPE {kind} COLLATE "C"'
            changes.setdefault(table, []).append(change)
    for table, parts in changes.items():
        connection.execute(text(f"ALTER TABLE {quote(table)} {', '.join(parts)}"))
