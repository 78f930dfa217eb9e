"""Rows of the books."""

from __future__ import annotations

from pydantic import Field

from api.schemas.base import Moment, Row


class BookRow(Row):
    """The book of one gateway; empty enterprise and gateway: what cannot be attributed.

    In messages ``received = stored + duplicate + quarantined + dropped + pending``; in readings
    ``decoded = readings_stored + readings_quarantined + readings_dropped``.
    """

    enterprise: str = Field(description="Enterprise's code.", examples=["91150600MA0EXAMPL4"])
    gateway: str = Field(description="Gateway's code.", examples=["GW1"])
    received: int = Field(description="Messages committed to the journal [1].", examples=[1200])
    stored: int = Field(description="Messages with a good reading, stored [1].", examples=[1190])
    duplicate: int = Field(description="Messages seen before [1].", examples=[4])
    quarantined: int = Field(description="Messages in quarantine [1].", examples=[3])
    dropped: int = Field(description="Messages dropped on purpose [1].", examples=[1])
    pending: int | None = Field(
        description="Messages behind the drain, counted [1]; null where the collector is away.",
        examples=[2],
    )
    decoded: int = Field(description="Readings decoded [1].", examples=[60000])
    readings_stored: int = Field(description="Readings stored [1].", examples=[59990])
    readings_quarantined: int = Field(description="Readings in quarantine [1].", examples=[10])
    readings_dropped: int = Field(description="Readings dropped on purpose [1].", examples=[0])
    delivery: str = Field(
        description="Where the promise starts: `end-to-end` or `broker`.", examples=["end-to-end"]
    )
    as_of: Moment | None = Field(
        None,
        description="As last reported at this time, its collector being away; null: as it stands.",
        examples=[None],
    )


class AuditDifference(Row):
    """A figure of a book that recounting did not confirm."""

    enterprise: str = Field(description="Enterprise's code.", examples=["91150600MA0EXAMPL4"])
    gateway: str = Field(description="Gateway's code.", examples=["GW1"])
    column: str = Field(description="Column of the book.", examples=["received"])
    booked: int = Field(description="As booked [1].", examples=[1200])
    recounted: int = Field(description="As recounted [1].", examples=[1201])


class BooksAudit(Row):
    """The books recounted from journal, quarantine and store."""

    closes: bool = Field(description="True when every figure was confirmed.", examples=[True])
    complete: bool = Field(
        description="True when the journal still holds every message.", examples=[True]
    )
    books: int = Field(description="Books looked at [1].", examples=[12])
    differences: list[AuditDifference] = Field(description="What was not confirmed.")
    altered_segments: list[str] = Field(
        [], description="Journal segments whose bytes changed after sealing.", examples=[[]]
    )
    readings_checked: int = Field(
        0, description="Readings of the journal looked up in the store [1].", examples=[50000]
    )
    readings_missing: int = Field(
        0, description="Those the store has not, or with another value [1].", examples=[0]
    )
    problems: list[str] = Field(description="The same in sentences.", examples=[[]])
