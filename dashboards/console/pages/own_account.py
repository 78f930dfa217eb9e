"""The own account: its sessions, the way out of all of them, and another password."""

from __future__ import annotations

import html
import json
from functools import partial

from fastapi import Request
from nicegui import ui

from api.parts import PlatformParts
from api.schemas.sessions import SessionRow
from api.services import sessions
from api.viewer import Viewer
from dashboards.console.cards import card, quiet, table
from dashboards.console.frame import OWN_PATH, SIGN_IN_PATH, Visit, begin_visit
from dashboards.console.numbers import format_moment
from dashboards.console.showing import show

SAID_ID = "nh-password-said"
CHANGE = """async (e) => {
  e.preventDefault();
  const form = e.currentTarget, said = document.getElementById('%(id)s');
  const button = form.querySelector('button'); button.disabled = true; said.textContent = '';
  try {
    const answer = await fetch('/api/v1/session/password', { method: 'POST',
      headers: { 'Content-Type': 'application/json', 'X-CSRF-Token': '%(csrf)s' },
      body: JSON.stringify(Object.fromEntries(new FormData(form))) });
    const texts = %(texts)s;
    said.textContent = texts[answer.status] || texts.other;
    if (answer.ok) form.reset();
  } catch { said.textContent = %(away)s; }
  button.disabled = false;
}"""
LEAVE = """async () => { await fetch('/api/v1/session?everywhere=true', { method: 'DELETE',
  headers: { 'X-CSRF-Token': '%s' } }); location.href = '%s'; }"""


def add_pages(parts: PlatformParts) -> None:
    """Add the page of the own account."""

    @ui.page(OWN_PATH)
    async def own_page(request: Request) -> None:
        visit = begin_visit(request, parts)
        await show(visit, partial(_read, visit), _draw)


def _read(visit: Visit | None, viewer: Viewer) -> list[SessionRow]:
    if visit is None or visit.caller is None or not visit.csrf:
        return []
    return sessions.list_sessions(viewer.parts, visit.caller)


def _draw(rows: list[SessionRow], visit: Visit) -> None:
    texts = visit.texts
    if not visit.csrf:
        with card(texts("own_account")):
            quiet(texts("own_none"))
        return
    with card(texts("own_sessions")):
        table(
            [texts(f"own_{name}") for name in ("since", "last", "from", "browser")],
            [
                [
                    format_moment(row.created),
                    format_moment(row.seen) + (f" · {texts('own_this')}" if row.current else ""),
                    row.address,
                    row.agent[:80],
                ]
                for row in rows
            ],
        )
        button = ui.element("button").classes("nh-button nh-second").props("type=button")
        with button:
            ui.label(texts("own_everywhere"))
        button.on("click", js_handler=LEAVE % (visit.csrf, SIGN_IN_PATH))
    if visit.viewer.identity.user_id:
        _draw_password(visit)


def _draw_password(visit: Visit) -> None:
    texts = visit.texts
    fields = "".join(
        f'<div class="nh-field"><label for="nh-own-{name}">{html.escape(texts(f"own_{name}"))}'
        f'</label><input class="nh-input" id="nh-own-{name}" name="{name}" type="password" '
        f'required autocomplete="{auto}" aria-describedby="{SAID_ID}"></div>'
        for name, auto in (("current", "current-password"), ("new", "new-password"))
    )
    save = html.escape(texts("own_change"))
    with card(texts("own_change")):
        quiet(texts("own_rules"))
        form = ui.element("form").props("method=post")
        with form:
            ui.html(
                f"{fields}<p id='{SAID_ID}' role='status'></p>"
                f"<div class='nh-buttons'><button class='nh-button' type='submit'>{save}</button>"
                "</div>",
                sanitize=False,
            ).classes("nh-form")
    said = {
        "204": texts("own_changed"),
        "401": texts("own_wrong"),
        "422": texts("own_weak"),
        "429": texts("sign_in_too_many"),
        "other": texts("session_ended", visit.viewer.name),
    }
    form.on(
        "submit",
        js_handler=CHANGE
        % {
            "id": SAID_ID,
            "csrf": visit.csrf,
            "texts": json.dumps(said),
            "away": json.dumps(texts("sign_in_network")),
        },
    )
