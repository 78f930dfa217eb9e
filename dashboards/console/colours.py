"""Colours of severities, levels and carriers; each is always beside its word."""

from __future__ import annotations

SEVERITY = {0: "#2e7d32", 1: "#0277bd", 2: "#b26a00", 3: "#c62828", 4: "#7f0000"}
UNDETERMINED = "#616161"
LEVEL = {
    "within_pace": "#2e7d32",
    "over_pace": "#b26a00",
    "will_exceed": "#c62828",
    "exceeded": "#7f0000",
    "benchmark": "#1b5e20",
    "between": "#0277bd",
    "below_baseline": "#c62828",
    "undetermined": UNDETERMINED,
}
ICON = {
    "within_pace": "check_circle",
    "over_pace": "speed",
    "will_exceed": "trending_up",
    "exceeded": "report",
    "benchmark": "military_tech",
    "between": "horizontal_rule",
    "below_baseline": "arrow_downward",
    "undetermined": "help",
}
STATE = {"ok": "#2e7d32", "degraded": "#b26a00", "down": "#c62828", "absent": "#616161"}
SERIES = ("#1f5fa8", "#c0662b", "#3a7d44", "#7b4fa3", "#8a6d1d", "#1d7f8c", "#a33b5c", "#5b6770")
PRIMARY = "#14507d"
PLAN = "#8a8f98"
QUOTA = "#c62828"
GAP = "rgba(120,120,120,0.18)"
