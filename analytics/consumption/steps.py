"""The decision table for a register that does not simply rise, one run of readings at a time.

A *run* is a stretch of readings of one continuous register, declared values at its ends included.
Only runs in which something happens come here; see `analytics.consumption.register`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from core.calendar import DAY_MS, HOUR_MS

RETURN_MS = DAY_MS
"""Within this time after a step down a return makes it a blip (design, Amounts) [ms]."""
ROLLOVER_SHARE = 0.9
"""Above this share of the register's maximum a step down may be a rollover (design) [1]."""
SLACK = 1e-9
"""Relative slack in comparisons of rates, for sums of decimal fractions [1]."""


class Limits(NamedTuple):
    """What the epoch in force says: `jitter`, `register_max` [raw], `max_rate` [raw per hour]."""

    jitter: float
    register_max: float
    max_rate: float


class Link(NamedTuple):
    """Two accepted readings (positions in the run) and the rise between them [raw].

    `rise` is None where it cannot be known.
    """

    left: int
    right: int
    rise: float | None


class Turn(NamedTuple):
    """Something found in a run: `code`, from reading `left` to reading `right`, and evidence."""

    code: str
    left: int
    right: int
    evidence: dict[str, object]


@dataclass(slots=True)
class Run:
    """Readings of one continuous register in columns.

    Attributes
    ----------
    time_ms : list of int
        Ascending times [ms since the epoch, UTC].
    value : list of float
        Raw values.
    good : list of bool
        Whether the quality is good.
    declared : list of bool
        Whether it is a declared start or stop value instead of a reading; never excluded.
    stretch : list of int
        Position of the stretch it belongs to [1].
    limits : list of Limits
        Limits of the stretch it belongs to.
    """

    time_ms: list[int] = field(default_factory=list)
    value: list[float] = field(default_factory=list)
    good: list[bool] = field(default_factory=list)
    declared: list[bool] = field(default_factory=list)
    stretch: list[int] = field(default_factory=list)
    limits: list[Limits] = field(default_factory=list)

    def __len__(self) -> int:
        """Return the number of readings and declared values [1]."""
        return len(self.value)


def compute_links(run: Run) -> tuple[list[Link], list[Turn]]:
    """Decide what every step of `run` means.

    Returns
    -------
    links : list of Link
        Neighbouring accepted readings by time and the rise between them.
    turns : list of Turn
        What was excluded, rolled over, or cannot be known.
    """
    links: list[Link] = []
    before: list[float] = []
    turns: list[Turn] = []
    at, level, i = 0, run.value[0] if len(run) else 0.0, 1
    while i < len(run):
        link, turn, excluded_to = _decide(run, at, level, i)
        if turn and turn.code == "undeclared_reset" and _is_back(run, links, before, i):
            leap, level = links.pop(), before.pop()
            at = leap.left
            turns.append(_spike(run, leap, i))
            continue
        if turn:
            turns.append(turn)
        if link is None:
            i = excluded_to
            continue
        links.append(link)
        before.append(level)
        level = max(level, run.value[i]) if turn is None else run.value[i]
        at, i = i, i + 1
    return links, turns


def _decide(run: Run, at: int, level: float, i: int) -> tuple[Link | None, Turn | None, int]:
    """Decide on reading `i`, coming from accepted reading `at` and the highest value `level`."""
    rise = run.value[i] - level
    if rise >= 0:
        return _decide_rise(run, at, level, i)
    limits = run.limits[i]
    if -rise <= limits.jitter * (1 + SLACK):
        return Link(at, i, 0.0), None, i
    evidence: dict[str, object] = {"from": level, "to": run.value[i]}
    turned = compute_rollover(run, at, level, i)
    back = None if run.declared[i] else find_return(run, level - limits.jitter, i)
    if back is not None and not (turned is not None and _climbs(run, i, back)):
        evidence |= {"readings": back - i, "back": run.value[back]}
        return None, Turn("blip", i, back, evidence), back
    evidence["provisional"] = run.time_ms[-1] < run.time_ms[i] + RETURN_MS
    if turned is not None:
        evidence |= {"register_max": limits.register_max, "amount_raw": turned}
        return Link(at, i, turned), Turn("rollover", at, i, evidence), i
    return Link(at, i, None), Turn("undeclared_reset", at, i, evidence), i


