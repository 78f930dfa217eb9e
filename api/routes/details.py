"""Routes of one thing each, and of changes that are more than a row."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path

from api.etags import STALE, IfMatch, matching
from api.listing import ListRoute
from api.parameters import API_PREFIX, Reader, Writer
from api.schemas.changes import (
    CorrectionBody,
    EntryBody,
    EntryDetail,
    MeterChange,
    MeterChangeBody,
)
from api.schemas.gateways import GatewayRow
from api.schemas.points import PointRow
from api.schemas.products import ProductRow
from api.schemas.quotas import QuotaRow
from api.schemas.regions import RegionRow
from api.services import entries, gateways, meter_changes, points, products, quotas, regions

router = APIRouter(prefix=API_PREFIX, tags=["registry"], route_class=ListRoute)

Enterprise = Annotated[
    str, Path(description="Unified social credit code.", examples=["91150600MA0EXAMPL4"])
]
Code = Annotated[str, Path(description="Code within its enterprise.", examples=["GW1"])]
PointCode = Annotated[str, Path(description="Code within its enterprise.", examples=["T1.EP"])]
Number = Annotated[int, Path(ge=1, le=2**31 - 1, description="Its number [1].", examples=[5])]


@router.get("/regions/{region}", summary="One region")
def read_region(
    viewer: Reader, region: Annotated[str, Path(description="GB/T 2260 code.", examples=["150622"])]
) -> RegionRow:
    """Give a region."""
    return regions.read_region(viewer, region)


@router.get("/gateways/{enterprise}/{gateway}", summary="One gateway and when it was last heard")
def read_gateway(viewer: Reader, enterprise: Enterprise, gateway: Code) -> GatewayRow:
    """Give a gateway."""
    return gateways.read_gateway(viewer, enterprise, gateway)


@router.get("/products/{enterprise}/{product}", summary="One product")
def read_product(viewer: Reader, enterprise: Enterprise, product: Code) -> ProductRow:
    """Give a product."""
    return products.read_product(viewer, enterprise, product)


@router.get("/quotas/{quota}", summary="One quota with its monthly plan")
def read_quota(viewer: Reader, quota: Number) -> QuotaRow:
    """Give a quota."""
    return quotas.read_quota(viewer, quota)


@router.get("/entries/{entry}", summary="One entry with all versions of what it states")
def read_entry(viewer: Reader, entry: Number) -> EntryDetail:
    """Give an entry."""
    return entries.read_entry(viewer, entry)


@router.post("/entries", status_code=201, summary="State a figure, or its next version")
def state_entry(viewer: Writer, body: EntryBody) -> EntryDetail:
    """State a figure with its source document."""
    return entries.state_entry(viewer, body)


@router.post(
    "/entries/{entry}/versions",
    status_code=201,
    summary="Correct a figure: its next version, with document and reason",
    responses=STALE,
)
def correct_entry(
    viewer: Writer, entry: Number, body: CorrectionBody, if_match: IfMatch = None
) -> EntryDetail:
    """Give a figure its next version; none is overwritten."""
    return entries.correct_entry(viewer, entry, body, matching(if_match))


@router.post(
    "/points/{enterprise}/{point:path}/meter-changes",
    status_code=201,
    summary="Declare that a meter was put in: the running epoch ends, the next begins",
)
def declare_change(
    viewer: Writer, enterprise: Enterprise, point: PointCode, body: MeterChangeBody
) -> MeterChange:
    """Declare a change of meters; hours it touches are derived again."""
    return meter_changes.declare_change(viewer, enterprise, point, body)


@router.get("/points/{enterprise}/{point:path}", summary="One point with its newest reading")
def read_point(viewer: Reader, enterprise: Enterprise, point: PointCode) -> PointRow:
    """Give a point."""
    return points.read_point(viewer, enterprise, point)
