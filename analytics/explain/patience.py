"""Explaining while the jobs write: a difference counts once nothing is being derived."""

from __future__ import annotations

import threading
from collections.abc import Callable

from sqlalchemy import exists, select

from analytics.context import Context
from analytics.errors import ExplainMismatchError
from analytics.explain.node import ExplainNode
from core.registry.results import DirtyHour

ATTEMPTS = 20
WAIT_S = 0.05
"""Time between attempts [s]."""


def until_settled(
    context: Context, subject: str, explain: Callable[[], ExplainNode]
) -> ExplainNode:
    """Explain, again if need be while hours of the subject are still marked as dirty.

    Hourly amounts are written before the accounts that follow, so the two may differ for a moment.
    A difference that shows twice with nothing marked is one.

    Raises
    ------
    ExplainMismatchError
        The figures differ, and not because a job is at work.
    """
    calm = 0
    for _ in range(ATTEMPTS - 1):
        try:
            return explain()
        except ExplainMismatchError:
            calm += not _is_pending(context, subject)
            if calm > 1:
                raise
        threading.Event().wait(WAIT_S)
    return explain()


def _is_pending(context: Context, subject: str) -> bool:
    """Tell whether hours that a subject rests on wait to be derived."""
    kind, _, code = subject.partition(":")
    statement = select(DirtyHour.enterprise_code)
    if kind in ("enterprise", "line"):
        statement = statement.where(DirtyHour.enterprise_code == code.partition("/")[0])
    with context.registry.read() as session:
        return bool(session.scalar(select(exists(statement))))
