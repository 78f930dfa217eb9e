"""Rows of entries 填报."""

from __future__ import annotations

from pydantic import Field

from api.schemas import fields
from api.schemas.base import Moment, Row


class EntryRow(Row):
    """A hand-fed dated figure; a correction is a further version."""

    id: int = Field(description="Number of the entry [1].", examples=[5])
    subject: fields.Subject
    item: str = Field(description="What it states.", examples=["output:CAC2"])
    start: fields.Start
    end: Moment = Field(description="End of the period it covers, exclusive.")
    version: int = Field(description="1 is the first [1].", examples=[1])
    value: float = Field(description="The figure [unit].", examples=[5120.0])
    unit: fields.Unit
    document: str = Field(description="Source document.", examples=["生产月报2026-01"])
    entered_by: str = Field(description="Who entered it.")
    entered: Moment = Field(description="When it was entered.")
    reason: str = Field(description="Why it corrects the version before.", examples=["地磅复核"])
