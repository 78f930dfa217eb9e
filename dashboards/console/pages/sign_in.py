"""The way in: by password, by an OpenID provider where one is set, or by the operator's token."""

from __future__ import annotations

import html
import json
from urllib.parse import urlencode

from fastapi import Request
from nicegui import ui

from api.parts import PlatformParts
from dashboards.console.frame import (
    MAIN_ID,
    SIGN_IN_PATH,
    Visit,
    draw_switches,
    dress_page,
    visit_of,
)

ERROR_ID = "nh-sign-in-error"
OIDC_PATH = "/api/v1/session/oidc"
PROBLEMS = {"oidc-unknown": "sign_in_unknown", "oidc": "sign_in_failed"}
"""What the provider's way back says went wrong, and its text."""
SEND = """async (e) => {
  e.preventDefault();
  const form = e.currentTarget, error = document.getElementById('%(error)s'), said = %(said)s;
  const button = form.querySelector('button[type=submit]'); button.disabled = true;
  error.textContent = '';
  let text = said.network;
  try {
    const answer = await fetch('/api/v1/session', { method: 'POST', credentials: 'same-origin',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(Object.fromEntries(new FormData(form))) });
    if (answer.ok) { %(go)s; return; }
    text = said[answer.status] || said.network;
  } catch { text = said.network; }
  error.textContent = text; button.disabled = false;
  const field = form.querySelector('input[type=password]'); field.focus(); field.select();
}"""


def add_pages(parts: PlatformParts) -> None:
    """Add the page that anybody may see."""

    @ui.page(SIGN_IN_PATH)
    def sign_in_page(request: Request) -> None:
        draw_sign_in(visit_of(request, parts, None), go="location.href = '/'")


def draw_sign_in(visit: Visit, *, ended: bool = False, go: str = "location.reload()") -> None:
    """Draw the way in; `go` is what the browser does once it is signed in."""
    texts = visit.texts
    dress_page(visit)
    with ui.element("header").classes("nh-head"):
        ui.link(texts("title"), "/").classes("nh-brand")
        ui.label(texts("subtitle")).classes("nh-wide")
        with ui.element("div").classes("nh-right"):
            draw_switches(visit)
    if visit.parts.simulated:
        ui.label(texts("simulated")).classes("nh-simulated").props("role=note")
    main = ui.element("main").classes("nh-main nh-alone").props(f"id={MAIN_ID}")
    with main, ui.element("section").classes("nh-card"):
        _draw(f"<h1>{html.escape(texts('sign_in'))}</h1>").classes("nh-title")
        problem = _problem(visit, ended=ended)
        _draw(f'<p class="nh-wrong" id="{ERROR_ID}" role="alert">{html.escape(problem)}</p>')
        _draw_password(visit, go)
        if visit.parts.settings.oidc_issuer:
            _draw_provider(visit)
        _draw_token(visit, go)


def _problem(visit: Visit, *, ended: bool) -> str:
    key = PROBLEMS.get(visit.query.get("problem", ""))
    if key is not None:
        return visit.texts(key, visit.parts.settings.oidc_name)
    return visit.texts("sign_in_ended") if ended else ""


def _draw_password(visit: Visit, go: str) -> None:
    texts = visit.texts
    said = {401: texts("sign_in_wrong")}
    form = ui.element("form").props("id=nh-sign-in method=post")
    with form:
        _draw(
            _field("login", texts("sign_in_login"), auto="username")
            + _field("password", texts("sign_in_password"), auto="current-password")
            + _button(texts("sign_in"))
        ).classes("nh-form")
    form.on("submit", js_handler=_sender(visit, said, go))
    key = "sign_in_demo_help" if visit.parts.simulated else "sign_in_accounts_help"
    _draw(f'<p class="nh-quiet">{html.escape(texts(key))}</p>')


def _draw_provider(visit: Visit) -> None:
    where = visit.path if visit.path != SIGN_IN_PATH else "/"
    target = f"{OIDC_PATH}?{urlencode({'next': where})}"
    name = html.escape(visit.texts("sign_in_with", visit.parts.settings.oidc_name))
    _draw(f'<p><a class="nh-button nh-second" href="{html.escape(target)}">{name}</a></p>')


def _draw_token(visit: Visit, go: str) -> None:
    texts = visit.texts
    said = {401: texts("sign_in_wrong_token")}
    with ui.element("details"):
        ui.html(html.escape(texts("sign_in_by_token")), sanitize=False, tag="summary")
        form = ui.element("form").props("id=nh-sign-in-token method=post")
        with form:
            _draw(
                _field("token", texts("sign_in_token"), auto="off")
                + f'<p class="nh-quiet">{html.escape(texts("sign_in_token_help"))}</p>'
                + _button(texts("sign_in"))
            ).classes("nh-form")
        form.on("submit", js_handler=_sender(visit, said, go))


def _field(name: str, label: str, *, auto: str) -> str:
    shown = html.escape(label)
    is_first = auto == "username"
    kind = "text" if is_first else "password"
    return (
        f'<div class="nh-field"><label for="nh-{name}">{shown}</label>'
        f'<input class="nh-input" id="nh-{name}" name="{name}" type="{kind}" required '
        f'autocomplete="{auto}" autocapitalize="none" spellcheck="false" '
        f'aria-describedby="{ERROR_ID}"{" autofocus" if is_first else ""}></div>'
    )


def _button(text: str) -> str:
    button = f'<button class="nh-button" type="submit">{html.escape(text)}</button>'
    return f'<div class="nh-buttons">{button}</div>'


def _sender(visit: Visit, said: dict[int, str], go: str) -> str:
    """Return what sends a form to the API and says what came of it."""
    texts = visit.texts
    every = {
        **{str(status): text for status, text in said.items()},
        "422": said[401],
        "429": texts("sign_in_too_many"),
        "403": texts("sign_in_elsewhere"),
        "network": texts("sign_in_network"),
    }
    return SEND % {"error": ERROR_ID, "said": json.dumps(every), "go": go}


def _draw(markup: str) -> ui.html:
    """Draw HTML whose texts are escaped."""
    return ui.html(markup, sanitize=False)
