"""Explaining a frozen figure: which version it is of, what was restated, and how it stands now."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from analytics.closing.changes import list_differences
from analytics.closing.freeze import Term
from analytics.closing.frozen import WORKING, Values, find_altered, read_account_rows
from analytics.context import Context
from analytics.errors import ExplainMismatchError, UnknownSubjectError
from analytics.explain import ExplainNode, explain_account
from analytics.explain.node import check_sum
from core.calendar import format_time
from core.registry.closing import Closing


def explain_closed(context: Context, term: Term, indicator: str, version: int) -> ExplainNode:
    """Explain the figure of a frozen `version` [1]: the working one and what was changed since.

    Raises
    ------
    UnknownSubjectError
        There is no such version, or no such figure in it.
    ExplainMismatchError
        The frozen rows are no longer those that were frozen.
    """
    with context.registry.read() as session:
        history = _read_history(session, term, version)
        row = _find(session, term, indicator, version)
        moves = [
            node
            for closing in history
            if closing.version >= version
            for node in _move(session, term, indicator, closing, history=history)
        ]
    working = explain_account(
        context,
        term.subject,
        indicator,
        period=term.period,
        start_ms=term.start_ms,
    )
    frozen = next(closing for closing in history if closing.version == version)
    node = ExplainNode(
        label=f"{working.label}（第{version}版，已封账）",
        label_en=f"{working.label_en} (version {version}, closed)",
        value=row["amount"],
        unit=row["unit"],
        formula="现行值 + 此后更正的反向差额" if moves else "现行值",
        source=f"{frozen.closed_by}, {format_time(frozen.closed_ms)}",
        note=f"digest {frozen.digest}" + (f"; {frozen.reason}" if frozen.reason else ""),
        children=(working, *moves),
    )
    return check_sum(node)


def _read_history(session: Session, term: Term, version: int) -> list[Closing]:
    """Return the versions of a period, oldest first, after checking what was frozen in each."""
    subject, period, start_ms = term.key
    history = list(
        session.scalars(
            select(Closing)
            .where(
                Closing.subject == subject, Closing.period == period, Closing.start_ms == start_ms
            )
            .order_by(Closing.version)
        )
    )
    if version not in [closing.version for closing in history]:
        raise UnknownSubjectError(
            f"{term} has no version {version}",
            where=term.subject,
            fix=f"it has {[closing.version for closing in history] or 'not been closed'}",
        )
    for closing in find_altered(session, history):
        raise ExplainMismatchError(
            f"{term}: rows of version {closing.version} are not those frozen on "
            f"{format_time(closing.closed_ms)} (digest {closing.digest}). "
            "To mend: find who wrote to the database, and restore the rows from a backup"
        )
    return history


def _find(session: Session, term: Term, indicator: str, version: int) -> Values:
    for row in read_account_rows(session, term.key, version):
        if (row["subject"], row["indicator"]) == (term.subject, indicator):
            return row
    raise UnknownSubjectError(
        f"version {version} of {term} has no account {indicator!r}",
        where=term.subject,
        fix="list the accounts of that version and give the indicator of one",
    )


def _move(
    session: Session, term: Term, indicator: str, closing: Closing, *, history: list[Closing]
) -> list[ExplainNode]:
    """Return what has to be taken from the next version's figure to have this one's."""
    later = next((c for c in history if c.version == closing.version + 1), None)
    after = later.version if later else WORKING
    for found in list_differences(session, term.key, closing.version, after):
        if (found.subject, found.indicator) == (term.subject, indicator) and found.change:
            text = f"第{after}版更正：{later.reason}" if later else "封账后变动，尚未更正"
            english = f"restated in version {after}: {later.reason}" if later else ""
            return [
                ExplainNode(
                    label=text,
                    label_en=english or "changed since, not yet restated",
                    value=-found.change,
                    unit=found.unit,
                    source=f"{later.closed_by}, {format_time(later.closed_ms)}" if later else "",
                )
            ]
    return []
