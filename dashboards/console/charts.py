"""ECharts options of the console's charts, as pure functions of what the services return."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from nicegui import app, ui

from api.schemas.accounts import Series
from api.schemas.products import BenchmarkPosition
from api.schemas.quotas import QuotaCurve, QuotaPosition
from core.calendar import to_local
from dashboards.console import colours
from dashboards.console.numbers import format_ms, format_number
from dashboards.console.texts import Texts

Option = dict[str, Any]
INK, QUIET, LINE, SUNK, CARD = (
    "var(--ink)",
    "var(--quiet)",
    "var(--line)",
    "var(--sunk)",
    "var(--card)",
)
FONT = {"fontFamily": "Noto Sans CJK SC, PingFang SC, Microsoft YaHei, sans-serif", "color": INK}
TOOLTIP = {
    "backgroundColor": CARD,
    "borderColor": LINE,
    "textStyle": {"color": INK, "fontSize": 13},
    "confine": True,
}
AFTER_WORDS_S = 0.05
"""How long after the words of a page its first charts are sent [s]: in a message of their own."""
LOADED = "charts_loaded"
"""Under this name a visitor's open page notes that its browser has what draws charts."""
POINTS_WITH_MARKS = 60
"""Readings up to which each gets its mark [1]."""
STILL = {"emphasis": {"disabled": True}}
"""Nothing is lifted under the pointer: the library cannot lighten a colour given by name."""
AXIS = {
    "axisLabel": {"color": QUIET},
    "axisLine": {"lineStyle": {"color": QUIET}},
    "nameTextStyle": {"color": QUIET},
    "splitLine": {"lineStyle": {"color": LINE}},
}


def draw_chart(option: Option, text: str, *, height: int = 240) -> None:
    """Draw a chart `height` [px] high as SVG, whose colours follow the page's look.

    `text` is what it shows, for those who cannot see it. A page's first charts follow its words,
    into places that are kept for them: the browser takes half a second to load what draws them.
    """
    place = ui.element("div").classes("nh-chart").style(f"height: {height}px")
    place.props["role"] = "img"
    place.props["aria-label"] = text

    def fill() -> None:
        app.storage.client[LOADED] = True
        with place:
            ui.echart(option, renderer="svg").style("height: 100%; width: 100%")

    if LOADED in app.storage.client:
        fill()
        return
    with place:
        ui.timer(AFTER_WORDS_S, fill, once=True)


def draw_quota_ring(position: QuotaPosition, texts: Texts) -> Option:
    """Draw used, and what is left, of a quota; beyond the quota the ring is full and dark."""
    used = max(position.used, 0.0)
    left = max(position.quota - used, 0.0)
    colour = colours.LEVEL.get(position.level or "", colours.PRIMARY)
    share = used / position.quota if position.quota else 0.0
    return {
        "textStyle": FONT,
        "animation": False,
        "title": {
            "text": f"{share:.1%}",
            "subtext": f"{texts('used')} {format_number(used)} {position.unit}",
            "left": "center",
            "top": "38%",
            "textStyle": {"fontSize": 26, "color": colour},
            "subtextStyle": {"fontSize": 12, "color": QUIET},
        },
        "tooltip": {"trigger": "item", **TOOLTIP},
        "series": [
            {
                "type": "pie",
                **STILL,
                "radius": ["68%", "88%"],
                "label": {"show": False},
                "data": [
                    {"name": texts("used"), "value": used, "itemStyle": {"color": colour}},
                    {"name": texts("remaining"), "value": left, "itemStyle": {"color": SUNK}},
                ],
            }
        ],
    }


def draw_quota_curve(curve: QuotaCurve, texts: Texts) -> Option:
    """Draw cumulative use against plan, quota and projection, one value a day."""
    position = curve.position
    days = [format_ms(t - 1, "%m-%d") for t in curve.day_ms]
    quota = [position.quota] * len(days)
    lines: list[tuple[str, Sequence[float | None], str, str, int]] = [
        (texts("used"), curve.used, colours.PRIMARY, "solid", 3),
        (texts("plan"), curve.plan, colours.PLAN, "dashed", 2),
        (texts("projected"), curve.projected, colours.SERIES[1], "dotted", 2),
        (texts("quota"), quota, colours.QUOTA, "solid", 1),
    ]
    return _axes(days, position.unit) | {
        "series": [
            {
                "type": "line",
                **STILL,
                "name": name,
                "data": [None if v is None else round(v, 2) for v in values],
                "showSymbol": False,
                "color": colour,
                "lineStyle": {"type": style, "width": width},
            }
            for name, values, colour, style, width in lines
        ]
    }


def draw_load(series: Sequence[Series], texts: Texts) -> Option:
    """Draw hourly use of carriers that share a unit; hours without any value stay open."""
    if not series:
        return _axes([], "")
    times = [format_ms(t) for t in series[0].start_ms]
    first = series[0]
    gaps = [
        [{"xAxis": times[i]}, {"xAxis": times[min(i + 1, len(times) - 1)]}]
        for i, share in enumerate(first.coverage)
        if share < 1
    ]
    return _axes(times, first.unit) | {
        "series": [
            {
                "type": "line",
                **STILL,
                "name": texts.either(one.name, one.name_en),
                "data": [None if v is None else round(v, 3) for v in one.amount],
                "showSymbol": False,
                "color": colours.SERIES[index % len(colours.SERIES)],
                "connectNulls": False,
                **({"markArea": _mark(gaps)} if index == 0 else {}),
            }
            for index, one in enumerate(series)
        ]
    }


