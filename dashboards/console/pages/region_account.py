"""A region's account of the year beside the official statistic, and its target board."""

from __future__ import annotations

from api.access import Permission
from api.schemas.assessment import RegionAccount, RegionFigure, TargetRow
from dashboards.console import colours
from dashboards.console.cards import (
    Cell,
    address,
    card,
    chip,
    join,
    level_chip,
    link,
    quiet,
    show,
    table,
)
from dashboards.console.frame import Visit
from dashboards.console.notices import draw_empty
from dashboards.console.numbers import format_figure, format_number, format_share
from dashboards.console.texts import Texts

METERED_SHARES = ("coal_share_metered", "electricity_share")
ENTER: dict[str, str] = {
    "unmetered": "energy_unmetered",
    "official": "energy_official",
    "total": "energy_unmetered",
    "difference": "energy_official",
    "share_metered": "energy_official",
    "co2_unmetered": "co2_unmetered",
    "co2_official": "co2_official",
    "co2_total": "co2_unmetered",
    "co2_difference": "co2_official",
    "co2_share_metered": "co2_official",
    "energy_per_gdp": "gdp",
    "energy_per_industrial_added_value": "industrial_added_value",
}
"""What is to be entered so that a figure can be given."""


def draw_account(account: RegionAccount, visit: Visit) -> None:
    """Draw a region's account: metered, remainder, total, official, intensities, shares."""
    texts = visit.texts
    with card(texts("account_title", account.year)):
        quiet(texts("account_note", account.base_year, format_share(account.coverage)))
        given = [figure for figure in account.figures if not _is_absent(figure)]
        table(
            [texts("indicator"), texts("value"), texts("source")],
            [
                [
                    texts.figure(figure.name),
                    _value(figure),
                    _said_of(figure, texts),
                ]
                for figure in given
            ],
            numbers="-n-",
        )
        if any(figure.name in METERED_SHARES for figure in given):
            quiet(texts("share_note"))
        if any(figure.name in METERED_SHARES and not _is_plain(figure) for figure in given):
            quiet(texts("share_beyond"))
    absent = [figure for figure in account.figures if _is_absent(figure)]
    if absent:
        with card(texts("account_missing")):
            table(
                [texts("indicator"), texts("reason")],
                [
                    [texts.figure(figure.name), _why_absent(figure, account, visit)]
                    for figure in absent
                ],
            )


def _said_of(figure: RegionFigure, texts: Texts) -> str:
    """Return where a figure is from; its classes by name."""
    said = texts.one_of(figure.source or figure.refused)
    return said.partition(", class_tce:")[0]


def _is_plain(figure: RegionFigure) -> bool:
    """Tell whether a share lies where one expects shares, 0 … 1 [1]."""
    return figure.value is not None and 0 <= figure.value <= 1


def _why_absent(figure: RegionFigure, account: RegionAccount, visit: Visit) -> Cell:
    """Return why a figure is not given, and what to enter so that it is."""
    texts = visit.texts
    item = ENTER.get(figure.name)
    if item is None:
        return texts.one_of(figure.refused) or texts("not_stated")
    needs = texts("energy_whole_missing" if figure.name == "energy_per_gdp" else "not_stated")
    why: Cell = needs if texts.language == "zh" or not figure.refused else figure.refused
    if not visit.viewer.may(Permission.ENTER):
        return join([why, texts("ask_statistics", texts.item(item))])
    target = address("/entries/add", {"subject": f"region:{account.region}", "item": item})
    return join([why, link(texts("enter_item", texts.item(item)), target)])


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
                    level_chip(row.level, texts) if row.level else texts.one_of(row.note) or "–",
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
