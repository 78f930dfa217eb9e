"""Drawing of small charts as SVG: curves with marked stretches, and bars beside expected shares.

Texts are put in as text nodes, so nothing in them can become markup. Long curves are thinned to
the least and greatest value of each pixel, so that no spike is lost.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement, tostring

import numpy as np

from core.readings import Float64Array

WIDTH, HEIGHT = 900, 340
LEFT, RIGHT, TOP, BOTTOM = 72, 18, 54, 44
COLOURS = ("#14507d", "#c0662b", "#8a8f98")
BAND = "#c62828"
GRID = "#dde1e6"
FONT = "Noto Sans CJK SC, PingFang SC, Microsoft YaHei, sans-serif"
TICKS = 6


@dataclass(frozen=True)
class Curve:
    """A named curve, shape (n,) each; NaN in `y` parts it."""

    name: str
    x: Float64Array
    y: Float64Array


@dataclass(frozen=True)
class Frame:
    """What stands around a chart; `bands` are stretches of x that are marked."""

    title: str
    unit: str
    bands: Sequence[tuple[float, float]] = ()
    band_name: str = ""


def draw_curves(frame: Frame, curves: Sequence[Curve], label: Callable[[float], str]) -> bytes:
    """Return curves over one x as SVG; `label` writes a value of x."""
    known = [curve for curve in curves if np.isfinite(curve.y).any()]
    low_x, high_x = _bounds([curve.x for curve in known], 0.0)
    low_y, high_y = _bounds([curve.y[np.isfinite(curve.y)] for curve in known], 0.06)
    scale = _Scale(low_x, high_x, low_y, high_y)
    svg = _open(frame)
    for start, end in frame.bands:
        left, right = scale.x(max(start, low_x)), scale.x(min(end, high_x))
        if right >= left:
            _rect(svg, (left, TOP, max(right - left, 1.5), HEIGHT - TOP - BOTTOM), BAND, 0.14)
    _draw_axes(svg, scale, label)
    for curve, colour in zip(known, COLOURS * len(known), strict=False):
        for points in _thin(curve, scale):
            _add(
                svg,
                "polyline",
                {"points": points, "fill": "none", "stroke": colour, "stroke-width": "1.4"},
            )
    names = [(curve.name, colour) for curve, colour in zip(known, COLOURS * 9, strict=False)]
    _draw_legend(svg, names + ([(frame.band_name, BAND)] if frame.band_name else []))
    return bytes(tostring(svg, encoding="utf-8"))


def draw_bars(
    frame: Frame, names: Sequence[str], shares: Sequence[float], usual: Sequence[float]
) -> bytes:
    """Return bars of `shares` [1] with what is usual [1] as lines, as SVG."""
    high = max([*shares, *usual, 1e-9]) * 1.1
    scale = _Scale(0.0, float(len(names)), 0.0, high)
    svg = _open(frame)
    _draw_axes(svg, scale, lambda _value: "")
    for place, (name, share, common) in enumerate(zip(names, shares, usual, strict=True)):
        left, right = scale.x(place + 0.18), scale.x(place + 0.82)
        top = scale.y(share)
        _rect(svg, (left, top, right - left, HEIGHT - BOTTOM - top), COLOURS[0], 0.85)
        _line(svg, (left - 6, scale.y(common)), (right + 6, scale.y(common)), BAND)
        _text(svg, ((left + right) / 2, HEIGHT - BOTTOM + 16), name, "middle")
    _draw_legend(svg, [(frame.unit, COLOURS[0]), (frame.band_name, BAND)])
    return bytes(tostring(svg, encoding="utf-8"))


@dataclass(frozen=True)
class _Scale:
    """From values to places in the picture [px]."""

    low_x: float
    high_x: float
    low_y: float
    high_y: float

    def x(self, value: float) -> float:
        """Return the place of an x [px]."""
        span = self.high_x - self.low_x or 1.0
        return LEFT + (value - self.low_x) / span * (WIDTH - LEFT - RIGHT)

    def y(self, value: float) -> float:
        """Return the place of a y [px]."""
        span = self.high_y - self.low_y or 1.0
        return HEIGHT - BOTTOM - (value - self.low_y) / span * (HEIGHT - TOP - BOTTOM)


def _bounds(parts: Sequence[Float64Array], margin: float) -> tuple[float, float]:
    """Return the least and greatest of all values, with a margin [1] around them."""
    filled = [part for part in parts if len(part)]
    if not filled:
        return 0.0, 1.0
    low, high = min(float(p.min()) for p in filled), max(float(p.max()) for p in filled)
    extra = (high - low) * margin or (abs(high) * margin if high == low else 0.0)
    return low - extra, high + extra


def _thin(curve: Curve, scale: _Scale) -> list[str]:
    """Return the curve's stretches as points, two a pixel at most."""
    known = np.isfinite(curve.y)
    edges = np.flatnonzero(np.diff(np.concatenate(([0], known.astype(np.int8), [0]))))
    found = []
    for first, after in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
        x, y = curve.x[first:after], curve.y[first:after]
        if after - first > 2 * WIDTH:
            x, y = _extremes(x, y, scale)
        points = [f"{scale.x(a):.1f},{scale.y(b):.1f}" for a, b in zip(x, y, strict=True)]
        found.append(" ".join(points if len(points) > 1 else points * 2))
    return found


