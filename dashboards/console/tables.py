"""Lists that are sorted, filtered and walked by links, so that each state has an address."""

from __future__ import annotations

import html
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from nicegui import ui

from dashboards.console.cards import SET, Cell, Markup, address, cell_class, join, link, plain, show
from dashboards.console.frame import CURRENT, Visit
from dashboards.console.notices import draw_empty


@dataclass(frozen=True)
class Choice:
    """One filter of a list: a text to search for, a day, or one of several values.

    Attributes
    ----------
    name : str
        Name in the address.
    label : str
        What it asks for.
    options : sequence of (str, str)
        Value and its name; empty is a field to write in.
    kind : str
        Of a field to write in: ``search``, ``date``, ``month`` or ``number``.
    chosen : str
        What holds where the address says nothing.
    """

    name: str
    label: str
    options: Sequence[tuple[str, str]] = ()
    kind: str = "search"
    chosen: str = ""


def sort_head(visit: Visit, name: str, key: str, *, descending: bool = False) -> Markup:
    """Return a head that sorts by `key`; pressed again, the other way.

    Parameters
    ----------
    visit : Visit
        Its query's ``order`` holds what is sorted by: a key, with ``-`` in front for descending.
    name : str
        What the column is called.
    key : str
        What the service sorts by.
    descending : bool
        Whether the greatest comes first at the first press.
    """
    chosen = visit.query.get("order", "")
    now = chosen.lstrip("-") == key
    falling = chosen.startswith("-")
    wanted = (not falling) if now else descending
    target = _address_with(visit, {"order": ("-" if wanted else "") + key, "cursor": ""})
    mark = (" ▼" if falling else " ▲") if now else ""
    title = html.escape(visit.texts("sort_by", name))
    text = f'<a href="{html.escape(target)}" title="{title}">{html.escape(name)}{mark}</a>'
    return Markup(text, ("descending" if falling else "ascending") if now else "")


def draw_filters(visit: Visit, choices: Sequence[Choice], *, keep: Sequence[str] = ()) -> None:
    """Draw the filters of a list as a form that asks by address; `keep` names what stays."""
    texts = visit.texts
    fields = "".join(
        _draw_choice(choice, visit.query.get(choice.name) or choice.chosen) for choice in choices
    )
    hidden = "".join(
        f'<input type="hidden" name="{html.escape(name)}" value="{html.escape(visit.query[name])}">'
        for name in ("order", *keep)
        if visit.query.get(name)
    )
    used = any(visit.query.get(choice.name) for choice in choices)
    kept = {name: visit.query.get(name, "") for name in keep}
    clear = link(texts("clear"), address(visit.path, kept), button=True).text if used else ""
    show(
        Markup(
            f'<form class="nh-filters" method="get" action="{html.escape(visit.path)}" '
            f'role="search">{fields}{hidden}<button class="nh-button" type="submit">'
            f"{html.escape(texts('apply'))}</button>{clear}</form>"
        )
    )


def _draw_choice(choice: Choice, value: str) -> str:
    name, label = html.escape(choice.name), html.escape(choice.label)
    if choice.options:
        options = "".join(
            f'<option value="{html.escape(key)}"{" selected" if key == value else ""}>'
            f"{html.escape(text)}</option>"
            for key, text in choice.options
        )
        field = f'<select class="nh-input" name="{name}">{options}</select>'
    else:
        field = (
            f'<input class="nh-input" type="{choice.kind}" name="{name}" '
            f'value="{html.escape(value)}">'
        )
    return f"<label>{label}{field}</label>"


