"""Routes of what enterprises consist of and belong to."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query
from pydantic import Field

from api.listing import ListRoute
from api.parameters import API_PREFIX, Reader
from api.queries import OfEnterprise, Paged, TimeOrNone
from api.schemas import structure as rows
from api.schemas.base import Page
from api.services import structure

router = APIRouter(prefix=API_PREFIX, tags=["registry"], route_class=ListRoute)


class StructureQuery(Paged):
    """Which rows: of an enterprise, and of a time."""

    enterprise: OfEnterprise = None
    at: TimeOrNone = None


class MemberQuery(StructureQuery):
    """Which members of parks."""

    park: str | None = Field(None, description="Only of this park.")


class MembershipQuery(StructureQuery):
    """Which memberships."""

    list: str | None = Field(None, description="Only of this list.")


class AttributeQuery(StructureQuery):
    """Which attributes."""

    name: str | None = Field(None, description="Only region, sector or name.")


class ParkQuery(Paged):
    """Which parks."""

    region: str | None = Field(None, description="Only in this region's subtree.")


Enterprise = Annotated[
    str, Path(description="Unified social credit code.", examples=["91150600MA0EXAMPL4"])
]
Park = Annotated[str, Path(description="Code of the park.", examples=["MENGSU"])]
LineCode = Annotated[str, Path(description="Code within its enterprise.", examples=["F1"])]
PermitNumber = Annotated[str, Path(description="Number of the permit.", examples=["N1"])]
Structure = Annotated[StructureQuery, Query()]


@router.get("/parks", summary="Parks 园区")
def list_parks(viewer: Reader, asked: Annotated[ParkQuery, Query()]) -> Page[rows.ParkRow]:
    """Give parks."""
    return structure.list_parks(viewer, region=asked.region, limit=asked.limit, cursor=asked.cursor)


@router.get("/parks/{park}", summary="One park")
def read_park(viewer: Reader, park: Park) -> rows.ParkRow:
    """Give a park."""
    return structure.read_park(viewer, park)


@router.get("/park-members", summary="Who stands in which park, and when")
def list_park_members(
    viewer: Reader, asked: Annotated[MemberQuery, Query()]
) -> Page[rows.ParkMemberRow]:
    """Give members of parks."""
    return structure.list_rows(
        viewer,
        structure.MEMBERS,
        enterprise=asked.enterprise,
        at_ms=asked.at,
        limit=asked.limit,
        cursor=asked.cursor,
        park_code=asked.park,
    )


@router.get("/lines", summary="Process lines 工序")
def list_lines(viewer: Reader, asked: Structure) -> Page[rows.LineRow]:
    """Give process lines."""
    return _of_enterprise(viewer, structure.LINES, asked)


@router.get("/lines/{enterprise}/{line:path}", summary="One process line")
def read_line(viewer: Reader, enterprise: Enterprise, line: LineCode) -> rows.LineRow:
    """Give a process line."""
    return structure.read_line(viewer, enterprise, line)


@router.get("/equipment", summary="Equipment 设备")
def list_equipment(viewer: Reader, asked: Structure) -> Page[rows.EquipmentRow]:
    """Give equipment."""
    return _of_enterprise(viewer, structure.EQUIPMENT, asked)


@router.get("/permits", summary="Discharge permits 排污许可证")
def list_permits(viewer: Reader, asked: Structure) -> Page[rows.PermitRow]:
    """Give discharge permits."""
    return _of_enterprise(viewer, structure.PERMITS, asked)


@router.get(
    "/permits/{enterprise}/{number:path}", summary="One permit with its limits and their outlets"
)
def read_permit(viewer: Reader, enterprise: Enterprise, number: PermitNumber) -> rows.PermitDetail:
    """Give a discharge permit."""
    return structure.read_permit(viewer, enterprise, number)


@router.get("/outlets", summary="Outlets 排放口")
def list_outlets(viewer: Reader, asked: Structure) -> Page[rows.OutletRow]:
    """Give outlets."""
    return _of_enterprise(viewer, structure.OUTLETS, asked)


@router.get("/permit-limits", summary="Limits of discharge permits")
def list_permit_limits(viewer: Reader, asked: Structure) -> Page[rows.PermitLimitRow]:
    """Give limits of permits."""
    return _of_enterprise(viewer, structure.LIMITS, asked)


@router.get("/memberships", summary="Who stands on which list 名单, and when")
def list_memberships(
    viewer: Reader, asked: Annotated[MembershipQuery, Query()]
) -> Page[rows.MembershipRow]:
    """Give memberships of lists."""
    return structure.list_rows(
        viewer,
        structure.MEMBERSHIPS,
        enterprise=asked.enterprise,
        at_ms=asked.at,
        limit=asked.limit,
        cursor=asked.cursor,
        list_code=asked.list,
    )


@router.get("/attributes", summary="What region, sector and name of enterprises were when")
def list_attributes(
    viewer: Reader, asked: Annotated[AttributeQuery, Query()]
) -> Page[rows.AttributeRow]:
    """Give dated attributes."""
    return structure.list_rows(
        viewer,
        structure.ATTRIBUTES,
        enterprise=asked.enterprise,
        at_ms=asked.at,
        limit=asked.limit,
        cursor=asked.cursor,
        name=asked.name,
    )


@router.get("/catalogue/lists", summary="Lists that duties follow from")
def list_lists(viewer: Reader) -> Page[rows.ListRow]:  # noqa: ARG001
    """Give the lists of the catalogue."""
    return Page(items=structure.list_lists(), next=None)


def _of_enterprise(
    viewer: Reader, noun: structure.Noun[structure.AnyRow], asked: StructureQuery
) -> Page[structure.AnyRow]:
    return structure.list_rows(
        viewer,
        noun,
        enterprise=asked.enterprise,
        at_ms=asked.at,
        limit=asked.limit,
        cursor=asked.cursor,
    )
