"""Rows of the catalogue: carriers, factors, levels, limits, targets."""

from __future__ import annotations

from pydantic import Field

from api.schemas import fields
from api.schemas.base import Moment, Row


class CarrierRow(Row):
    """An energy carrier or energy-consumed medium."""

    code: fields.Carrier
    name: str = Field(description="Chinese name.", examples=["电力"])
    name_en: str = Field(description="English name.", examples=["electricity"])
    unit: str = Field(description="Accounting unit.", examples=["kWh"])


class FactorRow(Row):
    """A dated factor of a carrier."""

    carrier: fields.Carrier
    kind: str = Field(
        description="`coal_calorific`, `coal_primary` or `co2`.", examples=["coal_calorific"]
    )
    value: float = Field(description="The factor [unit].", examples=[0.1229])
    unit: str = Field(description="Unit of the factor.", examples=["kgce/kWh"])
    valid_from: Moment | None = Field(description="First moment; null: always.")
    valid_to: Moment | None = Field(description="End, exclusive; null: open.")
    source: str = Field(description="Document.", examples=["GB/T 2589-2020"])
    confidence: str = Field(description="How sure the figure is.", examples=["verified"])
    note: str = Field(description="What else must be known.")


class LevelRow(Row):
    """Levels and limit grades of one benchmark key."""

    benchmark_key: str = Field(description="`sector/product/condition/indicator`.")
    unit: fields.Unit
    benchmark: float | None = Field(description="标杆水平 [unit].", examples=[805])
    baseline: float | None = Field(description="基准水平 [unit].", examples=[940])
    edition: str = Field(description="Edition in force.", examples=["2023"])
    grade1: float | None = Field(description="Limit grade 1 [unit].")
    grade2: float | None = Field(description="Limit grade 2 [unit].")
    grade3: float | None = Field(description="Limit grade 3 [unit].")
    standard: str = Field(description="Standard of the grades.")
    source: str = Field(description="Document of the levels.")
    confidence: str = Field(description="How sure the figures are.")
