"""The platform's own page: state of its parts, all books, what is in quarantine."""

from __future__ import annotations

from api.schemas.books import BookRow
from api.schemas.health import Health
from api.schemas.quarantine import QuarantineRow
from dashboards.console import colours
from dashboards.console.cards import card, chip, quiet, table
from dashboards.console.numbers import format_moment
from dashboards.console.pages.enterprise import draw_books
from dashboards.console.texts import Texts


def draw_platform(
    health: Health, books: list[BookRow], quarantine: list[QuarantineRow], texts: Texts
) -> None:
    """Draw the platform's parts, books and quarantine."""
    with card(texts("platform")):
        table(
            [texts("part"), texts("state"), texts("detail")],
            [
                [
                    part.part,
                    chip(texts.state(part.state), colours.STATE[part.state]),
                    part.detail or _values(part.values),
                ]
                for part in health.parts
            ],
        )
    with card(texts("books")):
        draw_books(books, texts)
    with card(texts("quarantine")):
        if not quarantine:
            quiet(texts("nothing"))
            return
        table(
            ["id", texts("time"), texts("gateway"), texts("reason"), texts("detail")],
            [
                [
                    str(row.id),
                    format_moment(row.arrival),
                    f"{row.enterprise} {row.gateway}".strip() or texts("unattributed"),
                    row.reason,
                    row.detail,
                ]
                for row in quarantine
            ],
        )


def _values(values: dict[str, object]) -> str:
    return " · ".join(
        f"{name} {value}" for name, value in values.items() if value not in (None, "")
    )
