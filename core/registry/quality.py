"""Tables of the quality of data: declared outages, what months of points hold, checks, what is due.

Times are epoch milliseconds UTC (``…_ms``); a month is a natural month in Asia/Shanghai.
"""

from __future__ import annotations

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from core.registry.models import CODE, CREDIT_CODE, Base


class Outage(Base):
    """A declared outage (停运、检修、通信中断申报) of an enterprise, or of one of its points.

    `point_code` is '' where all points are meant. It excuses readings missing in ``[start_ms,
    end_ms)``; `declared_ms` is when it was declared, `source` the document.
    """

    __tablename__ = "outage"
    enterprise_code: Mapped[str] = mapped_column(ForeignKey("enterprise.code"), primary_key=True)
    point_code: Mapped[str] = mapped_column(CODE, primary_key=True, default="")
    start_ms: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    end_ms: Mapped[int] = mapped_column(BigInteger)
    reason: Mapped[str] = mapped_column(String(400))
    source: Mapped[str] = mapped_column(String(400))
    declared_ms: Mapped[int | None] = mapped_column(BigInteger)


class PointMonth(Base):
    """What a month of a point holds, in readings, hours and seconds; `analytics.quality` counts.

    `expected` readings were due up to `until_ms`, declared outages left out; `received` came,
    `valid` of them good; of `timed` it is known when they were sent, `timely` soon enough.
    `hours_due`, `hours_sent` and `hours_valid` count hours [h]; `known_s` is time in service [s]
    with a declared date of calibration, `calibrated_s` those before it.
    """

    __tablename__ = "point_month"
    enterprise_code: Mapped[str] = mapped_column(CREDIT_CODE, primary_key=True)
    point_code: Mapped[str] = mapped_column(CODE, primary_key=True)
    month_ms: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    until_ms: Mapped[int] = mapped_column(BigInteger)
    expected: Mapped[int] = mapped_column(BigInteger)
    excused: Mapped[int] = mapped_column(BigInteger)
    received: Mapped[int] = mapped_column(BigInteger)
    valid: Mapped[int] = mapped_column(BigInteger)
    timed: Mapped[int] = mapped_column(BigInteger)
    timely: Mapped[int] = mapped_column(BigInteger)
    hours_due: Mapped[int]
    hours_sent: Mapped[int]
    hours_valid: Mapped[int]
    service_s: Mapped[int] = mapped_column(BigInteger)
    known_s: Mapped[int] = mapped_column(BigInteger)
    calibrated_s: Mapped[int] = mapped_column(BigInteger)


class QualityCheck(Base):
    """A comparison of two figures of one thing in a month; `kind` says of which.

    `value` is held against `reference`, both in `unit`; they agree if they differ by no more than
    `tolerance` of the reference [1].
    """

    __tablename__ = "quality_check"
    enterprise_code: Mapped[str] = mapped_column(CREDIT_CODE, primary_key=True)
    month_ms: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    kind: Mapped[str] = mapped_column(String(24), primary_key=True)
    detail: Mapped[str] = mapped_column(String(100), primary_key=True)
    value: Mapped[float]
    reference: Mapped[float]
    unit: Mapped[str] = mapped_column(String(16))
    tolerance: Mapped[float]
    agrees: Mapped[bool]
    evidence: Mapped[dict[str, object]] = mapped_column(JSON, default=dict)


class QualityDue(Base):
    """A month of an enterprise whose quality is to be measured from `due_ms` [ms] on.

    `revision` [1] grows at every mark, so that a mark made meanwhile is not cleared.
    """

    __tablename__ = "quality_due"
    enterprise_code: Mapped[str] = mapped_column(CREDIT_CODE, primary_key=True)
    month_ms: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    due_ms: Mapped[int] = mapped_column(BigInteger)
    revision: Mapped[int] = mapped_column(BigInteger, default=1)
    __table_args__ = (Index("ix_quality_due", "due_ms"),)
