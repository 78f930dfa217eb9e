"""Query parameters of the lists: one model a list; what a model does not name is refused."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import Query
from pydantic import Field

from api.schemas.base import Row, TimeText
from api.schemas.quarantine import QuarantineState
from api.services.paging import PAGE, PAGE_MAX
from api.services.readings import READINGS_MAX
from core.calendar import Period

_TIME: dict[str, Any] = {
    "description": (
        "Time as ISO 8601 (without a zone: Shanghai) or as epoch milliseconds UTC. "
        "Write the `+` of a zone as `%2B`."
    ),
    "examples": ["2026-01-01", "2026-01-01T08:00:00+08:00", "1767196800000"],
}
Time = Annotated[TimeText, Field(**_TIME)]
TimeOrNone = Annotated[TimeText | None, Field(**_TIME)]
OfEnterprise = Annotated[str | None, Field(description="Only of this enterprise.")]
OfGateway = Annotated[str | None, Field(description="Only of this gateway.")]
OfSubject = Annotated[str | None, Field(description="Only of this subject.")]
Year = Annotated[int | None, Field(ge=1990, le=2200, description="Calendar year.")]
Version = Annotated[int, Field(ge=0, description="0 is the working version [1].")]
StoredPeriod = Literal["hour", "day", "month", "year"]


class Paged(Row):
    """What every list takes."""

    limit: int = Field(PAGE, ge=1, le=PAGE_MAX, description="Rows at most [1].")
    cursor: str | None = Field(
        None, max_length=1000, description="`next` of the page before; absent: start."
    )


class EnterpriseQuery(Paged):
    """Which enterprises."""

    region: str | None = Field(None, description="Only in this region's subtree.")
    sector: str | None = Field(None, description="Only sectors whose code starts so.")
    level: str | None = Field(None, description="Only with a verdict of this year at this level.")
    text: str | None = Field(None, max_length=100, description="Only with this in name or code.")
    order: Literal["code", "worst"] = Field("code", description="By code, or worst verdict first.")


class ConsumptionQuery(Row):
    """Which consumption."""

    period: StoredPeriod = Field("month", description="Length of each value.")
    start: TimeOrNone = None
    end: TimeOrNone = None


class OfEnterpriseQuery(Paged):
    """Which rows of an enterprise."""

    enterprise: OfEnterprise = None


class PointQuery(OfEnterpriseQuery):
    """Which points."""

    latest: bool = Field(False, description="With each point's newest reading.")


class EpochQuery(Paged):
    """Which meter epochs."""

    enterprise: OfEnterprise = None
    point: str | None = Field(None, description="Only of this point.")


class QuotaQuery(Paged):
    """Which quotas."""

    holder: OfSubject = None
    year: Year = None


class CurveQuery(Row):
    """Which quota's curve."""

    holder: str = Field(description="enterprise:CODE or region:CODE.")
    year: Year = None
    kind: str = Field("energy", description="Kind of quota.")
    basis: str | None = Field(None, description="Its basis; absent: the first.")


class EntryQuery(Paged):
    """Which entries."""

    subject: OfSubject = None
    item: str | None = Field(None, description="Only this item.")


class FactorQuery(Row):
    """Which factors."""

    carrier: str = Field(description="Code of the carrier.")
    region: str = Field(
        "150000", pattern=r"^[1-8]\d{5}$", description="Region whose grid factor counts."
    )
    at: TimeOrNone = None


class LevelQuery(Row):
    """Which levels."""

    benchmark_key: str = Field(description="sector/product/condition/indicator.")
    at: TimeOrNone = None


class SpanQuery(Row):
    """Which readings or amounts of a point."""

    enterprise: str = Field(description="Of this enterprise.")
    point: str = Field(description="Of this point.")
    start: Time
    end: Time
    limit: int = Field(1000, ge=1, le=READINGS_MAX, description="Rows at most [1].")
    cursor: str | None = Field(
        None, max_length=1000, description="`next` of the page before; absent: start."
    )


class AccountQuery(Paged):
    """Which accounts."""

    subject: OfSubject = None
    indicator: str | None = Field(None, description="Only this indicator.")
    period: StoredPeriod = Field("month", description="Period of the accounts.")
    start: TimeOrNone = None
    end: TimeOrNone = None
    version: Version = 0


class ExplainQuery(Row):
    """Which account figure to explain."""

    subject: str = Field(description="Whose figure.")
    indicator: str = Field(description="Which figure.")
    period: StoredPeriod = Field("month", description="Period of the figure.")
    start: Time
    focus: TimeOrNone = None
    version: Version = 0


class ClosingQuery(Paged):
    """Which closed periods."""

    subject: OfSubject = None


class VerdictQuery(Paged):
    """Which verdicts."""

    subject: OfSubject = None
    rule: str | None = Field(None, description="Only of this rule.")
    period: Period | None = Field(None, description="Only of this period.")
    level: str | None = Field(None, description="Only at this level.")
    severity: int | None = Field(None, ge=0, le=4, description="Only this severe or worse [1].")
    start: TimeOrNone = None
    end: TimeOrNone = None
    version: Version = 0


class AlertQuery(Paged):
    """Which alerts."""

    state: Literal["open", "resolved", "all"] = Field(
        "open", description="Open ones, past ones, or all."
    )
    subject: OfSubject = None
    rule: str | None = Field(None, description="Only of this rule.")


class FindingQuery(Paged):
    """Which findings."""

    subject: OfSubject = None
    code: str | None = Field(None, description="Only with this code.")
    since: TimeOrNone = None


class BookQuery(Paged):
    """Which books."""

    enterprise: OfEnterprise = None
    gateway: OfGateway = None


class AuditQuery(Row):
    """How to audit."""

    full: bool = Field(False, description="Look up every reading in the store, not a sample.")


class QuarantineQuery(Paged):
    """Which rows of the quarantine."""

    enterprise: OfEnterprise = None
    gateway: OfGateway = None
    reason: str | None = Field(None, description="Only with this reason.")
    state: QuarantineState | Literal["all"] = Field(
        "open", description="What lies there, has left, or all."
    )


class NotificationQuery(Paged):
    """Which notifications."""

    state: Literal["queued", "sent", "failed"] | None = Field(
        None, description="Only in this state."
    )
    channel: str | None = Field(None, description="Only of this channel.")


Enterprises = Annotated[EnterpriseQuery, Query()]
Consumptions = Annotated[ConsumptionQuery, Query()]
Rows = Annotated[Paged, Query()]
EnterpriseRows = Annotated[OfEnterpriseQuery, Query()]
Points = Annotated[PointQuery, Query()]
Epochs = Annotated[EpochQuery, Query()]
Quotas = Annotated[QuotaQuery, Query()]
Curve = Annotated[CurveQuery, Query()]
Entries = Annotated[EntryQuery, Query()]
Factors = Annotated[FactorQuery, Query()]
Levels = Annotated[LevelQuery, Query()]
Span = Annotated[SpanQuery, Query()]
Accounts = Annotated[AccountQuery, Query()]
Explained = Annotated[ExplainQuery, Query()]
Closings = Annotated[ClosingQuery, Query()]
Verdicts = Annotated[VerdictQuery, Query()]
Alerts = Annotated[AlertQuery, Query()]
Findings = Annotated[FindingQuery, Query()]
Books = Annotated[BookQuery, Query()]
Audit = Annotated[AuditQuery, Query()]
Quarantined = Annotated[QuarantineQuery, Query()]
Notifications = Annotated[NotificationQuery, Query()]
