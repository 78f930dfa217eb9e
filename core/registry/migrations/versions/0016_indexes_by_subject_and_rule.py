"""Accounts are found by their subject, verdicts counted and listed by rule and level.

Revision 0016, after 0015. An index of accounts that began with the period was taken by SQLite
wherever a span of time was asked for, and gave the rows of every subject.
"""

from __future__ import annotations

from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply this version."""
    op.drop_index("ix_account_period", "account")
    op.create_index("ix_account_subject", "account", ["subject", "period", "start_ms"])
    op.drop_index("ix_verdict_rule", "verdict")
    op.create_index(
        "ix_verdict_rule_level", "verdict", ["rule", "level", "version", "start_ms", "id"]
    )


def downgrade() -> None:
    """Take this version back."""
    op.drop_index("ix_verdict_rule_level", "verdict")
    op.create_index("ix_verdict_rule", "verdict", ["rule"])
    op.drop_index("ix_account_subject", "account")
    op.create_index("ix_account_period", "account", ["period", "start_ms", "indicator"])
