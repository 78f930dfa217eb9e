"""Bodies of changes that are more than a row: statements, corrections, meters put in."""

from __future__ import annotations

from pydantic import Field

from api.schemas import fields
from api.schemas.base import Row, TimeText
from api.schemas.entries import EntryRow
from api.schemas.points import EpochRow

Figure = Field(
    allow_inf_nan=False, ge=-1e18, le=1e18, description="The figure [unit].", examples=[5120.0]
)
Unit = Field(min_length=1, max_length=16, description="Its unit.", examples=["t"])
Document = Field(
    min_length=1, max_length=400, description="Source document.", examples=["生产月报2026-01"]
)
Register = Field(
    None,
    allow_inf_nan=False,
    ge=-1e18,
    le=1e18,
    description="Register then [raw unit]; null: unknown.",
    examples=[48210.5],
)


class EntryBody(Row):
    """A figure to state, or to state anew: where it stands already this is its next version."""

    subject: str = Field(
        max_length=100,
        description="enterprise:CODE, region:CODE, park:CODE or line:ENTERPRISE/CODE.",
        examples=["enterprise:91150600MA0EXAMPL4"],
    )
    item: str = Field(
        min_length=1, max_length=160, description="What it states.", examples=["output:CAC2"]
    )
    start: TimeText = Field(description="First moment it covers.", examples=["2026-01-01"])
    end: TimeText = Field(description="End, exclusive.", examples=["2026-02-01"])
    value: float = Figure
    unit: str = Unit
    document: str = Document
    reason: str = Field(
        "", max_length=400, description="Why it corrects the one before.", examples=[""]
    )


class CorrectionBody(Row):
    """A next version of a figure that stands."""

    value: float = Figure
    unit: str = Unit
    document: str = Document
    reason: str = Field(
        min_length=1, max_length=400, description="Why it is corrected.", examples=["地磅复核"]
    )


class EntryDetail(Row):
    """A hand-fed figure with all its versions."""

    entry: EntryRow = Field(description="The newest version.")
    versions: list[EntryRow] = Field(description="Every version, the first one first.")


class MeterChangeBody(Row):
    """A meter put in, in place of one that is taken out where there is one."""

    at: TimeText = Field(description="When it was put in.", examples=["2026-03-01T09:30"])
    stop_value: float | None = Register
    start_value: float | None = Register
    multiplier: float = Field(
        1.0, gt=0, le=1e9, description="CT·PT multiplier of the new one [1].", examples=[1.0]
    )
    register_max: float | None = Field(
        None, gt=0, le=1e18, description="Value after which it starts again [raw unit]."
    )
    max_rate: float | None = Field(
        None, gt=0, le=1e18, description="Greatest plausible rise [raw unit per hour]."
    )
    jitter: float = Field(
        0.0, ge=0, le=1e18, description="Greatest step down that is noise [raw unit]."
    )
    calibration_due: TimeText | None = Field(
        None, description="When its calibration ends.", examples=["2031-03-01"]
    )
    serial: str = Field("", max_length=64, description="Its serial number.", examples=["A7731"])


class MeterChange(Row):
    """What a change of meters came to."""

    enterprise: fields.EnterpriseCode
    point: fields.PointCode
    ended: EpochRow | None = Field(description="Epoch that ended; null: there was none.")
    begun: EpochRow = Field(description="Epoch that began.")
