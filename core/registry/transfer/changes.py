"""Which hours a change of the registry makes dirty."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

import numpy as np
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.calendar import HOUR_MS, Period, local_midnight_ms, period_start, period_starts
from core.readings import Int64Array
from core.registry.marks import SUMS, mark_dirty
from core.registry.results import Account, DirtyHour
from core.registry.transfer.drafts import Draft
from core.registry.transfer.entry_hours import entry_hours
from core.registry.transfer.spec import TableSpec, Values
from core.registry.transfer.world import World
from core.store.protocol import TimeSeriesStore
from core.vocabulary import AttributeName

EVER = 1 << 62


class Change(NamedTuple):
    """A row that is new (`before` None), differs, or `is_gone` (then `after` is what it was)."""

    spec: TableSpec
    before: Values | None
    after: Values
    draft: Draft | None = None
    is_gone: bool = False

    @property
    def is_loud(self) -> bool:
        """Whether it may change an amount, an account or a verdict."""
        before = self.before
        if self.is_gone:
            return True
        return before is None or any(before[f] != self.after[f] for f in self.spec.loud)


class Span(NamedTuple):
    """Hours of an enterprise in ``[start_ms, end_ms)`` [ms] that a change touches.

    `stated` where the change itself makes amounts, without any reading. Where hourly amounts stay
    what they are, an hour of `every` day or month is enough for its accounts and verdicts.
    """

    enterprise: str
    start_ms: int
    end_ms: int
    stated: bool = False
    every: Period = Period.HOUR


def mark_changes(
    session: Session,
    world: World,
    changes: Sequence[Change],
    *,
    now_ms: int,
    store: TimeSeriesStore | None,
) -> None:
    """Mark the hours of the changes' validity, as far as there is anything to compute again.

    Parameters
    ----------
    session : Session
        The writing session of the import.
    world : World
        The registry as it is to be.
    changes : sequence of Change
        What the import adds and changes.
    now_ms : int
        No hour after this one is marked [ms].
    store : TimeSeriesStore or None
        Where given, an enterprise's hours begin with its first reading; else with its first
        account or standing mark, and an enterprise without any has nothing to compute again.
    """
    spans: dict[str, list[Span]] = {}
    for change in changes:
        touched_by = SPANS.get(change.spec.name)
        if touched_by is None or not change.is_loud:
            continue
        for span in touched_by(world, change, now_ms):
            spans.setdefault(span.enterprise, []).append(span)
    first_ms = _first_in_store(store) if store is not None else None
    for enterprise, touched in sorted(spans.items()):
        since_ms = _first_account(session, enterprise) if first_ms is None else first_ms(enterprise)
        hours = [
            _hours(span.start_ms if span.stated else max(span.start_ms, since_ms), span, now_ms)
            for span in touched
            if span.stated or since_ms < EVER
        ]
        if hours:
            mark_dirty(session, enterprise, np.concatenate(hours))


def _hours(start_ms: int, span: Span, now_ms: int) -> Int64Array:
    end_ms = min(span.end_ms, now_ms + 1)
    first = start_ms - start_ms % HOUR_MS
    if span.every is Period.HOUR:
        return np.arange(first, end_ms, HOUR_MS, dtype=np.int64)
    if end_ms <= first:
        return np.empty(0, np.int64)
    return np.maximum(np.array(period_starts(span.every, first, end_ms), np.int64), first)


def _first_in_store(store: TimeSeriesStore) -> Callable[[str], int]:
    """Return what tells an enterprise's first reading [ms], `EVER` for none."""
    series: dict[str, list[int]] = {}
    for number, key in store.series_keys().items():
        series.setdefault(key.enterprise, []).append(number)

    def first_ms(enterprise: str) -> int:
        """Return the time of the enterprise's first reading [ms]."""
        times = store.first_from(np.array(series.get(enterprise, []), np.int64), 0).time_ms
        return int(times.min()) if len(times) else EVER

    return first_ms


