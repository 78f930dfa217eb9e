"""Sealing closed segments: compressed, and chained so that a change of old bytes shows.

Each sealed segment adds a line to the file ``chain``: number, position, length and the BLAKE2b of
the line before it together with the segment's bytes.
"""

from __future__ import annotations

import hashlib
import logging
import os
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import BinaryIO, NamedTuple

import zstandard

from ingest.errors import JournalError

log = logging.getLogger(__name__)

SUFFIX = ".zst"
PARTIAL = ".part"
CHAIN = "chain"
LEVEL = 3
_CHUNK_BYTES = 1 << 20
_DIGEST_BYTES = 32


class Link(NamedTuple):
    """A line of the chain: a segment's number [1], position and length [byte], and digest."""

    number: int
    base: int
    size: int
    digest: str


def seal_segment(path: Path, link: Link, stopping: threading.Event) -> Path | None:
    """Compress a closed segment beside itself and add it to the chain, durably.

    `link` says which segment it is; its digest is made here. The plain file is left to the caller.
    Whatever goes wrong in between, the plain file is whole and sealing can begin again. Returns the
    compressed file, or None where `stopping` was set before it was whole.
    """
    chain = read_chain(path.parent)
    sealed = path.with_name(path.name + SUFFIX)
    partial = sealed.with_name(sealed.name + PARTIAL)
    digest = _begin_digest(chain[-1].digest if chain else "")
    folder = zstandard.ZstdCompressor(level=LEVEL, write_checksum=True).compressobj(link.size)
    with path.open("rb") as plain, partial.open("wb") as file:
        for chunk in _chunks(plain, link.size):
            if stopping.is_set():
                partial.unlink()
                return None
            digest.update(chunk)
            file.write(folder.compress(chunk))
        file.write(folder.flush())
        file.flush()
        os.fsync(file.fileno())
    if not chain or chain[-1].number < link.number:
        _add_link(path.parent, link._replace(digest=digest.hexdigest()))
    return partial.rename(sealed)


def _begin_digest(before: str) -> hashlib.blake2b:
    return hashlib.blake2b(before.encode(), digest_size=_DIGEST_BYTES)


def read_head(path: Path, size: int) -> bytes:
    """Return the first `size` bytes [byte] of a segment, plain or sealed; fewer if damaged."""
    with path.open("rb") as file:
        if path.suffix != SUFFIX:
            return file.read(size)
        try:
            return zstandard.ZstdDecompressor().stream_reader(file).read(size)
        except zstandard.ZstdError:
            return b""


def read_size(path: Path) -> int:
    """Return the length of a sealed segment when unfolded [byte]; 0 if its head is damaged."""
    with path.open("rb") as file:
        try:
            return max(0, zstandard.frame_content_size(file.read(18)))
        except zstandard.ZstdError:
            return 0


def open_segment(path: Path, *, strict: bool = False) -> BinaryIO:
    """Open a segment for reading at any offset, plain or sealed (unfolded into a nameless file).

    Of a sealed file that is damaged, what can be unfolded is there: its end may be missing.

    Raises
    ------
    JournalError
        `strict` is set, and a sealed file is damaged.
    """
    if path.suffix != SUFFIX:
        sealed = path.with_name(path.name + SUFFIX)
        if path.exists() or not sealed.exists():
            return path.open("rb", buffering=0)
        path = sealed
    with ExitStack() as stack:
        unfolded = stack.enter_context(_open_nameless(path.parent))
        damage = _unfold(path, unfolded)
        if damage and strict:
            raise JournalError(f"{path}: {damage}. To mend: put the file back from a backup")
        if damage:
            log.warning("%s is damaged (%s): what can be unfolded of it is read", path, damage)
        stack.pop_all()
    return unfolded


def _unfold(path: Path, unfolded: BinaryIO) -> str:
    """Write what a sealed file holds to `unfolded`; return what is wrong with it, if anything."""
    folder = zstandard.ZstdDecompressor().decompressobj()
    try:
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK_BYTES):
                if folder.eof:
                    return "there are bytes after its end"
                unfolded.write(folder.decompress(chunk))
    except zstandard.ZstdError as error:
        return str(error)
    if not folder.eof:
        return "its end is missing"
    return "there are bytes after its end" if folder.unused_data else ""


def _open_nameless(directory: Path) -> BinaryIO:
    """Open a nameless file beside the segments; elsewhere where nothing may be written there."""
    try:
        return tempfile.TemporaryFile(dir=directory, buffering=0)
    except OSError:
        return tempfile.TemporaryFile(buffering=0)


def read_chain(directory: Path) -> list[Link]:
    """Return the links of the chain in a journal's directory."""
    path = directory / CHAIN
    if not path.exists():
        return []
    links: list[Link] = []
    for line in path.read_text(encoding="ascii").splitlines():
        parts = line.split()
        if len(parts) == len(Link._fields):
            links.append(Link(int(parts[0]), int(parts[1]), int(parts[2]), parts[3]))
    return links


def _add_link(directory: Path, link: Link) -> None:
    """Append a link to the chain, durably."""
    with directory.joinpath(CHAIN).open("a", encoding="ascii") as file:
        file.write(f"{link.number} {link.base} {link.size} {link.digest}\n")
        file.flush()
        os.fsync(file.fileno())


def find_broken_links(
    directory: Path, paths: dict[int, Path], chain: Sequence[Link] | None = None
) -> list[Link]:
    """Return the links whose segment, where it is still kept, has other bytes than were sealed.

    Parameters
    ----------
    directory : Path
        The journal's directory.
    paths : dict
        File of each segment that is kept, by number [1].
    chain : sequence of Link, optional
        The chain as it is kept elsewhere; the directory's own without it.
    """
    broken: list[Link] = []
    before = ""
    for link in read_chain(directory) if chain is None else chain:
        path = paths.get(link.number)
        if path is not None and not holds_digest(path, link, before):
            broken.append(link)
        before = link.digest
    return broken


def holds_digest(path: Path, link: Link, before: str) -> bool:
    """Return whether a segment has the bytes that were sealed after the digest `before`."""
    try:
        return _compute_digest(path, link.size, before) == link.digest
    except JournalError as error:
        log.warning("%s", error)
        return False


def _compute_digest(path: Path, size: int, before: str) -> str:
    digest = _begin_digest(before)
    with open_segment(path, strict=True) as file:
        file.seek(0)
        for chunk in _chunks(file, size):
            digest.update(chunk)
    return digest.hexdigest()


def _chunks(file: BinaryIO, size: int) -> Iterator[bytes]:
    left = size
    while left > 0 and (chunk := file.read(min(left, _CHUNK_BYTES))):
        left -= len(chunk)
        yield chunk
