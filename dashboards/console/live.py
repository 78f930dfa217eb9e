"""Parts of a page that follow what happens, without drawing the rest of it again."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from datetime import timedelta
from typing import TypeVar

from nicegui import ui

from api.errors import UnauthorisedError
from api.viewer import Viewer
from core.errors import NenghengError
from dashboards.console.frame import Visit

log = logging.getLogger(__name__)
T = TypeVar("T")
EVERY = timedelta(seconds=2)
_NEVER = object()


def draw_live(
    visit: Visit,
    read: Callable[[Viewer], T],
    draw: Callable[[T], None],
    *,
    every: timedelta = EVERY,
    key: Callable[[T], object] | None = None,
) -> None:
    """Draw a part, and draw it again whenever what was read has changed.

    Parameters
    ----------
    visit : Visit
        Who looks.
    read : callable
        Asks services; runs in a thread.
    draw : callable
        Draws what was read.
    every : timedelta
        How often it is read.
    key : callable, optional
        What of it is compared, where a part of it may change without being drawn again, as under
        a form that is being filled in.
    """
    body = ui.element("div").props("aria-live=polite").classes("nh-live")
    shown: object = _NEVER

    async def follow() -> None:
        nonlocal shown
        try:
            found = await asyncio.to_thread(visit.look, read)
        except UnauthorisedError:
            ui.navigate.reload()
            return
        except NenghengError as error:
            log.warning("a part of %s is not read: %s", visit.path, error)
            return
        mark = found if key is None else key(found)
        if mark == shown or body.is_deleted:
            return
        shown = mark
        body.clear()
        with body:
            draw(found)

    ui.timer(every.total_seconds(), follow)
