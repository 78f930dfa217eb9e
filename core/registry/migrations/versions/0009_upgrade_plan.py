"""Upgrade plans of lines below the baseline.

Revision 0009, after 0007.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply this version."""
    op.create_table(
        "upgrade_plan",
        sa.Column("enterprise_code", sa.String(18), nullable=False),
        sa.Column("line_code", sa.String(64), nullable=False),
        sa.Column("listed_ms", sa.BigInteger(), nullable=False),
        sa.Column("action", sa.String(12), nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("due_ms", sa.BigInteger(), nullable=False),
        sa.Column("done_ms", sa.BigInteger(), nullable=True),
        sa.Column("target", sa.Double(), nullable=True),
        sa.Column("unit", sa.String(16), nullable=False),
        sa.Column("measure", sa.String(400), nullable=False),
        sa.Column("source", sa.String(400), nullable=False),
        sa.ForeignKeyConstraint(
            ["enterprise_code", "line_code"],
            ["process_line.enterprise_code", "process_line.code"],
        ),
        sa.PrimaryKeyConstraint("enterprise_code", "line_code", "listed_ms"),
    )


def downgrade() -> None:
    """Take this version back; the plans are lost."""
    op.drop_table("upgrade_plan")
