"""Rows of the quarantine."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from api.schemas.base import Moment, Row


class QuarantineRow(Row):
    """A message, or a reading of one, that was not taken."""

    id: int = Field(description="Number in the quarantine [1].", examples=[42])
    enterprise: str = Field(description="Enterprise it came from; empty: unknown.")
    gateway: str = Field(description="Gateway it came from; empty: unknown.")
    topic: str = Field(description="Topic it came on.")
    arrival: Moment = Field(description="When it came.")
    reason: str = Field(description="Why it was not taken.", examples=["unknown_point"])
    detail: str = Field(description="The offending value.", examples=["T9.EP"])
    readings: int = Field(description="Readings held back [1]; 0: the whole message.")
    payload_bytes: int = Field(description="Size of the message [byte].", examples=[512])


class QuarantineDetail(QuarantineRow):
    """A row with the message itself, byte for byte."""

    payload: str = Field(description="The message, as `encoding` says.")
    encoding: Literal["utf-8", "base64"] = Field(description="How `payload` is written.")


class DropBody(Row):
    """Why something is dropped."""

    reason: str = Field(
        min_length=1,
        max_length=400,
        description="Why it is dropped; kept with the books.",
        examples=["测试数据"],
    )


class QuarantineOutcome(Row):
    """What became of a quarantined message."""

    id: int = Field(description="Number in the quarantine [1].", examples=[42])
    outcome: str = Field(description="`stored`, `quarantined` or `dropped`.", examples=["stored"])
    detail: str = Field("", description="What else must be known.")