def _decide_rise(run: Run, at: int, level: float, i: int) -> tuple[Link | None, Turn | None, int]:
    """Decide on a reading that is not below the highest one."""
    rise = run.value[i] - level
    if run.declared[i] or rise <= _allowed(run, at, i):
        return Link(at, i, rise), None, i
    evidence: dict[str, object] = {
        "from": level,
        "to": run.value[i],
        "max_rate": run.limits[i].max_rate,
    }
    back = _find_fall_back(run, at, level, i)
    if back is not None:
        evidence |= {"readings": back - i, "back": run.value[back]}
        return None, Turn("spike", i, back, evidence), back
    evidence["provisional"] = run.time_ms[-1] < run.time_ms[i] + RETURN_MS
    return Link(at, i, None), Turn("implausible_rise", at, i, evidence), i


def _is_back(run: Run, links: list[Link], before: list[float], i: int) -> bool:
    """Tell whether the fall to `i` only ends a leap of the last accepted reading, in a day.

    `before` holds the highest value [raw] ahead of each link. A new meter that starts just between
    the two readings before would be a coincidence.
    """
    if not links or run.declared[links[-1].right]:
        return False
    if run.time_ms[i] > run.time_ms[links[-1].left] + RETURN_MS:
        return False
    leapt = links[-1].rise is not None and run.value[links[-1].right] > before[-1]
    floor = before[-1] - run.limits[i].jitter
    return leapt and floor <= run.value[i] < run.value[links[-1].right]


def _spike(run: Run, leap: Link, i: int) -> Turn:
    """Return the finding that the leap's reading is left out, for `i` is back on the curve."""
    evidence: dict[str, object] = {
        "from": run.value[leap.left],
        "to": run.value[leap.right],
        "readings": 1,
        "back": run.value[i],
        "provisional": run.time_ms[-1] < run.time_ms[i] + RETURN_MS,
    }
    return Turn("spike", leap.right, i, evidence)


def find_return(run: Run, wanted: float, i: int) -> int | None:
    """Return the first reading after `i` within a day that is `wanted` [raw] or more, or None."""
    limit = run.time_ms[i] + RETURN_MS
    for j in range(i + 1, len(run)):
        if run.time_ms[j] > limit:
            return None
        if run.value[j] >= wanted:
            return j
    return None


def compute_rollover(run: Run, at: int, level: float, i: int) -> float | None:
    """Return the rise [raw] if the step to `i` can be a rollover, else None."""
    limits = run.limits[i]
    top = limits.register_max
    if top == float("inf") or level <= ROLLOVER_SHARE * top:
        return None
    rise = max(top - level, 0.0) + run.value[i]
    hours = (run.time_ms[i] - run.time_ms[at]) / HOUR_MS
    return rise if rise <= limits.max_rate * hours * (1 + SLACK) else None


def _climbs(run: Run, i: int, back: int) -> bool:
    """Tell whether the register runs steadily up from `i` to `back`, as after a rollover.

    A return from a blip is one leap; a register that turns over within a day climbs all the way,
    perhaps to turn over again.
    """
    for j in range(i, back):
        rise = run.value[j + 1] - run.value[j]
        top = run.limits[j].register_max
        if rise > min(_allowed(run, j, j + 1), top / 2):
            return False
        if rise < -run.limits[j].jitter:
            return run.value[j] > ROLLOVER_SHARE * top
    return True


def _find_fall_back(run: Run, at: int, level: float, i: int) -> int | None:
    """Return the first reading within a day that is back on the curve from `at`, or None."""
    limit = run.time_ms[i] + RETURN_MS
    floor = level - run.limits[i].jitter
    for j in range(i + 1, len(run)):
        if run.time_ms[j] > limit:
            return None
        if floor <= run.value[j] < run.value[i] and run.value[j] - level <= _allowed(run, at, j):
            return j
    return None


def _allowed(run: Run, at: int, i: int) -> float:
    """Return the greatest plausible rise [raw] from `at` to `i`, at least an hour's worth.

    Within less than an hour the resolution of the register can look like a high rate.
    """
    hours = max((run.time_ms[i] - run.time_ms[at]) / HOUR_MS, 1.0)
    return run.limits[i].max_rate * hours * (1 + SLACK)
