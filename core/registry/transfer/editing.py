"""Edits of single rows: an edit is an import of one row, and a deletion one of none."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.clock import Clock
from core.errors import RefusedError, RowChangedError, RowMissingError, RowStandsError
from core.registry.database import Registry
from core.registry.documents import to_json
from core.registry.edits import lock_edits
from core.registry.history import Author
from core.registry.models import Entry
from core.registry.transfer.changes import Change
from core.registry.transfer.checks import CHECKS
from core.registry.transfer.drafts import Draft, Drafts
from core.registry.transfer.entry import ENTRY, SUBJECT
from core.registry.transfer.hanging import KEPT, find_hanging
from core.registry.transfer.importing import Checked, apply_changes, check_drafts
from core.registry.transfer.report import Action, RowProblem
from core.registry.transfer.spec import Key, TableSpec, Values
from core.registry.transfer.world import World
from core.store.protocol import TimeSeriesStore

DIGEST_BYTES = 12
RENEWED = {
    "entry": ("version", "entered", "reason"),
    "quota": ("decided", "decided_by", "reason"),
}
"""Columns that an edit does not take over from the row as it stands: each edit says its own."""
RECHECKED = ("quota_transfer",)
"""Tables whose other rows may rest on a row that is deleted."""


@dataclass(frozen=True)
class Editor:
    """What an edit needs beside the row.

    Attributes
    ----------
    registry : Registry
        Where the row stands.
    clock : Clock
        Tells when it is edited.
    author : Author
        Who edits.
    store : TimeSeriesStore or None
        Tells of what there are readings.
    dry_run : bool
        Whether only to check.
    """

    registry: Registry
    clock: Clock
    author: Author
    store: TimeSeriesStore | None = None
    dry_run: bool = False


class Edited(NamedTuple):
    """What an edit did: the row before and after, None where there is none; or what is wrong."""

    action: Action | None
    before: Values | None
    after: Values | None
    problems: list[RowProblem]


def digest_row(spec: TableSpec, values: Values) -> str:
    """Return the digest of a row's cells, which any change of it changes."""
    cells = to_json(spec.cells(values)).encode()
    return hashlib.blake2b(cells, digest_size=DIGEST_BYTES).hexdigest()


def parse_key(spec: TableSpec, cells: list[str]) -> Key:
    """Return the key that cells name.

    Raises
    ------
    RowMissingError
        They are too few or too many, or one of them can be no key.
    """
    by_field = {column.target: column for column in spec.columns}
    parts: list[object] = []
    try:
        for field, cell in zip(spec.key, cells, strict=True):
            column = by_field[field]
            is_default = not cell and not column.required
            parts.append(column.default if is_default else column.parse(cell))
    except (RefusedError, ValueError) as error:
        raise _missing(spec, cells) from error
    return tuple(parts)


def read_row(session: Session, spec: TableSpec, key: Key) -> Values:
    """Return the row of a key.

    Raises
    ------
    RowMissingError
        There is none.
    """
    rows = spec.read_rows(session, *spec.named(key))
    if not rows:
        raise _missing(spec, list(map(str, key)))
    return rows[0]


def add_row(editor: Editor, spec: TableSpec, cells: Mapping[str, str]) -> Edited:
    """Add a row, with the checks of an import.

    Raises
    ------
    RowStandsError
        A row with this key stands already.
    """
    with editor.registry.session() as session:
        lock_edits(session)
        checked = _check(session, editor, spec, cells)
        before = checked.changes[0].before if checked.changes else None
        is_same = not checked.problems and not checked.changes
        if is_same or (before is not None and spec.name != "entry"):
            raise RowStandsError(
                f"a row of {spec.name} with this key stands already",
                where=spec.name,
                fix="change that row, or write another key",
            )
        return _apply(session, editor, checked, None)


def change_row(
    editor: Editor,
    spec: TableSpec,
    key: Key,
    cells: Mapping[str, str],
    *,
    digests: Collection[str] | None = None,
) -> Edited:
    """Change the given cells of a row, with the checks of an import.

    Parameters
    ----------
    editor : Editor
        Who edits what.
    spec : TableSpec
        The table.
    key : tuple
        The row; an edit of an entry is a new version of it.
    cells : mapping of str to str
        New cells by column; '' empties one.
    digests : collection of str, optional
        One of which the row must still have.

    Raises
    ------
    RowMissingError
        There is no such row.
    RowChangedError
        It has changed since its digest was read.
    """
    with editor.registry.session() as session:
        lock_edits(session)
        before = read_row(session, spec, key)
        _check_digest(spec, before, digests)
        if spec.name == ENTRY.name:
            _check_newest(session, before)
        standing = spec.cells(before)
        own = [column.name for column in spec.columns if column.target in spec.key]
        problems = [
            RowProblem(
                "",
                0,
                name,
                cells[name],
                f"{name} is part of the key and {standing[name]!r} in this row",
                "add a row with the new key, and delete this one",
                spec.name,
            )
            for name in own
            if name in cells and cells[name] != standing[name]
        ]
        if problems:
            return Edited(None, before, None, problems)
        renewed = dict.fromkeys(RENEWED.get(spec.name, ()), "")
        checked = _check(session, editor, spec, {**standing, **renewed, **cells})
        return _apply(session, editor, checked, before)


