"""What an enterprise consists of and belongs to; the meter tree; longer subjects.

Revision 0005, after 0004.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

SUBJECTS = ("account", "verdict", "alert", "finding", "entry")
POINT_COLUMNS = ("parent_code", "line_code", "equipment_code")


def upgrade() -> None:
    """Apply this version."""
    _add_parks_and_lists()
    _add_lines()
    _add_permits()
    with op.batch_alter_table("point") as table:
        for name in POINT_COLUMNS:
            table.add_column(sa.Column(name, sa.String(64), nullable=True))
        table.add_column(sa.Column("meter_level", sa.Integer(), nullable=True))
        table.add_column(sa.Column("formula", sa.String(400), nullable=False, server_default=""))
    with op.batch_alter_table("entry") as table:
        table.add_column(sa.Column("reason", sa.String(400), nullable=False, server_default=""))
    _resize(subject=100, indicator=120, item=160)


def downgrade() -> None:
    """Take this version back; what stands under a longer subject or as a virtual point is lost."""
    for name in SUBJECTS:
        op.execute(f"DELETE FROM {name} WHERE length(subject) > 40")
    op.execute("DELETE FROM account WHERE length(indicator) > 80")
    op.execute("DELETE FROM entry WHERE length(item) > 80")
    op.execute("DELETE FROM point WHERE formula <> ''")
    _resize(subject=40, indicator=80, item=80)
    with op.batch_alter_table("entry") as table:
        table.drop_column("reason")
    with op.batch_alter_table("point") as table:
        for name in ("formula", "meter_level", *POINT_COLUMNS):
            table.drop_column(name)
    for name in (
        "permit_limit",
        "outlet",
        "discharge_permit",
        "equipment",
        "process_line",
        "attribute",
        "membership",
        "park_member",
        "park",
    ):
        op.drop_table(name)


def _resize(*, subject: int, indicator: int, item: int) -> None:
    for name in SUBJECTS:
        with op.batch_alter_table(name) as table:
            table.alter_column("subject", type_=sa.String(subject), existing_nullable=False)
            if name == "account":
                table.alter_column("indicator", type_=sa.String(indicator), existing_nullable=False)
            if name == "entry":
                table.alter_column("item", type_=sa.String(item), existing_nullable=False)


def _add_parks_and_lists() -> None:
    op.create_table(
        "park",
        sa.Column("code", sa.String(32), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("region_code", sa.String(6), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.ForeignKeyConstraint(["region_code"], ["region.code"]),
        sa.PrimaryKeyConstraint("code"),
    )
    op.create_index("ix_park_region_code", "park", ["region_code"])
    op.create_table(
        "park_member",
        sa.Column("park_code", sa.String(32), nullable=False),
        *_enterprise(),
        *_validity(),
        sa.ForeignKeyConstraint(["park_code"], ["park.code"]),
        sa.PrimaryKeyConstraint("park_code", "enterprise_code", "valid_from_ms"),
    )
    op.create_index("ix_park_member_enterprise_code", "park_member", ["enterprise_code"])
    op.create_table(
        "membership",
        *_enterprise(),
        sa.Column("list_code", sa.String(64), nullable=False),
        *_validity(),
        sa.PrimaryKeyConstraint("enterprise_code", "list_code", "valid_from_ms"),
    )
    op.create_index("ix_membership_list", "membership", ["list_code", "enterprise_code"])
    op.create_table(
        "attribute",
        *_enterprise(),
        sa.Column("name", sa.String(12), nullable=False),
        *_validity(),
        sa.Column("value", sa.String(200), nullable=False),
        sa.PrimaryKeyConstraint("enterprise_code", "name", "valid_from_ms"),
    )
    op.create_index("ix_attribute_value", "attribute", ["name", "value"])


def _add_lines() -> None:
    op.create_table(
        "process_line",
        *_enterprise(),
        *_named(),
        sa.Column("benchmark_key", sa.String(200), nullable=False),
        sa.Column("product_code", sa.String(64), nullable=True),
        *_capacity(),
        *_service(),
        sa.PrimaryKeyConstraint("enterprise_code", "code"),
    )
    op.create_table(
        "equipment",
        *_enterprise(),
        *_named(),
        sa.Column("kind", sa.String(24), nullable=False),
        sa.Column("line_code", sa.String(64), nullable=True),
        *_capacity(),
        sa.Column("policy_class", sa.String(12), nullable=False),
        *_service(),
        sa.PrimaryKeyConstraint("enterprise_code", "code"),
    )


def _add_permits() -> None:
    op.create_table(
        "discharge_permit",
        *_enterprise(),
        sa.Column("number", sa.String(64), nullable=False),
        sa.Column("issuer", sa.String(200), nullable=False),
        *_validity(),
        sa.PrimaryKeyConstraint("enterprise_code", "number"),
    )
    op.create_table(
        "outlet",
        *_enterprise(),
        *_named(),
        sa.Column("medium", sa.String(12), nullable=False),
        sa.Column("line_code", sa.String(64), nullable=True),
        *_service(),
        sa.PrimaryKeyConstraint("enterprise_code", "code"),
    )
    op.create_table(
        "permit_limit",
        sa.Column("enterprise_code", sa.String(18), nullable=False),
        sa.Column("permit_number", sa.String(64), nullable=False),
        sa.Column("outlet_code", sa.String(64), nullable=False),
        sa.Column("pollutant", sa.String(64), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("period", sa.String(8), nullable=False),
        sa.Column("valid_from_ms", sa.BigInteger(), nullable=False),
        sa.Column("valid_to_ms", sa.BigInteger(), nullable=True),
        sa.Column("amount", sa.Double(), nullable=False),
        sa.Column("unit", sa.String(16), nullable=False),
        sa.Column("reference_oxygen", sa.Double(), nullable=True),
        sa.ForeignKeyConstraint(
            ["enterprise_code", "permit_number"],
            ["discharge_permit.enterprise_code", "discharge_permit.number"],
        ),
        sa.PrimaryKeyConstraint(
            "enterprise_code",
            "permit_number",
            "outlet_code",
            "pollutant",
            "kind",
            "period",
            "valid_from_ms",
        ),
    )


def _enterprise() -> list[sa.schema.SchemaItem]:
    return [
        sa.Column("enterprise_code", sa.String(18), nullable=False),
        sa.ForeignKeyConstraint(["enterprise_code"], ["enterprise.code"]),
    ]


def _named() -> list[sa.schema.SchemaItem]:
    return [
        sa.Column("code", sa.String(64), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
    ]


def _validity() -> list[sa.schema.SchemaItem]:
    return [
        sa.Column("valid_from_ms", sa.BigInteger(), nullable=False),
        sa.Column("valid_to_ms", sa.BigInteger(), nullable=True),
        sa.Column("source", sa.String(400), nullable=False),
    ]


def _capacity() -> list[sa.schema.SchemaItem]:
    return [
        sa.Column("capacity", sa.Double(), nullable=True),
        sa.Column("unit", sa.String(16), nullable=False),
        sa.Column("vintage", sa.String(12), nullable=False),
    ]


def _service() -> list[sa.schema.SchemaItem]:
    return [
        sa.Column("in_service_ms", sa.BigInteger(), nullable=True),
        sa.Column("out_of_service_ms", sa.BigInteger(), nullable=True),
    ]
