"""Digits: last digits of a month unlike those of the point's other months, and Benford's law.

The last digits of what is measured are much the same month after month;
people who make numbers up avoid some digits and like others. First digits follow Benford's law
only in figures over several powers of ten, such as the bills of many years.
"""

from __future__ import annotations

import numpy as np

from analytics.falsification.line import CLOSE, Blind, Blindness, Hint, Line, Look, find_quantum
from core.calendar import Period, period_end, period_starts
from core.readings import Float64Array, Int64Array

CODE = "digits"
CODE_BENFORD = "benford"
LEAST_VALUES = 60
"""Different values a month must have [1]."""
LEAST_MONTHS = 3
"""Months that must be there, the judged one included [1]."""
LEAST_DISTANCE = 0.12
"""Share of the digits that would have to be others [1]."""
LEAST_CHI_SQUARE = 40.0
"""χ² of the month against the others, 9 degrees of freedom [1]; by chance once in 10⁵."""
USUAL_DISTANCES = 2.0
"""The distance must also be so many times the usual one between months [1]."""
EVEN = 0.15
"""Digits are spread evenly if no more than this share would have to be others [1]."""
LEAST_DISTANCE_UNEVEN = 0.4
"""Where digits are uneven they show how the meter reckons: so many would have to be others [1]."""
USUAL_DISTANCES_UNEVEN = 5.0
"""... and the distance must be so many times the usual one [1]."""
PLACES = 3
"""Decimal places that are looked at, from the finest [1]."""
FINE_DECADES = 5
"""How far below the values' size the finest place is where no resolution shows [1]."""
LARGEST = 1e12
"""Beyond so many units [1] a float holds no digit that could be looked at."""
LEAST_FIGURES = 100
"""Figures that Benford's law needs [1]."""
LEAST_DECADES = 3.0
"""Powers of ten that they must span [1]."""
BENFORD_CHI_SQUARE = 50.0
"""χ² against Benford's law, 8 degrees of freedom [1]; by chance once in 4 · 10⁷."""
LEAST_BENFORD_DISTANCE = 0.12
"""Share of the first digits that would have to be others [1]."""


def look_for_digits(line: Line) -> Look:
    """Return the months whose last digits differ, or why none would be told."""
    found: dict[int, Hint] = {}
    months = 0
    for unit in _list_places(line.value):
        starts, counts = _count_months(line, unit)
        months = max(months, len(starts))
        if len(starts) >= LEAST_MONTHS:
            for hint in _compare_months(starts, counts, unit):
                found.setdefault(hint.start_ms, hint)
    return Look([found[start] for start in sorted(found)], _find_blindness(line, months))


def _find_blindness(line: Line, months: int) -> Blind | None:
    """Return why a line with so many `months` of different values [1] tells nothing, if so."""
    if months >= LEAST_MONTHS:
        return None
    spanned = 0
    if len(line):
        first_ms, last_ms = int(line.time_ms[0]), int(line.time_ms[-1]) + 1
        spanned = len(period_starts(Period.MONTH, first_ms, last_ms))
    if spanned < LEAST_MONTHS:
        return Blind(Blindness.SHORT, {"months": spanned})
    changes = bool((np.diff(line.value) != 0).any())
    reason = Blindness.COARSE if changes else Blindness.CONSTANT
    return Blind(reason, {"months_of_different_values": months})


def _list_places(value: Float64Array) -> list[float]:
    """Return the decimals of the digits to look at, in the values' unit, the finest first."""
    finest = find_quantum(value)
    if finest == 0:
        size = float(np.percentile(np.abs(value), 50)) if len(value) else 0.0
        finest = float(10.0 ** (np.floor(np.log10(size)) - FINE_DECADES)) if size > 0 else 0.0
    return [finest * 10.0**place for place in range(PLACES)] if finest > 0 else []


