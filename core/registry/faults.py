"""What databases' errors mean for the registry, in words, with the fix."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DatabaseError, DBAPIError, IntegrityError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from core.errors import RegistryAwayError, RegistryError

Fault = tuple[tuple[str, ...], str, str]
"""Words or SQLSTATEs that a failure shows, what they mean, and the fix."""

SQLITE: tuple[Fault, ...] = (
    (
        ("database is locked", "database table is locked"),
        "is locked: another process has been writing it for too long",
        "stop the other process (`lsof FILE` names it) and try again",
    ),
    (
        ("file is not a database",),
        "is not a SQLite database",
        "name the right file, or put back a backup",
    ),
    (
        ("malformed", "quick_check"),
        "is corrupt",
        "put back a backup; `sqlite3 FILE .recover` may save the rest",
    ),
    (
        ("unable to open database file",),
        "cannot be opened",
        "check that its directory exists and that this user may write there",
    ),
    (
        ("readonly database",),
        "cannot be written",
        "give this user the right to write the file and its directory",
    ),
    (
        ("disk is full", "disk I/O error"),
        "cannot be written: the disk is full or failing",
        "free space on the disk and try again",
    ),
)

POSTGRESQL: tuple[Fault, ...] = (
    (
        ("28P01", "28000", "password authentication failed", "no pg_hba.conf entry"),
        "refuses the log-in",
        "correct user and password in NENGHENG_REGISTRY_URL, or the server's pg_hba.conf",
    ),
    (
        ("3D000", 'database "', "does not exist"),
        "has no such database, user or table",
        "make it: CREATE DATABASE … OWNER …; or correct NENGHENG_REGISTRY_URL",
    ),
    (
        ("42501", "3F000"),
        "does not let this user do it",
        "make the user the owner: ALTER DATABASE … OWNER TO …",
    ),
    (
        ("25006",),
        "cannot be written: the session, or the whole server as a standby, is read-only",
        "write through another session, or name the primary server",
    ),
    (
        ("53100", "No space left on device"),
        "cannot be written: the server's disk is full",
        "free space on the server's disk and try again",
    ),
    (
        ("55P03",),
        "is locked: another process has been writing the same rows for too long",
        "see pg_locks and pg_stat_activity for who; it works again when that one has ended",
    ),
    (
        ("40001", "40P01"),
        "let another writer go first: two waited for each other; nothing was written",
        "try the same once more",
    ),
    (
        ("57014",),
        "took too long for one statement and was asked to stop",
        "see pg_stat_activity for what keeps the server busy",
    ),
    (
        ("25P03",),
        "ended a transaction in which this process had been silent for too long; "
        "nothing was written",
        "try the same once more; a process that was stopped for a while sees this",
    ),
)

AWAY: tuple[Fault, ...] = (
    (
        ("53300", "too many clients", "remaining connection slots"),
        "has too many connections",
        "raise max_connections of the server, or stop what holds them (pg_stat_activity)",
    ),
    (
        ("57P03", "starting up", "shutting down", "recovery mode"),
        "is starting or shutting down",
        "wait until it serves",
    ),
    (
        ("57P01", "57P02", "closed the connection", "connection is lost", "connection is closed"),
        "has ended the connection; what was not committed is not written",
        "the next call connects again; if it stays away, see whether the server runs",
    ),
    (
        ("resolve", "translate host name", "Name or service not known"),
        "cannot be found: its host's name has no address",
        "correct the host in NENGHENG_REGISTRY_URL",
    ),
    (
        ("refused", "timeout", "timed out", "unreachable", "No route", "No such file"),
        "cannot be reached",
        "start it, and check host, port and firewall (`pg_isready -h HOST -p PORT`)",
    ),
)
"""Failures that pass by themselves when the server is back."""


def refusal(message: str, location: str, *, state: str = "") -> RegistryError:
    """Return the error for a failure's message, and SQLSTATE where it has one."""
    is_server = "://" in location
    shown = state or message
    for faults, kind in (
        ((AWAY, RegistryAwayError), (POSTGRESQL, RegistryError))
        if is_server
        else ((SQLITE, RegistryError),)
    ):
        for words, meaning, fix in faults:
            if any(word in shown for word in words):
                return kind(
                    f"registry database {meaning} ({' '.join(message.split())})",
                    where=location,
                    fix=fix.replace("FILE", location),
                )
    return RegistryError(
        f"registry database failed ({' '.join(message.split())})",
        where=location,
        fix="see the server's log",
    )


@contextmanager
def plain_errors(location: str) -> Iterator[None]:
    """Turn the driver's errors into `RegistryError`; broken constraints stay what they are.

    Raises
    ------
    RegistryAwayError
        The server cannot be reached or has gone.
    RegistryError
        Anything else that the database refuses.
    """
    try:
        yield
    except IntegrityError:
        raise
    except DatabaseError as error:
        raise _refuse(error, location) from error
    except PoolTimeoutError as error:
        raise RegistryAwayError(
            "registry database was not asked: every connection of this process is in use",
            where=location,
            fix="wait until the calls that run have ended",
        ) from error


def _refuse(error: DBAPIError, location: str) -> RegistryError:
    state = getattr(error.orig, "sqlstate", None) or ""
    return refusal(str(error.orig), location, state=state)
