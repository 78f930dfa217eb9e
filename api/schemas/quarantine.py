"""Rows of the quarantine, and what became of them."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from api.schemas.base import Moment, Page, Row

QuarantineState = Literal["open", "replayed", "dropped"]


class QuarantineRow(Row):
    """A message of which something was not taken."""

    id: int = Field(description="Number in the quarantine [1].", examples=[42])
    enterprise: str = Field(
        description="Enterprise its topic names; may be none.", examples=["91150600MA0EXAMPL4"]
    )
    gateway: str = Field(description="Gateway its topic names; may be none.", examples=["GW1"])
    door: str = Field(description="Door it came through.", examples=["mqtt"])
    topic: str = Field(
        description="Topic it came on.", examples=["nengheng/v1/91150600MA0EXAMPL4/GW1/data"]
    )
    stream: str | None = Field(description="Its stream, where it says one.", examples=["9f2c"])
    seq: int | None = Field(description="Its number in the stream [1].", examples=[801])
    arrival: Moment = Field(description="When it came.", examples=["2026-01-15T08:00:00+08:00"])
    reason: str = Field(description="Why it was not taken.", examples=["unknown_point"])
    detail: str = Field(description="The offending value.", examples=["T9.EP"])
    readings: int = Field(
        description="Readings held back [1]; 0: the message as a whole.", examples=[1]
    )
    payload_bytes: int = Field(description="Size of the message [byte].", examples=[512])
    state: QuarantineState = Field(description="Whether it lies there, or how it left.")
    note: str = Field(description="Why it was dropped.", examples=[""])
    settled: Moment | None = Field(description="When it left; null: it has not.", examples=[None])


class _AskedOfSeveral(Row):
    """An answer of several collectors; `away` is there only where it names one."""

    away: list[str] = Field(
        [],
        description="Collectors that did not answer: what lies with them is left out. "
        "Absent where all did.",
        examples=[["collector-2of4"]],
        exclude_if=lambda names: not names,
    )


class QuarantinePage(Page[QuarantineRow], _AskedOfSeveral):
    """Rows of one or several collectors."""


class QuarantinedReading(Row):
    """A reading of a quarantined message."""

    place: int = Field(description="Its place in the message, from 0 [1].", examples=[3])
    point: str = Field(description="Point it names.", examples=["T9.EP"])
    reason: str = Field(description="Why it was not taken.", examples=["unknown_point"])
    detail: str = Field(description="The offending value.", examples=["T9.EP"])
    state: QuarantineState = Field(description="Whether it lies there, or how it left.")


class QuarantineDetail(QuarantineRow):
    """A row with the message itself, byte for byte, and its bad readings."""

    reason_text: str = Field(
        description="The reason as a Chinese sentence.", examples=["登记库中没有这个计量点。"]
    )
    reason_text_en: str = Field(
        description="The reason as an English sentence.",
        examples=["The registry has no such point."],
    )
    payload: str | None = Field(
        description="The message, as `encoding` says; null once it has left.",
        examples=['{"readings": []}'],
    )
    encoding: Literal["utf-8", "base64"] = Field(description="How `payload` is written.")
    bad: list[QuarantinedReading] = Field(description="Readings that were not taken.")


class DropBody(Row):
    """Why something is dropped."""

    reason: str = Field(
        min_length=1,
        max_length=400,
        pattern=r"\S",
        description="Why it is dropped; kept with the row.",
        examples=["测试数据"],
    )


class ReplayBody(Row):
    """Which messages are let in again; null takes all."""

    enterprise: str | None = Field(None, description="Only of this enterprise.", examples=[None])
    gateway: str | None = Field(None, description="Only of this gateway.", examples=[None])
    reason: str | None = Field(
        None, description="Only with this reason.", examples=["unknown_point"]
    )


class QuarantineOutcome(Row):
    """What became of one message."""

    id: int = Field(description="Number in the quarantine [1].", examples=[42])
    outcome: QuarantineState = Field(
        description="`open`: something of it still lies there.", examples=["replayed"]
    )
    detail: str = Field(description="Why it still lies there.", examples=[""])
    readings: int = Field(description="Readings that have left [1].", examples=[50])


class ReplayReport(_AskedOfSeveral):
    """What a replay of many moved."""

    messages: int = Field(description="Messages that have left whole [1].", examples=[1])
    readings: int = Field(description="Readings that have left [1].", examples=[50])
    remaining: list[QuarantineRow] = Field(
        description="Messages that still lie there, with why; at most 100."
    )
    remaining_count: int = Field(description="Messages that still lie there [1].", examples=[0])
