"""Dialogs: a question before something is done, and a form of its own."""

from __future__ import annotations

import html
from collections.abc import Awaitable, Callable, Generator
from contextlib import contextmanager

from nicegui import ui

from dashboards.console.cards import Markup, quiet, show
from dashboards.console.frame import Visit
from dashboards.console.notices import draw_button


@contextmanager
def dialog(title: str) -> Generator[ui.dialog]:
    """Open a dialog that the body of the ``with`` fills; Escape and a press beside it close it."""
    box = ui.dialog()
    box.props["aria-label"] = title
    box.on("hide", box.delete)
    with box, ui.element("div").classes("nh-dialog"):
        show(Markup(f"<h2>{html.escape(title)}</h2>"))
        yield box
    box.open()


def ask(
    visit: Visit, question: str, *, explain: str, button: str, act: Callable[[], Awaitable[None]]
) -> None:
    """Ask before doing what cannot be undone.

    Parameters
    ----------
    visit : Visit
        Who is asked.
    question : str
        The question.
    explain : str
        What it will do.
    button : str
        What the button says that does it.
    act : callable
        What it does.
    """
    with dialog(question) as box:
        quiet(explain)

        async def confirm() -> None:
            box.close()
            await act()

        async def cancel() -> None:
            box.close()

        with ui.element("div").classes("nh-buttons"):
            draw_button(button, confirm, kind="nh-danger")
            draw_button(visit.texts("cancel"), cancel, kind="nh-second")
