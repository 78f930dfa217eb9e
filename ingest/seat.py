"""`Seat`: this collector's row in the registry, by which others find and number it."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.partition import Part
from core.registry.results import CollectorSeat

EMBEDDED = "embedded"
"""Name of the collector that shares its process with the rest of the platform; number 0."""
DISTRIBUTION = "nengheng"


class Seat:
    """The row of one collector in table ``collector``.

    Parameters
    ----------
    name : str
        Name of this collector.
    part : Part
        Which enterprises are its own.
    url : str
        Where its HTTP interface answers.
    started_ms : int
        When this process began [ms since the epoch, UTC].

    Attributes
    ----------
    number : int or None
        Its number, allotted once [1]; None until the registry has been reached.
    """

    def __init__(self, name: str, part: Part, *, url: str, started_ms: int) -> None:
        self.name = name
        self.part = part
        self.number: int | None = None
        self._url = url
        self._started_ms = started_ms
        self._version = _read_version()

    def beat(self, session: Session, now_ms: int) -> None:
        """Report at `now_ms` [ms], within the caller's transaction; register if need be."""
        row = session.get(CollectorSeat, self.name)
        if row is None:
            row = CollectorSeat(name=self.name, number=self._allot(session))
            session.add(row)
        row.part, row.parts = self.part
        row.url, row.version = self._url, self._version
        row.started_ms, row.beat_ms = self._started_ms, now_ms
        session.flush()
        self.number = row.number

    def _allot(self, session: Session) -> int:
        if self.name == EMBEDDED:
            return 0
        last = session.scalar(select(func.max(CollectorSeat.number)))
        return (last or 0) + 1


def _read_version() -> str:
    try:
        return version(DISTRIBUTION)
    except PackageNotFoundError:
        return "unknown"
