"""A region's account of the year beside the official statistic, and its target board."""

from __future__ import annotations

from api.schemas.assessment import RegionAccount, RegionFigure, TargetRow
from dashboards.console import colours
from dashboards.console.cards import Cell, card, chip, level_chip, quiet, show, table
from dashboards.console.notices import draw_empty
from dashboards.console.numbers import format_figure, format_number, format_share
from dashboards.console.texts import Texts


def draw_account(account: RegionAccount, texts: Texts) -> None:
    """Draw a region's account: metered, remainder, total, official, intensities, shares."""
    with card(texts("account_title", account.year)):
        quiet(texts("account_note", account.base_year, format_share(account.coverage)))
        given = [figure for figure in account.figures if not _is_absent(figure)]
        table(
            [texts("indicator"), texts("value"), texts("source")],
            [
                [
                    texts.figure(figure.name),
                    _value(figure),
                    figure.source or figure.refused,
                ]
                for figure in given
            ],
            numbers="-n-",
        )
    absent = [figure for figure in account.figures if _is_absent(figure)]
    if absent:
        with card(texts("account_missing")):
            table(
                [texts("indicator"), texts("reason")],
                [
                    [texts.figure(figure.name), figure.refused or texts("not_stated")]
                    for figure in absent
                ],
            )


def _is_absent(figure: RegionFigure) -> bool:
    return figure.value is None


def _value(figure: RegionFigure) -> str:
    if figure.unit == "1" and figure.value is not None:
        return format_share(figure.value)
    return format_figure(figure.value, figure.unit)


def draw_targets(rows: list[TargetRow], texts: Texts) -> None:
    """Draw the target board: what the year asks for beside what was reached."""
    with card(texts("targets_title")):
        if not rows:
            draw_empty(texts("nothing"))
            return
        heads = ("indicator", "target", "target_due", "actual", "distance", "level", "source")
        table(
            [texts(key) for key in heads],
            [
                [
                    texts.figure(row.indicator),
                    format_figure(row.target, row.target_unit),
                    format_figure(row.due, row.unit),
                    format_figure(row.actual, row.unit),
                    format_number(row.distance),
                    level_chip(row.level, texts) if row.level else row.note or "–",
                    _source(row, texts),
                ]
                for row in rows
            ],
            numbers="-nnnn--",
        )
        if any(row.confidence == "recalled" for row in rows):
            show(chip(texts("recalled"), colours.SEVERITY[2], "warning"))


def _source(row: TargetRow, texts: Texts) -> Cell:
    mark = f"（{texts('recalled')}）" if row.confidence == "recalled" else ""
    return row.source + mark
