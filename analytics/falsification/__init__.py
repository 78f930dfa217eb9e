"""Falsification hints: patterns in readings that measured data do not show.

Each is a finding with its evidence and a picture; none is a verdict, and none punishes anybody.
"""

from analytics.falsification.line import Hint, Line, make_line
from analytics.falsification.rule import DETECTORS, search_line

__all__ = ["DETECTORS", "Hint", "Line", "make_line", "search_line"]
