"""Rows of verdicts, and one verdict with its evidence."""

from __future__ import annotations

from pydantic import Field

from api.schemas import fields
from api.schemas.base import Moment, Row


class VerdictRow(Row):
    """A judged comparison of one subject under one rule."""

    id: str = Field(description="Lasting id of the verdict.", examples=["3f9a0c11d2e45b67"])
    subject: fields.Subject
    rule: str = Field(description="`quota_pace` or `benchmark_class`.", examples=["quota_pace"])
    period: fields.Period
    start: fields.Start
    level: fields.Level
    severity: fields.Severity
    value: float | None = Field(description="What was compared [unit].", examples=[81234.0])
    reference: float | None = Field(
        description="What it was compared with [unit].", examples=[80000]
    )
    unit: fields.Unit
    basis: fields.Basis
    coverage: fields.Coverage
    provisional: bool = Field(description="True until the period is final.")
    reason: fields.Reason
    since: Moment = Field(description="When the level was first reached.")
    version: int = Field(description="0 is the working version [1].", examples=[0])


class VerdictDetail(VerdictRow):
    """A verdict with what its reason rests on."""

    reason_en: fields.ReasonEn
    detail: str = Field(description="Tells verdicts of one rule apart, such as a product's code.")
    subject_name: str = Field(description="Name of the subject.", examples=["示范电石有限公司"])
    judged: Moment = Field(description="When it was judged last.")
    evidence: dict[str, object] = Field(description="Values, catalogue rows and versions used.")
