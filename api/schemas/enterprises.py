"""Rows of enterprises, and all that one enterprise's page shows."""

from __future__ import annotations

from pydantic import Field

from api.schemas import fields
from api.schemas.accounts import Series
from api.schemas.alerts import AlertRow
from api.schemas.base import Moment, Row
from api.schemas.books import BookRow
from api.schemas.findings import FindingRow
from api.schemas.gateways import GatewayRow
from api.schemas.points import PointRow
from api.schemas.products import BenchmarkPosition
from api.schemas.quotas import QuotaPosition


class EnterpriseRow(Row):
    """A supervised enterprise and where it stands."""

    code: fields.EnterpriseCode
    name: str = Field(description="Name.", examples=["模拟·鄂尔多斯电石一厂"])
    region: fields.RegionCode
    region_name: str = Field(description="Name of the region.", examples=["准格尔旗"])
    sector: fields.SectorCode
    simulated: bool = Field(description="True: no real enterprise.")
    pace: fields.Level | None = Field(description="Worst level of quota_pace; null: no verdict.")
    benchmark: fields.Level | None = Field(
        description="Worst level of benchmark_class; null: no verdict."
    )
    severity: fields.Severity
    used: float | None = Field(description="Energy of the year so far [tce, on `basis`].")
    quota: float | None = Field(description="Energy quota of the year [tce, on `basis`].")
    projection: float | None = Field(description="Energy projected for the year [tce].")
    basis: fields.Basis
    coverage: float | None = Field(description="Coverage of the year's account [0 … 1].")
    alerts: int = Field(description="Open alerts [1].", examples=[1])
    last_arrival: Moment | None = Field(description="When its last message came; null: never.")


class EnterpriseDetail(Row):
    """All that the page of one enterprise shows."""

    enterprise: EnterpriseRow
    points: list[PointRow] = Field(description="Points, each with its newest reading.")
    gateways: list[GatewayRow] = Field(description="Gateways.")
    books: list[BookRow] = Field(description="Books, one a gateway.")
    quotas: list[QuotaPosition] = Field(description="Where each quota of the year stands.")
    benchmarks: list[BenchmarkPosition] = Field(description="Where each product stands.")
    alerts: list[AlertRow] = Field(description="Open alerts, worst first, then recent ones.")
    findings: list[FindingRow] = Field(description="Newest findings.")


class Consumption(Row):
    """What an enterprise used, by carrier, as columns over time."""

    enterprise: fields.EnterpriseCode
    period: fields.Period
    start: fields.Start
    end: Moment = Field(description="End, exclusive.")
    carriers: list[Series] = Field(description="One a carrier, electricity first.")
