"""A portion of a run: enterprises that are computed away from the one who writes.

`derive` reads and computes and writes nothing, so that it may run anywhere: in this process, in one
of a pool, on a cluster. Whoever asked for it writes what it returns, under the lease. A portion
whose worker dies is simply computed again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from analytics.accounts import EnterpriseAccounts, compute_accounts
from analytics.accounts.facts import EnterpriseFacts
from analytics.cargo import Cargo, EmptyStore
from analytics.consumption.at_hand import ReadingsAtHand
from analytics.consumption.facts import read_meters
from analytics.consumption.job import compare_hours, compute_enterprises
from analytics.consumption.ledger import FindingChanges, apply_findings, compare_findings
from analytics.consumption.meters import MeterTable
from analytics.context import Context
from analytics.hours_at_hand import HoursAtHand
from analytics.tasks import Span, Task, join_near, list_subjects
from analytics.together import gather
from core.calendar import DAY_MS, HOUR_MS
from core.clock import FixedClock
from core.hours import HourBatch
from core.store.protocol import SeriesKey

SHIPPED = 4_000_000
"""Twice the readings that are sent to a worker at most [1]."""


@dataclass(frozen=True)
class Portion:
    """Enterprises with one and the same dirty span.

    Attributes
    ----------
    facts : tuple of EnterpriseFacts
        The enterprises.
    dirty : tuple of (int, int)
        Their dirty spans [ms]; they lie together.
    turn : (int, int) or None
        What the clock alone has touched [ms].
    now_ms : int
        The present [ms], the same for all portions of a run.
    cargo : Cargo or None
        What its worker needs of a store that it cannot read itself.
    """

    facts: tuple[EnterpriseFacts, ...]
    dirty: tuple[Span, ...]
    turn: Span | None
    now_ms: int
    cargo: Cargo | None = None


@dataclass(frozen=True)
class DerivedPortion:
    """What was computed of a portion.

    Attributes
    ----------
    keys : tuple of SeriesKey
        Points of `hours`, whose series are positions here [1]: ids differ from process to process.
    hours : HourBatch
        Hours that differ from those of the store.
    findings : FindingChanges
        What differs in the findings of consumption.
    touched : dict
        Spans [ms] by enterprise whose hours may have changed.
    accounts : tuple of EnterpriseAccounts
        Of each enterprise, in the portion's order.
    """

    keys: tuple[SeriesKey, ...]
    hours: HourBatch
    findings: FindingChanges
    touched: dict[str, list[Span]]
    accounts: tuple[EnterpriseAccounts, ...]

    def write_hours(self, context: Context) -> None:
        """Write hours and findings; nothing where nothing differs."""
        if len(self.hours):
            ids = context.store.series_ids(self.keys)
            context.store.write_hours(replace(self.hours, series=ids[self.hours.series]))
        if self.findings.gone or self.findings.new:
            with context.registry.session() as session:
                apply_findings(session, self.findings)


def make_portion(tasks: Sequence[Task], turn: Span | None, now_ms: int) -> Portion | None:
    """Return enterprises as a portion at `now_ms` [ms]; None where their spans are not alike.

    Spans far from each other are computed one after the other, each knowing the findings of the
    one before; that is for the process that writes.
    """
    spans = {task.spans for task in tasks}
    if len(spans) != 1:
        return None
    (dirty,) = spans
    if not dirty or len(join_near(dirty)) != 1:
        return None
    return Portion(tuple(task.facts for task in tasks), dirty, turn, now_ms)


def ship(context: Context, portion: Portion) -> Portion:
    """Return a portion with what its worker needs of the store, where that is not too much."""
    codes = [facts.code for facts in portion.facts]
    ((start_ms, end_ms),) = join_near(portion.dirty)
    keys = [SeriesKey(f.code, point.code) for f in portion.facts for point in f.points]
    ids = dict(zip(keys, context.store.series_ids(keys).tolist(), strict=True))
    table = MeterTable.build(read_meters(context, codes))
    around = (start_ms - start_ms % HOUR_MS, end_ms + -end_ms % HOUR_MS)
    at_hand = ReadingsAtHand(context.store, table, around, SHIPPED, beyond_ms=4 * HOUR_MS)
    spans = [*portion.dirty, *([portion.turn] if portion.turn else [])]
    first, last = min(s for s, _ in spans) - 2 * DAY_MS, max(e for _, e in spans) + 2 * DAY_MS
    hours = context.store.read_hours(np.unique(list(ids.values())), first, last)
    cargo = Cargo(ids, at_hand.cut_off(EmptyStore.stand_in()), hours, (first, last))
    return replace(portion, cargo=cargo)


def derive(context: Context, portion: Portion) -> DerivedPortion:
    """Compute the hours and accounts of a portion; write nothing.

    The result is what writing its hours and then computing its accounts would give.
    """
    context = replace(context, clock=FixedClock(portion.now_ms))
    if portion.cargo is not None:
        context = replace(context, store=portion.cargo.as_store())
    codes = [facts.code for facts in portion.facts]
    ((start_ms, end_ms),) = join_near(portion.dirty)
    result = compute_enterprises(context, codes, start_ms, end_ms)
    changed, reached = compare_hours(context.store, result)
    findings = compare_findings(context.registry, result.table, result.windows, result.findings)
    touched = {code: set(portion.dirty) for code in codes}
    for place, first_ms, last_ms in zip(
        result.table.index_of(reached.series).tolist(),
        reached.start_ms.tolist(),
        reached.end_ms.tolist(),
        strict=True,
    ):
        touched[result.table.meters[place].enterprise].add((first_ms, last_ms))
    spans = {code: sorted(own) for code, own in touched.items()}
    accounts = _compute_accounts(context, portion, spans, changed)
    keys = tuple(SeriesKey(meter.enterprise, meter.point) for meter in result.table.meters)
    places = replace(changed, series=result.table.index_of(changed.series).astype(np.int64))
    return DerivedPortion(keys, places, findings, spans, accounts)


def _compute_accounts(
    context: Context, portion: Portion, touched: dict[str, list[Span]], changed: HourBatch
) -> tuple[EnterpriseAccounts, ...]:
    """Compute the accounts as they will be once the `changed` hours are written."""
    keys = [SeriesKey(f.code, point.code) for f in portion.facts for point in f.points]
    store = HoursAtHand.of(context.store, keys, changed)
    turn = [portion.turn] if portion.turn else []
    ahead = replace(context, store=store)
    with context.registry.read() as session:
        gather(session, list_subjects(portion.facts))
        return tuple(
            compute_accounts(ahead, session, facts, touched[facts.code] + turn)
            for facts in portion.facts
        )
