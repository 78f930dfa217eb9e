"""What every page has: language, look, head, menu, the line that says the data are simulated."""

from __future__ import annotations

import html
import ipaddress
import secrets
from collections.abc import Awaitable, Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from fastapi import Request
from nicegui import ui

from api.access import LOOPBACK, OPERATOR
from api.parts import PlatformParts
from api.viewer import Viewer
from core.calendar import to_local
from dashboards.console.colours import write_tokens
from dashboards.console.navigation import is_within, list_entries
from dashboards.console.texts import Language, Texts

STYLE = write_tokens() + Path(__file__).parent.joinpath("static", "console.css").read_text("utf-8")
TOKEN_COOKIE = "nengheng_token"
LANGUAGE_COOKIE = "nengheng_language"
THEME_COOKIE = "nengheng_theme"
THEMES = ("auto", "light", "dark")
CLOCK_S = 10.0
MENU_ID = "nh-menu"
MAIN_ID = "nh-main"
CURRENT = {True: ' aria-current="page"', False: ""}
KEEP = "path=/;max-age=31536000;samesite=lax"


async def _stay() -> None:
    """Draw nothing again; what a visit does before its page has been read."""


@dataclass
class Visit:
    """One visit of a page: who looks, in which language, and how to draw the page again.

    Attributes
    ----------
    viewer : Viewer
        For every call of a service.
    texts : Texts
        The page's texts.
    path : str
        Path of the page, which the menu marks.
    theme : str
        ``auto``, ``light`` or ``dark``.
    query : Mapping
        What stands behind the question mark, one value a name.
    refresh : callable
        Reads and draws the page's body again; set by `dashboards.console.showing.show`.
    """

    viewer: Viewer
    texts: Texts
    path: str
    theme: str = "auto"
    query: dict[str, str] = field(default_factory=dict)
    refresh: Callable[[], Awaitable[None]] = _stay

    @property
    def parts(self) -> PlatformParts:
        """The platform's parts."""
        return self.viewer.parts


def begin_visit(request: Request, parts: PlatformParts) -> Visit | None:
    """Return the visit, or None after showing the sign-in page to who may not look."""
    viewer = _identify(request, parts)
    visit = _visit(request, viewer or Viewer(parts, LOOPBACK))
    if viewer is not None:
        return visit
    _show_sign_in(visit, wrong=TOKEN_COOKIE in request.cookies)
    return None


def _visit(request: Request, viewer: Viewer) -> Visit:
    chosen = request.query_params.get("lang") or request.cookies.get(LANGUAGE_COOKIE)
    language: Language = "en" if (chosen or viewer.parts.settings.language) == "en" else "zh"
    theme = request.query_params.get("theme") or request.cookies.get(THEME_COOKIE, "")
    return Visit(
        viewer,
        Texts(language),
        request.url.path,
        theme if theme in THEMES else "auto",
        {name: value.strip() for name, value in request.query_params.items()},
    )


def _identify(request: Request, parts: PlatformParts) -> Viewer | None:
    given = request.cookies.get(TOKEN_COOKIE, "")
    if parts.token and secrets.compare_digest(given.encode(), parts.token.encode()):
        return Viewer(parts, OPERATOR)
    host = request.client.host if request.client else ""
    try:
        is_near = parts.open_loopback and ipaddress.ip_address(host).is_loopback
    except ValueError:
        return None
    return Viewer(parts, LOOPBACK) if is_near else None


def dress_page(visit: Visit) -> None:
    """Give the page its style, title, language and look; for pages without menu too."""
    texts = visit.texts
    ui.add_css(STYLE)
    ui.page_title(texts("title"))
    language = "zh-CN" if texts.language == "zh" else "en"
    ui.query("html").props(f"lang={language} data-theme={visit.theme}")
    ui.dark_mode({"auto": None, "light": False, "dark": True}[visit.theme])


