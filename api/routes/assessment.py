"""Routes of regional accounts and of assessment."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query
from pydantic import Field

from api.etags import STALE, IfMatch, matching
from api.listing import ListRoute
from api.parameters import API_PREFIX, Reader, Writer
from api.queries import OfSubject, Paged, Year
from api.schemas import assessment as rows
from api.schemas.base import Page, Row
from api.schemas.branches import BranchRow
from api.schemas.issuing import IssueBody, TransferBody
from api.schemas.quotas import QuotaRow
from api.services import allotments, assessment, branches, issuing

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


@router.get("/regions/{region}/branches", summary="The regions directly below, side by side")
def list_branches(viewer: Reader, region: str) -> Page[BranchRow]:
    """Give where the regions directly below stand in the running year."""
    return Page(items=branches.list_branches(viewer, region), next=None)


@router.get("/carbon", summary="Carbon by scope, fuel and process, without certified power")
def read_carbon(viewer: Reader, asked: Annotated[CarbonQuery, Query()]) -> rows.CarbonAccount:
    """Give the carbon of a subject."""
    return assessment.read_carbon_account(viewer, asked.subject, year=asked.year)


@router.get("/quotas/tree", summary="Quotas down the tree, with transfers and what is left")
def list_nodes(viewer: Reader, asked: Annotated[YearQuery, Query()]) -> Page[rows.QuotaNode]:
    """Give the quota trees of a year."""
    return Page(items=allotments.list_nodes(viewer, year=asked.year), next=None)


@router.post(
    "/quotas",
    status_code=201,
    summary="Set a quota down the tree, or another amount of one there is",
    responses=STALE,
)
def issue_quota(viewer: Writer, body: IssueBody, if_match: IfMatch = None) -> QuotaRow:
    """Set a quota; its monthly plan keeps its shape, and the decision stays on record."""
    return issuing.issue_quota(viewer, body, matching(if_match))


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


@router.post(
    "/quotas/transfers", status_code=201, summary="Move an amount of a quota between holders"
)
def transfer_quota(viewer: Writer, body: TransferBody) -> rows.QuotaTransferRow:
    """Move an amount; the decision stays on record."""
    return allotments.read_transfer(viewer, issuing.transfer_quota(viewer, body))


@router.get("/quotas/transfers/{transfer}", summary="One transfer of a quota")
def read_transfer(
    viewer: Reader,
    transfer: Annotated[str, Path(description="Its number.", examples=["T2026-1a2b3c4d"])],
) -> rows.QuotaTransferRow:
    """Give a transfer."""
    return allotments.read_transfer(viewer, transfer)


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
