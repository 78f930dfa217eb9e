"""History of the registry's rows: who added, changed or deleted one, when, and how."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import JSON, BigInteger, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from core.registry.models import CREDIT_CODE, Base

WHO_MAX = 100


class Via(StrEnum):
    """By what way a change came."""

    IMPORT = "import"
    API = "api"
    CLI = "cli"
    PLATFORM = "platform"


class Author(NamedTuple):
    """Who changes rows, and by what way."""

    name: str
    via: Via


PLATFORM = Author("platform", Via.PLATFORM)
"""Changes that nobody asked for by name: scenarios, tests."""


class RowChange(Base):
    """One change of one row of an importable table; append-only, written with the change itself.

    `row_key` is the row's key as a JSON list of cells, `enterprise_code` its owner where the table
    has one. `before` and `after` are cells by column, as in the files: of a new row those that are
    filled, of a changed one those that differ, of a deleted one all. Importable tables hold no
    secrets.
    """

    __tablename__ = "row_change"
    id: Mapped[int] = mapped_column(primary_key=True)
    at_ms: Mapped[int] = mapped_column(BigInteger)
    who: Mapped[str] = mapped_column(String(WHO_MAX))
    via: Mapped[str] = mapped_column(String(12))
    table_name: Mapped[str] = mapped_column(String(40))
    row_key: Mapped[str] = mapped_column(String(500))
    enterprise_code: Mapped[str | None] = mapped_column(CREDIT_CODE)
    before: Mapped[dict[str, str] | None] = mapped_column(JSON)
    after: Mapped[dict[str, str] | None] = mapped_column(JSON)
    __table_args__ = (Index("ix_row_change_row", "table_name", "row_key", "id"),)
