"""What a run of the pipeline takes up: enterprises with their dirty hours, in batches."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from sqlalchemy import select
from sqlalchemy.orm import Session

from analytics.accounts.facts import EnterpriseFacts
from core.calendar import DAY_MS, HOUR_MS, OFFSET_MS
from core.registry.marks import Mark
from core.registry.models import Region
from core.registry.structure import Park

BATCH_ENTERPRISES = 25
"""Enterprises whose rows are committed together, at most [1]."""
BATCH_MARKS = 1000
"""Dirty hours that are worked off in one commit, about [1]."""
Span = tuple[int, int]


class Task(NamedTuple):
    """An enterprise with its dirty hours; none where only the clock moved."""

    facts: EnterpriseFacts
    marks: list[Mark]

    @property
    def spans(self) -> tuple[Span, ...]:
        """Its dirty hours, joined into spans [ms]."""
        return tuple(join_hours(self.marks))


def list_groups(session: Session) -> list[tuple[str, str]]:
    """Return the regions and parks that are judged, each with its region."""
    regions = session.scalars(select(Region.code).order_by(Region.code))
    parks = session.execute(select(Park.code, Park.region_code).order_by(Park.code))
    return [
        *((f"region:{code}", code) for code in regions),
        *((f"park:{code}", region) for code, region in parks),
    ]


def list_subjects(facts: Sequence[EnterpriseFacts]) -> list[str]:
    """Return enterprises and their lines as subjects of accounts."""
    own = [one.subject for one in facts]
    return own + [one.line_subject(line.code) for one in facts for line in one.lines]


def join_near(spans: Sequence[Span]) -> list[Span]:
    """Return `spans` [ms] by start, those not more than a day apart joined."""
    joined: list[Span] = []
    for start_ms, end_ms in sorted(spans):
        if joined and start_ms <= joined[-1][1] + DAY_MS:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end_ms))
        else:
            joined.append((start_ms, end_ms))
    return joined


def make_batches(tasks: Sequence[Task]) -> Iterator[list[Task]]:
    """Yield tasks in batches that are small enough to be committed together."""
    batch: list[Task] = []
    marks = 0
    for task in tasks:
        if batch and (len(batch) == BATCH_ENTERPRISES or marks + len(task.marks) > BATCH_MARKS):
            yield batch
            batch, marks = [], 0
        batch.append(task)
        marks += len(task.marks)
    if batch:
        yield batch


def group_marks(marks: list[Mark]) -> dict[str, list[Mark]]:
    """Return marks by enterprise, in their order."""
    grouped: dict[str, list[Mark]] = defaultdict(list)
    for mark in marks:
        grouped[mark.enterprise_code].append(mark)
    return grouped


def join_hours(marks: list[Mark]) -> list[Span]:
    """Join marked hours, given in order, into spans [ms]."""
    if not marks:
        return []
    hours = np.array([mark.hour_ms for mark in marks], np.int64)
    breaks = np.flatnonzero(np.diff(hours) != HOUR_MS)
    starts = hours[np.concatenate([[0], breaks + 1])]
    ends = hours[np.concatenate([breaks, [len(hours) - 1]])] + HOUR_MS
    return list(zip(starts.tolist(), ends.tolist(), strict=True))


def find_turned(last_ms: int | None, now_ms: int) -> Span | None:
    """Return the span to derive again because the hour has turned [ms], None if it has not."""
    if last_ms is None:
        return now_ms - (now_ms + OFFSET_MS) % DAY_MS, now_ms + HOUR_MS
    if last_ms == now_ms:
        return None
    first, last = sorted((last_ms, now_ms))
    return first, last + HOUR_MS
