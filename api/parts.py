"""`PlatformParts`: what a composition root gives to the API and the console."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from api.jobs import JobRunner

if TYPE_CHECKING:
    from analytics.scheduler import Scheduler
    from api.collectors import CollectorPart
    from core.catalogue import Catalogue
    from core.clock import Clock
    from core.registry.database import Registry
    from core.settings import Settings
    from core.store.protocol import TimeSeriesStore


@dataclass(frozen=True)
class BrokerRefusal:
    """Connections of one kind and client that the broker did not let in, together.

    Attributes
    ----------
    who : str
        Client or address; empty where the broker does not tell.
    what, fix : str
        What it means, and what to do.
    count : int
        How often [1].
    last_ms : int
        When last [ms since the epoch, UTC].
    """

    who: str
    what: str
    fix: str
    count: int
    last_ms: int


@dataclass(frozen=True)
class PlatformParts:
    """The running parts of one process.

    Attributes
    ----------
    settings : Settings
        The process' settings.
    clock : Clock
        The only "now".
    registry : Registry
        What is known and what jobs derive.
    store : TimeSeriesStore
        Readings and hourly amounts.
    catalogue : Catalogue
        Dated factors, levels and limits.
    collector : CollectorPart or None
        The collector of this process, or those that are processes of their own; None for none.
    scheduler : Scheduler or None
        The scheduler of this process; None where it is another process.
    token : str
        The operator's token; empty refuses every write.
    open_loopback : bool
        Let peers on a loopback address read without a token.
    simulated : bool
        The data come from a simulated fleet; every page and `/health` say so.
    take_log_ins : callable or None
        Has the broker of this process take the registry's log-ins at once; None where another
        process does within seconds.
    read_refusals : callable or None
        Gives what the broker of this process did not let in of late; None where another process
        has the broker.
    jobs : JobRunner
        Does long work that calls began.
    """

    settings: Settings
    clock: Clock
    registry: Registry
    store: TimeSeriesStore
    catalogue: Catalogue
    collector: CollectorPart | None = None
    scheduler: Scheduler | None = None
    token: str = ""
    open_loopback: bool = False
    simulated: bool = False
    take_log_ins: Callable[[], None] | None = None
    read_refusals: Callable[[], list[BrokerRefusal]] | None = None
    jobs: JobRunner = field(default_factory=JobRunner)
