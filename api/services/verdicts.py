"""Verdicts: lists, one with its evidence, and the standing ones of many subjects at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from api.errors import MissingError
from api.schemas.base import Page
from api.schemas.verdicts import VerdictDetail, VerdictRow
from api.services.paging import PAGE, Listing, read_page
from api.services.subjects import check_subject, read_names
from api.viewer import Viewer
from core.registry.results import Verdict

QUOTA_PACE = "quota_pace"
BENCHMARK_CLASS = "benchmark_class"


class Judgement(Protocol):
    """What a row and a tuple of a verdict have in common; severity is an ordinal [1]."""

    @property
    def id(self) -> str:
        """Lasting id."""
        ...

    @property
    def level(self) -> str:
        """Level of the rule."""
        ...

    @property
    def severity(self) -> int:
        """Ordinal severity [1]."""
        ...

    @property
    def reason(self) -> str:
        """Why, in Chinese."""
        ...

    @property
    def reason_en(self) -> str:
        """Why, in English."""
        ...


@dataclass(frozen=True)
class VerdictFilter:
    """Which verdicts a list holds; None takes all.

    Attributes
    ----------
    subject, rule, period, level : str or None
        Only with this subject, rule, period or level.
    severity_min : int or None
        Only this severe or worse [1].
    start_ms, end_ms : int or None
        Only periods that start in ``[start_ms, end_ms)`` [ms since the epoch, UTC].
    version : int
        0 is the working version [1].
    """

    subject: str | None = None
    rule: str | None = None
    period: str | None = None
    level: str | None = None
    severity_min: int | None = None
    start_ms: int | None = None
    end_ms: int | None = None
    version: int = 0


def list_verdicts(
    viewer: Viewer,
    chosen: VerdictFilter | None = None,
    *,
    limit: int = PAGE,
    cursor: str | None = None,
) -> Page[VerdictRow]:
    """Return verdicts, newest period first, at most `limit` [1].

    Raises
    ------
    ParameterError
        The subject is none, or the cursor is not one this list gave.
    """
    statement = _select(chosen or VerdictFilter()).where(viewer.only_subjects(Verdict.subject))
    with viewer.read() as session:
        listing = Listing(
            "verdicts", statement, (Verdict.start_ms, Verdict.id), (int, str), descending=True
        )
        rows, after = read_page(session, listing, limit=limit, cursor=cursor)
        items = [VerdictRow.model_validate(_content(row[0])) for row in rows]
    return Page(items=items, next=after)


def list_details(viewer: Viewer, chosen: VerdictFilter, *, limit: int) -> list[VerdictDetail]:
    """Return the newest verdicts with what they rest on, at most `limit` [1]."""
    statement = _select(chosen).where(viewer.only_subjects(Verdict.subject))
    newest = statement.order_by(Verdict.start_ms.desc(), Verdict.id.desc()).limit(limit)
    with viewer.read() as session:
        found = session.scalars(newest).all()
        names = read_names(session, {verdict.subject for verdict in found})
        return [_detail(verdict, names) for verdict in found]


def _select(chosen: VerdictFilter) -> Select[Verdict]:
    statement = select(Verdict).where(Verdict.version == chosen.version)
    if chosen.subject is not None:
        statement = statement.where(Verdict.subject == check_subject(chosen.subject))
    for column, value in (
        (Verdict.rule, chosen.rule),
        (Verdict.period, chosen.period),
        (Verdict.level, chosen.level),
    ):
        if value is not None:
            statement = statement.where(column == value)
    if chosen.severity_min is not None:
        statement = statement.where(Verdict.severity >= chosen.severity_min)
    if chosen.start_ms is not None:
        statement = statement.where(Verdict.start_ms >= chosen.start_ms)
    if chosen.end_ms is not None:
        statement = statement.where(Verdict.start_ms < chosen.end_ms)
    return statement


def _content(verdict: Verdict) -> dict[str, Any]:
    return {
        "id": verdict.id,
        "subject": verdict.subject,
        "rule": verdict.rule,
        "period": verdict.period,
        "start": verdict.start_ms,
        "level": verdict.level,
        "severity": verdict.severity,
        "value": verdict.value,
        "reference": verdict.reference,
        "unit": verdict.unit,
        "basis": verdict.basis,
        "coverage": verdict.coverage,
        "provisional": verdict.provisional,
        "reason": verdict.reason,
        "since": verdict.since_ms,
        "version": verdict.version,
    }


def read_verdict(viewer: Viewer, verdict_id: str) -> VerdictDetail:
    """Return one verdict with its evidence.

    Raises
    ------
    MissingError
        There is no such verdict.
    """
    with viewer.read() as session:
        verdict = require_verdict(viewer, session, verdict_id)
        names = read_names(session, [verdict.subject])
        return _detail(verdict, names)


def _detail(verdict: Verdict, names: Mapping[str, str]) -> VerdictDetail:
    return VerdictDetail(
        **_content(verdict),
        reason_en=verdict.reason_en,
        detail=verdict.detail,
        subject_name=names.get(verdict.subject, ""),
        judged=verdict.judged_ms,
        evidence=verdict.evidence,
    )


def require_verdict(viewer: Viewer, session: Session, verdict_id: str) -> Verdict:
    """Return a verdict the viewer may see.

    Raises
    ------
    MissingError
        There is none with this id, or it is not the viewer's.
    """
    verdict = session.get(Verdict, verdict_id)
    if verdict is None or not viewer.sees_subject(session, verdict.subject):
        raise MissingError(
            f"verdict {verdict_id!r} is not in the registry",
            parameter="verdict",
            value=verdict_id,
            fix="`GET /api/v1/verdicts` lists those that are",
        )
    return verdict


def read_standing(session: Session, statement: Select[Verdict]) -> dict[tuple[str, str], Verdict]:
    """Return of a query the verdict of the latest period by (subject, detail)."""
    newest: dict[tuple[str, str], Verdict] = {}
    for verdict in session.scalars(statement.order_by(Verdict.start_ms)):
        newest[verdict.subject, verdict.detail] = verdict
    return newest


def judged_fields(verdict: Judgement | None) -> dict[str, Any]:
    """Return level, severity, id and reasons of a verdict, or what stands where there is none."""
    if verdict is None:
        return {"level": None, "severity": 0, "verdict_id": None, "reason": "", "reason_en": ""}
    return {
        "level": verdict.level,
        "severity": verdict.severity,
        "verdict_id": verdict.id,
        "reason": verdict.reason,
        "reason_en": verdict.reason_en,
    }
