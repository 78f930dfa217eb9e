"""Building blocks of the pages: cards, tables, chips, figures. All texts are escaped here."""

from __future__ import annotations

import html
import re
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import urlencode

from nicegui import ui

from dashboards.console import colours
from dashboards.console.texts import Texts


@dataclass(frozen=True)
class Markup:
    """HTML that is safe to show: its texts were escaped where it was made.

    Attributes
    ----------
    text : str
        The HTML.
    order : str
        As the head of a table: ``ascending`` or ``descending`` where it is sorted by.
    """

    text: str
    order: str = ""


Cell = str | Markup
COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}")
LONG = 22
"""From so many letters on a cell is long [1]."""
SET = {"n": "nh-number", "t": "nh-tight"}
TAGS = re.compile(r"<[^>]*>")


@contextmanager
def card(title: str, *, span: int = 12, kind: str = "") -> Generator[None]:
    """Draw a card `span` [1] twelfths wide with a title; `kind` is a further class of it."""
    section = ui.element("section").classes(f"nh-card nh-{span} {kind}")
    section.props["aria-label"] = title
    with section:
        show(Markup(f"<h2>{html.escape(title)}</h2>"))
        yield


@contextmanager
def page_title(title: str, chips: Sequence[Cell] = ()) -> Generator[None]:
    """Draw the page's title with chips; the body of the ``with`` draws its tools at the right."""
    ui.page_title(title)
    with ui.element("div").classes("nh-title nh-12"):
        show(Markup(f"<h1>{html.escape(title)}</h1>"))
        if chips:
            show(join(chips))
        with ui.element("div").classes("nh-tools"):
            yield


def show(markup: Markup, *, classes: str = "") -> None:
    """Draw safe HTML."""
    ui.html(markup.text, sanitize=False).classes(classes)


def quiet(text: str) -> None:
    """Draw a quiet line of text."""
    ui.label(text).classes("nh-quiet")


def escape(text: str) -> str:
    """Return text as HTML."""
    return html.escape(text)


def link(
    text: str, target: str, *, button: bool = False, label: str = "", row: bool = False
) -> Markup:
    """Return a link.

    Parameters
    ----------
    text : str
        What it says.
    target : str
        Where it leads.
    button : bool
        Whether it is drawn as a button.
    label : str
        What it says to those who cannot see where it stands; empty: its text.
    row : bool
        Whether it is its row's link, on which `dashboards.console.keys` sets the focus.
    """
    kind = ' class="nh-button nh-second"' if button else ""
    said = f' aria-label="{html.escape(label)}"' if label else ""
    mark = " data-row" if row else ""
    return Markup(f'<a href="{html.escape(target)}"{kind}{said}{mark}>{html.escape(text)}</a>')


def address(path: str, query: Mapping[str, object] | None = None) -> str:
    """Return a path of the console with a query; empty values are left out."""
    kept = {name: str(value) for name, value in (query or {}).items() if value not in ("", None)}
    return f"{path}?{urlencode(kept)}" if kept else path


def chip(text: str, colour: str, icon: str = "") -> Markup:
    """Return a coloured chip with a word, and an icon so that colour is never alone."""
    mark = f'<i class="q-icon material-icons" aria-hidden="true">{icon}</i>' if icon else ""
    style = f"--chip:{html.escape(colour)}"
    return Markup(f'<span class="nh-chip" style="{style}">{mark}{html.escape(text)}</span>')


def swatch(text: str, colour: str) -> Markup:
    """Return words beside a spot of a colour that somebody else chose."""
    safe = colour if COLOUR.fullmatch(colour) else "var(--unknown)"
    return Markup(
        f'<span class="nh-swatch"><span aria-hidden="true" style="background:{safe}"></span>'
        f"{html.escape(text)}</span>"
    )


def draw_path(steps: Sequence[tuple[str, str]], texts: Texts) -> None:
    """Draw the way down to where the page is, as (name, address); the last is the page itself."""
    items = "".join(f"<li>{link(name, target).text}</li>" for name, target in steps[:-1])
    items += f'<li><span aria-current="page">{html.escape(steps[-1][0])}</span></li>'
    said = html.escape(texts("breadcrumbs"))
    show(
        Markup(f'<nav class="nh-path" aria-label="{said}"><ol>{items}</ol></nav>'),
        classes="nh-12",
    )