def _extremes(x: Float64Array, y: Float64Array, scale: _Scale) -> tuple[Float64Array, Float64Array]:
    """Return the least and greatest value of each pixel, in order."""
    span = scale.high_x - scale.low_x or 1.0
    pixel = ((x - scale.low_x) / span * WIDTH).astype(np.int64)
    starts = np.flatnonzero(np.concatenate(([True], np.diff(pixel) != 0)))
    ends = np.concatenate((starts[1:], [len(x)]))
    chosen: list[int] = []
    for first, after in zip(starts.tolist(), ends.tolist(), strict=True):
        part = y[first:after]
        chosen += sorted({first + int(part.argmin()), first + int(part.argmax())})
    return x[chosen], y[chosen]


def _open(frame: Frame) -> Element:
    attributes = {
        "xmlns": "http://www.w3.org/2000/svg",
        "viewBox": f"0 0 {WIDTH} {HEIGHT}",
        "width": str(WIDTH),
        "height": str(HEIGHT),
        "role": "img",
        "font-family": FONT,
        "font-size": "12",
    }
    svg = Element("svg", attributes)
    SubElement(svg, "title").text = frame.title
    _rect(svg, (0, 0, WIDTH, HEIGHT), "#ffffff", 1.0)
    _text(svg, (LEFT, 20), frame.title, "start").set("font-weight", "bold")
    _text(svg, (LEFT - 8, TOP - 8), frame.unit, "end")
    return svg


def _draw_axes(svg: Element, scale: _Scale, label: Callable[[float], str]) -> None:
    for value in _ticks(scale.low_y, scale.high_y):
        _line(svg, (LEFT, scale.y(value)), (WIDTH - RIGHT, scale.y(value)), GRID)
        _text(svg, (LEFT - 8, scale.y(value) + 4), f"{value:.10g}", "end")
    _line(svg, (LEFT, HEIGHT - BOTTOM), (WIDTH - RIGHT, HEIGHT - BOTTOM), "#444444")
    for number in range(TICKS):
        value = scale.low_x + (scale.high_x - scale.low_x) * (number + 0.5) / TICKS
        _text(svg, (scale.x(value), HEIGHT - BOTTOM + 18), label(value), "middle")


def _ticks(low: float, high: float) -> list[float]:
    """Return round values between two [any unit]."""
    span = high - low
    if span <= 0 or not math.isfinite(span):
        return [low]
    raw = span / TICKS
    power = 10.0 ** math.floor(math.log10(raw))
    step = next(f * power for f in (1.0, 2.0, 5.0, 10.0) if f * power >= raw)
    first = math.ceil(low / step)
    return [round(n * step, 12) for n in range(first, math.floor(high / step) + 1)]


def _draw_legend(svg: Element, names: Sequence[tuple[str, str]]) -> None:
    at = float(LEFT)
    for name, colour in names:
        if not name:
            continue
        _rect(svg, (at, TOP - 22, 14, 8), colour, 0.85)
        _text(svg, (at + 20, TOP - 14), name, "start")
        at += 44 + sum(13 if ord(letter) > 255 else 7 for letter in name)


def _add(svg: Element, tag: str, attributes: dict[str, str]) -> Element:
    return SubElement(svg, tag, attributes)


def _rect(svg: Element, box: tuple[float, float, float, float], fill: str, opacity: float) -> None:
    names = ("x", "y", "width", "height")
    places = {name: f"{value:.1f}" for name, value in zip(names, box, strict=True)}
    _add(svg, "rect", {**places, "fill": fill, "fill-opacity": f"{opacity:g}"})


def _line(svg: Element, start: tuple[float, float], end: tuple[float, float], colour: str) -> None:
    places = {"x1": start[0], "y1": start[1], "x2": end[0], "y2": end[1]}
    _add(svg, "line", {"stroke": colour, **{n: f"{v:.1f}" for n, v in places.items()}})


def _text(svg: Element, place: tuple[float, float], text: str, anchor: str) -> Element:
    at = {"x": f"{place[0]:.1f}", "y": f"{place[1]:.1f}"}
    node = _add(svg, "text", {**at, "fill": "#333333", "text-anchor": anchor})
    node.text = "".join(letter for letter in text if letter >= " ")
    return node
