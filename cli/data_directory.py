"""The data directory of an embedded platform: one holder at a time, and how to reach it."""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path

from cli.errors import DataDirectoryError


@dataclass(frozen=True)
class RunFile:
    """What ``run.json`` tells the command line about the running platform.

    Attributes
    ----------
    url : str
        Address of the API and the console.
    pid : int
        Process id of the platform [1].
    token : str
        The operator's token.
    mqtt_url : str
        Address of the broker, with the log-in of the platform's owner where it asks for one.
    accounts : dict of str to str
        Passwords of a simulated scenario's accounts, by login.
    """

    url: str
    pid: int
    token: str
    mqtt_url: str
    accounts: dict[str, str] = field(default_factory=dict, repr=False)


def registry_path(directory: Path) -> Path:
    """Return where the registry of a data directory stands."""
    return directory / "registry.db"


def store_path(directory: Path) -> Path:
    """Return where the time-series store of a data directory stands."""
    return directory / "readings.duckdb"


@contextmanager
def hold_directory(directory: Path) -> Iterator[None]:
    """Hold a data directory for this process; the operating system lets go if we die.

    Raises
    ------
    DataDirectoryError
        Another platform holds it, or it cannot be made or written.
    """
    try:
        directory.mkdir(parents=True, exist_ok=True)
        lock = (directory / "lock").open("a")
    except OSError as error:
        raise DataDirectoryError(
            f"the data directory cannot be used: {error.strerror}",
            where=str(directory),
            fix="choose a folder you may write with --data",
        ) from error
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            running = read_run_file(directory)
            who = f"process {running.pid} at {running.url}" if running else "another process"
            raise DataDirectoryError(
                f"a platform already runs on this data directory: {who}",
                where=str(directory),
                fix="use that one, stop it first, or start this one with another --data",
            ) from error
        yield


@contextmanager
def announce(directory: Path, run: RunFile) -> Iterator[None]:
    """Keep ``run.json`` (readable by its owner only) while the platform serves."""
    path = directory / "run.json"
    path.unlink(missing_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(asdict(run), file)
    try:
        yield
    finally:
        path.unlink(missing_ok=True)


def read_run_file(directory: Path) -> RunFile | None:
    """Return what the running platform wrote, or None where none runs."""
    path = directory / "run.json"
    try:
        return RunFile(**json.loads(path.read_text("utf-8")))
    except FileNotFoundError:
        return None
    except (TypeError, ValueError) as error:
        raise DataDirectoryError(
            f"run.json cannot be read: {error}", where=str(path), fix="delete the file"
        ) from error
