"""What is kept of calls that write: answers to be given again, and work that goes on after them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, BigInteger, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from core.registry.models import Base


class KeptAnswer(Base):
    """The answer to a call that carried an ``Idempotency-Key``.

    `id` is the SHA-256 of the caller's credential and the key, `digest` that of the request. While
    the call runs `answer` is None; then it is the answer, encrypted by what only the caller has:
    an answer may hold a secret that is shown once, and none stands here in clear.
    """

    __tablename__ = "kept_answer"
    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    digest: Mapped[str] = mapped_column(String(64))
    made_ms: Mapped[int] = mapped_column(BigInteger, index=True)
    answer: Mapped[bytes | None] = mapped_column(LargeBinary)


class Job(Base):
    """Long work that a call began: `state` is `core.vocabulary.JobState`.

    `asked` is what is to be done, `result` what came of it, `problem` why it failed (RFC 9457).
    `done` of `total` [`unit`] is how far it is, `total` None while that is not known. `runner`
    names the process that does it, which raises `beat_ms` [ms by the machine's clock] meanwhile.
    `file` is the name of what it wrote, empty for nothing.
    """

    __tablename__ = "job"
    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    kind: Mapped[str] = mapped_column(String(24))
    made_by: Mapped[str] = mapped_column(String(100))
    made_ms: Mapped[int] = mapped_column(BigInteger)
    asked: Mapped[dict[str, Any]] = mapped_column(JSON)
    state: Mapped[str] = mapped_column(String(10), default="queued")
    started_ms: Mapped[int | None] = mapped_column(BigInteger)
    ended_ms: Mapped[int | None] = mapped_column(BigInteger)
    done: Mapped[int] = mapped_column(BigInteger, default=0)
    total: Mapped[int | None] = mapped_column(BigInteger)
    unit: Mapped[str] = mapped_column(String(16), default="")
    cancelling: Mapped[bool] = mapped_column(default=False)
    result: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    problem: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    file: Mapped[str] = mapped_column(String(200), default="")
    runner: Mapped[str] = mapped_column(String(200), default="")
    beat_ms: Mapped[int] = mapped_column(BigInteger, default=0)
    __table_args__ = (Index("ix_job_made", "made_ms", "id"),)
