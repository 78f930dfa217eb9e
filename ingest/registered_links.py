"""Links of a journal's chain as the registry has them."""

from __future__ import annotations

from sqlalchemy import select

from core.registry.database import Registry
from core.registry.results import JournalLink
from ingest.journal.sealing import Link


def read_links(registry: Registry, collector: str) -> dict[int, Link]:
    """Return the links of a collector's journal, by number [1].

    Raises
    ------
    RegistryError
        The registry cannot be read.
    """
    columns = (JournalLink.number, JournalLink.base, JournalLink.size, JournalLink.digest)
    with registry.read() as session:
        rows = session.execute(
            select(*columns).where(JournalLink.collector == collector).order_by(JournalLink.number)
        )
        return {row.number: Link(*row) for row in rows}
