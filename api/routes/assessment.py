"""Routes of regional accounts and of assessment."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Query
from pydantic import Field

from api.listing import ListRoute
from api.parameters import API_PREFIX, Reader
from api.queries import OfSubject, Paged, Year
from api.schemas import assessment as rows
from api.schemas.base import Page, Row
from api.services import allotments, assessment

router = APIRouter(prefix=API_PREFIX, tags=["assessment"], route_class=ListRoute)


class YearQuery(Row):
    """Which year."""

    year: Year = None


class AccountQuery(YearQuery):
    """Which account of a region."""

    basis: Literal["calorific", "primary"] = Field("calorific", description="当量值 or 等价值.")


class CarbonQuery(YearQuery):
    """Whose carbon."""

    subject: str = Field(description="enterprise:CODE or region:CODE.")


class ChangeQuery(Paged):
    """Which decisions on quotas."""

    holder: OfSubject = None
    year: Year = None


class TransferQuery(Paged):
    """Which transfers."""

    year: Year = None


class CertificateQuery(Paged):
    """Which certificates."""

    holder: OfSubject = None


@router.get("/regions/{region}/account", summary="A region's account beside the statistic")
def read_region_account(
    viewer: Reader, region: str, asked: Annotated[AccountQuery, Query()]
) -> rows.RegionAccount:
    """Give a region's account of this or another year."""
    return assessment.read_region_account(viewer, region, year=asked.year, basis=asked.basis)


@router.get("/regions/{region}/targets", summary="Targets of a region against actual figures")
def list_targets(
    viewer: Reader, region: str, asked: Annotated[YearQuery, Query()]
) -> Page[rows.TargetRow]:
    """Give the target board of a region."""
    return Page(items=assessment.list_targets(viewer, region, year=asked.year), next=None)


@router.get("/carbon", summary="Carbon by scope, fuel and process, without certified power")
def read_carbon(viewer: Reader, asked: Annotated[CarbonQuery, Query()]) -> rows.CarbonAccount:
    """Give the carbon of a subject."""
    return assessment.read_carbon_account(viewer, asked.subject, year=asked.year)


@router.get("/quotas/tree", summary="Quotas down the tree, with transfers and what is left")
def list_nodes(viewer: Reader, asked: Annotated[YearQuery, Query()]) -> Page[rows.QuotaNode]:
    """Give the quota trees of a year."""
    return Page(items=allotments.list_nodes(viewer, year=asked.year), next=None)


@router.get("/quotas/history", summary="Every decision on quotas: who, when, why")
def list_changes(
    viewer: Reader, asked: Annotated[ChangeQuery, Query()]
) -> Page[rows.QuotaChangeRow]:
    """Give decisions."""
    return allotments.list_changes(
        viewer, holder=asked.holder, year=asked.year, limit=asked.limit, cursor=asked.cursor
    )


@router.get("/quotas/transfers", summary="Transfers of quotas between holders")
def list_transfers(
    viewer: Reader, asked: Annotated[TransferQuery, Query()]
) -> Page[rows.QuotaTransferRow]:
    """Give transfers."""
    return allotments.list_transfers(
        viewer, year=asked.year, limit=asked.limit, cursor=asked.cursor
    )


@router.get("/certificates", summary="Green certificates with what is used of each")
def list_certificates(
    viewer: Reader, asked: Annotated[CertificateQuery, Query()]
) -> Page[rows.CertificateRow]:
    """Give certificates."""
    return allotments.list_certificates(
        viewer, holder=asked.holder, limit=asked.limit, cursor=asked.cursor
    )


@router.get("/catalogue/schemes", summary="Assessment schemes as dated rows")
def list_schemes(viewer: Reader) -> Page[rows.SchemeRow]:
    """Give schemes."""
    return Page(items=allotments.list_schemes(viewer), next=None)
