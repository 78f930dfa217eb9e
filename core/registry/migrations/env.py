"""Alembic's entry: migrate over the connection that `core.registry.database` holds."""

from __future__ import annotations

from alembic import context

from core.registry.database import METADATA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    render_as_batch=True,
    transactional_ddl=True,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
