"""`VerdictRow`: a judged comparison as a rule gives it, and how it is stored."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, NamedTuple, cast

from sqlalchemy import Table, bindparam, delete, select
from sqlalchemy.orm import Session

from analytics.together import ask
from analytics.verdicts.refusals import is_refused, keep_refusals
from analytics.verdicts.scope import Scope
from core.registry.conflicts import insert_into
from core.registry.results import Verdict
from core.vocabulary import Basis, Severity

REASON_LENGTH = 600
UNDETERMINED = "undetermined"
"""Level of every verdict whose data do not reach the coverage floor."""


TABLE = cast(Table, Verdict.__table__)
READ = select(*(c for c in TABLE.c if c.name not in ("version", "judged_ms"))).where(
    TABLE.c.subject.in_(bindparam("subjects", expanding=True)),
    TABLE.c.start_ms.in_(bindparam("starts", expanding=True)),
    TABLE.c.version == 0,
)
"""Built once, for it is asked often."""


@dataclass(frozen=True)
class VerdictRow:
    """A judged comparison of one subject under one rule for one period.

    Attributes
    ----------
    detail : str
        Tells several verdicts of one rule apart, such as the product.
    start_ms : int
        Start of the period [ms].
    value, reference : float or None
        What was judged and what it is held against [unit].
    coverage : float
        Share of the period's seconds so far that is measured, 0 … 1 [1].
    provisional : bool
        Whether the period still runs.
    since_ms : int
        Start of the day on which the period's figures first reached this level and kept it [ms];
        derived from the accounts, so the same feed gives the same time.
    evidence : dict
        Figures, catalogue rows and methods that the reason rests on.
    """

    subject: str
    rule: str
    detail: str
    period: str
    start_ms: int
    level: str
    severity: Severity
    value: float | None
    reference: float | None
    unit: str
    basis: Basis
    coverage: float
    provisional: bool
    since_ms: int
    reason: str
    reason_en: str
    evidence: dict[str, object] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """Lasting id of the verdict."""
        return verdict_id(
            self.subject, self.rule, self.detail, period=self.period, start_ms=self.start_ms
        )


def verdict_id(subject: str, rule: str, detail: str, *, period: str, start_ms: int) -> str:
    """Return the id of a verdict; `start_ms` is its period's start [ms]."""
    text = "|".join((subject, rule, detail, period, str(start_ms)))
    return hashlib.sha256(text.encode()).hexdigest()[:16]


class VerdictChanges(NamedTuple):
    """How many verdicts were written [1], and the ids of those that are no longer judged."""

    written: int
    gone: list[str]

    def __len__(self) -> int:
        """Return how many verdicts changed [1]."""
        return self.written + len(self.gone)


def write_verdicts(
    session: Session, rows: Sequence[VerdictRow], *, subject: str, scope: Scope, now_ms: int
) -> VerdictChanges:
    """Make the stored verdicts of a subject within `scope` equal to `rows`.

    What a rule was refused of the input is kept as a finding beside its verdict.

    Parameters
    ----------
    rows : sequence of VerdictRow
        All verdicts that are judged in the scope.
    now_ms : int
        Time of judging [ms].
    """
    stored = _read_stored(session, subject, scope)
    refused = any(is_refused(row.evidence) for row in rows)
    if refused or any(is_refused(_evidence(old)) for old in stored.values()):
        keep_refusals(session, subject, rows, scope)
    changed = [values for row in rows if stored.pop(row.id, None) != (values := _values(row))]
    connection = session.connection()
    if changed:
        insert = insert_into(connection, Verdict)
        names = [name for name in (*changed[0], "judged_ms") if name != "id"]
        insert = insert.on_conflict_do_update(
            index_elements=["id"], set_={name: insert.excluded[name] for name in names}
        )
        connection.execute(
            insert, [{**values, "version": 0, "judged_ms": now_ms} for values in changed]
        )
    judged = {values["id"] for values in changed}
    gone = [old for old in stored if old not in judged]
    if gone:
        connection.execute(delete(Verdict).where(Verdict.id.in_(gone)))
    return VerdictChanges(len(changed), gone)


def _evidence(values: dict[str, object]) -> dict[str, object]:
    found = values["evidence"]
    return found if isinstance(found, dict) else {}


def _values(row: VerdictRow) -> dict[str, object]:
    values = asdict(row)
    values["id"] = row.id
    values["severity"] = int(row.severity)
    values["basis"] = str(row.basis)
    values["reason"] = row.reason[:REASON_LENGTH]
    values["reason_en"] = row.reason_en[:REASON_LENGTH]
    return values


def _read_stored(session: Session, subject: str, scope: Scope) -> dict[str, dict[str, object]]:
    """Return the stored verdicts of a subject within `scope`, by id."""
    starts = scope.starts()

    def _read(subjects: Sequence[str]) -> dict[str, list[dict[str, Any]]]:
        found: dict[str, list[dict[str, Any]]] = defaultdict(list)
        given = {"subjects": subjects, "starts": starts}
        for row in session.connection().execute(READ, given).mappings():
            found[row["subject"]].append(dict(row))
        return found

    rows = ask(session, subject, ("verdicts", tuple(starts)), _read) or []
    return {
        row["id"]: row for row in rows if scope.holds(row["period"], row["start_ms"], row["rule"])
    }
