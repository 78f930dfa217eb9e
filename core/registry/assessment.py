"""Tables of 双控 assessment: who changed a quota and why, transfers, certificates, listed projects.

Times are epoch milliseconds UTC; a dated row is valid in ``[valid_from_ms, valid_to_ms)``, None for
open. Nothing here is overwritten by a later decision: that is a row of its own.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from core.registry.models import CODE, CREDIT_CODE, Base

SUBJECT = String(100)
SOURCE = String(400)


class QuotaChange(Base):
    """One decision on a quota: what it was and became, who decided, when and why.

    `number` counts from 1 for each quota; `before` [before_unit] is None at the first.
    """

    __tablename__ = "quota_change"
    holder: Mapped[str] = mapped_column(SUBJECT, primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(12), primary_key=True)
    basis: Mapped[str] = mapped_column(String(12), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    before: Mapped[float | None]
    before_unit: Mapped[str] = mapped_column(String(16), default="")
    amount: Mapped[float]
    unit: Mapped[str] = mapped_column(String(16))
    decided_ms: Mapped[int | None] = mapped_column(BigInteger)
    decided_by: Mapped[str] = mapped_column(String(100))
    reason: Mapped[str] = mapped_column(SOURCE)
    source: Mapped[str] = mapped_column(SOURCE)


class QuotaTransfer(Base):
    """`amount` [unit] of a year's quota that went from one holder to another."""

    __tablename__ = "quota_transfer"
    code: Mapped[str] = mapped_column(CODE, primary_key=True)
    year: Mapped[int]
    kind: Mapped[str] = mapped_column(String(12))
    basis: Mapped[str] = mapped_column(String(12))
    from_holder: Mapped[str] = mapped_column(SUBJECT)
    to_holder: Mapped[str] = mapped_column(SUBJECT)
    amount: Mapped[float]
    unit: Mapped[str] = mapped_column(String(16))
    decided_ms: Mapped[int] = mapped_column(BigInteger)
    decided_by: Mapped[str] = mapped_column(String(100))
    reason: Mapped[str] = mapped_column(SOURCE)
    source: Mapped[str] = mapped_column(SOURCE)
    __table_args__ = (Index("ix_quota_transfer", "year", "kind", "basis"),)


class Certificate(Base):
    """绿证 or 绿电: `mwh` [MWh] generated in the month of `month_ms` in region `origin`.

    `kind` is `core.vocabulary.CertificateKind`; `holder` who owns it.
    """

    __tablename__ = "certificate"
    code: Mapped[str] = mapped_column(CODE, primary_key=True)
    kind: Mapped[str] = mapped_column(String(16))
    holder: Mapped[str] = mapped_column(SUBJECT, index=True)
    month_ms: Mapped[int] = mapped_column(BigInteger)
    mwh: Mapped[float]
    origin: Mapped[str] = mapped_column(String(6))
    technology: Mapped[str] = mapped_column(String(20), default="")
    source: Mapped[str] = mapped_column(SOURCE)


class CertificateUse(Base):
    """That `mwh` [MWh] of a certificate stand for the use of a subject in a month."""

    __tablename__ = "certificate_use"
    certificate_code: Mapped[str] = mapped_column(ForeignKey("certificate.code"), primary_key=True)
    subject: Mapped[str] = mapped_column(SUBJECT, primary_key=True, index=True)
    month_ms: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    mwh: Mapped[float]
    entered_by: Mapped[str] = mapped_column(String(100))
    source: Mapped[str] = mapped_column(SOURCE)


class ListedProject(Base):
    """能耗单列: a project of which the state bears `state_share` 0 … 1 [1].

    Its energy is that of the enterprise, of its line, or entries ``project_energy:CODE``
    of the region.
    """

    __tablename__ = "listed_project"
    code: Mapped[str] = mapped_column(CODE, primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    region_code: Mapped[str] = mapped_column(ForeignKey("region.code"), index=True)
    enterprise_code: Mapped[str | None] = mapped_column(CREDIT_CODE)
    line_code: Mapped[str | None] = mapped_column(CODE)
    state_share: Mapped[float]
    valid_from_ms: Mapped[int] = mapped_column(BigInteger)
    valid_to_ms: Mapped[int | None] = mapped_column(BigInteger)
    source: Mapped[str] = mapped_column(SOURCE)
