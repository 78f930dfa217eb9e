"""Explanations of verdicts and accounts as trees."""

from __future__ import annotations

from analytics import explain
from analytics.closing import Term, explain_closed
from analytics.errors import UnknownSubjectError
from api.errors import MissingError
from api.schemas.explain import ExplainNode
from api.services.subjects import check_subject
from api.services.verdicts import require_verdict
from api.viewer import Viewer
from core.calendar import Period


def explain_verdict(viewer: Viewer, verdict_id: str) -> ExplainNode:
    """Return the tree of a verdict, recomputed.

    Raises
    ------
    MissingError
        There is no such verdict.
    ExplainMismatchError
        The recomputed figure differs from the stored one.
    """
    with viewer.read() as session:
        require_verdict(viewer, session, verdict_id)
    try:
        tree = explain.explain_verdict(viewer.context, verdict_id)
    except UnknownSubjectError as error:
        raise MissingError(
            error.what, parameter="verdict", value=verdict_id, fix=error.fix
        ) from error
    return _node(tree)


def explain_account(
    viewer: Viewer,
    subject: str,
    indicator: str,
    *,
    period: Period,
    start_ms: int,
    focus_ms: int | None = None,
    version: int = 0,
) -> ExplainNode:
    """Return the tree of an account figure, recomputed.

    Parameters
    ----------
    viewer : Viewer
        Who asks.
    subject, indicator : str
        Whose figure, and which.
    period : Period
        Hour, day, month or year.
    start_ms : int
        Start of the period [ms since the epoch, UTC].
    focus_ms : int or None
        A time whose month and day are opened down to hours [ms since the epoch, UTC]; None: the
        newest hour known.
    version : int
        0 is the working version; a closed one is explained by it and what has changed since [1].

    Raises
    ------
    MissingError
        There is no such account.
    ParameterError
        The subject is none.
    ExplainMismatchError
        The recomputed figure differs from the stored one.
    """
    check_subject(subject)
    with viewer.read() as session:
        viewer.require_subject(session, subject)
    try:
        if version:
            term = Term(subject, period, start_ms)
            return _node(explain_closed(viewer.context, term, indicator, version))
        tree = explain.explain_account(
            viewer.context, subject, indicator, period=period, start_ms=start_ms, focus_ms=focus_ms
        )
    except UnknownSubjectError as error:
        raise MissingError(error.what, parameter="account", value=subject, fix=error.fix) from error
    return _node(tree)


def _node(node: explain.ExplainNode) -> ExplainNode:
    return ExplainNode(
        label=node.label,
        label_en=node.label_en,
        value=node.value,
        unit=node.unit,
        formula=node.formula,
        source=node.source,
        confidence=node.confidence,
        note=node.note,
        part=node.part,
        children=[_node(child) for child in node.children],
    )
