"""Indexes of what lists and overviews read.

Revision 0002, after 0001.
"""

from __future__ import annotations

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

INDEXES: tuple[tuple[str, str, list[str]], ...] = (
    (
        "ix_verdict_period",
        "verdict",
        ["period", "start_ms", "subject", "version", "rule", "level", "severity"],
    ),
    ("ix_verdict_start", "verdict", ["start_ms", "id"]),
    ("ix_alert_subject", "alert", ["subject"]),
    ("ix_alert_opened", "alert", ["opened_ms", "id"]),
    ("ix_finding_start", "finding", ["start_ms", "subject", "point_code", "code"]),
    ("ix_finding_end", "finding", ["end_ms", "subject"]),
)


def upgrade() -> None:
    """Apply this version."""
    for name, table, columns in INDEXES:
        op.create_index(name, table, columns)


def downgrade() -> None:
    """Take this version back."""
    for name, table, _ in INDEXES:
        op.drop_index(name, table)
