"""Tasks of the quarterly dispatch sheet 季度调度.

Revision 0008, after 0010.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply this version."""
    op.create_table(
        "dispatch_task",
        sa.Column("subject", sa.String(100), nullable=False),
        sa.Column("quarter_ms", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("task", sa.String(400), nullable=False),
        sa.Column("who", sa.String(100), nullable=False),
        sa.Column("next_step", sa.String(400), nullable=False),
        sa.Column("due_ms", sa.BigInteger(), nullable=True),
        sa.Column("done_ms", sa.BigInteger(), nullable=True),
        sa.Column("document", sa.String(400), nullable=False),
        sa.PrimaryKeyConstraint("subject", "quarter_ms", "number"),
    )


def downgrade() -> None:
    """Take this version back; the tasks are lost."""
    op.drop_table("dispatch_task")
