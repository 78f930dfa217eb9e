"""The platform's own page: state of its parts, and all books."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from fastapi import Request
from nicegui import ui

from api.parts import PlatformParts
from api.schemas.books import BookRow
from api.schemas.health import Health, PartHealth
from api.services import books, health
from api.services.subjects import enterprise_subject, read_names
from api.viewer import Viewer
from dashboards.console import colours
from dashboards.console.cards import (
    Cell,
    card,
    chip,
    draw_print,
    join,
    link,
    page_title,
    show,
    table,
)
from dashboards.console.frame import Visit, begin_visit
from dashboards.console.numbers import format_ms, format_number
from dashboards.console.pages.enterprise_rows import draw_books
from dashboards.console.showing import show as show_page
from dashboards.console.texts import Texts

EVERY = timedelta(seconds=5)
MOMENT_FROM_MS = 10**11
"""Greater figures of milliseconds are moments, smaller ones spans [ms]."""


@dataclass(frozen=True)
class PlatformView:
    """What the services say of the platform; `names` holds enterprises' names by code."""

    health: Health
    books: list[BookRow]
    names: dict[str, str]


def add_pages(parts: PlatformParts) -> None:
    """Add the platform's page."""

    @ui.page("/platform")
    async def platform_page(request: Request) -> None:
        await show_page(begin_visit(request, parts), _read, draw_platform, every=EVERY)


def _read(viewer: Viewer) -> PlatformView:
    found = books.list_books(viewer).items
    subjects = {enterprise_subject(book.enterprise): book.enterprise for book in found}
    with viewer.read() as session:
        names = read_names(session, subjects)
    return PlatformView(
        health.read_health(viewer),
        found,
        {subjects[subject]: name for subject, name in names.items()},
    )


def draw_platform(view: PlatformView, visit: Visit) -> None:
    """Draw the platform's parts and books."""
    texts = visit.texts
    with page_title(texts("platform")):
        show(link(texts("quarantine"), "/quarantine", button=True))
        draw_print(texts)
    with card(texts("parts")):
        table(
            [texts("part"), texts("state"), texts("detail")],
            [
                [
                    texts.part(part.part),
                    chip(texts.state(part.state), colours.STATE[part.state]),
                    _told(part, texts),
                ]
                for part in view.health.parts
            ],
        )
    with card(texts("books")):
        draw_books(view.books, texts, view.names)


def _told(part: PartHealth, texts: Texts) -> Cell:
    """Return what a part says of itself, a line each."""
    detail = texts("part_elsewhere") if part.state == "absent" else part.detail
    return join([line for line in (detail, *_values(part.values, texts)) if line], "<br>")


def _values(values: Mapping[str, object], texts: Texts) -> list[str]:
    """Return a line for the figures of a part, and one for each part of it."""
    plain = {name: value for name, value in values.items() if _is_told(name, value, texts)}
    lines = [" · ".join(_value(name, value, texts) for name, value in plain.items())]
    for name, value in values.items():
        if isinstance(value, dict) and value:
            inner = _values(value, texts)
            if name != "parts":
                state = str(value.get("state", ""))
                head = f"{texts.part(name)} {texts.state(state)}".strip()
                inner = [" · ".join([head, *inner[:1]]), *inner[1:]]
            lines += inner
    return [line for line in lines if line]


def _is_told(name: str, value: object, texts: Texts) -> bool:
    """Tell whether a figure is for people: those of parts, and what says nothing, are not."""
    if isinstance(value, dict) or value in (None, "") or name in ("state", "ok"):
        return False
    if name == ("text" if texts.language == "en" else "text_en"):
        return False
    return bool(value) or name != "last_error_ms"


def _value(name: str, value: object, texts: Texts) -> str:
    """Return one figure for people: moments as such, sizes in MB."""
    said = texts.part_figure(name.removesuffix("_ms").removesuffix("_bytes").removesuffix("_en"))
    if isinstance(value, bool):
        return f"{said} {texts('yes' if value else 'no')}"
    if not isinstance(value, int | float):
        return f"{said} {value}"
    if name.endswith("_ms") and value > MOMENT_FROM_MS:
        return f"{said} {format_ms(int(value), '%Y-%m-%d %H:%M:%S')}"
    if name == "bytes_on_disk" or name.endswith("_bytes"):
        return f"{said} {value / 1e6:,.1f} MB"
    return f"{said} {format_number(float(value))}"
