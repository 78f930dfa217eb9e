"""A number that moves with every edit of what collectors know by heart.

Revision 0004, after 0003. On PostgreSQL triggers move it, so that edits by hand count too; a SQLite
file tells its readers by itself.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

WATCHED = ("gateway", "gateway_key", "point")

FUNCTION = """
CREATE FUNCTION note_edit() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE edit SET number = number + 1 WHERE name = 'collected';
    RETURN NULL;
END $$
"""
TRIGGER = """
CREATE TRIGGER note_edit AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION note_edit()
"""


def upgrade() -> None:
    """Apply this version."""
    op.create_table(
        "edit",
        sa.Column("name", sa.String(40), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
    op.execute("INSERT INTO edit (name, number) VALUES ('collected', 0)")
    if op.get_bind().dialect.name == "postgresql":
        op.execute(FUNCTION)
        for table in WATCHED:
            op.execute(TRIGGER.format(table=table))


def downgrade() -> None:
    """Take this version back."""
    if op.get_bind().dialect.name == "postgresql":
        for table in WATCHED:
            op.execute(f"DROP TRIGGER note_edit ON {table}")
        op.execute("DROP FUNCTION note_edit()")
    op.drop_table("edit")
