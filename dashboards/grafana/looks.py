"""How fields look: words and colours of levels, severities and states, units, widths, links."""

from __future__ import annotations

from collections.abc import Mapping

from grafana_foundation_sdk.models import dashboard

from dashboards.console.words.vocabulary import LEVELS, RULES

GREEN, BLUE, ORANGE, RED, DARK_RED, GREY = (
    "#2e7d32",
    "#0277bd",
    "#b26a00",
    "#c62828",
    "#7f0000",
    "#616161",
)
SEVERITY: Mapping[str, tuple[str, str]] = {
    "0": ("无", GREEN),
    "1": ("提示", BLUE),
    "2": ("警告", ORANGE),
    "3": ("严重", RED),
    "4": ("特别严重", DARK_RED),
}
LEVEL_COLOURS: Mapping[str, str] = {
    level: colour
    for colour, levels in {
        GREEN: "within_pace benchmark within_limit mended retired within_ceiling met on_schedule "
        "good open consistent within fell exempt beside_statistic",
        BLUE: "between in_time fair steady no_comparison no_ceiling no_target stated "
        "without_statistic metered_only",
        ORANGE: "over_pace no_plan behind_schedule poor rose above surplus_certificates "
        "exceeds_statistic",
        RED: "will_exceed below_baseline beyond_limit plan_too_late still_below beyond_ceiling "
        "contradictory not_met held_back over_allotted",
        DARK_RED: "exceeded overdue",
    }.items()
    for level in levels.split()
}
"""Colours of levels; those of early warning have none: schemes number opposite ways."""
LEVEL: Mapping[str, tuple[str, str]] = {
    level: (words[0], LEVEL_COLOURS.get(level, GREY)) for level, words in LEVELS.items()
}
RULE: Mapping[str, tuple[str, str]] = {rule: (words[0], BLUE) for rule, words in RULES.items()}
STATE: Mapping[str, tuple[str, str]] = {
    "done": ("完成", GREEN),
    "running": ("运行中", BLUE),
    "failed": ("失败", RED),
}
TRUTH: Mapping[str, tuple[str, str]] = {"true": ("平", GREEN), "false": ("不平", RED)}
DAY = "time:YYYY-MM-DD"
MINUTE = "time:YYYY-MM-DD HH:mm"
TCE, KWH, TONNE, M3, GJ = "suffix:tce", "kwatth", "suffix:t", "suffix:m³", "suffix:GJ"
MESSAGES, READINGS = "suffix:条", "suffix:个"
Property = tuple[str, object]
Mapped = list[dashboard.ValueMapping]


def mapping(words: Mapping[str, tuple[str, str]]) -> Mapped:
    """Return the words and colours of values."""
    options = {
        value: dashboard.ValueMappingResult(text=text, color=colour, index=index)
        for index, (value, (text, colour)) in enumerate(words.items())
    }
    return [dashboard.ValueMap(options=options)]


def starts_with(colours: Mapping[str, str]) -> Mapped:
    """Return colours of texts by how they begin; the text itself stays."""
    return [
        dashboard.RegexMap(
            options=dashboard.DashboardRegexMapOptions(
                pattern=f"^({start}.*)$",
                result=dashboard.ValueMappingResult(text="$1", color=colour, index=index),
            )
        )
        for index, (start, colour) in enumerate(colours.items())
    ]


def steps(*bounds: tuple[float, str], base: str = GREEN) -> dashboard.ThresholdsConfig:
    """Return thresholds: the colour from each bound on [field's unit], `base` below."""
    made = [dashboard.Threshold(value=None, color=base)]
    made += [dashboard.Threshold(value=bound, color=colour) for bound, colour in bounds]
    return dashboard.ThresholdsConfig(steps=made)


def chip(words: Mapping[str, tuple[str, str]], width: int = 110) -> list[Property]:
    """Return a table's column as coloured words, `width` wide [pixel]."""
    return [
        ("mappings", mapping(words)),
        ("custom.displayMode", "color-background"),
        ("custom.width", width),
    ]


def unit(name: str, decimals: int | None = None) -> list[Property]:
    """Return a field's unit, and how many `decimals` it shows [1]."""
    return [("unit", name), *([("decimals", decimals)] if decimals is not None else [])]


def wide(pixels: int) -> list[Property]:
    """Return a column's width [pixel]."""
    return [("custom.width", pixels)]


def coloured(thresholds: dashboard.ThresholdsConfig, name: str) -> list[Property]:
    """Return a column coloured by thresholds, with its unit."""
    return [*unit(name), ("thresholds", thresholds), ("custom.displayMode", "color-text")]


def to_enterprise(field: str) -> list[Property]:
    """Return the link to an enterprise's board by a column with its code."""
    url = (
        "/d/nengheng-enterprise?var-region=${region:percentencode}"
        f'&var-enterprise=${{__data.fields["{field}"]}}&${{__url_time_range}}'
    )
    return [("links", [{"title": "打开用能单位看板", "url": url, "targetBlank": False}])]
