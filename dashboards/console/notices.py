"""What a page says to its visitor: what was done, what went wrong, that something is awaited.

Nothing goes wrong without a next step: an error's own fix, or where to go from here.
"""

from __future__ import annotations

import html
from collections.abc import Awaitable, Callable

from nicegui import ui

from api.errors import ApiError, MissingError
from api.refusals import tell
from core.errors import NenghengError, RefusedError
from dashboards.console.cards import Markup, card, link, quiet, show
from dashboards.console.texts import Texts

TOAST_MS = 9000
FORBIDDEN = 403


def toast(text: str, *, next_step: Markup | str = "", bad: bool = False, texts: Texts) -> None:
    """Say for some seconds what was done, with the next step; a bad one stays until closed."""
    after = next_step.text if isinstance(next_step, Markup) else html.escape(next_step)
    message = f"<b>{html.escape(text)}</b>" + (f"<br>{after}" if after else "")
    ui.notify(
        message,
        html=True,
        position="bottom",
        close_button=texts("close"),
        timeout=0 if bad else TOAST_MS,
        classes="nh-toast nh-toast-bad" if bad else "nh-toast",
    )


def toast_error(error: Exception, texts: Texts) -> None:
    """Say what went wrong and what to do about it."""
    what, fix = describe_error(error, texts)
    toast(what, next_step=texts("next_step", fix) if fix else "", bad=True, texts=texts)


def describe_error(error: Exception, texts: Texts) -> tuple[str, str]:
    """Return what went wrong, and its fix, for a visitor."""
    if isinstance(error, RefusedError):
        return tell(error.what, texts.language), tell(error.fix, texts.language)
    if isinstance(error, NenghengError):
        return str(error), texts("try_again")
    return texts("error_title"), texts("error_unexpected")


def draw_error(error: Exception, texts: Texts, again: Callable[[], Awaitable[None]]) -> None:
    """Draw a card with what went wrong, its fix, a button to try again and the way back."""
    what, fix = describe_error(error, texts)
    title = "error_title"
    if isinstance(error, MissingError):
        title = "error_missing"
    elif isinstance(error, ApiError) and error.status == FORBIDDEN:
        title = "error_forbidden"
    with card(texts(title), kind="nh-error"):
        show(Markup(f'<p role="alert">{html.escape(what)}</p>'))
        if fix:
            quiet(texts("next_step", fix))
        with ui.element("div").classes("nh-buttons"):
            draw_button(texts("try_again"), again)
            show(link(texts("to_start"), "/", button=True))


def draw_empty(text: str, *, next_step: Markup | str = "") -> None:
    """Draw that there is nothing, and what to do about it."""
    after = next_step.text if isinstance(next_step, Markup) else html.escape(next_step)
    show(Markup(f'<div class="nh-empty nh-quiet"><p>{html.escape(text)}</p><p>{after}</p></div>'))


def draw_skeleton(texts: Texts, blocks: int = 3) -> None:
    """Draw the shape of `blocks` cards [1] while they are read."""
    with ui.element("div").classes("nh-skeleton").props("role=status"):
        ui.html(f'<span class="nh-unseen">{html.escape(texts("waiting"))}</span>', sanitize=False)
        for _ in range(blocks):
            ui.element("div").props("aria-hidden=true")


def draw_progress(share: float | None, text: str) -> Markup:
    """Return a bar for `share` 0 … 1 [1] of work done with its words; None: no end known."""
    value = "" if share is None else f' value="{min(max(share, 0.0), 1.0):.3f}"'
    words = html.escape(text)
    return Markup(f'<progress{value} aria-label="{words}"></progress> <span>{words}</span>')


def draw_button(
    text: str,
    act: Callable[[], Awaitable[None]],
    *,
    kind: str = "",
    label: str = "",
) -> ui.element:
    """Draw a button that does something here; it is busy until that is done.

    Parameters
    ----------
    text : str
        What it says.
    act : callable
        What it does.
    kind : str
        ``nh-second`` or ``nh-danger``; empty is the page's first button.
    label : str
        What it says to those who cannot see which row it stands in; empty: its text.
    """
    button = ui.element("button").classes(f"nh-button {kind}").props("type=button")
    if label:
        button.props["aria-label"] = label
    with button:
        ui.label(text)

    async def press() -> None:
        button.props["aria-busy"] = "true"
        button.props["disabled"] = True
        try:
            await act()
        finally:
            if not button.is_deleted:
                del button.props["disabled"]
                del button.props["aria-busy"]

    button.on("click", press)
    return button
