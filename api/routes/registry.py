"""Routes of what the registry and the catalogue hold."""

from __future__ import annotations

from fastapi import APIRouter

from api import queries
from api.listing import ListRoute
from api.parameters import API_PREFIX, Reader
from api.schemas.base import Page
from api.schemas.catalogue import CarrierRow, FactorRow, LevelRow
from api.schemas.entries import EntryRow
from api.schemas.gateways import GatewayRow
from api.schemas.points import EpochRow, PointRow
from api.schemas.products import ProductRow
from api.schemas.quotas import QuotaCurve, QuotaRow
from api.services import catalogue, curves, entries, gateways, points, products, quotas
from core.calendar import to_local

router = APIRouter(prefix=API_PREFIX, tags=["registry"], route_class=ListRoute)


@router.get("/gateways", summary="Gateways and when each was last heard")
def list_gateways(viewer: Reader, asked: queries.EnterpriseRows) -> Page[GatewayRow]:
    """Give gateways."""
    return gateways.list_gateways(
        viewer, enterprise=asked.enterprise, limit=asked.limit, cursor=asked.cursor
    )


@router.get("/points", summary="Points")
def list_points(viewer: Reader, asked: queries.Points) -> Page[PointRow]:
    """Give points."""
    return points.list_points(
        viewer,
        enterprise=asked.enterprise,
        latest=asked.latest,
        limit=asked.limit,
        cursor=asked.cursor,
    )


@router.get("/epochs", summary="Meter epochs of an enterprise")
def list_epochs(viewer: Reader, asked: queries.Epochs) -> Page[EpochRow]:
    """Give meter epochs."""
    return points.list_epochs(
        viewer,
        enterprise=asked.enterprise,
        point=asked.point,
        limit=asked.limit,
        cursor=asked.cursor,
    )


@router.get("/products", summary="Products")
def list_products(viewer: Reader, asked: queries.EnterpriseRows) -> Page[ProductRow]:
    """Give products."""
    return products.list_products(
        viewer, enterprise=asked.enterprise, limit=asked.limit, cursor=asked.cursor
    )


@router.get("/quotas", summary="Quotas with their monthly plans")
def list_quotas(viewer: Reader, asked: queries.Quotas) -> Page[QuotaRow]:
    """Give quotas."""
    return quotas.list_quotas(
        viewer, holder=asked.holder, year=asked.year, limit=asked.limit, cursor=asked.cursor
    )


@router.get("/quotas/curve", summary="Cumulative use against plan and quota, day by day")
def read_quota_curve(viewer: Reader, asked: queries.Curve) -> QuotaCurve:
    """Give the quota curve of this or another year."""
    year = to_local(viewer.now_ms()).year if asked.year is None else asked.year
    return curves.read_quota_curve(
        viewer, asked.holder, year=year, kind=asked.kind, basis=asked.basis
    )


@router.get("/entries", summary="Hand-fed figures 填报")
def list_entries(viewer: Reader, asked: queries.Entries) -> Page[EntryRow]:
    """Give entries."""
    return entries.list_entries(
        viewer, subject=asked.subject, item=asked.item, limit=asked.limit, cursor=asked.cursor
    )


@router.get("/catalogue/carriers", summary="Energy carriers with their accounting units")
def list_carriers(viewer: Reader) -> Page[CarrierRow]:
    """Give carriers."""
    return Page(items=catalogue.list_carriers(viewer), next=None)


@router.get("/catalogue/factors", summary="Factors of a carrier in force at a time")
def list_factors(viewer: Reader, asked: queries.Factors) -> Page[FactorRow]:
    """Give factors."""
    items = catalogue.list_factors(
        viewer, carrier=asked.carrier, region=asked.region, at_ms=asked.at
    )
    return Page(items=items, next=None)


@router.get("/catalogue/levels", summary="Levels and limit grades of a benchmark key")
def read_levels(viewer: Reader, asked: queries.Levels) -> LevelRow:
    """Give levels and grades."""
    return catalogue.read_levels(viewer, asked.benchmark_key, at_ms=asked.at)
