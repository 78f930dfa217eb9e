"""Declared outages, months of points, checks of consistency, what is due to be measured.

Revision 0010, after 0009.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply this version."""
    op.create_table(
        "outage",
        sa.Column("enterprise_code", sa.String(18), nullable=False),
        sa.Column("point_code", sa.String(64), nullable=False),
        _whole("start_ms"),
        _whole("end_ms"),
        sa.Column("reason", sa.String(400), nullable=False),
        sa.Column("source", sa.String(400), nullable=False),
        sa.Column("declared_ms", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["enterprise_code"], ["enterprise.code"]),
        sa.PrimaryKeyConstraint("enterprise_code", "point_code", "start_ms"),
    )
    _add_months()
    op.create_table(
        "quality_due",
        sa.Column("enterprise_code", sa.String(18), nullable=False),
        _whole("month_ms"),
        _whole("due_ms"),
        _whole("revision"),
        sa.PrimaryKeyConstraint("enterprise_code", "month_ms"),
    )
    op.create_index("ix_quality_due", "quality_due", ["due_ms"])


def downgrade() -> None:
    """Take this version back; declared outages are lost, the rest can be measured again."""
    op.drop_index("ix_quality_due", "quality_due")
    for name in ("quality_due", "quality_check", "point_month", "outage"):
        op.drop_table(name)


def _whole(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), nullable=False)


def _add_months() -> None:
    counts = ("expected", "excused", "received", "valid", "timed", "timely")
    op.create_table(
        "point_month",
        sa.Column("enterprise_code", sa.String(18), nullable=False),
        sa.Column("point_code", sa.String(64), nullable=False),
        _whole("month_ms"),
        _whole("until_ms"),
        *(_whole(name) for name in counts),
        *(
            sa.Column(name, sa.Integer(), nullable=False)
            for name in ("hours_due", "hours_sent", "hours_valid")
        ),
        *(_whole(name) for name in ("service_s", "known_s", "calibrated_s")),
        sa.PrimaryKeyConstraint("enterprise_code", "point_code", "month_ms"),
    )
    op.create_table(
        "quality_check",
        sa.Column("enterprise_code", sa.String(18), nullable=False),
        _whole("month_ms"),
        sa.Column("kind", sa.String(24), nullable=False),
        sa.Column("detail", sa.String(100), nullable=False),
        sa.Column("value", sa.Double(), nullable=False),
        sa.Column("reference", sa.Double(), nullable=False),
        sa.Column("unit", sa.String(16), nullable=False),
        sa.Column("tolerance", sa.Double(), nullable=False),
        sa.Column("agrees", sa.Boolean(), nullable=False),
        sa.Column("evidence", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("enterprise_code", "month_ms", "kind", "detail"),
    )
