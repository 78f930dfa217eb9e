"""What hangs on a row: rows, figures and log-ins that would lose what they refer to."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from core.registry.identity import Delegation, UserAccount
from core.registry.models import Base, Entry, GatewayCredential, GatewayKey
from core.registry.results import Account, Alert, Book, Finding, Verdict
from core.registry.transfer.formulas import uses_point
from core.registry.transfer.spec import Condition, TableSpec, Values
from core.registry.transfer.tables import TABLES
from core.store.protocol import SeriesKey, TimeSeriesStore

OWNER = "enterprise_code"
KEPT = {
    "quota": "a quota is a decision: decide another amount, and the history keeps this one",
    "entry": "an entry is never taken away: enter the right figure, which becomes its next version",
}
"""Tables of which no row is deleted, and what is done instead."""
REFERENCES: dict[str, tuple[tuple[str, str], ...]] = {
    "region": (
        ("region", "parent_code"),
        ("enterprise", "region_code"),
        ("park", "region_code"),
        ("listed_project", "region_code"),
        ("certificate", "origin"),
    ),
    "enterprise": tuple(
        (name, OWNER)
        for name, spec in TABLES.items()
        if any(column.target == OWNER for column in spec.columns)
    ),
    "park": (("park_member", "park_code"),),
    "gateway": (("point", "gateway_code"),),
    "product": (("process_line", "product_code"), ("point", "product_code")),
    "process_line": (
        ("equipment", "line_code"),
        ("outlet", "line_code"),
        ("point", "line_code"),
        ("upgrade_plan", "line_code"),
        ("listed_project", "line_code"),
    ),
    "equipment": (("point", "equipment_code"),),
    "discharge_permit": (("permit_limit", "permit_number"),),
    "outlet": (("permit_limit", "outlet_code"),),
    "point": (
        ("meter_epoch", "point_code"),
        ("outage", "point_code"),
        ("point", "parent_code"),
    ),
    "certificate": (("certificate_use", "certificate_code"),),
}
"""Columns that name a row of a table, by that table; of one enterprise where it belongs to one."""
SUBJECTS = {
    "region": "region:{code}",
    "enterprise": "enterprise:{code}",
    "park": "park:{code}",
    "process_line": "line:{enterprise_code}/{code}",
}
SUBJECT_COLUMNS = (
    ("quota", "holder"),
    ("entry", "subject"),
    ("quota_transfer", "from_holder"),
    ("quota_transfer", "to_holder"),
    ("certificate", "holder"),
    ("certificate_use", "subject"),
    ("dispatch_task", "subject"),
)
RESULTS: tuple[tuple[str, type[Base]], ...] = (
    ("account", Account),
    ("verdict", Verdict),
    ("alert", Alert),
    ("finding", Finding),
)
"""Figures and observations of a subject."""


class Hanging(NamedTuple):
    """So many `rows` of `what` hang on a row [1]."""

    what: str
    rows: int


def find_hanging(
    session: Session, spec: TableSpec, values: Values, store: TimeSeriesStore | None = None
) -> list[Hanging]:
    """Return what hangs on a row, by table; empty where it may be deleted.

    Parameters
    ----------
    session : Session
        Where it is looked up.
    spec : TableSpec
        Table of the row.
    values : dict
        The row by field.
    store : TimeSeriesStore, optional
        Tells of a point whether there are readings.
    """
    found = [*_references(spec, values), *_subjects(spec, values), *OTHERS[spec.name](values)]
    counts: dict[str, int] = {}
    for what, model, where in found:
        count = session.scalar(select(func.count()).select_from(model).where(where)) or 0
        counts[what] = counts.get(what, 0) + count
    if spec.name == "point":
        counts["formula"] = uses_point(session, values[OWNER], values["code"])
        key = SeriesKey(values[OWNER], values["code"])
        counts["series of readings"] = int(
            store is not None and key in store.series_keys().values()
        )
    return [Hanging(what, rows) for what, rows in counts.items() if rows]


Found = tuple[str, type[Base], ColumnElement[bool]]


def _references(spec: TableSpec, values: Values) -> Iterator[Found]:
    for name, field in REFERENCES.get(spec.name, ()):
        model = TABLES[name].model
        where: Condition = getattr(model, field) == values["code" if "code" in values else "number"]
        if OWNER in values:
            where = and_(where, getattr(model, OWNER) == values[OWNER])
        yield name, model, where


def _subjects(spec: TableSpec, values: Values) -> Iterator[Found]:
    if spec.name not in SUBJECTS:
        return
    subject = SUBJECTS[spec.name].format_map(values)
    for name, field in SUBJECT_COLUMNS:
        model = TABLES[name].model
        yield name, model, getattr(model, field) == subject
    for name, model in RESULTS:
        yield name, model, getattr(model, "subject") == subject  # noqa: B009


def _of_region(values: Values) -> Iterator[Found]:
    attribute = TABLES["attribute"].model
    named = and_(
        getattr(attribute, "name") == "region",  # noqa: B009
        getattr(attribute, "value") == values["code"],  # noqa: B009
    )
    yield "attribute", attribute, named
    yield "user", UserAccount, UserAccount.region_code == values["code"]


def _of_enterprise(values: Values) -> Iterator[Found]:
    yield "user", UserAccount, UserAccount.enterprise_code == values["code"]
    yield "delegation", Delegation, Delegation.enterprise_code == values["code"]
    yield "book", Book, Book.enterprise_code == values["code"]


def _of_gateway(values: Values) -> Iterator[Found]:
    for what, model in (("credential", GatewayCredential), ("key", GatewayKey), ("book", Book)):
        owner, code = getattr(model, OWNER), model.gateway_code
        yield what, model, and_(owner == values[OWNER], code == values["code"])


def _of_product(values: Values) -> Iterator[Found]:
    owner = values[OWNER]
    of_owner = or_(
        Entry.subject == f"enterprise:{owner}", Entry.subject.startswith(f"line:{owner}/")
    )
    stated = or_(
        Entry.item == f"output:{values['code']}",
        Entry.item.startswith(f"condition:{values['code']}:", autoescape=True),
    )
    yield "entry", Entry, and_(of_owner, stated)


def _of_point(values: Values) -> Iterator[Found]:
    subject = f"enterprise:{values[OWNER]}"
    where = and_(Finding.subject == subject, Finding.point_code == values["code"])
    yield "finding", Finding, where


def _nothing(_values: Values) -> Iterator[Found]:
    return iter(())


OTHERS: dict[str, Callable[[Values], Iterator[Found]]] = {
    **dict.fromkeys(TABLES, _nothing),
    "region": _of_region,
    "enterprise": _of_enterprise,
    "gateway": _of_gateway,
    "product": _of_product,
    "point": _of_point,
}
"""What else refers to a row of each table."""
