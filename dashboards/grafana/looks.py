"""How fields look: words and colours of levels, severities and states, units, widths, links."""

from __future__ import annotations

from collections.abc import Mapping

from grafana_foundation_sdk.models import dashboard

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
LEVEL: Mapping[str, tuple[str, str]] = {
    "within_pace": ("进度内", GREEN),
    "over_pace": ("超进度", ORANGE),
    "will_exceed": ("将超预算", RED),
    "exceeded": ("已超预算", DARK_RED),
    "benchmark": ("达到标杆", GREEN),
    "between": ("标杆–基准之间", BLUE),
    "below_baseline": ("低于基准", RED),
    "undetermined": ("无法判定", GREY),
}
RULE: Mapping[str, tuple[str, str]] = {
    "quota_pace": ("用能进度", BLUE),
    "benchmark_class": ("能效对标", BLUE),
    "dead_meter": ("表计失联", BLUE),
}
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
