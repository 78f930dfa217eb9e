"""Rows of accounts, and a subject's figures over time as columns."""

from __future__ import annotations

from pydantic import Field

from api.schemas import fields
from api.schemas.base import Row


class AccountRow(Row):
    """One account figure of a subject; ``amount = measured + estimated``."""

    subject: fields.Subject
    period: fields.Period
    start: fields.Start
    indicator: fields.Indicator
    basis: fields.Basis
    amount: float = Field(description="Amount [unit].", examples=[1234.5])
    unit: fields.Unit
    measured: float = Field(description="Part that rests on good readings [unit].")
    estimated: float = Field(description="Part spread over gaps or substituted [unit].")
    coverage: fields.Coverage
    version: int = Field(description="0 is the working version [1].", examples=[0])


class Series(Row):
    """A figure over time as columns of one length, for charts."""

    key: str = Field(description="Code of what is shown, such as a carrier's.")
    name: str = Field(description="Chinese name.", examples=["电力"])
    name_en: str = Field(description="English name.", examples=["electricity"])
    unit: fields.Unit
    period: fields.Period
    start_ms: list[int] = Field(description="Start of each period [ms since the epoch, UTC].")
    amount: list[float | None] = Field(description="Amount [unit]; null where there is none.")
    coverage: list[float] = Field(description="Share measured [0 … 1].")
