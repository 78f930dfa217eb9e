"""Import: read all files, check them against the registry as it would be, then write or refuse."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy.orm import Session

from core.clock import Clock
from core.registry.database import Registry
from core.registry.edits import lock_edits
from core.registry.history import PLATFORM, Author
from core.registry.transfer.changes import Change, mark_changes
from core.registry.transfer.checks import CHECKS
from core.registry.transfer.drafts import Draft, Drafts
from core.registry.transfer.partial_checks import check_partial
from core.registry.transfer.reading import read_files
from core.registry.transfer.recording import preview_rows, unchanged_of, write_history
from core.registry.transfer.report import Counts, ImportReport, RowPreview, RowProblem
from core.registry.transfer.spec import Values
from core.registry.transfer.tables import TABLES
from core.registry.transfer.world import World
from core.store.protocol import TimeSeriesStore


def import_files(
    registry: Registry,
    paths: Sequence[Path],
    *,
    clock: Clock,
    dry_run: bool = False,
    store: TimeSeriesStore | None = None,
    author: Author = PLATFORM,
    preview: int = 0,
) -> ImportReport:
    """Import CSV files and workbooks into the registry: all of them, or nothing.

    Parameters
    ----------
    registry : Registry
        Where to.
    paths : sequence of Path
        Files in any order; the stem of a CSV file names its table (``point.csv``,
        ``point_2.csv``), the sheets of a workbook (``.xlsx``) theirs.
    clock : Clock
        Tells until when hours are marked, and when entries were entered.
    dry_run : bool
        Whether only to check and count.
    store : TimeSeriesStore, optional
        Where given, hours are marked from an enterprise's first reading; else from its first
        account or standing mark.
    author : Author
        Who imports; kept in the history of every row that changes.
    preview : int
        Of how many rows the report is to say what becomes of them [1].

    Returns
    -------
    ImportReport
        Every problem by file and row; where there is none, what was added and changed.

    Raises
    ------
    RegistryError
        The registry itself cannot be read or written.
    """
    drafts = read_files(paths)
    now_ms = clock.now_ms()
    if dry_run:
        with registry.read() as session:
            return check_drafts(session, drafts, now_ms).report(preview)
    with registry.session() as session:
        lock_edits(session)
        checked = check_drafts(session, drafts, now_ms)
        if checked.problems:
            return checked.report(preview)
        apply_changes(session, checked, author, now_ms=now_ms, store=store)
        return replace(checked.report(preview), applied=True)


@dataclass(frozen=True)
class Checked:
    """Rows that were checked against the registry: what is wrong, and what they would change."""

    world: World
    problems: list[RowProblem]
    changes: list[Change]
    counts: dict[str, Counts]

    def report(self, preview: int = 0) -> ImportReport:
        """Return the report of rows that were not written, with a preview of as many [1]."""
        shown: list[RowPreview] = []
        if preview > 0:
            rows = (draft for drafts in self.world.drafts.values() for draft in drafts)
            shown = preview_rows(self.changes, unchanged_of(rows, self.changes), preview)
        return ImportReport(_in_order(self.problems), self.counts, applied=False, preview=shown)


def apply_changes(
    session: Session,
    checked: Checked,
    author: Author,
    *,
    now_ms: int,
    store: TimeSeriesStore | None = None,
) -> None:
    """Write what changes, its history, and the marks of the hours that it touches.

    Parameters
    ----------
    session : Session
        A writing session that has locked edits.
    checked : Checked
        Rows without problems.
    author : Author
        Who changes them.
    now_ms : int
        When [ms].
    store : TimeSeriesStore, optional
        Tells since when enterprises have readings.
    """
    _write(session, checked.world, checked.changes)
    write_history(session, checked.changes, author, now_ms)
    mark_changes(session, checked.world, checked.changes, now_ms=now_ms, store=store)


def check_drafts(session: Session, drafts: Drafts, now_ms: int) -> Checked:
    """Check rows against the registry as it would be with them at `now_ms` [ms]."""
    world = World(session, drafts, now_ms)
    problems = [*drafts.problems]
    changes: list[Change] = []
    counts: dict[str, Counts] = {}
    for name in TABLES:
        if name not in world.drafts:
            continue
        rows = world.drafts[name]
        problems += [problem for row in rows for problem in CHECKS[name](world, row)]
        made = list(_changes(world, rows))
        added = sum(change.before is None for change in made)
        counts[name] = Counts(added, len(made) - added, len(rows) - len(made))
        changes += made
    for draft in drafts.partial:
        problems += check_partial(world, draft)
    problems += world.problems
    return Checked(world, problems, changes, counts)


def _in_order(problems: Iterable[RowProblem]) -> list[RowProblem]:
    """Return problems by file, table and row; each once."""
    places = {name: place for place, name in enumerate(TABLES)}
    return sorted(
        dict.fromkeys(problems), key=lambda p: (p.file, places.get(p.table, -1), p.sheet, p.row)
    )


def _changes(world: World, rows: Iterable[Draft]) -> Iterable[Change]:
    for row in rows:
        before = world.existing[row.spec.name].get(row.key)
        if before != row.values:
            yield Change(row.spec, before, row.values, row)


def _write(session: Session, world: World, changes: Sequence[Change]) -> None:
    for name, spec in TABLES.items():
        made = [change for change in changes if change.spec is spec]
        for change in made:
            if change.is_gone:
                spec.delete(session, spec.key_of(change.after))
        added = [change.after for change in made if change.before is None]
        if name == "region":
            added.sort(key=lambda values: _depth(world, values))
        spec.write(
            session, added, [c.after for c in made if c.before is not None and not c.is_gone]
        )


def _depth(world: World, region: Values) -> int:
    depth, at = 0, region["parent_code"]
    while at is not None:
        depth, at = depth + 1, world.parent(at)
    return depth
