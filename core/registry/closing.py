"""Closed periods: which figures were frozen, by whom, and the digest that shows a later change."""

from __future__ import annotations

from sqlalchemy import BigInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from core.registry.models import Base


class Closing(Base):
    """A month or year of a subject as it was frozen: accounts and verdicts of one `version`.

    Version 1 is the closing; each later one a restatement with its `reason`. `rows` counts the
    frozen rows [1]; `digest` is the BLAKE2b of them together with the digest of the version before.
    """

    __tablename__ = "closing"
    subject: Mapped[str] = mapped_column(String(40), primary_key=True)
    period: Mapped[str] = mapped_column(String(8), primary_key=True)
    start_ms: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    closed_ms: Mapped[int] = mapped_column(BigInteger)
    closed_by: Mapped[str] = mapped_column(String(100))
    reason: Mapped[str] = mapped_column(String(600), default="")
    rows: Mapped[int]
    digest: Mapped[str] = mapped_column(String(64))