def _compare_months(months: list[int], counts: Int64Array, unit: float) -> list[Hint]:
    """Compare the digits in the place of `unit` [unit of the values] by month [ms]."""
    distance, expected = _compare_each(counts)
    number = counts.sum(axis=1)
    share = counts / number[:, None]
    chi = number * ((share - expected) ** 2 / expected).sum(axis=1)
    found = []
    for index in np.flatnonzero((chi >= LEAST_CHI_SQUARE) & (distance >= LEAST_DISTANCE)).tolist():
        others, _ = _compare_each(np.delete(counts, index, axis=0))
        usual = float(np.median(others))
        if distance[index] < _least_distance(expected[index], usual):
            continue
        evidence = {
            "place": unit,
            "values": int(number[index]),
            "digits": counts[index].tolist(),
            "usual_shares": [round(s, 4) for s in expected[index].tolist()],
            "distance": round(float(distance[index]), 4),
            "usual_distance": round(usual, 4),
            "chi_square": round(float(chi[index]), 1),
        }
        end = period_end(Period.MONTH, months[index])
        found.append(Hint(CODE, months[index], end, evidence))
    return found


def _compare_each(counts: Int64Array) -> tuple[Float64Array, Float64Array]:
    """Return each month's distance to the others [1], and the shares that these expect [1]."""
    other = counts.sum(axis=0) - counts
    expected = (other + 1.0) / (other.sum(axis=1, keepdims=True) + 10.0)
    share = counts / counts.sum(axis=1, keepdims=True)
    return np.abs(share - expected).sum(axis=1) / 2, expected


def _least_distance(expected: Float64Array, usual: float) -> float:
    """Return the distance from which a month is unlike the others [1].

    `usual` is how much these differ among themselves [1].
    """
    if float(np.abs(expected - 0.1).sum()) / 2 <= EVEN:
        return max(LEAST_DISTANCE, USUAL_DISTANCES * usual)
    return max(LEAST_DISTANCE_UNEVEN, USUAL_DISTANCES_UNEVEN * usual)


def _count_months(line: Line, unit: float) -> tuple[list[int], Int64Array]:
    """Return the months [ms] with enough different values, and how often each last digit stands.

    A value that a month has several times counts once: base loads would otherwise rule.
    """
    if not len(line):
        return [], np.zeros((0, 10), np.int64)
    starts = period_starts(Period.MONTH, int(line.time_ms[0]), int(line.time_ms[-1]) + 1)
    edges = np.searchsorted(line.time_ms, np.array(starts))
    months: list[int] = []
    rows = []
    for start, part in zip(starts, np.split(line.value, edges[1:]), strict=True):
        places = np.abs(part[part != 0]) / unit
        whole = _distinct((places[places < LARGEST] + CLOSE).astype(np.int64))
        whole = whole[whole >= 10]
        if len(whole) >= LEAST_VALUES:
            months.append(start)
            rows.append(np.bincount(whole % 10, minlength=10))
    return months, np.array(rows, np.int64).reshape(len(rows), 10)


def _distinct(whole: Int64Array) -> Int64Array:
    """Return whole numbers from zero on, each once and ascending [1]; small ones by counting."""
    if len(whole) and int(whole.max()) < 16 * len(whole):
        return np.flatnonzero(np.bincount(whole))
    return np.unique(whole)


def compute_benford(figures: Float64Array) -> dict[str, object] | None:
    """Return how figures depart from Benford's law, None where they fit or it does not apply.

    Parameters
    ----------
    figures : (n,) float64
        Figures of one kind, such as the bills of several years [any unit].

    References
    ----------
    Benford 1938, The law of anomalous numbers: digit d stands first with log10(1 + 1/d).
    """
    size = np.abs(figures[np.isfinite(figures) & (figures != 0)])
    if len(size) < LEAST_FIGURES or np.log10(size.max() / size.min()) < LEAST_DECADES:
        return None
    first = (size / 10.0 ** np.floor(np.log10(size) + 1e-12)).astype(np.int64).clip(1, 9)
    counts = np.bincount(first, minlength=10)[1:]
    expected = np.log10(1 + 1 / np.arange(1, 10))
    share = counts / len(size)
    chi = float(len(size) * ((share - expected) ** 2 / expected).sum())
    distance = float(np.abs(share - expected).sum() / 2)
    if chi < BENFORD_CHI_SQUARE or distance < LEAST_BENFORD_DISTANCE:
        return None
    return {
        "figures": len(size),
        "digits": counts.tolist(),
        "usual_shares": [round(s, 4) for s in expected.tolist()],
        "distance": round(distance, 4),
        "chi_square": round(chi, 1),
    }
