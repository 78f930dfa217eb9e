"""Alerts: episodes of (subject, rule, detail) that open once, change and resolve."""

from __future__ import annotations

from analytics.alerts.episodes import OPENS_AT, AlertChanges, follow_verdicts

__all__ = ["OPENS_AT", "AlertChanges", "follow_verdicts"]
