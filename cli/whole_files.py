"""Files that are written whole or not at all, and kept from others' eyes."""

from __future__ import annotations

import os
from pathlib import Path


def write_new(path: Path, content: bytes, *, mode: int) -> None:
    """Write a file that is not there yet, with `mode` [1] from its first moment.

    Raises
    ------
    FileExistsError
        It is there.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(descriptor, "wb") as file:
        os.fchmod(file.fileno(), mode)
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def write_whole(path: Path, content: bytes, *, mode: int) -> bool:
    """Put `content` in place of a file's, at once, with `mode` [1]; return whether it changed.

    A reader sees the old file or the new one, and so does whoever looks after a power cut. Owner
    and group of a file that was there are kept where this user may give them.
    """
    if path.exists() and path.read_bytes() == content:
        return False
    beside = path.with_name(f".{path.name}.new")
    beside.unlink(missing_ok=True)
    write_new(beside, content, mode=mode)
    if path.exists() and os.geteuid() == 0:
        before = path.stat()
        os.chown(beside, before.st_uid, before.st_gid)
    beside.replace(path)
    descriptor = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    return True
