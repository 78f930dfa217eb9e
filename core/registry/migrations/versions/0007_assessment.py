"""Decisions on quotas, transfers, certificates and their use, separately listed projects.

Revision 0007, after 0005.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply this version."""
    _add_quotas()
    _add_certificates()
    op.create_table(
        "listed_project",
        _text("code", 64),
        _text("name", 200),
        _text("region_code", 6),
        sa.Column("enterprise_code", sa.String(18), nullable=True),
        sa.Column("line_code", sa.String(64), nullable=True),
        sa.Column("state_share", sa.Double(), nullable=False),
        sa.Column("valid_from_ms", sa.BigInteger(), nullable=False),
        sa.Column("valid_to_ms", sa.BigInteger(), nullable=True),
        _text("source", 400),
        sa.ForeignKeyConstraint(["region_code"], ["region.code"]),
        sa.PrimaryKeyConstraint("code"),
    )
    op.create_index("ix_listed_project_region_code", "listed_project", ["region_code"])


def downgrade() -> None:
    """Take this version back; who decided on quotas, transfers and certificates is lost."""
    for name in (
        "listed_project",
        "certificate_use",
        "certificate",
        "quota_transfer",
        "quota_change",
    ):
        op.drop_table(name)


def _add_quotas() -> None:
    op.create_table(
        "quota_change",
        _text("holder", 100),
        sa.Column("year", sa.Integer(), nullable=False),
        _text("kind", 12),
        _text("basis", 12),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("before", sa.Double(), nullable=True),
        _text("before_unit", 16),
        sa.Column("amount", sa.Double(), nullable=False),
        _text("unit", 16),
        sa.Column("decided_ms", sa.BigInteger(), nullable=True),
        *_reasons(),
        sa.PrimaryKeyConstraint("holder", "year", "kind", "basis", "number"),
    )
    op.create_table(
        "quota_transfer",
        _text("code", 64),
        sa.Column("year", sa.Integer(), nullable=False),
        _text("kind", 12),
        _text("basis", 12),
        _text("from_holder", 100),
        _text("to_holder", 100),
        sa.Column("amount", sa.Double(), nullable=False),
        _text("unit", 16),
        sa.Column("decided_ms", sa.BigInteger(), nullable=False),
        *_reasons(),
        sa.PrimaryKeyConstraint("code"),
    )
    op.create_index("ix_quota_transfer", "quota_transfer", ["year", "kind", "basis"])


def _add_certificates() -> None:
    op.create_table(
        "certificate",
        _text("code", 64),
        _text("kind", 16),
        _text("holder", 100),
        sa.Column("month_ms", sa.BigInteger(), nullable=False),
        sa.Column("mwh", sa.Double(), nullable=False),
        _text("origin", 6),
        _text("technology", 20),
        _text("source", 400),
        sa.PrimaryKeyConstraint("code"),
    )
    op.create_index("ix_certificate_holder", "certificate", ["holder"])
    op.create_table(
        "certificate_use",
        _text("certificate_code", 64),
        _text("subject", 100),
        sa.Column("month_ms", sa.BigInteger(), nullable=False),
        sa.Column("mwh", sa.Double(), nullable=False),
        _text("entered_by", 100),
        _text("source", 400),
        sa.ForeignKeyConstraint(["certificate_code"], ["certificate.code"]),
        sa.PrimaryKeyConstraint("certificate_code", "subject", "month_ms"),
    )
    op.create_index("ix_certificate_use_subject", "certificate_use", ["subject"])


def _text(name: str, length: int) -> sa.Column[Any]:
    return sa.Column(name, sa.String(length), nullable=False)


def _reasons() -> tuple[sa.Column[Any], ...]:
    return _text("decided_by", 100), _text("reason", 400), _text("source", 400)
