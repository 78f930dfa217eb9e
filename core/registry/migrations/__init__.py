"""Migrations of the registry; Alembic runs them when the registry opens."""