def _first_account(session: Session, enterprise: str) -> int:
    """Return the enterprise's first account or standing mark [ms], `EVER` for none."""
    account = select(func.min(Account.start_ms)).where(
        Account.subject == f"enterprise:{enterprise}"
    )
    mark = select(func.min(DirtyHour.hour_ms)).where(DirtyHour.enterprise_code == enterprise)
    found = [session.scalar(statement) for statement in (account, mark)]
    return min((t for t in found if t is not None), default=EVER)


def _region_spans(world: World, change: Change, _now_ms: int) -> Iterator[Span]:
    if change.before is not None:
        yield from (Span(code, 0, EVER) for code in _below(world, change.after["code"]))


def _enterprise_spans(world: World, change: Change, _now_ms: int) -> Iterator[Span]:
    """Yield the enterprise and one that stays behind in the region and the sector it left."""
    before, after = change.before, change.after
    if before is None:
        return
    yield Span(after["code"], 0, EVER)
    for name in ("region_code", "sector_code"):
        if before[name] != after[name]:
            everybody = world.merged["enterprise"].values()
            stayed = [values["code"] for values in everybody if values[name] == before[name]]
            yield from (Span(code, 0, EVER) for code in stayed[:1])


def _product_spans(_world: World, change: Change, _now_ms: int) -> Iterator[Span]:
    if change.before is not None:
        yield Span(change.after["enterprise_code"], 0, EVER)


def _point_spans(_world: World, change: Change, _now_ms: int) -> Iterator[Span]:
    since = min(values["in_service_ms"] for values in (change.before or change.after, change.after))
    yield Span(change.after["enterprise_code"], since, EVER)


def _epoch_spans(_world: World, change: Change, _now_ms: int) -> Iterator[Span]:
    for values in (change.before or change.after, change.after):
        stop = EVER if values["stop_ms"] is None else values["stop_ms"]
        yield Span(values["enterprise_code"], values["start_ms"], stop)


def _quota_spans(world: World, change: Change, now_ms: int) -> Iterator[Span]:
    """Yield what judges a holder again in every month of the quota's year so far."""
    yield from _holder_spans(world, change.after["holder"], change.after["year"], now_ms)


def _holder_spans(world: World, holder: str, year: int, now_ms: int) -> Iterator[Span]:
    """Yield an hour of each month of a year [calendar year] so far of who has a quota.

    Of a region its sum is judged again too, from the first day of the year on.
    """
    start, end = (local_midnight_ms(date(y, 1, 1)) for y in (year, year + 1))
    if now_ms < start:
        return
    table, _, code = holder.partition(":")
    last = min(now_ms, end - 1)
    if table == "enterprise":
        yield Span(code, start, last + 1, every=Period.MONTH)
        yield Span(code, last, last + 1)
        return
    yield from _sum_spans(start, now_ms)
    yield from (Span(below, last, last + 1) for below in _below(world, code))


def _entry_spans(world: World, change: Change, now_ms: int) -> Iterator[Span]:
    for owner, start_ms, end_ms, every in entry_hours(world, change.after):
        yield Span(owner, start_ms, end_ms, stated=every is Period.HOUR, every=every)
    if change.after["subject"].partition(":")[0] in ("region", "park"):
        yield from _sum_spans(change.after["start_ms"], now_ms)


def _sum_spans(t_ms: int, now_ms: int) -> Iterator[Span]:
    """Yield the day of `t_ms` [ms] for sums and their verdicts, which no reading moves."""
    day_ms = period_start(Period.DAY, t_ms)
    if day_ms <= now_ms:
        yield Span(SUMS, day_ms, day_ms + 1, stated=True)


def _transfer_spans(world: World, change: Change, now_ms: int) -> Iterator[Span]:
    """Yield what judges both holders again, and those of a transfer that was corrected."""
    yield from _sum_spans(local_midnight_ms(date(change.after["year"], 1, 1)), now_ms)
    for values in (change.before or change.after, change.after):
        for name in ("from_holder", "to_holder"):
            if values[name].startswith("enterprise:"):
                yield from _holder_spans(world, values[name], values["year"], now_ms)


