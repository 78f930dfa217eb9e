"""How a page comes about: its frame at once, a skeleton, then what the services say.

Every page is ``await show(begin_visit(request, parts), read, draw)``. `read` asks services with the
visit's viewer, outside the event loop; `draw` draws what it gave. Everything that writes goes
through `act`, which says what was done or what went wrong, and draws the page again.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import partial
from typing import Generic, TypeVar

from fastapi import Request
from nicegui import ui

from api.errors import UnauthorisedError
from api.parts import PlatformParts
from api.viewer import Viewer
from core.errors import NenghengError
from dashboards.console.cards import Markup
from dashboards.console.frame import Visit, begin_visit, page_frame
from dashboards.console.notices import draw_error, draw_skeleton, toast, toast_error

log = logging.getLogger(__name__)
T = TypeVar("T")
REFRESH = timedelta(seconds=5)
CONNECT_WITHIN_S = 15.0


async def show(
    visit: Visit | None,
    read: Callable[[Viewer], T],
    draw: Callable[[T, Visit], None],
    *,
    every: timedelta | None = None,
    skeleton: int = 3,
) -> None:
    """Answer with a page's frame at once, then read and draw its body.

    Parameters
    ----------
    visit : Visit or None
        From `begin_visit`; None has been shown the way in.
    read : callable
        Asks services; runs in a thread.
    draw : callable
        Draws what was read into the page's grid.
    every : timedelta or None
        Reads again so often and draws again where something changed; None: only on `refresh`.
    skeleton : int
        Cards drawn while it reads [1].
    """
    if visit is None:
        return
    with page_frame(visit):
        body = ui.element("div").classes("nh-body").props("aria-busy=true")
    with body:
        draw_skeleton(visit.texts, skeleton)
    page = _Body(visit, body, read, draw)
    visit.refresh = page.refresh
    await ui.context.client.connected(CONNECT_WITHIN_S)
    await page.refresh()
    if every is not None:
        ui.timer(every.total_seconds(), page.follow)


async def show_asked(
    request: Request,
    parts: PlatformParts,
    read: Callable[[Viewer, Mapping[str, str]], T],
    draw: Callable[[T, Visit], None],
) -> None:
    """Show a page that reads what its address asks for: `read` gets the query, by name."""
    query = dict(request.query_params)
    await show(begin_visit(request, parts), lambda viewer: read(viewer, query), draw)


class _Body(Generic[T]):
    """The body of a page, and what was last drawn into it."""

    def __init__(
        self,
        visit: Visit,
        body: ui.element,
        read: Callable[[Viewer], T],
        draw: Callable[[T, Visit], None],
    ) -> None:
        self._visit = visit
        self._body = body
        self._read = read
        self._draw = draw
        self._shown: T | None = None

    async def refresh(self) -> None:
        """Read, and draw what was read or why it cannot be."""
        try:
            found = await asyncio.to_thread(self._visit.look, self._read)
        except UnauthorisedError:
            ui.navigate.reload()
            return
        except Exception as error:
            self._redraw(partial(draw_error, error, self._visit.texts, self.refresh))
            if not isinstance(error, NenghengError):
                raise
            return
        self._shown = found
        self._redraw(partial(self._draw, found, self._visit))

    async def follow(self) -> None:
        """Read, and draw again if it is not what stands there."""
        try:
            found = await asyncio.to_thread(self._visit.look, self._read)
        except UnauthorisedError:
            ui.navigate.reload()
            return
        except NenghengError as error:
            log.warning("%s is not read again: %s", self._visit.path, error)
            return
        if found != self._shown:
            self._shown = found
            self._redraw(partial(self._draw, found, self._visit))

    def _redraw(self, draw: Callable[[], None]) -> None:
        if self._body.is_deleted:
            return
        self._body.clear()
        self._body.props["aria-busy"] = "false"
        with self._body:
            draw()


async def act(
    visit: Visit,
    write: Callable[[Viewer], T],
    *,
    done: str | Callable[[T], str],
    next_step: Markup | str = "",
    redraw: bool = True,
) -> T | None:
    """Do something by a service; say what was done, or what went wrong and its fix.

    Parameters
    ----------
    visit : Visit
        Who does it.
    write : callable
        Calls the service; runs in a thread.
    done : str or callable
        What is said when it is done, or what makes that from the service's answer.
    next_step : Markup or str
        Where to go from there.
    redraw : bool
        Read and draw the page again.

    Returns
    -------
    object or None
        What the service gave; None where it refused.
    """
    client = ui.context.client
    try:
        found = await asyncio.to_thread(visit.perform, write)
    except NenghengError as error:
        with client:
            toast_error(error, visit.texts)
        return None
    text = done if isinstance(done, str) else done(found)
    with client:  # what was written may have drawn the page again, without what was pressed
        toast(text, next_step=next_step, texts=visit.texts)
        if redraw:
            await visit.refresh()
    return found