def draw_print(texts: Texts) -> None:
    """Draw the button that prints the page."""
    button = ui.element("button").classes("nh-button nh-second").props("type=button")
    with button:
        ui.label(texts("print"))
    button.on("click", js_handler="() => window.print()")


def level_chip(
    level: str | None, texts: Texts, suffix: str = "", *, severity: int | None = None
) -> Cell:
    """Return the chip of a verdict's level; – for None.

    A level without a colour of its own, as of a scheme, has that of its `severity` 0 … 4 [1].
    """
    if level is None:
        return "–"
    plainly = colours.SEVERITY.get(-1 if severity is None else severity, colours.UNDETERMINED)
    colour = colours.LEVEL.get(level, plainly)
    return chip(texts.level(level) + suffix, colour, colours.ICON.get(level, ""))


def join(cells: Sequence[Cell], separator: str = " ") -> Markup:
    """Return several cells in one."""
    return Markup(separator.join(_render(cell) for cell in cells))


def bar(share: float | None, colour: str, text: str) -> Markup:
    """Return a bar filled to `share` 0 … 1 [1] with its words."""
    width = min(max(share or 0.0, 0.0), 1.0) * 100
    return Markup(
        f'{html.escape(text)}<span class="nh-bar" style="display:block;--chip:{colour}" '
        f'aria-hidden="true"><span style="width:{width:.1f}%"></span></span>'
    )


def facts(pairs: Sequence[tuple[str, Cell]]) -> None:
    """Draw names with what belongs to each, one a line."""
    items = "".join(
        f"<dt>{html.escape(name)}</dt><dd>{_render(value)}</dd>" for name, value in pairs
    )
    show(Markup(f'<dl class="nh-evidence">{items}</dl>'))


def table(
    columns: Sequence[Cell],
    rows: Sequence[Sequence[Cell]],
    *,
    numbers: str = "",
    caption: str = "",
) -> None:
    """Draw a table.

    Parameters
    ----------
    columns : sequence of Cell
        Heads; `dashboards.console.tables.sort_head` makes one that sorts.
    rows : sequence of sequence of Cell
        Cells.
    numbers : str
        A mark for each column, such as ``t-n``: ``n`` is set right, ``t`` does not wrap.
    caption : str
        What the table is, for those who cannot see what stands around it.
    """
    marks = numbers.ljust(len(columns), "-")
    classes = [SET.get(mark, "") for mark in marks]
    head = "".join(
        f'<th class="{kind}" scope="col"{_sorted(name)}>{_render(name)}</th>'
        for name, kind in zip(columns, classes, strict=True)
    )
    names = [html.escape(plain(name)) for name in columns]
    body = "".join(
        "<tr>"
        + "".join(
            f'<td class="{cell_class(cell, kind)}" data-label="{name}">{_render(cell)}</td>'
            for cell, kind, name in zip(row, classes, names, strict=True)
        )
        + "</tr>"
        for row in rows
    )
    said = html.escape(caption or " · ".join(plain(name) for name in columns if plain(name)))
    show(
        Markup(
            f'<div class="nh-scroll" tabindex="0" role="region" aria-label="{said}">'
            f'<table class="nh-table"><thead><tr>{head}</tr></thead>'
            f"<tbody>{body}</tbody></table></div>"
        )
    )


def figures(pairs: Sequence[tuple[str, str]]) -> None:
    """Draw named figures in a row that wraps."""
    items = "".join(
        f"<div><dt>{html.escape(name)}</dt><dd>{html.escape(value)}</dd></div>"
        for name, value in pairs
    )
    show(Markup(f'<dl class="nh-figures">{items}</dl>'))


def plain(cell: Cell) -> str:
    """Return a cell's text without its markup."""
    return html.unescape(TAGS.sub("", cell.text)) if isinstance(cell, Markup) else cell


def cell_class(cell: Cell, kind: str) -> str:
    """Return the class of a cell; one of many words takes a narrow screen's whole width."""
    return kind or ("nh-long" if len(plain(cell)) > LONG else "")


def _sorted(head: Cell) -> str:
    """Return the attribute that says a column is the one sorted by."""
    order = head.order if isinstance(head, Markup) else ""
    return f' aria-sort="{order}"' if order else ""


def _render(cell: Cell) -> str:
    return cell.text if isinstance(cell, Markup) else html.escape(cell)
