"""What is asked when a quota is issued or moved."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from api.schemas.assessment import Holder, Kind
from api.schemas.base import Row
from core.vocabulary import Basis

Year = Annotated[int, Field(ge=1990, le=2200, description="Calendar year.", examples=[2026])]
Reason = Field(min_length=1, max_length=400, description="Why.", examples=["年度分解"])
Document = Field(
    min_length=1, max_length=400, description="Document that sets it.", examples=["发改〔2026〕1号"]
)


class IssueBody(Row):
    """A quota of a holder for a year: a new one, or a new amount of one there is."""

    holder: Holder
    year: Year
    kind: Kind
    basis: str = Field(Basis.NONE, description="calorific, primary or none.")
    amount: float = Field(gt=0, description="Quota of the year [unit].", examples=[120000.0])
    unit: str = Field(min_length=1, max_length=16, description="Its unit.", examples=["tce"])
    reason: str = Reason
    source: str = Document


class TransferBody(Row):
    """An amount of a year's quota that goes from one holder to another."""

    year: Year
    kind: Kind
    basis: str = Field(Basis.NONE, description="calorific, primary or none.")
    from_holder: Holder
    to_holder: Holder
    amount: float = Field(gt=0, description="What goes [unit].", examples=[5000.0])
    unit: str = Field(min_length=1, max_length=16, description="Its unit.", examples=["tce"])
    reason: str = Reason
    source: str = Document
