"""Verifying a journal: every record's CRC, the chain, and the chain as the registry has it.

A byte changed by a fault shows in the CRC of its record; one changed on purpose, CRC and local
chain rewritten with it, shows in the registry, which got each link when its segment was sealed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from ingest.errors import JournalError
from ingest.journal.archive import JournalArchive, KeptSegment
from ingest.journal.sealing import Link, holds_digest, read_chain

Progress = Callable[[int, int], None]
"""Told what is done and what there is [byte]."""

RESTORE = "put the file back from a backup; what it held is in the store and in the quarantine"
FIND_OUT = "find out who changed it and when; the registry's link is the one to trust"


@dataclass(frozen=True)
class JournalProblem:
    """Something that is not as it was: kind, segment [1], what, and the fix."""

    kind: str
    segment: int
    what: str
    fix: str


@dataclass(frozen=True)
class JournalVerification:
    """What verifying found.

    Attributes
    ----------
    segments, sealed, pruned : int
        Segments that are kept, those of them that are sealed, links whose segment is gone [1].
    records, bytes : int
        What was read: records [1] and bytes when unfolded [byte].
    compared : int
        Links compared with the registry's [1]; 0 where it was not asked.
    problems : tuple of JournalProblem
        What is not as it was; empty is good.
    """

    segments: int
    sealed: int
    pruned: int
    records: int
    bytes: int
    compared: int
    problems: tuple[JournalProblem, ...]

    @property
    def altered(self) -> tuple[int, ...]:
        """Numbers of the segments with a problem [1]."""
        return tuple(sorted({problem.segment for problem in self.problems}))


class ChainCheck:
    """The chain of a journal's directory beside the registry's.

    Parameters
    ----------
    archive : JournalArchive
        The journal's files.
    registered : mapping, optional
        Links as the registry has them, by number [1].

    Attributes
    ----------
    problems : list of JournalProblem
        Where the two chains differ, and files that are missing.
    trusted : dict
        The links to hold segments against: the registry's where it has them.
    compared : int
        Links that both have [1].
    """

    def __init__(self, archive: JournalArchive, registered: Mapping[int, Link] | None) -> None:
        chain = {link.number: link for link in read_chain(archive.directory)}
        known = dict(registered or {})
        self.trusted = dict(sorted((chain | known).items()))
        self.compared = len(set(chain) & set(known))
        self.problems = [] if registered is None else list(_compare_chains(chain, known))
        self.problems += _find_missing(archive, self.trusted)
        self._before = _digests_before(self.trusted)

    def check(self, segment: KeptSegment) -> Iterator[JournalProblem]:
        """Yield what the chain says against a segment's bytes."""
        link = self.trusted.get(segment.number)
        name = segment.path.name
        if link is None and segment.is_sealed:
            what = f"{name} is sealed and stands in no chain"
            yield JournalProblem("unchained", segment.number, what, FIND_OUT)
        if link is not None and not holds_digest(segment.path, link, self._before[link.number]):
            what = f"{name}: its bytes are not those that were sealed"
            yield JournalProblem("altered", segment.number, what, FIND_OUT)


def verify_journal(
    directory: Path,
    registered: Mapping[int, Link] | None = None,
    progress: Progress = lambda _done, _all: None,
) -> JournalVerification:
    """Verify the journal in `directory` against itself and the registry's links.

    Parameters
    ----------
    directory : Path
        The journal's directory; a collector may hold it.
    registered : mapping, optional
        Links as the registry has them, by number [1].
    progress : callable
        Told how far it is.

    Raises
    ------
    JournalError
        The directory cannot be read.
    """
    archive = JournalArchive(directory)
    check = ChainCheck(archive, registered)
    problems = list(check.problems)
    done = records = 0
    for segment in archive.segments:
        if not segment.exists():
            continue  # pruned by the collector meanwhile
        problems += check.check(segment)
        found, count = _read_all(segment)
        problems += found
        records += count
        done += segment.size
        progress(done, archive.bytes)
    kept = {segment.number for segment in archive.segments}
    return JournalVerification(
        segments=len(archive.segments),
        sealed=sum(segment.is_sealed for segment in archive.segments),
        pruned=len(set(check.trusted) - kept),
        records=records,
        bytes=archive.bytes,
        compared=check.compared,
        problems=tuple(sorted(problems, key=lambda p: (p.segment, p.kind))),
    )


def _digests_before(chain: Mapping[int, Link]) -> dict[int, str]:
    """Return the digest each link of a chain continues, by number [1]."""
    before: dict[int, str] = {}
    last = ""
    for number, link in chain.items():
        before[number] = last
        last = link.digest
    return before


def _compare_chains(
    chain: Mapping[int, Link], registered: Mapping[int, Link]
) -> Iterator[JournalProblem]:
    """Yield where the directory's chain is not the registry's."""
    newest = max(registered, default=0)
    for number in sorted({*chain, *registered}):
        ours, theirs = chain.get(number), registered.get(number)
        if ours is None:
            what = "the registry has its link and the directory's chain has not"
        elif theirs is None:
            if number > newest:
                continue
            what = "the directory's chain has its link and the registry has not"
        elif ours != theirs:
            what = f"link {ours.digest[:16]} in the directory, {theirs.digest[:16]} in the registry"
        else:
            continue
        yield JournalProblem("chain", number, what, FIND_OUT)


def _find_missing(archive: JournalArchive, chain: Mapping[int, Link]) -> Iterator[JournalProblem]:
    """Yield numbers that lie between kept segments, or after them, and have no file."""
    kept = {segment.number for segment in archive.segments}
    if not kept:
        return
    for number in range(min(kept), max(*kept, *chain, 0) + 1):
        if number not in kept:
            what = "its file is missing while older ones are kept"
            yield JournalProblem("missing", number, what, RESTORE)


def _read_all(segment: KeptSegment) -> tuple[list[JournalProblem], int]:
    """Read a segment; return its damaged stretches and the number of its records [1]."""
    problems: list[JournalProblem] = []
    count = 0
    if segment.created_ms is None:
        what = f"{segment.path.name}: its header is damaged"
        problems.append(JournalProblem("damaged", segment.number, what, RESTORE))
    try:
        for record in segment.read():
            if record.door is None:
                start = record.position - segment.base
                what = (
                    f"{segment.path.name}: {record.end - record.position} bytes "
                    f"damaged from byte {start}"
                )
                problems.append(JournalProblem("damaged", segment.number, what, RESTORE))
            else:
                count += 1
    except JournalError as error:
        problems.append(JournalProblem("damaged", segment.number, str(error), RESTORE))
    return problems, count
