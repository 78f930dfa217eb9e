"""`JournalArchive`: a journal's files as they stand, whoever holds them; nothing is changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

from ingest.errors import JournalError
from ingest.journal import sealing
from ingest.journal.records import SEGMENT_HEADER, Record, parse_header, read_records

SUFFIX = ".journal"


@dataclass(frozen=True)
class KeptSegment:
    """A segment file that is kept.

    Attributes
    ----------
    number : int
        Its number [1].
    base, size : int
        Position of its first byte and its length when unfolded [byte].
    created_ms : int or None
        When it was begun [ms since the epoch, UTC]; None where its header is damaged.
    is_sealed, is_last : bool
        Whether it is compressed and chained, and whether the journal still grows in it.
    """

    path: Path
    number: int
    base: int
    size: int
    created_ms: int | None
    is_sealed: bool
    is_last: bool

    @property
    def end(self) -> int:
        """Position after its last byte [byte]."""
        return self.base + self.size

    def exists(self) -> bool:
        """Return whether the file is still kept, sealed in the meantime or not."""
        plain = self.path.with_suffix("") if self.is_sealed else self.path
        return plain.exists() or plain.with_name(plain.name + sealing.SUFFIX).exists()

    def read(self) -> Iterator[Record]:
        """Yield its records, damaged stretches as records without a door.

        What a writer has begun at the end of the last segment and not finished is left out.

        Raises
        ------
        JournalError
            The file cannot be read.
        """
        start = SEGMENT_HEADER.size
        for record in read_records(self.path, self.base, start, self.size):
            if record.door is None and record.end == self.end and self._may_grow:
                return
            yield record

    @property
    def _may_grow(self) -> bool:
        return self.is_last and not self.is_sealed


class JournalArchive:
    """The segments of a journal's directory, oldest first, as they are at construction.

    Parameters
    ----------
    directory : Path
        The journal's directory.

    Attributes
    ----------
    segments : list of KeptSegment
        What is kept.

    Raises
    ------
    JournalError
        There is no journal in `directory`, or it cannot be read.
    """

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        if not directory.is_dir():
            raise JournalError(
                f"{directory} is no journal's directory. To mend: name the data directory that "
                "holds one"
            )
        try:
            self.segments = self._list()
        except OSError as error:
            raise JournalError(f"{directory}: {error}. To mend: check its rights") from error

    @property
    def bytes(self) -> int:
        """Length of all segments when unfolded [byte]."""
        return sum(segment.size for segment in self.segments)

    def read(self) -> Iterator[Record]:
        """Yield all records, damaged stretches among them.

        Raises
        ------
        JournalError
            A file cannot be read.
        """
        for segment in self.segments:
            yield from segment.read()

    def _list(self) -> list[KeptSegment]:
        paths: dict[int, Path] = {}
        for path in sorted(self.directory.glob(f"*{SUFFIX}*")):
            if path.suffix in {SUFFIX, sealing.SUFFIX}:
                paths[int(path.name.partition("-")[0])] = path
        sizes = {link.number: link.size for link in sealing.read_chain(self.directory)}
        last = max(paths, default=0)
        found = [
            _read_segment(path, is_last=number == last, chained_size=sizes.get(number, 0))
            for number, path in sorted(paths.items())
        ]
        for at, (segment, following) in enumerate(pairwise(found)):
            if following.number == segment.number + 1:
                found[at] = replace(segment, size=following.base - segment.base)
        return found


def _read_segment(path: Path, *, is_last: bool, chained_size: int) -> KeptSegment:
    number, base = (int(part) for part in path.name.partition(".")[0].split("-"))
    is_sealed = path.suffix == sealing.SUFFIX
    size = (sealing.read_size(path) or chained_size) if is_sealed else path.stat().st_size
    header = parse_header(sealing.read_head(path, SEGMENT_HEADER.size))
    created_ms = header[1] if header else None
    return KeptSegment(path, number, base, size, created_ms, is_sealed, is_last)