def delete_row(
    editor: Editor, spec: TableSpec, key: Key, *, digests: Collection[str] | None = None
) -> Edited:
    """Delete a row on which nothing hangs, with the marks of an import.

    Raises
    ------
    RowMissingError
        There is no such row.
    RowChangedError
        It has none of the `digests` any more.
    """
    now_ms = editor.clock.now_ms()
    with editor.registry.session() as session:
        lock_edits(session)
        before = read_row(session, spec, key)
        _check_digest(spec, before, digests)
        problems = _keep(session, editor, spec, before)
        world = World(session, Drafts(), now_ms)
        if not problems:
            world.remove(spec, key)
            problems = [*_recheck(world, spec)]
        if not problems and not editor.dry_run:
            gone = Change(spec, before, before, is_gone=True)
            checked = Checked(world, [], [gone], {})
            apply_changes(session, checked, editor.author, now_ms=now_ms, store=editor.store)
        return Edited(None, before, None, problems)


def _check(session: Session, editor: Editor, spec: TableSpec, cells: Mapping[str, str]) -> Checked:
    drafts = Drafts()
    drafts.take(Draft(spec, "", 0, dict(cells)))
    return check_drafts(session, drafts, editor.clock.now_ms())


def _apply(session: Session, editor: Editor, checked: Checked, before: Values | None) -> Edited:
    if checked.problems:
        return Edited(None, before, None, checked.report().rows)
    if not checked.changes:
        return Edited(Action.UNCHANGED, before, before, [])
    if not editor.dry_run:
        now_ms = editor.clock.now_ms()
        apply_changes(session, checked, editor.author, now_ms=now_ms, store=editor.store)
    action = Action.ADDED if before is None else Action.CHANGED
    return Edited(action, before, checked.changes[0].after, [])


def _keep(session: Session, editor: Editor, spec: TableSpec, values: Values) -> list[RowProblem]:
    """Return why a row must stay."""
    if spec.name in KEPT:
        reason = f"no row of {spec.name} is deleted"
        return [RowProblem("", 0, "", "", reason, KEPT[spec.name], spec.name)]
    return [
        RowProblem(
            "",
            0,
            "",
            str(count),
            f"{count} of {what} hang on this row",
            "delete or change these first" if what in CHECKS else "keep the row; these stay",
            spec.name,
        )
        for what, count in find_hanging(session, spec, values, editor.store)
    ]


def _recheck(world: World, spec: TableSpec) -> list[RowProblem]:
    """Return what is wrong with the other rows of a table without one that is deleted."""
    if spec.name not in RECHECKED:
        return []
    rows = world.merged[spec.name].values()
    drafts = [Draft(spec, "", 0, spec.cells(values), values) for values in rows]
    return [problem for draft in drafts for problem in CHECKS[spec.name](world, draft)]


def _check_digest(spec: TableSpec, values: Values, digests: Collection[str] | None) -> None:
    now = digest_row(spec, values)
    if digests is not None and now not in digests:
        given = ", ".join(sorted(digests))[:80]
        raise RowChangedError(
            f"the row has changed since {given!r}: it is {now!r} now",
            where=spec.name,
            fix="read it again, look, and send the edit with its new digest",
        )


def _check_newest(session: Session, entry: Values) -> None:
    """Refuse to correct a version of an entry that is corrected already."""
    stated = (getattr(Entry, name) == entry[name] for name in SUBJECT)
    newest = session.scalar(select(func.max(Entry.version)).where(*stated))
    if newest != entry["version"]:
        raise RowChangedError(
            f"version {entry['version']} is not the newest: version {newest} is",
            where=ENTRY.name,
            fix=f"correct version {newest}",
        )


def _missing(spec: TableSpec, cells: list[str]) -> RowMissingError:
    return RowMissingError(
        f"{spec.name} has no row {' '.join(cells)[:200]!r}",
        where=spec.name,
        fix=f"list the rows of {spec.name} and take the key from there",
    )
