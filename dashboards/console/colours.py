"""Colours of the console: tokens for light and dark, and those of levels, states and series.

Pages and charts name a token, ``var(--ink)``, never a colour, so that light, dark and paper need no
second drawing. Colour is never alone: a word or an icon stands beside it.
"""

from __future__ import annotations

from collections.abc import Mapping

LIGHT: Mapping[str, str] = {
    "ink": "#1c2733",
    "quiet": "#53606c",
    "line": "#d9dee4",
    "edge": "#7d8894",
    "paper": "#f4f6f8",
    "card": "#ffffff",
    "sunk": "#eef1f4",
    "brand": "#14507d",
    "on-brand": "#ffffff",
    "head": "#14507d",
    "good": "#2e7d32",
    "calm": "#0268a6",
    "warn": "#9a5b00",
    "bad": "#c62828",
    "worst": "#7f0000",
    "unknown": "#5c646c",
    "note": "#fff3cd",
    "on-note": "#5c4400",
    "gap": "rgba(120, 120, 120, 0.2)",
    "series-1": "#1f5fa8",
    "series-2": "#b3561c",
    "series-3": "#3a7d44",
    "series-4": "#7b4fa3",
    "series-5": "#8a6d1d",
    "series-6": "#1d7f8c",
    "series-7": "#a33b5c",
    "series-8": "#5b6770",
}
DARK: Mapping[str, str] = {
    "ink": "#e7edf3",
    "quiet": "#a6b4c1",
    "line": "#2e3b48",
    "edge": "#7c8a98",
    "paper": "#0f161d",
    "card": "#18222c",
    "sunk": "#212d39",
    "brand": "#82c2f2",
    "on-brand": "#0b1a26",
    "head": "#0c2a42",
    "good": "#7fd084",
    "calm": "#6cc1f5",
    "warn": "#f0b45c",
    "bad": "#ff8f87",
    "worst": "#ffb3ab",
    "unknown": "#aeb8c2",
    "note": "#3d3312",
    "on-note": "#f6dd92",
    "gap": "rgba(160, 175, 190, 0.2)",
    "series-1": "#6fb1ec",
    "series-2": "#f0a06a",
    "series-3": "#83c98c",
    "series-4": "#c39ae6",
    "series-5": "#d6b75f",
    "series-6": "#67c6d3",
    "series-7": "#ee8fae",
    "series-8": "#a9b5bf",
}
"""The same names on a dark page."""

SEVERITY = {
    0: "var(--good)",
    1: "var(--calm)",
    2: "var(--warn)",
    3: "var(--bad)",
    4: "var(--worst)",
}
UNDETERMINED = "var(--unknown)"
LEVEL = {
    "within_pace": SEVERITY[0],
    "over_pace": SEVERITY[2],
    "will_exceed": SEVERITY[3],
    "exceeded": SEVERITY[4],
    "benchmark": SEVERITY[0],
    "between": SEVERITY[1],
    "below_baseline": SEVERITY[3],
    "within_limit": SEVERITY[0],
    "beyond_limit": SEVERITY[3],
    "mended": SEVERITY[0],
    "retired": SEVERITY[0],
    "in_time": SEVERITY[1],
    "no_plan": SEVERITY[3],
    "plan_too_late": SEVERITY[3],
    "still_below": SEVERITY[3],
    "overdue": SEVERITY[4],
    "within_ceiling": SEVERITY[0],
    "beyond_ceiling": SEVERITY[3],
    "contradictory": SEVERITY[4],
    "good": SEVERITY[0],
    "fair": SEVERITY[2],
    "poor": SEVERITY[3],
    "held_back": SEVERITY[4],
    "open": SEVERITY[0],
    "met": SEVERITY[0],
    "on_schedule": SEVERITY[0],
    "behind_schedule": SEVERITY[2],
    "not_met": SEVERITY[3],
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
    "good": "check_circle",
    "fair": "info",
    "poor": "arrow_downward",
    "overdue": "report",
    "held_back": "block",
}
STATE = {
    "ok": "var(--good)",
    "degraded": "var(--warn)",
    "down": "var(--bad)",
    "absent": UNDETERMINED,
}
SERIES = tuple(f"var(--series-{number})" for number in range(1, 9))
PRIMARY = SERIES[0]
PLAN = "var(--quiet)"
QUOTA = "var(--bad)"
GAP = "var(--gap)"


def write_tokens() -> str:
    """Return the tokens as CSS: light, dark by choice or by the system's wish, light on paper."""
    light, dark = _block(LIGHT), _block(DARK)
    return (
        f":root {{ color-scheme: light; {light} }}\n"
        f"@media (prefers-color-scheme: dark) {{ html:not([data-theme=light]) "
        f"{{ color-scheme: dark; {dark} }} }}\n"
        f"html[data-theme=dark] {{ color-scheme: dark; {dark} }}\n"
        f"@media print {{ html:root, html[data-theme=dark] {{ color-scheme: light; {light} }} }}\n"
    )


def _block(tokens: Mapping[str, str]) -> str:
    return " ".join(f"--{name}: {colour};" for name, colour in tokens.items())
