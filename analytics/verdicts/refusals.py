"""What verdicts could not use of the input, kept as findings of their subjects with the values.

A rule that is refused an entry, a quota or a denominator says so in its verdict's evidence; the
finding stands beside it for as long as the verdict does.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from analytics.consumption.findings import FindingRow
from core.calendar import Period, period_end
from core.registry.conflicts import insert_into
from core.registry.results import Finding

if TYPE_CHECKING:
    from analytics.verdicts.rows import VerdictRow
    from analytics.verdicts.scope import Scope

CODE = "input_refused"
TEXT_LENGTH = 600
DETAIL_LENGTH = 200
KEYS = ("refused", "not_used")
"""Where a verdict's evidence holds what was refused, and what it left out: a text, or several."""


def is_refused(evidence: Mapping[str, object]) -> bool:
    """Tell whether a verdict's evidence says that an input was refused."""
    return any(evidence.get(key) for key in KEYS)


def list_refusals(rows: Iterable[VerdictRow]) -> list[FindingRow]:
    """Return the findings of years and quarters whose verdicts were refused an input.

    Months are left out: what ails one ails its quarter or year.
    """
    return [
        _finding(row, text, number)
        for row in rows
        if is_refused(row.evidence) and row.period != Period.MONTH
        for number, text in enumerate(_texts(row.evidence))
    ]


def keep_refusals(session: Session, subject: str, rows: Iterable[VerdictRow], scope: Scope) -> None:
    """Make the findings of a subject within `scope` those of `rows`.

    Called only where a verdict is refused something, or was before.
    """
    wanted = {(row.start_ms, _detail(row)): row for row in list_refusals(rows)}
    kept = {
        (row.start_ms, row.detail): row.text_en
        for row in session.execute(
            select(Finding.start_ms, Finding.detail, Finding.text_en, Finding.evidence).where(
                Finding.subject == subject,
                Finding.code == CODE,
                Finding.start_ms.in_(scope.starts()),
            )
        )
        if scope.holds(row.evidence["period"], row.start_ms, row.evidence["rule"])
    }
    for start_ms, detail in kept.keys() - wanted.keys():
        session.execute(
            delete(Finding).where(
                Finding.subject == subject,
                Finding.code == CODE,
                Finding.start_ms == start_ms,
                Finding.detail == detail,
            )
        )
    fresh = [
        vars(row) | {"detail": key[1]}
        for key, row in wanted.items()
        if kept.get(key) != row.text_en
    ]
    if fresh:
        insert = insert_into(session.connection(), Finding)
        insert = insert.on_conflict_do_update(
            index_elements=["subject", "point_code", "code", "start_ms", "detail"],
            set_={n: insert.excluded[n] for n in ("end_ms", "text", "text_en", "evidence")},
        )
        session.execute(insert, fresh)


def _texts(evidence: Mapping[str, object]) -> list[str]:
    found: list[str] = []
    for refused in (evidence.get(key) for key in KEYS):
        if refused:
            found += map(str, refused) if isinstance(refused, list) else [str(refused)]
    return found


def _detail(row: FindingRow) -> str:
    return str(row.evidence["of"])[:DETAIL_LENGTH]


def _finding(row: VerdictRow, text: str, number: int) -> FindingRow:
    of = ":".join(word for word in (row.rule, row.detail, str(number) if number else "") if word)
    return FindingRow(
        row.subject,
        "",
        CODE,
        row.start_ms,
        period_end(Period(row.period), row.start_ms),
        f"{of} 未能采用：{text}"[:TEXT_LENGTH],
        f"not used by {of}: {text}"[:TEXT_LENGTH],
        {"of": of, "rule": row.rule, "period": row.period, "refused": text},
    )
