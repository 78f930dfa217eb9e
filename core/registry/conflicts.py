"""Inserting where a row may stand already: the database decides, whoever writes."""

from __future__ import annotations

from sqlalchemy import Connection
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import DeclarativeBase

AnyInsert = postgresql.Insert | sqlite.Insert


def insert_into(connection: Connection, table: type[DeclarativeBase]) -> AnyInsert:
    """Return an insert that knows ``on_conflict_…``, as the connection's database has it."""
    make = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    return make(table)
