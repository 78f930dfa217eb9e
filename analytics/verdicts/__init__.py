"""Verdicts: one shape for every rule, a lasting id, and writing only what changed."""

from __future__ import annotations

from analytics.verdicts.rows import VerdictRow, verdict_id, write_verdicts

__all__ = ["VerdictRow", "verdict_id", "write_verdicts"]
