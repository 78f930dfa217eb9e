"""`Journal`: append commit groups, read them again, prune what is drained and old."""

from __future__ import annotations

import errno
import logging
import os
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from core.calendar import DAY_MS
from core.clock import Clock, monotonic_s
from core.settings import Settings
from ingest.errors import JournalError, JournalFullError
from ingest.intake import Arrival
from ingest.journal import sealing
from ingest.journal.files import lock_directory, sync_directory, write_all
from ingest.journal.records import (
    SEGMENT_HEADER,
    Record,
    pack_group,
    pack_header,
    parse_header,
    read_records,
)

log = logging.getLogger(__name__)

SUFFIX = ".journal"
_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


@dataclass(slots=True)
class _Segment:
    """A segment file: its number [1], position of its first byte, length and room [byte]."""

    path: Path
    number: int
    base: int
    size: int
    created_ms: int
    stored_bytes: int
    closed: bool = False

    @property
    def end(self) -> int:
        """Position after its last committed byte [byte]."""
        return self.base + self.size


class Journal:
    """Numbered append-only segment files in one directory; a context manager.

    A position [byte] counts the bytes of all segments from the first one on, and grows for ever.
    One thread appends; any may read what is committed.

    Parameters
    ----------
    directory : Path
        Holds the segment files; made if absent.
    settings : Settings
        Segment size and age, days to keep, greatest size.
    clock : Clock
        The only "now".
    drained_to : int
        Position up to which everything has been drained before [byte]; the last segment is checked
        from there on, and no position below it is ever given again.
    """

    def __init__(
        self, directory: Path, *, settings: Settings, clock: Clock, drained_to: int = 0
    ) -> None:
        self._directory = directory
        self._settings = settings
        self._clock = clock
        self._drained_to = drained_to
        self._grown = threading.Condition()
        self._descriptor = -1
        self._opened_s = monotonic_s()
        directory.mkdir(parents=True, exist_ok=True)
        self._lock = lock_directory(directory)
        self._segments = self._list_segments()
        if self._segments and not self._segments[-1].closed:
            self._recover(self._segments[-1])
        last_end = self._segments[-1].end if self._segments else 0
        if drained_to > last_end:
            log.error(
                "journal in %s ends at %d but was drained to %d: files are missing",
                directory,
                last_end,
                drained_to,
            )
        self._end = max(last_end, drained_to)

    def __enter__(self) -> Journal:
        """Return the journal."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the files."""
        self.close()

    @property
    def begin(self) -> int:
        """Position of the first byte that is still kept [byte]."""
        with self._grown:
            return self._segments[0].base if self._segments else self._end

    @property
    def end(self) -> int:
        """Position after the last committed record [byte]."""
        return self._end

    @property
    def size_bytes(self) -> int:
        """Room that all segment files take on the disk [byte]."""
        with self._grown:
            return sum(segment.stored_bytes for segment in self._segments)

    def count_segments(self) -> int:
        """Return the segment files that are kept [1]."""
        with self._grown:
            return len(self._segments)

    def age_s(self) -> float:
        """Return the age of the oldest segment that is kept [s]; 0 where there is none."""
        with self._grown:
            if not self._segments:
                return 0.0
            return max(0, self._clock.now_ms() - self._segments[0].created_ms) / 1000

    def append_group(self, records: Sequence[Arrival]) -> tuple[int, int]:
        """Append records, make them durable, and return the first and the end position [byte].

        Raises
        ------
        JournalFullError
            The disk or the journal's limit leaves no room; nothing of the group was kept.
        JournalError
            The disk refuses for another reason; nothing of the group counts as committed.
        """
        data = pack_group(records)
        self._make_room(len(data))
        segment = self._open_segment(len(data))
        try:
            write_all(self._descriptor, data)
            os.fdatasync(self._descriptor)
        except OSError as error:
            self._take_back(segment)
            raise self._refusal(error, segment.path) from error
        start = segment.end
        with self._grown:
            segment.size += len(data)
            segment.stored_bytes = segment.size
            self._end = segment.end
            self._grown.notify_all()
        return start, self._end

    def wait_beyond(self, position: int, timeout_s: float) -> bool:
        """Wait until something is committed beyond `position` [byte], at most `timeout_s` [s]."""
        with self._grown:
            return self._grown.wait_for(lambda: self._end > position, timeout_s)

    def read(self, position: int) -> Iterator[Record]:
        """Yield the committed records from `position` [byte] to the end it has at the call.

        A damaged stretch comes as one record without a door. Where the files begin later than
        `position`, reading begins there.

        Raises
        ------
        JournalError
            A file cannot be read.
        """
        with self._grown:
            spans = [(s.path, s.base, s.end) for s in self._segments]
        for path, base, end in spans:
            if position < end:
                start = max(position - base, SEGMENT_HEADER.size)
                yield from read_records(path, base, start, end - base)

    def release(self, drained_to: int) -> None:
        """Take note that all before `drained_to` [byte] is drained, and prune what is old."""
        self._drained_to = drained_to
        horizon_ms = self._clock.now_ms() - self._settings.journal_keep_days * DAY_MS
        while len(self._segments) > 1 and self._segments[1].created_ms < horizon_ms:
            if not self._prune_first():
                return

    def prune_before(self, time_ms: int) -> list[int]:
        """Unlink segments that are sealed, drained, and whose records all arrived before a time.

        Their links stay in the chain. Returns their numbers [1]; `time_ms` [ms since the epoch].
        """
        pruned: list[int] = []
        while len(self._segments) > 1 and self._segments[1].created_ms <= time_ms:
            first = self._segments[0]
            if first.path.suffix != sealing.SUFFIX or not self._prune_first():
                break
            pruned.append(first.number)
        return pruned

    def close(self) -> None:
        """Close the files and let another process have them."""
        self._close_descriptor()
        self._lock.close()

    def _list_segments(self) -> list[_Segment]:
        segments: list[_Segment] = []
        for partial in self._directory.glob(f"*{sealing.PARTIAL}"):
            partial.unlink()
        for path in sorted(self._directory.glob(f"*{SUFFIX}*")):
            if path.suffix == SUFFIX and path.with_name(path.name + sealing.SUFFIX).exists():
                path.unlink()
                continue
            segments.append(self._read_segment(path))
        for segment, following in pairwise(segments):
            segment.size = following.base - segment.base
        return segments

    def _read_segment(self, path: Path) -> _Segment:
        number, base = (int(part) for part in path.name.partition(".")[0].split("-"))
        stored_bytes = path.stat().st_size
        closed = path.suffix == sealing.SUFFIX
        size = sealing.read_size(path) if closed else stored_bytes
        header = parse_header(sealing.read_head(path, SEGMENT_HEADER.size))
        created_ms = header[1] if header else self._clock.now_ms()
        return _Segment(path, number, base, size, created_ms, stored_bytes, closed=closed)

    def seal_one(self, stopping: threading.Event | None = None) -> bool:
        """Compress the oldest closed and drained plain segment and chain it.

        Returns False where none is due, or `stopping` was set in the meantime.

        Raises
        ------
        JournalError
            The disk refuses; the plain file is still there.
        """
        with self._grown:
            due = (
                segment
                for segment in self._segments[:-1]
                if segment.path.suffix == SUFFIX
                and segment.end <= self._drained_to
                and segment.stored_bytes >= segment.size
            )
            segment = next(due, None)
        if segment is None:
            return False
        plain = segment.path
        try:
            link = sealing.Link(segment.number, segment.base, segment.size, "")
            sealed = sealing.seal_segment(plain, link, stopping or threading.Event())
            if sealed is None:
                return False
            sync_directory(self._directory)
            stored_bytes = sealed.stat().st_size
            with self._grown:
                segment.path, segment.stored_bytes = sealed, stored_bytes
            plain.unlink(missing_ok=True)
        except OSError as error:
            raise self._refusal(error, plain) from error
        return True

    def chain(self) -> list[sealing.Link]:
        """Return the links of all segments that were ever sealed."""
        return sealing.read_chain(self._directory)

    def find_altered(self, chain: Sequence[sealing.Link] | None = None) -> list[sealing.Link]:
        """Return the sealed segments whose bytes are no longer those that were sealed.

        `chain` is the chain as it is kept elsewhere; the directory's own without it.
        """
        with self._grown:
            paths = {segment.number: segment.path for segment in self._segments}
        return sealing.find_broken_links(self._directory, paths, chain)

    def _recover(self, segment: _Segment) -> None:
        """Cut a torn last record off: it was never acknowledged. Its bytes are kept beside."""
        start = min(max(self._drained_to - segment.base, SEGMENT_HEADER.size), segment.size)
        good = start
        for record in read_records(segment.path, segment.base, start, segment.size):
            if record.door is not None:
                good = record.end - segment.base
            else:
                log.error("%s: damaged at offset %d", segment.path, record.position - segment.base)
        if good == segment.size and segment.size >= SEGMENT_HEADER.size:
            return
        with segment.path.open("r+b") as file:
            file.seek(good)
            torn = file.read()
            log.warning("%s: %d torn bytes cut at offset %d", segment.path, len(torn), good)
            if torn:
                self._directory.joinpath(f"cut-{segment.base + good:015d}.bin").write_bytes(torn)
            if good <= SEGMENT_HEADER.size:
                good = SEGMENT_HEADER.size
                file.seek(0)
                file.write(pack_header(segment.base, segment.created_ms))
            file.truncate(good)
            file.flush()
            os.fsync(file.fileno())
        segment.size = segment.stored_bytes = good

    def _make_room(self, size: int) -> None:
        limit = self._settings.journal_max_bytes
        while self.size_bytes + size > limit:
            if not self._prune_first():
                raise JournalFullError(
                    f"journal {self._directory} holds {self.size_bytes} bytes not yet drained, "
                    f"{size} more exceed its limit {limit}. To mend: see why the drain lags, or "
                    "raise NENGHENG_JOURNAL_MAX_BYTES"
                )
            log.warning("journal is at its limit %d: pruned a drained segment early", limit)

    def _prune_first(self) -> bool:
        """Unlink the oldest segment if it is closed and drained."""
        if len(self._segments) < 2 or self._segments[0].end > self._drained_to:
            return False
        self._segments[0].path.unlink(missing_ok=True)
        with self._grown:
            del self._segments[0]
        return True

    def _open_segment(self, coming_bytes: int) -> _Segment:
        """Return the segment to append to, starting a new one when the last is full or old."""
        if not self._segments:
            return self._start_segment(1)
        last = self._segments[-1]
        empty = last.size == SEGMENT_HEADER.size and last.base == self._end
        old = monotonic_s() - self._opened_s > self._settings.journal_segment_s
        full = last.size + coming_bytes > self._settings.journal_segment_bytes
        fits = last.end == self._end and not (old or full)
        if last.closed or not (empty or fits):
            return self._start_segment(last.number + 1)
        if self._descriptor < 0:
            self._descriptor = os.open(last.path, os.O_WRONLY | os.O_APPEND)
        return last

    def _start_segment(self, number: int) -> _Segment:
        self._close_descriptor()
        created_ms = self._clock.now_ms()
        path = self._directory / f"{number:08d}-{self._end:015d}{SUFFIX}"
        try:
            self._descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_TRUNC)
            write_all(self._descriptor, pack_header(self._end, created_ms))
            os.fsync(self._descriptor)
            sync_directory(self._directory)
        except OSError as error:
            self._close_descriptor()
            path.unlink(missing_ok=True)
            raise self._refusal(error, path) from error
        size = SEGMENT_HEADER.size
        segment = _Segment(path, number, self._end, size, created_ms, size)
        self._opened_s = monotonic_s()
        with self._grown:
            self._segments.append(segment)
        return segment

    def _take_back(self, segment: _Segment) -> None:
        """Remove what a failed append left; if even that fails, go on in a new segment."""
        try:
            os.ftruncate(self._descriptor, segment.size)
            os.fdatasync(self._descriptor)
        except OSError as error:
            log.warning("%s cannot be cut back to %d: %s", segment.path, segment.size, error)
            segment.closed = True
            self._close_descriptor()

    def _refusal(self, error: OSError, path: Path) -> JournalError:
        if error.errno in _NO_ROOM:
            return JournalFullError(f"{path}: {error}. To mend: free space on its disk")
        return JournalError(f"{path}: {error}. To mend: check the disk")

    def _close_descriptor(self) -> None:
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1
