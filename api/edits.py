"""Edits of what was seen: a service shows what stands to a check before it changes it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from pydantic import BaseModel

Check: TypeAlias = Callable[[BaseModel | None], None]
"""Is given what stands, None where nothing does, and raises where it is not what was seen."""


def take_any(_standing: BaseModel | None) -> None:
    """Refuse nothing."""
