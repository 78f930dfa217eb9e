"""Which rows of each importable table somebody sees and may edit; checked here and nowhere else."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from sqlalchemy import and_, or_
from sqlalchemy.orm import Session
from sqlalchemy.sql import ColumnElement

from api.access import Permission
from api.viewer import Viewer
from core.registry.transfer.spec import TableSpec
from core.registry.transfer.tables import TABLES

Condition: TypeAlias = ColumnElement[bool]
SUBJECT_COLUMNS = {
    "quota": ("holder",),
    "entry": ("subject",),
    "quota_transfer": ("from_holder", "to_holder"),
    "certificate": ("holder",),
    "certificate_use": ("subject",),
    "dispatch_task": ("subject",),
}
REGION_COLUMNS = {"region": "code", "park": "region_code", "listed_project": "region_code"}
OWN_CODE = {"enterprise": "code"}
OWNED = ("gateway", "point", "meter_epoch")
"""Tables whose rows an enterprise edits itself."""


def only_seen(viewer: Viewer, spec: TableSpec) -> Condition:
    """Return the condition that a row of a table is one to be seen.

    What stands between two holders is seen here by who may see both; the list of transfers shows
    each its own side.
    """
    subjects = SUBJECT_COLUMNS.get(spec.name, ())
    both = [viewer.only_subjects(_column(spec, name)) for name in subjects]
    conditions = [and_(*both)] if both else []
    if spec.name in REGION_COLUMNS:
        conditions.append(viewer.only_regions(_column(spec, REGION_COLUMNS[spec.name])))
    owner = OWN_CODE.get(spec.name, "enterprise_code")
    if spec.name in OWN_CODE or any(column.target == owner for column in spec.columns):
        conditions.append(viewer.only_enterprises(_column(spec, owner)))
    return or_(*conditions)


def only_of_enterprise(spec: TableSpec, code: str) -> Condition:
    """Return the condition that a row is one of an enterprise, or says something of it."""
    subjects = (f"enterprise:{code}",)
    conditions: list[Condition] = []
    for name in SUBJECT_COLUMNS.get(spec.name, ()):
        column = _column(spec, name)
        conditions += [column.in_(subjects), column.startswith(f"line:{code}/", autoescape=True)]
    owner = OWN_CODE.get(spec.name, "enterprise_code")
    if spec.name in OWN_CODE or any(column.target == owner for column in spec.columns):
        conditions.append(_column(spec, owner) == code)
    return or_(*conditions) if conditions else _column(spec, spec.key[0]).is_(None)


def _column(spec: TableSpec, name: str) -> Any:  # noqa: ANN401
    return getattr(spec.model, name)


def may_edit(viewer: Viewer, spec: TableSpec) -> bool:
    """Tell whether this viewer may edit any row of a table."""
    return viewer.may(Permission.EDIT_REGISTRY) or viewer.may(PERMISSIONS[spec.name])


def allow_table(viewer: Viewer, spec: TableSpec) -> None:
    """Go on only if this viewer may edit some row of a table, before anything is looked at.

    Raises
    ------
    ForbiddenError
        The viewer may edit none.
    """
    if not viewer.may(Permission.EDIT_REGISTRY):
        viewer.allow(PERMISSIONS[spec.name])


def allow_edit(viewer: Viewer, session: Session, spec: TableSpec, cells: Mapping[str, str]) -> None:
    """Go on only if this viewer may edit a row; `cells` holds those of its key.

    Raises
    ------
    ForbiddenError
        The viewer may edit no such row.
    MissingError
        The row would belong to what is not there, or not this viewer's.
    """
    if viewer.may(Permission.EDIT_REGISTRY) and viewer.sees_all:
        viewer.allow(Permission.EDIT_REGISTRY)
        return
    viewer.allow(PERMISSIONS[spec.name])
    RIGHTS[spec.name](viewer, session, cells)


def _of_enterprise(viewer: Viewer, session: Session, cells: Mapping[str, str]) -> None:
    viewer.require_enterprise(session, cells.get("enterprise_code", ""))


def _entry(viewer: Viewer, session: Session, cells: Mapping[str, str]) -> None:
    viewer.allow_entry(session, cells.get("subject", ""))


def _quota(viewer: Viewer, session: Session, cells: Mapping[str, str]) -> None:
    viewer.allow_quota(session, cells.get("holder", ""), cells.get("kind", ""))


def _task(viewer: Viewer, session: Session, cells: Mapping[str, str]) -> None:
    viewer.require_subject(session, cells.get("subject", ""))


def _nobody_else(viewer: Viewer, _session: Session, _cells: Mapping[str, str]) -> None:
    viewer.allow(Permission.EDIT_REGISTRY)


PERMISSIONS: Mapping[str, Permission] = {
    **dict.fromkeys(TABLES, Permission.EDIT_REGISTRY),
    **dict.fromkeys(OWNED, Permission.MANAGE_GATEWAYS),
    "entry": Permission.ENTER,
    "quota": Permission.SET_QUOTAS,
    "dispatch_task": Permission.DISPATCH,
}
"""What editing a row of each table needs."""
RIGHTS: Mapping[str, Callable[[Viewer, Session, Mapping[str, str]], None]] = {
    **dict.fromkeys(TABLES, _nobody_else),
    **dict.fromkeys(OWNED, _of_enterprise),
    "entry": _entry,
    "quota": _quota,
    "dispatch_task": _task,
}
"""What else is asked of who edits without leave to edit everything."""