def _certificate_spans(_world: World, change: Change, now_ms: int) -> Iterator[Span]:
    yield from _sum_spans(change.after["month_ms"], now_ms)


def _project_spans(_world: World, change: Change, now_ms: int) -> Iterator[Span]:
    yield from _sum_spans(change.after["valid_from_ms"], now_ms)


def _outage_spans(_world: World, change: Change, _now_ms: int) -> Iterator[Span]:
    """Yield one hour of each end, enough for the months to be measured again."""
    for values in (change.before or change.after, change.after):
        for t_ms in (values["start_ms"], values["end_ms"] - 1):
            yield Span(values["enterprise_code"], t_ms, t_ms + 1)


def _plan_spans(_world: World, change: Change, now_ms: int) -> Iterator[Span]:
    """Yield one hour a month from the day on which the line was listed."""
    first_ms = change.after["listed_ms"]
    yield Span(change.after["enterprise_code"], first_ms, now_ms + 1, every=Period.MONTH)


def _dated(every: Period, start: str, end: str) -> Callable[[World, Change, int], Iterator[Span]]:
    """Return what yields the validity of an enterprise's row, by the fields that hold it."""

    def touched(_world: World, change: Change, _now_ms: int) -> Iterator[Span]:
        """Yield in what time the row held before and holds now [ms]."""
        for values in (change.before or change.after, change.after):
            first, last = values[start] or 0, values[end]
            stop = EVER if last is None else last
            yield Span(values["enterprise_code"], first, stop, every=every)

    return touched


_by_day = _dated(Period.DAY, "valid_from_ms", "valid_to_ms")
_by_month = _dated(Period.MONTH, "valid_from_ms", "valid_to_ms")
_in_service = _dated(Period.DAY, "in_service_ms", "out_of_service_ms")


def _attribute_spans(world: World, change: Change, now_ms: int) -> Iterator[Span]:
    if change.after["name"] != AttributeName.NAME:
        yield from _by_day(world, change, now_ms)


def _park_spans(world: World, change: Change, _now_ms: int) -> Iterator[Span]:
    """Yield the months in which a park that changes had members."""
    for values in world.merged["park_member"].values():
        if values["park_code"] == change.after["code"]:
            last = values["valid_to_ms"]
            stop = EVER if last is None else last
            code, first = values["enterprise_code"], values["valid_from_ms"]
            yield Span(code, first, stop, every=Period.MONTH)


def _below(world: World, region: str) -> list[str]:
    """Return the enterprises that lie, or ever lay, in a region or below it."""
    found = {
        values["code"]
        for values in world.merged["enterprise"].values()
        if world.is_below(values["region_code"], region)
    }
    found |= {
        values["enterprise_code"]
        for values in world.merged["attribute"].values()
        if values["name"] == AttributeName.REGION and world.is_below(values["value"], region)
    }
    return sorted(found)


SPANS: dict[str, Callable[[World, Change, int], Iterator[Span]]] = {
    "region": _region_spans,
    "enterprise": _enterprise_spans,
    "park": _park_spans,
    "park_member": _by_day,
    "membership": _by_month,
    "attribute": _attribute_spans,
    "product": _product_spans,
    "process_line": _in_service,
    "equipment": _in_service,
    "discharge_permit": _by_month,
    "outlet": _in_service,
    "permit_limit": _by_month,
    "point": _point_spans,
    "meter_epoch": _epoch_spans,
    "quota": _quota_spans,
    "entry": _entry_spans,
    "quota_transfer": _transfer_spans,
    "certificate": _certificate_spans,
    "certificate_use": _certificate_spans,
    "listed_project": _project_spans,
    "outage": _outage_spans,
    "upgrade_plan": _plan_spans,
}
"""Hours that a change of a table touches; a gateway touches none."""
