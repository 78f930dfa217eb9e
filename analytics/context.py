"""`Context`: what every analytics job is given, and nothing it has to look for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from core.catalogue import Catalogue
    from core.clock import Clock
    from core.registry.database import Registry
    from core.settings import Settings
    from core.store.protocol import TimeSeriesStore


@dataclass(frozen=True)
class Context:
    """The surroundings of a job.

    Attributes
    ----------
    registry : Registry
        What is known of enterprises, meters and duties, and what jobs derive.
    store : TimeSeriesStore
        Readings and hourly amounts.
    catalogue : Catalogue
        Dated factors, levels and limits.
    clock : Clock
        The only "now".
    settings : Settings
        The process' settings.
    """

    registry: Registry
    store: TimeSeriesStore
    catalogue: Catalogue
    clock: Clock
    settings: Settings
