"""What every page has: language, look, head, menu, the line that says the data are simulated."""

from __future__ import annotations

import html
from collections.abc import Awaitable, Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from fastapi import Request
from nicegui import ui

from api.access import LOOPBACK
from api.audit import Act, acting, summarise
from api.auth import address_of, identify_reader
from api.credentials import SESSION_COOKIE, csrf_token_of
from api.errors import UnauthorisedError
from api.identities import Caller, note_session_use
from api.parts import PlatformParts
from api.services.sessions import renew
from api.viewer import Viewer
from core.calendar import to_local
from dashboards.console.colours import write_tokens
from dashboards.console.navigation import is_within, list_entries
from dashboards.console.texts import Language, Texts

STYLE = write_tokens() + Path(__file__).parent.joinpath("static", "console.css").read_text("utf-8")
T = TypeVar("T")
LANGUAGE_COOKIE = "nengheng_language"
THEME_COOKIE = "nengheng_theme"
THEMES = ("auto", "light", "dark")
CLOCK_S = 10.0
SIGN_IN_PATH = "/sign-in"
OWN_PATH = "/account"
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
        Who looks, as the page began; `look` and `perform` ask anew.
    texts : Texts
        The page's texts.
    path : str
        Path of the page, which the menu marks.
    theme : str
        ``auto``, ``light`` or ``dark``.
    query : Mapping
        What stands behind the question mark, one value a name.
    caller : Caller or None
        By what the visitor is known; None on the way in.
    address : str
        From where the visit comes.
    refresh : callable
        Reads and draws the page's body again; set by `dashboards.console.showing.show`.
    """

    viewer: Viewer
    texts: Texts
    path: str
    theme: str = "auto"
    query: dict[str, str] = field(default_factory=dict)
    caller: Caller | None = None
    address: str = ""
    refresh: Callable[[], Awaitable[None]] = _stay

    @property
    def parts(self) -> PlatformParts:
        """The platform's parts."""
        return self.viewer.parts

    @property
    def csrf(self) -> str:
        """What the page's own calls of the API carry as X-CSRF-Token; empty without a session."""
        caller = self.caller
        return csrf_token_of(caller.secret) if caller is not None and caller.by_session else ""

    def look(self, read: Callable[[Viewer], T]) -> T:
        """Read by services as who the visitor is now, while the page has stayed open.

        Raises
        ------
        UnauthorisedError
            The session has ended, or the account was shut out.
        """
        return read(self._viewer_now())

    def perform(self, write: Callable[[Viewer], T], given: object = None) -> T:
        """Write by services as who the visitor is now; it goes on the list of writes.

        Parameters
        ----------
        write : callable
            Calls the service.
        given : object
            What the visitor typed; kept on the list without secrets.

        Raises
        ------
        UnauthorisedError
            The session has ended, or the account was shut out.
        """
        viewer = self._viewer_now()
        if self.caller is not None and self.caller.by_session:
            note_session_use(self.parts, self.caller)
        act = Act("console", self.address, viewer.identity, subject=self.path)
        act.via = self.caller.via if self.caller is not None else ""
        act.change = summarise(given) if given else ""
        with acting(self.parts, act):
            return write(viewer)

    def _viewer_now(self) -> Viewer:
        now = None if self.caller is None else renew(self.parts, self.caller)
        if now is None:
            raise UnauthorisedError(
                self.texts("session_ended", self.viewer.name), fix=self.texts("sign_in_again")
            )
        return Viewer(self.parts, now.identity)


def begin_visit(request: Request, parts: PlatformParts) -> Visit | None:
    """Return the visit, or None after showing the sign-in page to who may not look."""
    from dashboards.console.pages.sign_in import draw_sign_in  # late: it is a page with this frame

    try:
        caller = identify_reader(parts, request)
    except UnauthorisedError:
        draw_sign_in(visit_of(request, parts, None), ended=SESSION_COOKIE in request.cookies)
        return None
    return visit_of(request, parts, caller)


def visit_of(request: Request, parts: PlatformParts, caller: Caller | None) -> Visit:
    """Return the visit of who is known, or of nobody, who may only sign in."""
    chosen = request.query_params.get("lang") or request.cookies.get(LANGUAGE_COOKIE)
    language: Language = "en" if (chosen or parts.settings.language) == "en" else "zh"
    theme = request.query_params.get("theme") or request.cookies.get(THEME_COOKIE, "")
    return Visit(
        Viewer(parts, caller.identity if caller is not None else LOOPBACK),
        Texts(language),
        request.url.path,
        theme if theme in THEMES else "auto",
        {name: value.strip() for name, value in request.query_params.items()},
        caller,
        address_of(request),
    )


def dress_page(visit: Visit) -> None:
    """Give the page its style, title, language and look; for pages without menu too."""
    texts = visit.texts
    ui.add_css(STYLE)
    ui.page_title(texts("title"))
    language = "zh-CN" if texts.language == "zh" else "en"
    ui.query("html").props(f"lang={language} data-theme={visit.theme}")
    ui.query("main.q-page").props("role=presentation")  # the library's; the page has its own main
    ui.dark_mode({"auto": None, "light": False, "dark": True}[visit.theme])


@contextmanager
def page_frame(visit: Visit) -> Generator[None]:
    """Draw head, menu and banner; the body of the ``with`` draws the page."""
    texts = visit.texts
    dress_page(visit)
    ui.html(
        f'<a class="nh-skip" href="#{MAIN_ID}">{html.escape(texts("skip"))}</a>', sanitize=False
    )
    with ui.element("header").classes("nh-head").props("role=banner"):
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
    """Say who is signed in, with the way out; to others the way in."""
    texts = visit.texts
    if not visit.csrf:
        ui.link(texts("sign_in"), SIGN_IN_PATH).classes("nh-visitor")
        return
    ui.link(visit.viewer.name, OWN_PATH).classes("nh-visitor")
    button = ui.element("button").props("type=button")
    with button:
        ui.label(texts("sign_out"))
    button.on(
        "click",
        js_handler="async () => { await fetch('/api/v1/session', { method: 'DELETE', "
        f"headers: {{ 'X-CSRF-Token': '{visit.csrf}' }} }}); location.href = '{SIGN_IN_PATH}'; }}",
    )


def _draw_clock(visit: Visit) -> None:
    label = ui.label()

    def tick() -> None:
        now = to_local(visit.viewer.now_ms()).strftime("%Y-%m-%d %H:%M")
        label.set_text(visit.texts("as_of", now))

    tick()
    ui.timer(CLOCK_S, tick)
    if visit.parts.clock.speed != 1:
        ui.label(visit.texts("speed", visit.parts.clock.speed))
