"""`Viewer`: who asks. Every read of `api.services` takes one, so that checks have one place."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from analytics.context import Context

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from api.parts import PlatformParts


@dataclass(frozen=True)
class Viewer:
    """Somebody who reads the platform's parts; today the operator, who may read everything.

    Attributes
    ----------
    parts : PlatformParts
        What is read.
    name : str
        Who reads, as it stands in the log of writes.
    """

    parts: PlatformParts
    name: str = "operator"

    @contextmanager
    def read(self) -> Generator[Session]:
        """Open the registry for reading."""
        with self.parts.registry.read() as session:
            yield session

    @property
    def context(self) -> Context:
        """The parts that analytics' functions are given."""
        parts = self.parts
        return Context(
            registry=parts.registry,
            store=parts.store,
            catalogue=parts.catalogue,
            clock=parts.clock,
            settings=parts.settings,
        )

    def now_ms(self) -> int:
        """Return the platform's present time [ms since the epoch, UTC]."""
        return self.parts.clock.now_ms()


def operator(parts: PlatformParts) -> Viewer:
    """Return the viewer who may read and write everything."""
    return Viewer(parts)
