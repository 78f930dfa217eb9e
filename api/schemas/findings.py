"""Rows of findings."""

from __future__ import annotations

from pydantic import Field

from api.schemas import fields
from api.schemas.base import Moment, Row


class FindingRow(Row):
    """A data-quality observation over a period."""

    subject: fields.Subject
    point: fields.PointCode
    code: str = Field(description="What was found.", examples=["register_gap"])
    start: fields.Start
    end: Moment = Field(description="End of what was found, exclusive.")
    text: str = Field(description="What was found, in Chinese.")
    text_en: str = Field(description="What was found, in English.")
    evidence: dict[str, object] = Field(description="The values it rests on.")
