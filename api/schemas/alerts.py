"""Rows of alerts."""

from __future__ import annotations

from pydantic import Field

from api.schemas import fields
from api.schemas.base import Moment, Row


class AlertRow(Row):
    """An episode of (subject, rule, detail): open while `resolved` is null."""

    id: int = Field(description="Number of the alert [1].", examples=[17])
    subject: fields.Subject
    subject_name: str = Field(description="Name of the subject.")
    rule: str = Field(description="Rule whose verdict opened it.", examples=["quota_pace"])
    detail: str = Field(description="Tells episodes of one rule apart, such as a product's code.")
    level: fields.Level
    severity: fields.Severity
    opened: Moment = Field(description="When it was opened.")
    changed: Moment = Field(description="When its level last changed.")
    resolved: Moment | None = Field(description="When it ended; null while it is open.")
    acknowledged: Moment | None = Field(description="When it was seen to; null: not yet.")
    acknowledged_by: str = Field(description="By whom; empty: nobody.")
    assignee: str = Field(description="Who sees to it; empty: nobody.")
    escalated: Moment | None = Field(description="When it escalated for want of that.")
    reason: fields.Reason
    reason_en: fields.ReasonEn
    verdict_id: str = Field(description="Verdict it rests on; see /explain/verdicts.")
