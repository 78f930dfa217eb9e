"""What several processes need: collectors, chained segments, credentials, keys.

Revision 0003, after 0002.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

FINDING_INDEXES: tuple[tuple[str, list[str]], ...] = (
    ("ix_finding_start", ["start_ms", "subject", "point_code", "code"]),
    ("ix_finding_end", ["end_ms", "subject"]),
)
FINDING_COLUMNS = "subject, point_code, code, start_ms, end_ms, text, text_en, evidence"


def upgrade() -> None:
    """Apply this version."""
    _add_tables()
    with op.batch_alter_table("gateway") as table:
        table.add_column(
            sa.Column("signature", sa.String(12), nullable=False, server_default="optional")
        )
    with op.batch_alter_table("book") as table:
        for name in ("pending", "carried_ms"):
            table.add_column(sa.Column(name, sa.BigInteger(), nullable=False, server_default="0"))
    _remake_findings(detail=True)


def downgrade() -> None:
    """Take this version back; findings that only `detail` told apart are lost."""
    op.execute("DELETE FROM finding WHERE detail <> ''")
    _remake_findings(detail=False)
    with op.batch_alter_table("book") as table:
        table.drop_column("carried_ms")
        table.drop_column("pending")
    with op.batch_alter_table("gateway") as table:
        table.drop_column("signature")
    for name in ("gateway_key", "gateway_credential", "journal_link", "collector"):
        op.drop_table(name)


def _remake_findings(*, detail: bool) -> None:
    """Make the table again, with or without `detail` in its key, and copy the rows."""
    for name, _ in FINDING_INDEXES:
        op.drop_index(name, table_name="finding")
    op.rename_table("finding", "finding_before")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER INDEX finding_pkey RENAME TO finding_before_pkey")
    added = [sa.Column("detail", sa.String(200), nullable=False, server_default="")]
    op.create_table(
        "finding",
        sa.Column("subject", sa.String(40), nullable=False),
        sa.Column("point_code", sa.String(64), nullable=False),
        sa.Column("code", sa.String(40), nullable=False),
        sa.Column("start_ms", sa.BigInteger(), nullable=False),
        *(added if detail else []),
        sa.Column("end_ms", sa.BigInteger(), nullable=False),
        sa.Column("text", sa.String(600), nullable=False),
        sa.Column("text_en", sa.String(600), nullable=False),
        sa.Column("evidence", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint(
            "subject", "point_code", "code", "start_ms", *(["detail"] if detail else [])
        ),
    )
    op.execute(
        f"INSERT INTO finding ({FINDING_COLUMNS}) SELECT {FINDING_COLUMNS} FROM finding_before"
    )
    op.drop_table("finding_before")
    for name, columns in FINDING_INDEXES:
        op.create_index(name, "finding", columns)


def _add_tables() -> None:
    op.create_table(
        "collector",
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("parts", sa.Integer(), nullable=False),
        sa.Column("url", sa.String(200), nullable=False),
        sa.Column("version", sa.String(40), nullable=False),
        sa.Column("started_ms", sa.BigInteger(), nullable=False),
        sa.Column("beat_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name"),
        sa.UniqueConstraint("number"),
    )
    op.create_table(
        "journal_link",
        sa.Column("collector", sa.String(64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("base", sa.BigInteger(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("sealed_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("collector", "number"),
    )
    op.create_table(
        "gateway_credential",
        *_gateway(),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("login", sa.String(100), nullable=False),
        sa.Column("secret", sa.String(400), nullable=False),
        sa.Column("serial", sa.String(80), nullable=False),
        sa.Column("created_ms", sa.BigInteger(), nullable=False),
        sa.Column("expires_ms", sa.BigInteger(), nullable=True),
        sa.Column("revoked_ms", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("enterprise_code", "gateway_code", "number"),
    )
    op.create_table(
        "gateway_key",
        *_gateway(),
        sa.Column("key_id", sa.Integer(), nullable=False),
        sa.Column("secret", sa.String(200), nullable=False),
        sa.Column("valid_from_ms", sa.BigInteger(), nullable=False),
        sa.Column("valid_to_ms", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("enterprise_code", "gateway_code", "key_id"),
    )


def _gateway() -> list[sa.schema.SchemaItem]:
    return [
        sa.Column("enterprise_code", sa.String(18), nullable=False),
        sa.Column("gateway_code", sa.String(64), nullable=False),
        sa.ForeignKeyConstraint(
            ["enterprise_code", "gateway_code"], ["gateway.enterprise_code", "gateway.code"]
        ),
    ]
