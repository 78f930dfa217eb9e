"""`LeasedRegistry`: a registry that writes only while the lease is held."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.orm import Session

from core.registry.database import Registry
from core.registry.lease import HeldLease


class LeasedRegistry(Registry):
    """The same registry, with the lease checked inside every writing transaction."""

    def __init__(self, registry: Registry, lease: HeldLease) -> None:
        super().__init__(registry.engine, registry.location, reading=registry.reading)
        self._lease = lease

    @contextmanager
    def session(self) -> Iterator[Session]:
        """Open a writing session under the lease.

        Raises
        ------
        LeaseLostError
            Another holder has the lease; nothing is written.
        """
        with super().session() as session:
            self._lease.check(session)
            yield session
