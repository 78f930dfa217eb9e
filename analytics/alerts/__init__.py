"""Alerts: episodes of (subject, rule, detail) that open once, change, are worked on and resolve."""

from __future__ import annotations

from analytics.alerts.episodes import AlertChanges, follow_verdicts
from analytics.alerts.handling import acknowledge, assign, comment, resolve
from analytics.alerts.sending import hide_secrets, run_notifications, send_test

__all__ = [
    "AlertChanges",
    "acknowledge",
    "assign",
    "comment",
    "follow_verdicts",
    "hide_secrets",
    "resolve",
    "run_notifications",
    "send_test",
]
