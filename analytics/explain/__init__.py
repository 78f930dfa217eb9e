"""Explain: from a verdict or an account down to hours, factors and their sources.

The figures are recomputed by the functions that made them; one that differs from the stored row
raises `ExplainMismatchError` with both.
"""

from __future__ import annotations

from analytics.explain.account import explain_account
from analytics.explain.node import ExplainNode
from analytics.explain.verdict import explain_verdict

__all__ = ["ExplainNode", "explain_account", "explain_verdict"]
