"""`Member`: one simulated enterprise with its plant, meters, faults, quota and planted levels."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum

import numpy as np

from core.calendar import HOUR_MS
from simulators.fleets.faults import Fault
from simulators.plants.feed import PlantFeed
from simulators.plants.plant import BUILT_MS, Plant
from simulators.plants.points import MeterSpec, PointSpec


class Pace(StrEnum):
    """How a quota is planted; the words are those of the rule ``quota_pace``."""

    WITHIN = "within_pace"
    OVER = "over_pace"
    WILL_EXCEED = "will_exceed"
    EXCEEDED = "exceeded"


@dataclass(frozen=True)
class ProductSpec:
    """A product and the line of the catalogue it is measured by."""

    code: str
    name: str
    unit: str
    benchmark_key: str


@dataclass(frozen=True)
class Member:
    """A simulated enterprise.

    Attributes
    ----------
    code, name, region_code, sector_code : str
        As in the registry.
    plant : Plant
        What it runs.
    product : ProductSpec
        What it makes.
    points : tuple of PointSpec
        Points with the meters that really hang there.
    benchmark_class : str
        Planted level of the rule ``benchmark_class``.
    pace : Pace
        Planted way of its quota.
    faults : tuple of Fault
        What is wrong with its readings.
    trusted : bool
        Whether its readings suffice for a verdict.
    gateway : str
        Code of its gateway.
    """

    code: str
    name: str
    region_code: str
    sector_code: str
    plant: Plant
    product: ProductSpec
    points: tuple[PointSpec, ...]
    benchmark_class: str
    pace: Pace
    faults: tuple[Fault, ...] = ()
    trusted: bool = True
    gateway: str = "GW1"
    feed: PlantFeed = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Make the feed of the plant's points."""
        object.__setattr__(self, "feed", PlantFeed(self.plant, self.points))


def with_meters(
    points: tuple[PointSpec, ...], code: str, meters: tuple[MeterSpec, ...]
) -> tuple[PointSpec, ...]:
    """Return `points` with other meters behind the point `code`."""
    return tuple(replace(p, meters=meters) if p.code == code else p for p in points)


def replace_meter(
    plant: Plant, code: str, at_ms: int, *, multiplier: float
) -> tuple[PointSpec, ...]:
    """Return the plant's points, the meter of `code` replaced at `at_ms` [ms] by one that reads 0.

    The new one has the CT·PT `multiplier` [1].
    """
    points = plant.points()
    (point,) = (p for p in points if p.code == code)
    old = point.meters[-1]
    new = replace(
        old, start_ms=at_ms, start_value=0.0, multiplier=multiplier, serial=f"{old.serial}-NEW"
    )
    return with_meters(points, code, (replace(old, stop_ms=at_ms), new))


def roll_over(plant: Plant, code: str, at_ms: int, *, register_max: float) -> tuple[PointSpec, ...]:
    """Return the plant's points, the register of `code` passing `register_max` at `at_ms` [ms]."""
    points = plant.points()
    (point,) = (p for p in points if p.code == code)
    meter = replace(point.meters[-1], register_max=register_max)
    feed = PlantFeed(plant, points)
    begin, then = feed.passed(point, np.array([meter.start_ms, at_ms], np.int64))
    start = -((then - begin) / meter.multiplier) % register_max
    start = round(start / meter.resolution) * meter.resolution
    return with_meters(points, code, (replace(meter, start_value=round(start, 6)),))


def max_rate(feed: PlantFeed, point: PointSpec, meter: MeterSpec) -> float:
    """Return half as much again as the plant's greatest rise of a meter [raw unit per hour]."""
    hours = BUILT_MS + HOUR_MS * np.arange(0, 24 * 366, dtype=np.int64)
    return round(1.5 * float(np.diff(feed.passed(point, hours)).max()) / meter.multiplier, 6)
