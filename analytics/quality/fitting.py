"""Meter fitting rate 计量器具配备率 by level: meters there by meters due.

References
----------
GB 17167-2006, 4.3.2: rate = meters installed / meters that theory asks for; table 3 sets the least
rate for each class of carriers at the entry of the unit (level 1), of its main secondary units
(level 2) and at main equipment (level 3).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from core.catalogue.quality import FittingRate


@dataclass(frozen=True)
class Fitting:
    """Meters of a class of carriers at a level: `fitted` of `due` [1]; `least` is the rate due [%].

    `declared` tells whether `due` was declared by entry or is what the registry shows.
    """

    name: str
    level: int
    fitted: int
    due: int
    least: float
    declared: bool
    source: str
    confidence: str

    @property
    def rate(self) -> float | None:
        """The fitting rate [%]; None where no meter is due."""
        return 100.0 * min(self.fitted, self.due) / self.due if self.due else None

    @property
    def reached(self) -> bool | None:
        """Whether the rate due is reached; None where no meter is due."""
        return None if self.rate is None else self.rate >= self.least


def compute_fitting(
    rates: Iterable[FittingRate],
    meters: Sequence[tuple[str, int]],
    declared: Mapping[tuple[str, int], int],
    shown: Mapping[tuple[str, int], int],
) -> list[Fitting]:
    """Return the fitting of each class and level for which meters are due or there.

    Parameters
    ----------
    rates : iterable of FittingRate
        Rates in force.
    meters : sequence of (str, int)
        Carrier and level of each connected meter.
    declared : mapping of (str, int) to int
        Meters due by entry, by class and level [1].
    shown : mapping of (str, int) to int
        Meters due as far as the registry shows, by class and level [1]; where none is declared.
    """
    found = []
    for rate in rates:
        key = (rate.name, rate.level)
        fitted = sum(
            1 for carrier, level in meters if level == rate.level and carrier in rate.carriers
        )
        due = declared.get(key, max(shown.get(key, 0), fitted))
        if due or fitted:
            found.append(
                Fitting(
                    *key,
                    fitted=fitted,
                    due=due,
                    least=rate.rate,
                    declared=key in declared,
                    source=rate.source,
                    confidence=rate.confidence,
                )
            )
    return found
