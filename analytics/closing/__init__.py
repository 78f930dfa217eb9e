"""Closing: a month or year is frozen; what changes it later is a restatement with its reason."""

from __future__ import annotations

from analytics.closing.changes import Difference, list_differences
from analytics.closing.explain import explain_closed
from analytics.closing.freeze import Term, close_period, list_closings, restate_period
from analytics.closing.frozen import find_altered

__all__ = [
    "Difference",
    "Term",
    "close_period",
    "explain_closed",
    "find_altered",
    "list_closings",
    "list_differences",
    "restate_period",
]
