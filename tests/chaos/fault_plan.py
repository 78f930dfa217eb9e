"""`FaultPlan`: which faults strike which part, when and for how long; drawn from a seed.

The same number of kills and the same seed give the same plan. A fault begins a pause after the one
before it and ends after its own length, so that faults overlap; one that needs a part which another
fault still holds waits for it.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

HOUR_S = 3600


class Kind(StrEnum):
    """What is done to a part."""

    KILL = "kill -9"
    STOP = "SIGSTOP"
    EMPTY = "kill -9, data deleted"
    FILL = "disk full"
    FLIP = "byte flipped"
    STORE = "store"
    CUT = "network cut"
    SILENCE = "network silent"
    CLOCK = "clock jumps"


PROCESSES = ("broker", "collector 1", "collector 2", "store", "scheduler", "registry")
COLLECTORS = ("collector 1", "collector 2")
CABLES = ("gateways-broker", "collectors-broker", "collectors-store", "collectors-registry")
MOODS = ("slow", "500", "429", "400", "accepts and drops", "takes and drops")
"""Misdeeds of the store: `400` refuses every batch with the poisoned point; `takes and drops`
writes the batch and ends the connection without an answer."""

KILLED = {
    "collector 1": 5,
    "collector 2": 5,
    "broker": 4,
    "store": 3,
    "registry": 3,
    "scheduler": 2,
}
"""How often each part is killed, in proportion [1]; every part at least once."""

SMALL_DISK = "collector 1"
"""Whose data lie on a small disk of their own, which can be filled."""
ODD_CLOCK = "collector 2"
"""Whose wall clock can be made to jump."""


@dataclass(frozen=True)
class Fault:
    """One fault.

    Attributes
    ----------
    number : int
        Its place in the plan [1].
    pause_s : float
        Since the fault before it [s].
    kind : Kind
        What is done.
    target : str
        To which part.
    length_s : float
        How long it lasts [s].
    jump_s : float
        By how much a clock jumps [s].
    share : float
        Where in a file, as a share of it [1].
    """

    number: int
    pause_s: float
    kind: Kind
    target: str
    length_s: float
    jump_s: float = 0.0
    share: float = 0.0

    @property
    def holds(self) -> str:
        """What no other fault can have at the same time."""
        if self.kind in (Kind.KILL, Kind.STOP, Kind.EMPTY):
            return f"process {self.target}"
        if self.kind in (Kind.CUT, Kind.SILENCE):
            return f"cable {self.target}"
        return str(self.kind)

    def __str__(self) -> str:
        """Return the fault as a line of the plan."""
        detail = f" by {self.jump_s:+.0f} s" if self.kind is Kind.CLOCK else ""
        return (
            f"{self.number:4d}  +{self.pause_s:5.2f} s  {self.kind:<22} {self.target:<20} "
            f"for {self.length_s:5.2f} s{detail}"
        )


@dataclass(frozen=True)
class FaultPlan:
    """Faults in order, and the seed they were drawn from."""

    seed: int
    kills: int
    faults: tuple[Fault, ...]

    def lines(self) -> Iterator[str]:
        """Yield the plan as people read it."""
        lasts_s = sum(fault.pause_s for fault in self.faults)
        yield (
            f"plan: seed {self.seed}, {len(self.faults)} faults, {self.kills} of them kill -9, "
            f"in {lasts_s:.0f} s at least"
        )
        for fault in self.faults:
            yield str(fault)


def draw_plan(kills: int, seed: int, *, pause_s: float = 3.0) -> FaultPlan:
    """Draw a plan with `kills` [1] kills; faults come `pause_s` [s] apart on average."""
    chance = random.Random(seed)
    faults = [*_draw_kills(kills, chance), *_draw_others(kills, chance)]
    chance.shuffle(faults)
    _move_late(faults)
    return FaultPlan(
        seed,
        kills,
        tuple(
            replace(fault, number=number, pause_s=round(chance.uniform(0.3, 1.7) * pause_s, 2))
            for number, fault in enumerate(faults, 1)
        ),
    )


def _draw_kills(kills: int, chance: random.Random) -> list[Fault]:
    targets = list(KILLED)[: kills - 1]
    weights = list(KILLED.values())
    targets += chance.choices(list(KILLED), weights, k=kills - 1 - len(targets))
    faults = [_fault(Kind.KILL, target, chance, (0.0, 3.0)) for target in targets]
    return [*faults, _fault(Kind.EMPTY, "broker", chance, (0.0, 3.0))]


def _draw_others(kills: int, chance: random.Random) -> list[Fault]:
    """Draw what is no kill: every kind once in ten kills, and once at least."""
    rounds = max(1, round(kills / 10))
    faults: list[Fault] = []
    stopped = _cycle(PROCESSES, chance)
    cut = _cycle([(kind, cable) for kind in (Kind.CUT, Kind.SILENCE) for cable in CABLES], chance)
    for _ in range(rounds):
        faults += [_fault(Kind.STOP, next(stopped), chance, (0.5, 6.0)) for _ in range(3)]
        faults += [_fault(Kind.STORE, mood, chance, (1.0, 5.0)) for mood in MOODS]
        faults += [_fault(kind, cable, chance, (0.5, 6.0)) for kind, cable in _take(cut, 4)]
        faults.append(_fault(Kind.FILL, SMALL_DISK, chance, (1.0, 5.0)))
        jump_s = chance.choice((-1, 1)) * chance.choice((120, 900, HOUR_S, 3 * HOUR_S))
        clock = _fault(Kind.CLOCK, ODD_CLOCK, chance, (2.0, 6.0))
        faults.append(replace(clock, jump_s=float(jump_s)))
    for _ in range(max(1, round(rounds / 3))):
        flip = _fault(Kind.FLIP, chance.choice(COLLECTORS), chance, (0.0, 0.0))
        faults.append(replace(flip, share=round(chance.random(), 4)))
    return faults


def _fault(kind: Kind, target: str, chance: random.Random, span_s: tuple[float, float]) -> Fault:
    return Fault(0, 0.0, kind, target, round(chance.uniform(*span_s), 2))


def _cycle(choices: Sequence[object], chance: random.Random) -> Iterator:
    while True:
        yield from chance.sample(list(choices), len(choices))


def _take(choices: Iterator, number: int) -> list:
    return [next(choices) for _ in range(number)]


def _move_late(faults: list[Fault]) -> None:
    """Put flips last in a short plan: early on there is no closed segment yet."""
    if len(faults) < 100:
        faults.sort(key=lambda fault: fault.kind is Kind.FLIP)
