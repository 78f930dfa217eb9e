"""Rows of early warning: schemes, grades, the quarterly dispatch sheet, held-back approvals."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from api.schemas import fields
from api.schemas.base import Row


class WarningLevelRow(Row):
    """A level of a scheme."""

    indicator: str = Field(description="intensity or total.")
    level: str = Field(description="The scheme's own level.", examples=["level_1"])
    severity: fields.Severity
    label: str = Field(description="Label in Chinese.", examples=["一级预警"])
    label_en: str = Field(description="Label in English.")
    colour: str = Field(description="Colour of the scheme.", examples=["#d03b3b"])
    measure: str = Field(description="What must be above `above`; empty: what is left.")
    above: float | None = Field(description="Bound [%]; null where there is no measure.")
    suspends: bool = Field(description="Whether a region at it is marked for 缓批限批.")
    step: str = Field(description="Next step of the scheme, in Chinese.")
    step_en: str = Field(description="The same in English.")
    source: str = Field(description="Document that sets it.")
    confidence: str = Field(description="verified or recalled.")


class WarningSchemeRow(Row):
    """A scheme of early warning with its levels, the worst first."""

    scheme: str = Field(description="Code.", examples=["cn-barometer"])
    title: str = Field(description="Title in Chinese.")
    title_en: str = Field(description="Title in English.")
    region: str = Field(description="Where it holds; empty: the whole country.")
    periods: list[str] = Field(description="month, quarter.")
    suspends_missed_year: bool = Field(description="Whether a missed year marks for 缓批限批.")
    source: str = Field(description="Document that sets it.")
    confidence: str = Field(description="verified or recalled.")
    levels: list[WarningLevelRow] = Field(description="Levels, the worst first.")


class WarningRow(Row):
    """A graded month or quarter of a subject under a scheme."""

    verdict_id: str = Field(description="The verdict.")
    subject: fields.Subject
    subject_name: str = Field(description="Name of the subject.")
    scheme: str = Field(description="Code of the scheme.")
    indicator: str = Field(description="intensity:ITEM, total:QUOTA or approval.")
    period: fields.Period
    start: fields.Start
    level: str = Field(description="Level of the scheme, held_back, open or undetermined.")
    severity: fields.Severity
    label: str = Field(description="Label in Chinese.")
    label_en: str = Field(description="Label in English.")
    colour: str = Field(description="Colour of the scheme; empty where there is none.")
    turn: str = Field(description="first, same, worse or better than last time; empty for none.")
    label_before: str = Field(description="Label of last time; empty for none.")
    suspends: bool = Field(description="Whether the level marks for 缓批限批.")
    value: float | None = Field(description="Use or intensity [unit].")
    reference: float | None = Field(description="Plan or intensity due [unit].")
    unit: fields.Unit
    basis: fields.Basis
    coverage: fields.Coverage
    provisional: bool = Field(description="True until the period is over.")
    reason: fields.Reason
    reason_en: fields.ReasonEn


class DispatchRow(Row):
    """A line of the quarterly dispatch sheet 季度调度."""

    quarter: str = Field(description="Quarter.", examples=["2026-Q2"])
    subject: fields.Subject
    subject_name: str = Field(description="Name of the subject.")
    scheme: str = Field(description="Code of the scheme.")
    indicator: str = Field(description="intensity:ITEM or total:QUOTA.")
    level: str = Field(description="Level of the scheme, or undetermined.")
    label: str = Field(description="Label in Chinese.")
    label_en: str = Field(description="Label in English.")
    severity: fields.Severity
    target: float | None = Field(description="Quota of the year, or intensity due [unit].")
    progress: float | None = Field(description="Used so far, or intensity so far [unit].")
    planned: float | None = Field(description="Plan so far, or intensity due [unit].")
    distance: float | None = Field(description="Progress less plan; above zero is behind [unit].")
    distance_percent: float | None = Field(description="The same by the plan [%].")
    unit: fields.Unit
    basis: fields.Basis
    monthly_room: float | None = Field(description="Left for each month to come [unit].")
    task: str = Field(description="What is to be done.")
    task_en: str = Field(description="The same in English; empty where it was entered.")
    who: str = Field(description="Who has to do it.")
    next_step: str = Field(description="Next step.")
    next_step_en: str = Field(description="The same in English; empty where it was entered.")
    due: date | None = Field(description="Until when.")
    done: date | None = Field(description="When it was done; null while open.")
    document: str = Field(description="Document that sets the task; may be empty.")
    number: int | None = Field(description="Number of the task in the quarter [1]; null: none.")
    row: str | None = Field(description="Id of its row in /tables/dispatch_task/rows; null: none.")
    proposed: bool = Field(description="True where nothing was entered and this is a proposal.")
    approvals_held: bool = Field(description="Whether the region is marked for 缓批限批.")
