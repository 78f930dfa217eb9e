"""Building blocks of the pages: cards, tables, chips, figures. All texts are escaped here."""

from __future__ import annotations

import html
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from nicegui import ui

from dashboards.console import colours
from dashboards.console.texts import Texts


@dataclass(frozen=True)
class Markup:
    """HTML that is safe to show: made by the functions of this module only."""

    text: str


Cell = str | Markup


@contextmanager
def card(title: str, *, span: int = 12) -> Generator[None]:
    """Draw a card `span` [1] twelfths wide with a title."""
    with ui.element("section").classes(f"nh-card nh-{span}"):
        show(Markup(f"<h2>{html.escape(title)}</h2>"))
        yield


def show(markup: Markup) -> None:
    """Draw safe HTML."""
    ui.html(markup.text, sanitize=False)


def quiet(text: str) -> None:
    """Draw a quiet line of text."""
    ui.label(text).classes("nh-quiet")


def link(text: str, target: str) -> Markup:
    """Return a link."""
    return Markup(f'<a href="{html.escape(target)}">{html.escape(text)}</a>')


def chip(text: str, colour: str, icon: str = "") -> Markup:
    """Return a coloured chip with a word, and an icon so that colour is never alone."""
    mark = f'<i class="q-icon material-icons" aria-hidden="true">{icon}</i>' if icon else ""
    return Markup(
        f'<span class="nh-chip" style="background:{colour}">{mark}{html.escape(text)}</span>'
    )


def level_chip(level: str | None, texts: Texts, suffix: str = "") -> Cell:
    """Return the chip of a verdict's level; – for None."""
    if level is None:
        return "–"
    colour = colours.LEVEL.get(level, colours.UNDETERMINED)
    return chip(texts.level(level) + suffix, colour, colours.ICON.get(level, ""))


def join(cells: Sequence[Cell], separator: str = " ") -> Markup:
    """Return several cells in one."""
    return Markup(separator.join(_render(cell) for cell in cells))


def table(columns: Sequence[str], rows: Sequence[Sequence[Cell]], *, numbers: str = "") -> None:
    """Draw a table; `numbers` holds an ``n`` for each column that is set right, such as ``--n``."""
    classes = ["nh-number" if mark == "n" else "" for mark in numbers.ljust(len(columns), "-")]
    head = "".join(
        f'<th class="{kind}" scope="col">{html.escape(name)}</th>'
        for name, kind in zip(columns, classes, strict=True)
    )
    body = "".join(
        "<tr>"
        + "".join(
            f'<td class="{kind}">{_render(cell)}</td>'
            for cell, kind in zip(row, classes, strict=True)
        )
        + "</tr>"
        for row in rows
    )
    show(
        Markup(
            f'<div class="nh-scroll" tabindex="0"><table class="nh-table"><thead><tr>{head}</tr>'
            f"</thead><tbody>{body}</tbody></table></div>"
        )
    )


def figures(pairs: Sequence[tuple[str, str]]) -> None:
    """Draw named figures in a row that wraps."""
    items = "".join(
        f"<div><dt>{html.escape(name)}</dt><dd>{html.escape(value)}</dd></div>"
        for name, value in pairs
    )
    show(Markup(f'<dl class="nh-figures">{items}</dl>'))


def _render(cell: Cell) -> str:
    return cell.text if isinstance(cell, Markup) else html.escape(cell)
