"""A journal's directory: held by one process, and written so that a crash leaves no gap."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path
from typing import BinaryIO

from ingest.errors import JournalError


def write_all(descriptor: int, data: bytes) -> None:
    """Write all of `data` to a file descriptor [1]."""
    view = memoryview(data)
    while view:
        view = view[os.write(descriptor, view) :]


def lock_directory(directory: Path) -> BinaryIO:
    """Hold the directory for this process: two writers would tear each other's segments.

    Raises
    ------
    JournalError
        Another process holds it.
    """
    file = directory.joinpath("lock").open("ab")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        file.close()
        raise JournalError(
            f"journal {directory} is held by another process. To mend: stop that one "
            f"(`lsof {directory}/lock` names it), or give this one a data directory of its own"
        ) from error
    return file


def sync_directory(directory: Path) -> None:
    """Make names that came or went in a directory durable."""
    descriptor = os.open(directory, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
