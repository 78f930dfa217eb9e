"""Subjects: their names, and the checks that they are there."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.errors import ParameterError
from api.viewer import Viewer
from core.registry.models import Enterprise, Region
from core.registry.structure import Park, ProcessLine

KINDS = ("enterprise", "region", "sector", "park", "line")


def enterprise_subject(code: str) -> str:
    """Return the subject of an enterprise's code."""
    return f"enterprise:{code}"


def region_subject(code: str) -> str:
    """Return the subject of a region's code."""
    return f"region:{code}"


def code_of(subject: str) -> str:
    """Return the code inside a subject."""
    return subject.partition(":")[2]


def check_subject(subject: str) -> str:
    """Return `subject` if it has the shape of one.

    Raises
    ------
    ParameterError
        It has not.
    """
    kind, colon, code = subject.partition(":")
    if kind not in KINDS or not colon or not code:
        raise ParameterError(
            f"subject {subject!r} is none",
            parameter="subject",
            value=subject,
            fix="write enterprise:CODE, region:CODE, sector:CODE, park:CODE or "
            "line:ENTERPRISE/CODE",
        )
    return subject


def list_enterprise_names(viewer: Viewer) -> list[tuple[str, str]]:
    """Return code and name of every enterprise this viewer sees, by name."""
    wanted = select(Enterprise.code, Enterprise.name).where(
        viewer.only_enterprises(Enterprise.code)
    )
    with viewer.read() as session:
        return [(code, name) for code, name in session.execute(wanted.order_by(Enterprise.name))]


def find_names(viewer: Viewer, subjects: Iterable[str]) -> dict[str, str]:
    """Return the names of `subjects` that this viewer's lists hold."""
    with viewer.read() as session:
        return read_names(session, subjects)


def read_names(session: Session, subjects: Iterable[str]) -> dict[str, str]:
    """Return the names of `subjects` that have one."""
    wanted = set(subjects)
    names: dict[str, str] = {}
    for kind, model in (("enterprise", Enterprise), ("region", Region), ("park", Park)):
        codes = {code_of(s) for s in wanted if s.startswith(f"{kind}:")}
        if codes:
            rows = session.execute(select(model.code, model.name).where(model.code.in_(codes)))
            names |= {f"{kind}:{code}": name for code, name in rows}
    names |= _line_names(session, [s for s in wanted if s.startswith("line:")])
    return names


def _line_names(session: Session, subjects: list[str]) -> dict[str, str]:
    """Return the names of lines with that of their enterprise."""
    if not subjects:
        return {}
    owners = {code_of(subject).partition("/")[0] for subject in subjects}
    rows = session.execute(
        select(Enterprise.code, Enterprise.name, ProcessLine.code, ProcessLine.name)
        .join(ProcessLine, ProcessLine.enterprise_code == Enterprise.code)
        .where(Enterprise.code.in_(owners))
    )
    named = {f"line:{owner}/{code}": f"{name} {line or code}" for owner, name, code, line in rows}
    return {subject: named[subject] for subject in subjects if subject in named}
