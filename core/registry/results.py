"""Tables of the registry that jobs and collectors write: marks, books, accounts, verdicts, runs."""

from __future__ import annotations

from sqlalchemy import JSON, BigInteger, Index, String, false, text
from sqlalchemy.orm import Mapped, mapped_column

from core.registry.models import CODE, CREDIT_CODE, SUBJECT, Base


class DirtyHour(Base):
    """An hour of an enterprise whose readings or facts changed; `revision` grows at every mark.

    A job clears the row only if the revision is still the one it read.
    """

    __tablename__ = "dirty_hour"
    enterprise_code: Mapped[str] = mapped_column(CREDIT_CODE, primary_key=True)
    hour_ms: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    revision: Mapped[int] = mapped_column(BigInteger, default=1)


class Edit(Base):
    """A number that moves with edits of a kind, for those who keep what they have read."""

    __tablename__ = "edit"
    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    number: Mapped[int] = mapped_column(BigInteger)


class CourierMark(Base):
    """Last outbox row of each collector that has been carried into the registry."""

    __tablename__ = "courier_mark"
    collector: Mapped[str] = mapped_column(CODE, primary_key=True)
    row: Mapped[int] = mapped_column(BigInteger)


class CollectorSeat(Base):
    """A collector that has reported: which part of the work is its own, and where it answers.

    `number` [1] tells collectors apart in the numbers of quarantined messages; `part` of `parts`
    counts from 1; `beat_ms` is its last report by its own clock.
    """

    __tablename__ = "collector"
    name: Mapped[str] = mapped_column(CODE, primary_key=True)
    number: Mapped[int] = mapped_column(unique=True)
    part: Mapped[int]
    parts: Mapped[int]
    url: Mapped[str] = mapped_column(String(200), default="")
    version: Mapped[str] = mapped_column(String(40), default="")
    started_ms: Mapped[int] = mapped_column(BigInteger)
    beat_ms: Mapped[int] = mapped_column(BigInteger)


class JournalLink(Base):
    """A closed segment of a collector's journal as it was sealed: the chain, kept elsewhere too.

    `base` is the position of its first byte and `size` its length [byte]; `digest` the BLAKE2b of
    the digest before it together with the segment's bytes.
    """

    __tablename__ = "journal_link"
    collector: Mapped[str] = mapped_column(CODE, primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    base: Mapped[int] = mapped_column(BigInteger)
    size: Mapped[int] = mapped_column(BigInteger)
    digest: Mapped[str] = mapped_column(String(64))
    sealed_ms: Mapped[int] = mapped_column(BigInteger)


class Book(Base):
    """The books of one gateway at one collector, as of `carried_ms`. Messages and readings [1].

    ``enterprise_code = gateway_code = ''`` is the book of what cannot be attributed.
    """

    __tablename__ = "book"
    collector: Mapped[str] = mapped_column(CODE, primary_key=True)
    enterprise_code: Mapped[str] = mapped_column(CODE, primary_key=True)
    gateway_code: Mapped[str] = mapped_column(CODE, primary_key=True)
    received: Mapped[int] = mapped_column(BigInteger, default=0)
    stored: Mapped[int] = mapped_column(BigInteger, default=0)
    duplicate: Mapped[int] = mapped_column(BigInteger, default=0)
    quarantined: Mapped[int] = mapped_column(BigInteger, default=0)
    dropped: Mapped[int] = mapped_column(BigInteger, default=0)
    decoded: Mapped[int] = mapped_column(BigInteger, default=0)
    readings_stored: Mapped[int] = mapped_column(BigInteger, default=0)
    readings_quarantined: Mapped[int] = mapped_column(BigInteger, default=0)
    readings_dropped: Mapped[int] = mapped_column(BigInteger, default=0)
    pending: Mapped[int] = mapped_column(BigInteger, default=0, server_default="0")
    last_arrival_ms: Mapped[int] = mapped_column(BigInteger, default=0)
    carried_ms: Mapped[int] = mapped_column(BigInteger, default=0, server_default="0")


class Account(Base):
    """One account figure (day, month or year) of a subject.

    `subject` is one of those of `core.registry.models.SUBJECT`; `indicator` one of
    `core.vocabulary.Indicator`, ``carrier:CODE`` or ``product:CODE`` (output of an enterprise's
    product). `amount = measured + estimated` in `unit`; `coverage` 0 … 1 [1]. Version 0 is the
    working one.

    No index begins with the period: SQLite, which guesses that a range of times is narrow, would
    take it for all that one subject has, and read those of a thousand.
    """

    __tablename__ = "account"
    subject: Mapped[str] = mapped_column(SUBJECT, primary_key=True)
    indicator: Mapped[str] = mapped_column(String(120), primary_key=True)
    period: Mapped[str] = mapped_column(String(8), primary_key=True)
    start_ms: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, default=0)
    basis: Mapped[str] = mapped_column(String(12))
    amount: Mapped[float]
    unit: Mapped[str] = mapped_column(String(16))
    measured: Mapped[float]
    estimated: Mapped[float]
    coverage: Mapped[float]
    __table_args__ = (Index("ix_account_subject", "subject", "period", "start_ms"),)