def draw_found(
    visit: Visit,
    choices: Sequence[Choice],
    count: int,
    *,
    none: str,
    otherwise: Markup | str = "",
    keep: Sequence[str] = (),
    only: str = "",
) -> bool:
    """Draw the filters of a list, and where it found nothing that and what to do about it.

    Parameters
    ----------
    visit : Visit
        Its query holds what the list is filtered by.
    choices : sequence of Choice
        The filters.
    count : int
        How many rows were found [1].
    none : str
        What an empty list says.
    otherwise : Markup or str
        What to do about a list that is empty without any filter.
    keep : sequence of str
        What else of the address stays.
    only : str
        Name of what the address alone narrows the list to, by one of `keep`.

    Returns
    -------
    bool
        Whether there are rows to draw.
    """
    draw_filters(visit, choices, keep=keep)
    texts = visit.texts
    if only and any(visit.query.get(name) for name in keep):
        show(
            join([texts("only_of", only), link(texts("show_all"), visit.path)]), classes="nh-quiet"
        )
    if count:
        return True
    used = any(visit.query.get(name) for name in (*(one.name for one in choices), *keep))
    draw_empty(none, next_step=link(texts("clear"), visit.path) if used else otherwise)
    return False


def draw_table_with_buttons(
    heads: Sequence[Cell],
    rows: Sequence[Sequence[Cell]],
    draw_buttons: Callable[[int], None],
    *,
    numbers: str = "",
    caption: str,
) -> None:
    """Draw a table whose rows end with buttons that do something here.

    Parameters
    ----------
    heads : sequence of Cell
        Heads, with that of the buttons.
    rows : sequence of sequence of Cell
        Cells, without the buttons.
    draw_buttons : callable
        Draws the buttons of the row of an index [1].
    numbers : str
        Marks of columns, as those of `dashboards.console.cards.table`.
    caption : str
        What the table is, for those who cannot see what stands around it.
    """
    marks = [SET.get(mark, "") for mark in numbers.ljust(len(heads), "-")]
    scroll = ui.element("div").classes("nh-scroll")
    scroll.props["tabindex"] = "0"
    scroll.props["role"] = "region"
    scroll.props["aria-label"] = caption
    with scroll, ui.element("table").classes("nh-table"):
        with ui.element("thead"), ui.element("tr"):
            for head, kind in zip(heads, marks, strict=True):
                with ui.element("th").props("scope=col").classes(kind):
                    show(join([head]))
        with ui.element("tbody"):
            for index, cells in enumerate(rows):
                with ui.element("tr"):
                    for cell, kind, head in zip(cells, marks, heads, strict=False):
                        box = ui.element("td").classes(cell_class(cell, kind))
                        box.props["data-label"] = plain(head)
                        with box:
                            show(join([cell]))
                    with ui.element("td"), ui.element("div").classes("nh-buttons"):
                        draw_buttons(index)


def draw_pages(visit: Visit, shown: int, following: str | None) -> None:
    """Draw the way to the next page of a list of which `shown` rows [1] stand here."""
    texts = visit.texts
    cells: list[Cell] = [texts("rows_shown", shown)]
    if visit.query.get("cursor"):
        first = _address_with(visit, {"cursor": ""})
        cells.append(link(texts("first_page"), first, button=True))
    if following:
        target = _address_with(visit, {"cursor": following})
        cells.append(link(texts("next_page"), target, button=True))
    show(Markup(f'<div class="nh-pages nh-quiet">{join(cells).text}</div>'))


def draw_tabs(visit: Visit, tabs: Mapping[str, str], *, name: str = "tab") -> str:
    """Draw tabs as links; return the key of the one that is open, the first without a choice."""
    chosen = visit.query.get(name, "")
    opened = chosen if chosen in tabs else next(iter(tabs))
    links = "".join(
        f'<a href="{html.escape(_address_with(visit, {name: key, "cursor": ""}))}"'
        f"{CURRENT[key == opened]}>{html.escape(text)}</a>"
        for key, text in tabs.items()
    )
    show(
        Markup(
            f'<nav class="nh-tabs" aria-label="{html.escape(visit.texts("parts_of_page"))}">'
            f"{links}</nav>"
        ),
        classes="nh-12",
    )
    return opened


def _address_with(visit: Visit, changes: Mapping[str, str]) -> str:
    kept = {name: value for name, value in visit.query.items() if name not in ("lang", "theme")}
    return address(visit.path, kept | dict(changes))
