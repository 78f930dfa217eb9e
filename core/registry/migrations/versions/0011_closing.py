"""Closed periods and their restatements.

Revision 0011, after 0008.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply this version."""
    op.create_table(
        "closing",
        sa.Column("subject", sa.String(40), nullable=False),
        sa.Column("period", sa.String(8), nullable=False),
        sa.Column("start_ms", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("closed_ms", sa.BigInteger(), nullable=False),
        sa.Column("closed_by", sa.String(100), nullable=False),
        sa.Column("reason", sa.String(600), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("subject", "period", "start_ms", "version"),
    )


def downgrade() -> None:
    """Take this version back; what was closed is open again."""
    op.drop_table("closing")
    for table in ("account", "verdict"):
        op.execute(f"DELETE FROM {table} WHERE version > 0")