def draw_readings(name: str, curve: Sequence[tuple[int, float]], place: int) -> Option:
    """Draw readings as (time [ms since the epoch, UTC], value [unit in `name`]) as they came."""
    option = _axes([], name) | {"useUTC": True}
    option["xAxis"] = {"type": "time", **AXIS}
    option["yAxis"]["scale"] = True
    return option | {
        "series": [
            {
                "type": "line",
                **STILL,
                "name": name,
                "data": [[to_local(t).strftime("%Y-%m-%dT%H:%M:%SZ"), v] for t, v in curve],
                "showSymbol": len(curve) < POINTS_WITH_MARKS,
                "color": colours.SERIES[place % len(colours.SERIES)],
            }
        ]
    }


def draw_consumption(one: Series, texts: Texts) -> Option:
    """Draw the months of one carrier as bars; a bar with gaps is lighter."""
    months = [format_ms(t, "%Y-%m") for t in one.start_ms]
    return _axes(months, one.unit) | {
        "series": [
            {
                "type": "bar",
                **STILL,
                "name": texts.either(one.name, one.name_en),
                "data": [
                    {
                        "value": None if v is None else round(v, 2),
                        "itemStyle": {"opacity": 1 if share >= 0.999 else 0.55},
                    }
                    for v, share in zip(one.amount, one.coverage, strict=True)
                ],
                "color": colours.SERIES[0],
            }
        ]
    }


def draw_benchmark(position: BenchmarkPosition, texts: Texts) -> Option:
    """Draw energy per product on a scale with 标杆, 基准 and the limit's grades."""
    marks = [
        (texts("benchmark"), position.benchmark, colours.LEVEL["benchmark"]),
        (texts("baseline"), position.baseline, colours.LEVEL["below_baseline"]),
        *(
            (texts("grade", number), grade, colours.PLAN)
            for number, grade in enumerate((position.grade1, position.grade2, position.grade3), 1)
        ),
    ]
    shown = [(name, value, colour) for name, value, colour in marks if value is not None]
    figures = [value for _, value, _ in shown]
    if position.value is not None:
        figures.append(position.value)
    low, high = (min(figures), max(figures)) if figures else (0.0, 1.0)
    margin = (high - low or high or 1.0) * 0.25
    colour = colours.LEVEL.get(position.level or "", colours.PRIMARY)
    return {
        "textStyle": FONT,
        "animation": False,
        "grid": {"left": 16, "right": 24, "top": 56, "bottom": 28},
        "tooltip": {"trigger": "item", **TOOLTIP},
        "xAxis": {
            "type": "value",
            "min": round(max(low - margin, 0), 3),
            "max": round(high + margin, 3),
            **AXIS,
            "axisLabel": {"showMinLabel": False, "showMaxLabel": False, "color": QUIET},
        },
        "yAxis": {"type": "category", "data": [position.product_name], "show": False},
        "series": [
            {
                "type": "bar",
                **STILL,
                "name": position.product_name,
                "barWidth": 18,
                "data": [position.value],
                "color": colour,
                "label": {
                    "show": True,
                    "position": "insideRight",
                    "color": CARD,
                    "formatter": format_number(position.value),
                },
                "markLine": {
                    "symbol": "none",
                    "animation": False,
                    "data": [
                        {
                            "xAxis": value,
                            "name": name,
                            "lineStyle": {"color": mark_colour, "width": 2, "type": "solid"},
                            "label": {
                                "formatter": f"{name}\n{format_number(value)}",
                                "color": mark_colour,
                                "fontSize": 10,
                                "distance": [0, 4 if index % 2 == 0 else 26],
                            },
                        }
                        for index, (name, value, mark_colour) in enumerate(_apart(shown))
                    ],
                },
            }
        ],
    }


def _apart(marks: list[tuple[str, float, str]]) -> list[tuple[str, float, str]]:
    """Join the names of marks that stand at one value, in order of value."""
    joined: dict[float, tuple[str, str]] = {}
    for name, value, colour in marks:
        names, first = joined.get(value, ("", colour))
        joined[value] = (f"{names}/{name}" if names else name, first)
    return [(name, value, colour) for value, (name, colour) in sorted(joined.items())]


def _mark(gaps: list[list[dict[str, str]]]) -> Option:
    return {"silent": True, "itemStyle": {"color": colours.GAP}, "data": gaps}


def _axes(categories: list[str], unit: str) -> Option:
    return {
        "textStyle": FONT,
        "animation": False,
        "grid": {"left": 12, "right": 20, "top": 40, "bottom": 8, "containLabel": True},
        "legend": {"top": 0, "type": "scroll", "textStyle": {"color": INK}},
        "tooltip": {"trigger": "axis", **TOOLTIP},
        "xAxis": {"type": "category", "data": categories, **AXIS},
        "yAxis": {"type": "value", "name": unit, "nameGap": 12, **AXIS},
    }