class Verdict(Base):
    """A judged comparison of one subject under one rule for one period.

    `id` is the hash of (subject, rule, detail, period, start), so that judging again keeps it.
    `detail` tells apart several verdicts of one rule, such as products; `evidence` holds what the
    reason rests on (values, catalogue rows, versions), `since_ms` when the level was first reached.
    """

    __tablename__ = "verdict"
    id: Mapped[str] = mapped_column(String(16), primary_key=True)
    subject: Mapped[str] = mapped_column(SUBJECT, index=True)
    rule: Mapped[str] = mapped_column(String(40))
    detail: Mapped[str] = mapped_column(String(120), default="")
    period: Mapped[str] = mapped_column(String(8))
    start_ms: Mapped[int] = mapped_column(BigInteger)
    version: Mapped[int] = mapped_column(default=0)
    level: Mapped[str] = mapped_column(String(40), index=True)
    severity: Mapped[int]
    value: Mapped[float | None]
    reference: Mapped[float | None]
    unit: Mapped[str] = mapped_column(String(16))
    basis: Mapped[str] = mapped_column(String(12))
    coverage: Mapped[float]
    provisional: Mapped[bool]
    reason: Mapped[str] = mapped_column(String(600))
    reason_en: Mapped[str] = mapped_column(String(600), default="")
    since_ms: Mapped[int] = mapped_column(BigInteger)
    judged_ms: Mapped[int] = mapped_column(BigInteger)
    evidence: Mapped[dict[str, object]] = mapped_column(JSON, default=dict)
    __table_args__ = (
        Index(
            "ix_verdict_period",
            "period",
            "start_ms",
            "subject",
            "version",
            "rule",
            "level",
            "severity",
        ),
        Index("ix_verdict_start", "start_ms", "id"),
        Index("ix_verdict_rule_level", "rule", "level", "version", "start_ms", "id"),
    )


class Alert(Base):
    """An episode of (subject, rule, detail): open while `resolved_ms` is None, one at a time.

    `muted` is an episode that was resolved by hand while its verdict stands: no other opens until
    the verdict has become good or worse.
    """

    __tablename__ = "alert"
    id: Mapped[int] = mapped_column(primary_key=True)
    subject: Mapped[str] = mapped_column(SUBJECT)
    rule: Mapped[str] = mapped_column(String(40))
    detail: Mapped[str] = mapped_column(String(120), default="")
    opened_ms: Mapped[int] = mapped_column(BigInteger)
    changed_ms: Mapped[int] = mapped_column(BigInteger)
    resolved_ms: Mapped[int | None] = mapped_column(BigInteger)
    severity: Mapped[int]
    level: Mapped[str] = mapped_column(String(40))
    reason: Mapped[str] = mapped_column(String(600))
    reason_en: Mapped[str] = mapped_column(String(600), default="")
    verdict_id: Mapped[str] = mapped_column(String(16))
    acknowledged_ms: Mapped[int | None] = mapped_column(BigInteger)
    acknowledged_by: Mapped[str] = mapped_column(String(100), default="", server_default="")
    assignee: Mapped[str] = mapped_column(String(100), default="", server_default="")
    escalated_ms: Mapped[int | None] = mapped_column(BigInteger)
    muted: Mapped[bool] = mapped_column(default=False, server_default=false())
    __table_args__ = (
        Index(
            "uq_alert_open",
            "subject",
            "rule",
            "detail",
            unique=True,
            sqlite_where=text("resolved_ms IS NULL"),
            postgresql_where=text("resolved_ms IS NULL"),
        ),
        Index("ix_alert_subject", "subject"),
        Index("ix_alert_opened", "opened_ms", "id"),
    )


class Finding(Base):
    """A data-quality observation over a period; the same one is kept once.

    `code` such as ``register_gap``, ``blip``, ``rollover``, ``undeclared_reset``; `evidence` its
    values. `detail` tells apart what has no point, such as the streams of gateways.
    """

    __tablename__ = "finding"
    subject: Mapped[str] = mapped_column(SUBJECT, primary_key=True)
    point_code: Mapped[str] = mapped_column(CODE, primary_key=True)
    code: Mapped[str] = mapped_column(String(40), primary_key=True)
    start_ms: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    detail: Mapped[str] = mapped_column(
        String(200), primary_key=True, default="", server_default=""
    )
    end_ms: Mapped[int] = mapped_column(BigInteger)
    text: Mapped[str] = mapped_column(String(600))
    text_en: Mapped[str] = mapped_column(String(600), default="")
    evidence: Mapped[dict[str, object]] = mapped_column(JSON, default=dict)
    __table_args__ = (
        Index("ix_finding_start", "start_ms", "subject", "point_code", "code"),
        Index("ix_finding_end", "end_ms", "subject"),
    )


class Lease(Base):
    """A numbered lease: writers check `number` inside each transaction.

    The holder raises `beat` while it lives; a candidate that has seen the same beat for the lease's
    time by its own monotonic clock takes over with the next number.
    """

    __tablename__ = "lease"
    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    holder: Mapped[str] = mapped_column(String(80))
    number: Mapped[int] = mapped_column(BigInteger)
    beat: Mapped[int] = mapped_column(BigInteger, default=0)


class JobRun(Base):
    """The run ledger: one row per run of a job."""

    __tablename__ = "job_run"
    id: Mapped[int] = mapped_column(primary_key=True)
    job: Mapped[str] = mapped_column(String(40), index=True)
    started_ms: Mapped[int] = mapped_column(BigInteger)
    ended_ms: Mapped[int | None] = mapped_column(BigInteger)
    state: Mapped[str] = mapped_column(String(12))
    detail: Mapped[str] = mapped_column(String(1000), default="")
    lease_number: Mapped[int] = mapped_column(BigInteger, default=0)
