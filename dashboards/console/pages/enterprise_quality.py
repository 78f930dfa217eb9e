"""Quality of one enterprise's data: the month's score, indices, points, comparisons, meters."""

from __future__ import annotations

from dataclasses import dataclass

from api.errors import MissingError
from api.schemas.enterprises import EnterpriseDetail
from api.schemas.quality import FittingRow, IndexRow, PointQuality, QualityDetail, QualityMonth
from api.services import quality
from api.services.quality import QualityFilter
from api.viewer import Viewer
from dashboards.console import colours
from dashboards.console.cards import (
    Cell,
    bar,
    card,
    chip,
    figures,
    join,
    level_chip,
    quiet,
    show,
    table,
)
from dashboards.console.frame import Visit
from dashboards.console.notices import draw_empty
from dashboards.console.numbers import format_figure, format_number, format_share
from dashboards.console.texts import Texts

MONTHS = 13
WELL = 0.9
"""From this index on its bar is drawn as good [1]."""


@dataclass(frozen=True)
class QualityView:
    """Quality of one enterprise; None where no month was measured."""

    newest: QualityDetail | None
    months: list[QualityMonth]
    fitting: list[FittingRow]


def read(viewer: Viewer, detail: EnterpriseDetail) -> QualityView:
    """Read the newest month in detail, and those before it."""
    code = detail.enterprise.code
    months = quality.list_quality(viewer, QualityFilter(enterprise=code), limit=MONTHS).items
    try:
        newest = quality.read_quality(viewer, code)
    except MissingError:
        newest = None
    return QualityView(newest, months, quality.list_fitting(viewer, code))


def draw(view: QualityView, _detail: EnterpriseDetail, visit: Visit) -> None:
    """Draw the quality of one enterprise's data."""
    texts = visit.texts
    if view.newest is None:
        with card(texts("tab_quality")):
            draw_empty(texts("no_quality"))
    else:
        _draw_month(view.newest, texts)
    with card(texts("quality_months"), span=6):
        draw_months(view.months, texts)
    with card(texts("fitting"), span=6):
        _draw_fitting(view.fitting, texts)


def _draw_month(found: QualityDetail, texts: Texts) -> None:
    month = found.month
    with card(f"{texts('tab_quality')} · {month.month:%Y-%m}", span=6):
        show(join([level_chip(month.level, texts)]))
        figures([(texts("score"), format_number(month.score))])
        quiet(texts.either(month.reason, month.reason_en))
        keys = ("quality_index", "value", "weight")
        table([texts(key) for key in keys], [_index(one, texts) for one in month.indices])
        if any(one.confidence == "recalled" for one in month.indices):
            show(chip(texts("recalled"), colours.SEVERITY[2], "warning"))
    with card(texts("comparisons"), span=6):
        if not found.checks:
            draw_empty(texts("no_comparisons"))
        else:
            table(
                [texts("comparison"), texts("agrees")],
                [
                    [
                        texts.either(check.text, check.text_en),
                        chip(
                            texts("yes" if check.agrees else "no"),
                            colours.SEVERITY[0 if check.agrees else 3],
                        ),
                    ]
                    for check in found.checks
                ],
            )
    with card(texts("points")):
        indices = (texts.figure(key) for key in ("completeness", "validity", "timeliness"))
        heads = [texts("point"), texts("name"), *indices, texts("hours_valid")]
        table(heads, [_point(one) for one in found.points], numbers="t-nnnn")


def _index(one: IndexRow, texts: Texts) -> list[Cell]:
    value = one.value
    colour = colours.SEVERITY[0] if (value or 0) >= 0.9 else colours.SEVERITY[2]
    shown = bar(value, colour, format_share(value)) if value is not None else "–"
    return [texts.figure(one.index), shown, format_share(one.weight)]


def _point(one: PointQuality) -> list[Cell]:
    return [
        one.point,
        one.name,
        _share(one.received, one.expected),
        _share(one.valid, one.received),
        _share(one.timely, one.timed),
        f"{one.hours_valid} / {one.hours_due}",
    ]


def _share(part: int, whole: int) -> str:
    return f"{format_share(min(part / whole, 1.0))}（{part:,}/{whole:,}）" if whole else "–"


def draw_months(months: list[QualityMonth], texts: Texts) -> None:
    """Draw months with their scores, newest first."""
    if not months:
        draw_empty(texts("no_quality"))
        return
    table(
        [texts("month"), texts("score"), texts("level"), texts("reason")],
        [
            [
                f"{row.month:%Y-%m}",
                format_number(row.score),
                level_chip(row.level, texts),
                texts.either(row.reason, row.reason_en),
            ]
            for row in months
        ],
        numbers="tnt-",
    )


def _draw_fitting(rows: list[FittingRow], texts: Texts) -> None:
    if not rows:
        draw_empty(texts("no_fitting"))
        return
    table(
        [texts(key) for key in ("carrier", "meter_level", "fitted", "due", "rate", "least")],
        [
            [
                row.name if texts.language == "zh" else row.carriers,
                str(row.level),
                str(row.fitted),
                str(row.due),
                format_figure(row.rate, "%"),
                format_figure(row.least, "%"),
            ]
            for row in rows
        ],
        numbers="-nnnnn",
    )
