"""企业能效清单: what is to be done with a line below the baseline, and by when."""

from __future__ import annotations

from sqlalchemy import BigInteger, ForeignKeyConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from core.registry.models import CODE, CREDIT_CODE, Base


class UpgradePlan(Base):
    """The plan for a line that was put on the list on `listed_ms` [ms].

    `action` is `core.vocabulary.UpgradeAction`, `state` `core.vocabulary.UpgradeState`; `due_ms`
    when the upgrade is to be done or the line to be shut [ms], `done_ms` when it was; `target` the
    figure after the upgrade in `unit`, None where none is stated. `source` is the document.
    """

    __tablename__ = "upgrade_plan"
    enterprise_code: Mapped[str] = mapped_column(CREDIT_CODE, primary_key=True)
    line_code: Mapped[str] = mapped_column(CODE, primary_key=True)
    listed_ms: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    action: Mapped[str] = mapped_column(String(12))
    state: Mapped[str] = mapped_column(String(12))
    due_ms: Mapped[int] = mapped_column(BigInteger)
    done_ms: Mapped[int | None] = mapped_column(BigInteger)
    target: Mapped[float | None]
    unit: Mapped[str] = mapped_column(String(16), default="")
    measure: Mapped[str] = mapped_column(String(400), default="")
    source: Mapped[str] = mapped_column(String(400))
    __table_args__ = (
        ForeignKeyConstraint(
            ["enterprise_code", "line_code"],
            ["process_line.enterprise_code", "process_line.code"],
        ),
    )
