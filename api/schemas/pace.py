"""Rows of pace: what if, back-test, season, and what a part does to its region's intensity."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from api.schemas import fields
from api.schemas.base import Moment, Row


class Outcome(Row):
    """The end of a year as projected, or as it would be."""

    projection: float = Field(description="Use of the whole year [unit].")
    low: float | None = Field(description="Lower end of the 80 % band [unit]; null: not known.")
    high: float | None = Field(description="Upper end of the 80 % band [unit].")
    remaining: float = Field(description="Quota less projection [unit].")
    exceed_on: date | None = Field(description="Day on which the quota is passed; null: never.")


class WhatIf(Row):
    """A quota's year as it stands, and with what is supposed."""

    holder: fields.Subject
    year: int = Field(description="Calendar year.")
    kind: str = Field(description="energy or carbon.")
    basis: fields.Basis
    unit: fields.Unit
    quota: float = Field(description="Quota of the year [unit].")
    used: float = Field(description="Used so far [unit].")
    as_of: Moment = Field(description="Up to when use is known.")
    changes: list[str] = Field(description="What is supposed.")
    as_it_stands: Outcome
    supposed: Outcome
    saved: float = Field(description="Less used than as it stands [unit].")
    needed_percent: float | None = Field(
        description="Change from the first change's day that would end at the quota [%]; "
        "below −100: no saving from then on is enough."
    )


class BacktestOrigin(Row):
    """A projection as it was made at the end of a month, and what came."""

    at: Moment = Field(description="When it was made.")
    projection: float = Field(description="Projection of the year [unit].")
    low: float = Field(description="Lower end of the band [unit].")
    high: float = Field(description="Upper end of the band [unit].")
    actual: float = Field(description="What the year came to [unit].")
    inside: bool = Field(description="Whether the band held it.")


class BacktestRow(Row):
    """What the band of a holder's projections was worth in a year that is over."""

    holder: fields.Subject
    year: int = Field(description="Calendar year.")
    kind: str = Field(description="energy or carbon.")
    basis: fields.Basis
    unit: fields.Unit
    tried: int = Field(description="Projections tried [1].")
    inside: int = Field(description="Bands that held what came [1].")
    share: float | None = Field(description="Their share [0 … 1]; the band means 0.8.")
    width: float | None = Field(description="Median width of the band by what came [1].")
    error: float | None = Field(description="Median distance of the projection [1].")
    origins: list[BacktestOrigin] = Field(description="Projection by projection.")


class SeasonRow(Row):
    """A production season 淡旺季: twelve weights, and a quota spread by them."""

    holder: fields.Subject
    year: int = Field(description="Year whose months it repeats.")
    kind: str = Field(description="energy or carbon.")
    basis: fields.Basis
    unit: fields.Unit
    weights: list[float] = Field(description="Weights of the months, mean 1 [1].")
    quota: float | None = Field(description="Quota of the year after [unit]; null: none.")
    months: list[float] = Field(description="That quota spread by the weights [unit].")


class EffectRow(Row):
    """What an enterprise or project does to its region's intensity."""

    region: str = Field(description="Region.")
    part: str = Field(description="Enterprise, or project.")
    year: int = Field(description="Calendar year.")
    item: str = Field(description="What energy is divided by: gdp or industrial_added_value.")
    region_energy_tce: float = Field(description="Energy of the region without the part [tce].")
    region_value: float = Field(description="Its value without the part [万元].")
    part_energy_tce: float = Field(description="Energy of the part [tce].")
    part_value: float = Field(description="Added value of the part [万元].")
    without_part: float = Field(description="Intensity without it [tce/万元].")
    with_part: float = Field(description="Intensity with it [tce/万元].")
    own: float | None = Field(description="Intensity of the part [tce/万元].")
    change_percent: float = Field(description="By how much it moves the region's [%].")
    energy_to_offset_tce: float = Field(
        description="What others would have to save [tce]; negative where it helps."
    )
    value_to_offset: float = Field(description="Added value it lacks to be neutral [万元].")
    sources: list[str] = Field(description="Where the figures come from.")
