"""What enterprises consist of and belong to, as lists: parks, lines, permits and memberships."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

from sqlalchemy import or_, select
from sqlalchemy.sql import ColumnElement

from api.errors import MissingError
from api.schemas import structure as rows
from api.schemas.base import Page, Row
from api.scope import select_subtree
from api.services.paging import PAGE, AnySelect, Listing, read_page
from api.viewer import Viewer
from core.catalogue.lists import read_lists
from core.registry import structure
from core.registry.models import Base

AnyRow = TypeVar("AnyRow", bound=Row)


@dataclass(frozen=True)
class Noun(Generic[AnyRow]):
    """A table as a list.

    Attributes
    ----------
    name : str
        Name of the list, kept in its cursors.
    row : type
        What a row is answered as; each field is the column of its name, also with ``_code`` or
        ``_ms``.
    keys : tuple of str
        Columns that order the rows and tell every two apart; those of times end in ``_ms``.
    begin, end : str
        Columns between which a row holds, '' for rows without dates.
    """

    name: str
    model: type[Base]
    row: type[AnyRow]
    keys: tuple[str, ...]
    begin: str = ""
    end: str = ""

    def read(self, found: Base) -> AnyRow:
        """Return a stored row as it is answered."""
        return self.row(**{name: self._value(found, name) for name in self.row.model_fields})

    def _value(self, found: Base, name: str) -> object:
        columns = self.model.__table__.columns
        column = next(c for c in (name, f"{name}_code", f"{name}_ms") if c in columns)
        value: object = getattr(found, column)
        return None if column == "valid_from_ms" and value == 0 else value


HOLDS = ("valid_from_ms", "valid_to_ms")
SERVES = ("in_service_ms", "out_of_service_ms")
OWN = ("enterprise_code", "code")

PARKS = Noun("parks", structure.Park, rows.ParkRow, ("code",))
MEMBERS = Noun(
    "park-members",
    structure.ParkMember,
    rows.ParkMemberRow,
    ("park_code", "enterprise_code", "valid_from_ms"),
    *HOLDS,
)
LINES = Noun("lines", structure.ProcessLine, rows.LineRow, OWN, *SERVES)
EQUIPMENT = Noun("equipment", structure.Equipment, rows.EquipmentRow, OWN, *SERVES)
OUTLETS = Noun("outlets", structure.Outlet, rows.OutletRow, OWN, *SERVES)
PERMITS = Noun(
    "permits", structure.DischargePermit, rows.PermitRow, ("enterprise_code", "number"), *HOLDS
)
LIMITS = Noun(
    "permit-limits",
    structure.PermitLimit,
    rows.PermitLimitRow,
    (
        "enterprise_code",
        "permit_number",
        "outlet_code",
        "pollutant",
        "kind",
        "period",
        "valid_from_ms",
    ),
    *HOLDS,
)
MEMBERSHIPS = Noun(
    "memberships",
    structure.Membership,
    rows.MembershipRow,
    ("enterprise_code", "list_code", "valid_from_ms"),
    *HOLDS,
)
ATTRIBUTES = Noun(
    "attributes",
    structure.Attribute,
    rows.AttributeRow,
    ("enterprise_code", "name", "valid_from_ms"),
    *HOLDS,
)


def list_rows(
    viewer: Viewer,
    noun: Noun[AnyRow],
    *,
    enterprise: str | None = None,
    at_ms: int | None = None,
    limit: int = PAGE,
    cursor: str | None = None,
    **only: str | None,
) -> Page[AnyRow]:
    """Return the rows of a table in the order of their keys, at most `limit` [1].

    Parameters
    ----------
    enterprise : str or None
        Only of this enterprise.
    at_ms : int or None
        Only rows that hold, or things in service, at this time [ms].
    only : str or None
        Columns, and the value they must have.

    Raises
    ------
    MissingError
        There is no such enterprise.
    ParameterError
        The cursor is not one this list gave.
    """
    columns = noun.model.__table__.columns
    own = viewer.only_enterprises(columns["enterprise_code"])
    statement: AnySelect = select(noun.model).where(own)
    if at_ms is not None:
        begin, end = columns[noun.begin], columns[noun.end]
        statement = statement.where(
            or_(begin.is_(None), begin <= at_ms), or_(end.is_(None), end > at_ms)
        )
    for name, value in only.items():
        if value is not None:
            statement = statement.where(columns[name] == value)
    keys = tuple(getattr(noun.model, name) for name in noun.keys)
    kinds = tuple(int if name.endswith("_ms") else str for name in noun.keys)
    with viewer.read() as session:
        if enterprise is not None:
            viewer.require_enterprise(session, enterprise)
            statement = statement.where(columns["enterprise_code"] == enterprise)
        listing = Listing(noun.name, statement, keys, kinds)
        found, after = read_page(session, listing, limit=limit, cursor=cursor)
        items = [noun.read(row[0]) for row in found]
    return Page(items=items, next=after)


def list_parks(
    viewer: Viewer, *, region: str | None = None, limit: int = PAGE, cursor: str | None = None
) -> Page[rows.ParkRow]:
    """Return parks, of a region's subtree where one is given, at most `limit` [1].

    Raises
    ------
    MissingError
        There is no such region.
    ParameterError
        The cursor is not one this list gave.
    """
    statement: AnySelect = select(structure.Park).where(_seen_parks(viewer))
    with viewer.read() as session:
        if region is not None:
            viewer.require_region(session, region)
            inside = structure.Park.region_code.in_(select_subtree(region))
            statement = statement.where(inside)
        listing = Listing(PARKS.name, statement, (structure.Park.code,), (str,))
        found, after = read_page(session, listing, limit=limit, cursor=cursor)
        items = [PARKS.read(row[0]) for row in found]
    return Page(items=items, next=after)


def read_park(viewer: Viewer, code: str) -> rows.ParkRow:
    """Return a park.

    Raises
    ------
    MissingError
        There is no such park, or none of it is the viewer's.
    """
    own = select(structure.Park).where(structure.Park.code == code, _seen_parks(viewer))
    with viewer.read() as session:
        found = session.scalars(own).one_or_none()
        if found is None:
            raise _missing("park", code, "parks")
        return PARKS.read(found)


def read_line(viewer: Viewer, enterprise: str, code: str) -> rows.LineRow:
    """Return a process line.

    Raises
    ------
    MissingError
        There is no such enterprise or line, or it is not the viewer's.
    """
    with viewer.read() as session:
        viewer.require_enterprise(session, enterprise)
        found = session.get(structure.ProcessLine, (enterprise, code))
        if found is None:
            raise _missing("line", code, f"lines?enterprise={enterprise}")
        return LINES.read(found)


def read_permit(viewer: Viewer, enterprise: str, number: str) -> rows.PermitDetail:
    """Return a discharge permit with its limits, and the outlets it limits.

    Raises
    ------
    MissingError
        There is no such enterprise or permit, or it is not the viewer's.
    """
    with viewer.read() as session:
        viewer.require_enterprise(session, enterprise)
        found = session.get(structure.DischargePermit, (enterprise, number))
        if found is None:
            raise _missing("permit", number, f"permits?enterprise={enterprise}")
        limit, outlet = structure.PermitLimit, structure.Outlet
        limits = session.scalars(
            select(limit)
            .where(limit.enterprise_code == enterprise, limit.permit_number == number)
            .order_by(*(getattr(limit, name) for name in LIMITS.keys))
        ).all()
        outlets = session.scalars(
            select(outlet)
            .where(
                outlet.enterprise_code == enterprise,
                outlet.code.in_({row.outlet_code for row in limits}),
            )
            .order_by(outlet.code)
        ).all()
        return rows.PermitDetail(
            permit=PERMITS.read(found),
            limits=[LIMITS.read(row) for row in limits],
            outlets=[OUTLETS.read(row) for row in outlets],
        )


def _missing(what: str, code: str, listed: str) -> MissingError:
    return MissingError(
        f"{what} {code!r} is not in the registry",
        parameter=what,
        value=code,
        fix=f"`GET /api/v1/{listed}` lists those that are",
    )


def _seen_parks(viewer: Viewer) -> ColumnElement[bool]:
    """Return the condition that a park lies where the viewer sees, or holds what is theirs."""
    joined = select(structure.ParkMember.park_code).where(
        viewer.only_enterprises(structure.ParkMember.enterprise_code)
    )
    return viewer.only_regions(structure.Park.region_code) | structure.Park.code.in_(joined)


def list_lists() -> list[rows.ListRow]:
    """Return the lists of the catalogue."""
    return [
        rows.ListRow(
            code=row.code,
            name=row.name_zh,
            name_en=row.name_en,
            duty=row.duty,
            source=row.source,
            valid_from=row.valid_from_ms,
            valid_to=row.valid_to_ms,
            confidence=row.confidence,
        )
        for row in read_lists().values()
    ]
