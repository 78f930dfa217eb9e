"""The registry's database: opening, migrating, sessions, and its errors in plain words."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from alembic import command
from alembic.config import Config
from alembic.util.exc import CommandError
from sqlalchemy import Connection, Engine, create_engine, event, inspect
from sqlalchemy.orm import Session, sessionmaker

from core.errors import RegistryError
from core.registry import (
    alerting,
    assessment,
    calls,
    closing,
    dispatch,
    history,
    identity,
    postgresql,
    quality,
    results,
    structure,
    upgrades,
)
from core.registry.documents import to_json
from core.registry.faults import plain_errors, refusal
from core.registry.models import Base

MIGRATIONS = Path(__file__).parent / "migrations"
QUICK_CHECK_BYTES = 256 * 1024 * 1024
METADATA = Base.metadata
"""Every table of the registry, those of `results` and all beside it included."""

__all__ = [
    "METADATA",
    "Registry",
    "alerting",
    "assessment",
    "calls",
    "closing",
    "connect_registry",
    "dispatch",
    "history",
    "identity",
    "open_registry",
    "quality",
    "results",
    "structure",
    "upgrades",
]


class Registry:
    """An open registry; a context manager that closes it.

    Attributes
    ----------
    engine, reading : Engine
        What writes, and what reads.
    location : str
        File or URL, without password, for messages.
    """

    def __init__(self, engine: Engine, location: str, *, reading: Engine | None = None) -> None:
        self.engine = engine
        self.reading = engine.execution_options(read_only=True) if reading is None else reading
        self.location = location
        self._writing = sessionmaker(engine, expire_on_commit=False)
        self._reading = sessionmaker(self.reading, expire_on_commit=False, autoflush=False)

    @contextmanager
    def session(self) -> Iterator[Session]:
        """Open a writing session: it commits at the end and rolls back on an error.

        On SQLite it takes the write lock at its first statement, so that it never fails half way.
        On PostgreSQL several write at once; of two that wait for each other one is refused, and
        what it was to write can be tried again.

        Raises
        ------
        RegistryAwayError
            The server cannot be reached, or has gone before the end; a later call may work.
        RegistryError
            The database is locked, corrupt or cannot be written.
        """
        with plain_errors(self.location), self._writing.begin() as session:
            yield session

    @contextmanager
    def read(self) -> Iterator[Session]:
        """Open a session for reading: one snapshot, nothing can be written through it.

        Raises
        ------
        RegistryAwayError
            The server cannot be reached, or has gone; a later call may work.
        RegistryError
            The database cannot be read, or a write was tried.
        """
        with plain_errors(self.location), self._reading() as session:
            yield session

    def before_commit(self, call: Callable[[Session], None]) -> None:
        """Have every writing session call this just before it commits, in its transaction."""
        if not event.contains(self._writing, "before_commit", call):
            event.listen(self._writing, "before_commit", call)

    def after_commit(self, call: Callable[[Session], None]) -> None:
        """Have every writing session call this once it has committed."""
        if not event.contains(self._writing, "after_commit", call):
            event.listen(self._writing, "after_commit", call)

    def close(self) -> None:
        """Close all connections; the registry cannot be used afterwards."""
        self.engine.dispose()
        if self.reading.pool is not self.engine.pool:
            self.reading.dispose()

    def __enter__(self) -> Self:
        """Return the registry itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the registry."""
        self.close()


def open_registry(url_or_path: str | Path, *, busy_timeout_s: float = 20.0) -> Registry:
    """Open the registry, creating or migrating its tables to this version's.

    Parameters
    ----------
    url_or_path : str or Path
        File of the SQLite database, or a URL: ``postgresql://USER:PASSWORD@HOST/DATABASE``.
    busy_timeout_s : float
        How long a writer waits for another one [s].

    Raises
    ------
    RegistryAwayError
        The server cannot be reached.
    RegistryError
        The file is locked, corrupt, no database, another program's, or of a newer version; the
        server refuses the user; the URL names no database that is supported.
    """
    registry = connect_registry(url_or_path, busy_timeout_s=busy_timeout_s)
    try:
        with plain_errors(registry.location):
            _migrate(registry)
    except BaseException:
        registry.close()
        raise
    return registry


def connect_registry(url_or_path: str | Path, *, busy_timeout_s: float = 20.0) -> Registry:
    """Return a registry whose tables are not looked at: for who must go on while it is away.

    Takes what `open_registry` takes, `busy_timeout_s` [s] too.
    """
    text = str(url_or_path)
    url = text if "://" in text else f"sqlite:///{Path(text).absolute()}"
    if url.startswith("sqlite"):
        return _open_sqlite(url, busy_timeout_s)
    if not postgresql.is_postgresql(url):
        raise RegistryError(
            f"no registry is kept in {url.partition(':')[0]!r}",
            where="NENGHENG_REGISTRY_URL",
            fix="write postgresql://USER:PASSWORD@HOST:5432/DATABASE, or a file for SQLite",
        )
    server = postgresql.parse_url(url)
    writing, reading = postgresql.make_engines(server, busy_timeout_s)
    return Registry(writing, server.render_as_string(hide_password=True), reading=reading)


def _open_sqlite(url: str, busy_timeout_s: float) -> Registry:
    engine = create_engine(url, connect_args={"check_same_thread": False}, json_serializer=to_json)
    name = engine.url.database
    if not name or name == ":memory:":
        raise RegistryError(
            f"registry {url!r} has no file", fix="give a path such as DATA/registry.db"
        )
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)

    @event.listens_for(engine, "connect")
    def _connect(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None
        connection.execute(f"PRAGMA busy_timeout = {int(busy_timeout_s * 1000)}")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        read_only = connection.get_execution_options().get("read_only", False)
        connection.exec_driver_sql(f"PRAGMA query_only = {int(read_only)}")
        connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")

    return Registry(engine, str(path))


def _migrate(registry: Registry) -> None:
    """Bring the tables to this version's in one transaction."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    with registry.engine.begin() as connection:
        is_server = connection.dialect.name == "postgresql"
        if is_server:
            postgresql.prepare_migration(connection, registry.location)
        _check_file(connection, registry.location)
        config.attributes["connection"] = connection
        try:
            command.upgrade(config, "head")
        except CommandError as error:
            raise RegistryError(
                f"database was made by another version of Nengheng ({error})",
                where=registry.location,
                fix="run the version that made it, or a newer one",
            ) from error
        if is_server:
            postgresql.order_by_code_point(connection, list(METADATA.tables))


def _check_file(connection: Connection, location: str) -> None:
    tables = set(inspect(connection).get_table_names())
    if tables and "alembic_version" not in tables:
        raise RegistryError(
            f"database holds other tables ({', '.join(sorted(tables)[:3])}) and no registry",
            where=location,
            fix="name the registry's file, or a new one",
        )
    if connection.dialect.name != "sqlite":
        return
    path = Path(location)
    if tables and path.stat().st_size <= QUICK_CHECK_BYTES:
        answer = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar()
        if answer != "ok":
            raise refusal(f"quick_check: {answer}", location)
