"""Every hint on one point's values, registered in one line; one test walks the list."""

from __future__ import annotations

from collections.abc import Callable

from analytics.falsification.copied_day import detect_copied_day
from analytics.falsification.digits import detect_digits
from analytics.falsification.flat_line import detect_flat_line
from analytics.falsification.line import Hint, Line
from analytics.falsification.too_round import detect_too_round

DETECTORS: tuple[Callable[[Line], list[Hint]], ...] = (
    detect_flat_line,
    detect_copied_day,
    detect_too_round,
    detect_digits,
)


def detect_hints(line: Line) -> list[Hint]:
    """Return what every rule finds in the values of one point, by start."""
    found = [hint for detect in DETECTORS for hint in detect(line)]
    return sorted(found, key=lambda hint: (hint.start_ms, hint.code))