@contextmanager
def page_frame(visit: Visit) -> Generator[None]:
    """Draw head, menu and banner; the body of the ``with`` draws the page."""
    texts = visit.texts
    dress_page(visit)
    ui.html(
        f'<a class="nh-skip" href="#{MAIN_ID}">{html.escape(texts("skip"))}</a>', sanitize=False
    )
    with ui.element("header").classes("nh-head"):
        _draw_menu_button(texts)
        ui.link(texts("title"), "/").classes("nh-brand")
        ui.label(texts("subtitle")).classes("nh-wide")
        with ui.element("div").classes("nh-right"):
            _draw_clock(visit)
            draw_switches(visit)
            _draw_visitor(visit)
    if visit.parts.simulated:
        ui.label(texts("simulated")).classes("nh-simulated").props("role=note")
    with ui.element("div").classes("nh-shell"):
        _draw_menu(visit)
        with ui.element("main").classes("nh-main").props(f"id={MAIN_ID} tabindex=-1"):
            yield


def _draw_menu_button(texts: Texts) -> None:
    label = html.escape(texts("menu"))
    button = ui.element("button").classes("nh-menu")
    button.props(f'type=button aria-label="{label}" aria-controls={MENU_ID} aria-expanded=false')
    with button:
        ui.html('<span aria-hidden="true">☰</span>', sanitize=False)
    button.on(
        "click",
        js_handler=f"(e) => {{ const open = document.getElementById('{MENU_ID}')"
        ".classList.toggle('nh-open'); e.currentTarget.setAttribute('aria-expanded', open); }",
    )


def _draw_menu(visit: Visit) -> None:
    texts = visit.texts
    lines = []
    for group, entries in list_entries(visit.viewer).items():
        links = "".join(
            f'<li><a href="{entry.path}"{CURRENT[is_within(visit.path, entry)]}>'
            f"{html.escape(texts(entry.key))}</a></li>"
            for entry in entries
        )
        lines.append(f"<h2>{html.escape(texts(group))}</h2><ul>{links}</ul>")
    menu = ui.element("nav").classes("nh-nav")
    menu.props(f'id={MENU_ID} aria-label="{html.escape(texts("navigation"))}"')
    with menu:
        ui.html("".join(lines), sanitize=False)


def draw_switches(visit: Visit) -> None:
    """Draw the switches of look and language; each is remembered in a cookie."""
    texts = visit.texts
    after = THEMES[(THEMES.index(visit.theme) + 1) % len(THEMES)]
    theme = ui.element("button").props("type=button").classes("nh-theme")
    with theme:
        ui.label(texts("theme", texts(f"theme_{visit.theme}")))
    theme.on("click", js_handler=_remember(THEME_COOKIE, after, "theme"))
    other = "en" if texts.language == "zh" else "zh"
    language = ui.element("button").props(f"type=button lang={'en' if other == 'en' else 'zh-CN'}")
    with language:
        ui.label(texts("switch"))
    language.on("click", js_handler=_remember(LANGUAGE_COOKIE, other, "lang"))


def _remember(cookie: str, value: str, parameter: str) -> str:
    """Return a handler that sets a cookie and loads the page again without `parameter`."""
    return (
        f"() => {{ document.cookie = '{cookie}={value};{KEEP}'; const u = new URL(location); "
        f"u.searchParams.delete('{parameter}'); location.href = u; }}"
    )


def _draw_visitor(visit: Visit) -> None:
    """Say who is signed in."""
    ui.label(visit.viewer.name).classes("nh-visitor")


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
    dress_page(visit)
    main = ui.element("main").classes("nh-main nh-alone")
    with main, ui.element("section").classes("nh-card"):
        ui.html(
            f"<h1>{html.escape(texts('sign_in'))}</h1>"
            f"<p class='nh-quiet'>{html.escape(texts('sign_in_help'))}</p>",
            sanitize=False,
        )
        if wrong:
            ui.label(texts("sign_in_wrong")).classes("nh-wrong").props("role=alert")
        field_ = ui.input(label=texts("sign_in"), password=True).props("autofocus")
        ui.button(texts("sign_in_button")).on(
            "click",
            js_handler=f"() => {{ document.cookie = '{TOKEN_COOKIE}=' + "
            f"encodeURIComponent(getElement({field_.id}).$el.querySelector('input').value) + "
            "';path=/;samesite=strict'; location.reload(); }",
        )
