"""季度调度: what each subject of a quarter's sheet has to do, by whom and until when."""

from __future__ import annotations

from sqlalchemy import BigInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from core.registry.models import Base


class DispatchTask(Base):
    """A task of ``enterprise:CODE`` or ``region:CODE`` in the quarter that starts at `quarter_ms`.

    `number` tells the tasks of one quarter apart [1]; `done_ms` is None while it is open.
    """

    __tablename__ = "dispatch_task"
    subject: Mapped[str] = mapped_column(String(100), primary_key=True)
    quarter_ms: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    task: Mapped[str] = mapped_column(String(400))
    who: Mapped[str] = mapped_column(String(100))
    next_step: Mapped[str] = mapped_column(String(400))
    due_ms: Mapped[int | None] = mapped_column(BigInteger)
    done_ms: Mapped[int | None] = mapped_column(BigInteger)
    document: Mapped[str] = mapped_column(String(400), default="")
