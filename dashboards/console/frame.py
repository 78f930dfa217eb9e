"""What every page has: language, sign-in, head, the line that says the data are simulated."""

from __future__ import annotations

import html
import ipaddress
import secrets
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from fastapi import Request
from nicegui import ui

from api.parts import PlatformParts
from api.viewer import Viewer, operator
from core.calendar import to_local
from dashboards.console.texts import Language, Texts

STYLE = Path(__file__).parent.joinpath("static", "console.css").read_text("utf-8")
TOKEN_COOKIE = "nengheng_token"
LANGUAGE_COOKIE = "nengheng_language"
CLOCK_S = 10.0


@dataclass(frozen=True)
class Visit:
    """One request of a page: who looks, in which language.

    Attributes
    ----------
    viewer : Viewer
        For every call of a service.
    texts : Texts
        The page's texts.
    path : str
        Path of the page, which the head marks.
    """

    viewer: Viewer
    texts: Texts
    path: str

    @property
    def parts(self) -> PlatformParts:
        """The platform's parts."""
        return self.viewer.parts


def begin_visit(request: Request, parts: PlatformParts) -> Visit | None:
    """Return the visit, or None after showing the sign-in page to who may not look."""
    chosen = request.query_params.get("lang") or request.cookies.get(LANGUAGE_COOKIE)
    language: Language = "en" if (chosen or parts.settings.language) == "en" else "zh"
    visit = Visit(operator(parts), Texts(language), request.url.path)
    if _may_look(request, parts):
        return visit
    _show_sign_in(visit, wrong=TOKEN_COOKIE in request.cookies)
    return None


def _may_look(request: Request, parts: PlatformParts) -> bool:
    given = request.cookies.get(TOKEN_COOKIE, "")
    if parts.token and secrets.compare_digest(given.encode(), parts.token.encode()):
        return True
    host = request.client.host if request.client else ""
    try:
        return parts.open_loopback and ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


@contextmanager
def page_frame(visit: Visit) -> Generator[None]:
    """Draw head and banner; the body of the ``with`` draws the page's cards."""
    texts = visit.texts
    ui.add_css(STYLE)
    ui.page_title(texts("title"))
    ui.query("html").props(f"lang={'zh-CN' if texts.language == 'zh' else 'en'}")
    with ui.element("header").classes("nh-head"):
        ui.link(texts("title"), "/").classes("nh-brand")
        ui.label(texts("subtitle")).classes("nh-wide")
        for key, path in (
            ("overview", "/"),
            ("enterprises", "/enterprises"),
            ("platform", "/platform"),
        ):
            link = ui.link(texts(key), path)
            if visit.path == path:
                link.props("aria-current=page")
        with ui.element("div").classes("nh-right"):
            _draw_clock(visit)
            other = "en" if texts.language == "zh" else "zh"
            ui.link(texts("switch"), "#").on(
                "click.prevent",
                js_handler=f"() => {{ document.cookie = '{LANGUAGE_COOKIE}={other};path=/;"
                "max-age=31536000;samesite=lax'; const u = new URL(location); "
                "u.searchParams.delete('lang'); location.href = u; }",
            )
    if visit.parts.simulated:
        ui.label(texts("simulated")).classes("nh-simulated").props("role=note")
    with ui.element("main").classes("nh-main"):
        yield


def _draw_clock(visit: Visit) -> None:
    label = ui.label()

    def tick() -> None:
        now = to_local(visit.viewer.now_ms()).strftime("%Y-%m-%d %H:%M")
        label.set_text(visit.texts("as_of", now))

    tick()
    ui.timer(CLOCK_S, tick)
    if visit.parts.clock.speed != 1:
        ui.label(visit.texts("speed", visit.parts.clock.speed))


def _show_sign_in(visit: Visit, *, wrong: bool) -> None:
    texts = visit.texts
    ui.add_css(STYLE)
    with ui.element("main").classes("nh-main"), ui.element("section").classes("nh-card"):
        ui.html(
            f"<h2>{html.escape(texts('sign_in'))}</h2>"
            f"<p class='nh-quiet'>{html.escape(texts('sign_in_help'))}</p>",
            sanitize=False,
        )
        if wrong:
            ui.label(texts("sign_in_wrong")).style("color: #c62828").props("role=alert")
        field = ui.input(label=texts("sign_in"), password=True).props("autofocus")
        ui.button(texts("sign_in_button")).on(
            "click",
            js_handler=f"() => {{ document.cookie = '{TOKEN_COOKIE}=' + "
            f"encodeURIComponent(getElement({field.id}).$el.querySelector('input').value) + "
            "';path=/;samesite=strict'; location.reload(); }",
        )
