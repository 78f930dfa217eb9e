"""Rows of energy balances, of accounts year on year, and of energy by value."""

from __future__ import annotations

from pydantic import Field

from api.schemas import fields
from api.schemas.base import Row


class BalanceRow(Row):
    """One carrier of an energy balance 能源平衡."""

    carrier: fields.Carrier
    name: str = Field(description="Chinese name.", examples=["原煤"])
    name_en: str = Field(description="English name.", examples=["raw coal"])
    unit: fields.Unit
    flows: dict[str, float] = Field(
        description="What was metered of each flow, each quantity once [unit].",
        examples=[{"purchased": 1000.0, "sold": 10.0}],
    )
    stock_counted: float | None = Field(
        description="What counted stocks grew by [unit]; null where none is counted."
    )
    used: float = Field(description="What entered comprehensive use [unit].")
    calorific_tce: float | None = Field(description="The same, 当量值 [tce]; null: no factor.")
    primary_tce: float | None = Field(description="The same, 等价值 [tce]; null: no factor.")
    coverage: fields.Coverage


class Half(Row):
    """One side of a comparison."""

    start: fields.Start
    end: fields.Start
    amount: float | None = Field(description="Amount of the days [unit]; null: nothing is known.")
    coverage: fields.Coverage


class YearOnYear(Row):
    """An account beside the same days of the year before (同比)."""

    subject: fields.Subject
    indicator: fields.Indicator
    period: fields.Period
    unit: fields.Unit
    basis: fields.Basis
    now: Half
    before: Half
    change: float | None = Field(
        description="now ÷ before − 1 [1]; null where a side is missing or below the floor."
    )
    trend: str = Field(
        description="fell, rose, steady, no_comparison or undetermined.", examples=["fell"]
    )


class ValueFigure(Row):
    """Energy by a value: 单位产值 or 单位增加值综合能耗."""

    subject: fields.Subject
    per: str = Field(
        description="output_value, added_value, or either at comparable prices.",
        examples=["output_value"],
    )
    basis: fields.Basis
    value: float | None = Field(description="Figure [unit]; null where `lacks` says why.")
    unit: fields.Unit
    lacks: str = Field(description="'', energy, denominator or coverage.", examples=[""])
    coverage: fields.Coverage
    energy_tce: float | None = Field(description="Energy of the days [tce].")
    denominator: float | None = Field(description="Value of the days [万元].")
    before: float | None = Field(description="Figure of the year before [unit].")
    change: float | None = Field(
        description="Change [1], at comparable prices only; null otherwise."
    )
