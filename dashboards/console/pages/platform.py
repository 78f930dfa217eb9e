"""The platform's own page: state of its parts, and all books."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from fastapi import Request
from nicegui import ui

from api.parts import PlatformParts
from api.schemas.books import BookRow
from api.schemas.health import Health
from api.services import books, health
from api.services.subjects import enterprise_subject, read_names
from api.viewer import Viewer
from dashboards.console import colours
from dashboards.console.cards import card, chip, draw_print, join, link, page_title, show, table
from dashboards.console.frame import Visit, begin_visit
from dashboards.console.numbers import format_ms, format_number
from dashboards.console.pages.enterprise_rows import draw_books
from dashboards.console.showing import show as show_page

EVERY = timedelta(seconds=5)


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
                    part.part,
                    chip(texts.state(part.state), colours.STATE[part.state]),
                    join([line for line in (part.detail, *_values(part.values)) if line], "<br>"),
                ]
                for part in view.health.parts
            ],
        )
    with card(texts("books")):
        draw_books(view.books, texts, view.names)


def _values(values: dict[str, object]) -> list[str]:
    """Return a line for the figures of a part, and one for each part of it."""
    plain = {k: v for k, v in values.items() if not isinstance(v, dict) and v not in (None, "")}
    lines = [" · ".join(_value(name, value) for name, value in plain.items())]
    for name, value in values.items():
        if isinstance(value, dict):
            inner = _values(value)
            if inner and name != "parts":
                inner[0] = f"{name}: {inner[0]}"
            lines += inner
    return [line for line in lines if line]


def _value(name: str, value: object) -> str:
    """Return one figure for people: moments as such, sizes in MB."""
    if name.endswith("_ms") and isinstance(value, int) and value > 0:
        return f"{name.removesuffix('_ms')} {format_ms(value, '%Y-%m-%d %H:%M:%S')}"
    if name.endswith("_bytes") and isinstance(value, int):
        return f"{name.removesuffix('_bytes')} {value / 1e6:,.1f} MB"
    if isinstance(value, int | float) and not isinstance(value, bool):
        return f"{name} {format_number(float(value))}"
    return f"{name} {value}"
