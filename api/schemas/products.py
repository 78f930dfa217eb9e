"""Rows of products, and where a product stands against its benchmark."""

from __future__ import annotations

from pydantic import Field

from api.schemas import fields
from api.schemas.base import Row


class ProductRow(Row):
    """A product of an enterprise."""

    enterprise: fields.EnterpriseCode
    code: str = Field(description="Code within the enterprise.", examples=["CAC2"])
    name: str = Field(description="Name.", examples=["电石"])
    unit: fields.Unit
    benchmark_key: str = Field(description="Catalogue key of its levels; empty: not benchmarked.")


class BenchmarkPosition(Row):
    """Energy per product beside 标杆水平, 基准水平 and the limit's grades; lower is better."""

    enterprise: fields.EnterpriseCode
    product: str = Field(description="Product's code.", examples=["CAC2"])
    product_name: str = Field(description="Product's name.", examples=["电石"])
    benchmark_key: str = Field(description="Catalogue key of the levels.")
    unit: fields.Unit
    value: float | None = Field(description="Energy per product [unit]; null: undetermined.")
    benchmark: float | None = Field(description="标杆水平 [unit].", examples=[805])
    baseline: float | None = Field(description="基准水平 [unit].", examples=[940])
    grade1: float | None = Field(description="Limit grade 1, advanced [unit].")
    grade2: float | None = Field(description="Limit grade 2, access [unit].")
    grade3: float | None = Field(description="Limit grade 3, limit [unit].")
    edition: str = Field(description="Edition of the levels in force.", examples=["2023"])
    standard: str = Field(description="Standard of the grades.", examples=["GB 21343-2023"])
    source: str = Field(description="Document the levels come from.")
    confidence: str = Field(description="How sure the figures are.", examples=["verified"])
    level: fields.Level | None = Field(description="Level of the verdict; null: not judged yet.")
    severity: fields.Severity
    coverage: float | None = Field(description="Coverage of the verdict [0 … 1].")
    provisional: bool = Field(description="True until the period is final.")
    verdict_id: str | None = Field(description="The verdict; see /explain/verdicts.")
    reason: fields.Reason
    reason_en: fields.ReasonEn
