"""Every hint on one point's values, registered in one line; one test walks the list."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from analytics.falsification.copied_day import CODE as COPIED_DAY
from analytics.falsification.copied_day import look_for_copied_day
from analytics.falsification.digits import CODE as DIGITS
from analytics.falsification.digits import look_for_digits
from analytics.falsification.flat_line import CODE as FLAT_LINE
from analytics.falsification.flat_line import look_for_flat_line
from analytics.falsification.line import Blind, Hint, Line, Look
from analytics.falsification.too_round import CODE as TOO_ROUND
from analytics.falsification.too_round import look_for_too_round

DETECTORS: dict[str, Callable[[Line], Look]] = {
    FLAT_LINE: look_for_flat_line,
    COPIED_DAY: look_for_copied_day,
    TOO_ROUND: look_for_too_round,
    DIGITS: look_for_digits,
}


class Search(NamedTuple):
    """What every rule found in one point's values, and which rules are blind there, by code."""

    hints: list[Hint]
    blind: dict[str, Blind]


def search_line(line: Line) -> Search:
    """Return what every rule finds in the values of one point, by start, and which see nothing."""
    looks = {code: look(line) for code, look in DETECTORS.items()}
    found = [hint for look in looks.values() for hint in look.hints]
    blind = {code: look.blind for code, look in looks.items() if look.blind is not None}
    return Search(sorted(found, key=lambda hint: (hint.start_ms, hint.code)), blind)
