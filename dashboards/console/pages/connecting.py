"""One gateway: its log-in and ready programs, what arrives, what has no name yet, first figures."""

from __future__ import annotations

import json
from functools import partial
from pathlib import PurePosixPath

from fastapi import Request
from nicegui import ui

from api.access import Permission
from api.parts import PlatformParts
from api.schemas.connections import IssuedLogIn, LogInRow
from api.schemas.findings import FindingRow
from api.services import books, connections, findings, gateways
from api.services.subjects import enterprise_subject
from api.viewer import Viewer
from dashboards.console import colours
from dashboards.console.cards import (
    Markup,
    card,
    chip,
    escape,
    facts,
    link,
    page_title,
    quiet,
    show,
    table,
)
from dashboards.console.dialogs import ask
from dashboards.console.forms import Field, Form, Values
from dashboards.console.frame import Visit, begin_visit
from dashboards.console.live import draw_live
from dashboards.console.notices import draw_button
from dashboards.console.numbers import format_moment
from dashboards.console.pages.naming import draw_first, draw_naming
from dashboards.console.showing import act
from dashboards.console.showing import show as show_page

KEEPS = ("0", "86400", "604800")
GAPS_SHOWN = 5
Found = tuple[list[LogInRow], list[FindingRow]]


def add_pages(parts: PlatformParts) -> None:
    """Add the page of one gateway."""

    @ui.page("/gateways/{enterprise}/{code}")
    async def gateway_page(request: Request, enterprise: str, code: str) -> None:
        issued: list[IssuedLogIn] = []
        await show_page(
            begin_visit(request, parts),
            lambda viewer: _read(viewer, enterprise, code),
            lambda found, visit: _draw(found, (enterprise, code), issued, visit),
        )


def _read(viewer: Viewer, enterprise: str, code: str) -> Found:
    log_ins = connections.list_log_ins(viewer, enterprise, code)
    subject = enterprise_subject(enterprise)
    found = findings.list_findings(viewer, subject=subject, code="sequence_gap").items
    return log_ins, [one for one in found if one.evidence.get("gateway") == code]


def _draw(found: Found, key: tuple[str, str], issued: list[IssuedLogIn], visit: Visit) -> None:
    texts = visit.texts
    log_ins, gaps = found
    draw_connection(*key, issued, visit)
    if visit.viewer.may(Permission.MANAGE_GATEWAYS):
        with card(texts("log_ins"), span=6):
            _draw_log_ins(log_ins, visit)
            _draw_changes(log_ins, key, issued, visit)
    with card(texts("gateway_gaps_found"), span=6):
        if not gaps:
            quiet(texts("gateway_gaps_none"))
        for one in gaps[:GAPS_SHOWN]:
            show(Markup(f"<p>{escape(texts.either(one.text, one.text_en))}</p>"))


def draw_connection(enterprise: str, code: str, issued: list[IssuedLogIn], visit: Visit) -> None:
    """Draw what connects a gateway, and what comes of it; `issued` holds a log-in just made."""
    texts = visit.texts
    with page_title(texts("gateway_title", code)):
        show(link(texts("gateways_back"), "/gateways", button=True))
    if issued:
        _draw_secret(issued[-1], visit)
        _draw_ready(issued[-1], visit)
    with card(texts("arrival_title"), span=12):
        draw_live(
            visit,
            partial(_read_arrival, enterprise=enterprise, code=code),
            partial(_draw_arrival, visit=visit),
        )
    draw_naming(enterprise, code, visit)
    draw_first(enterprise, code, visit)


def _draw_secret(issued: IssuedLogIn, visit: Visit) -> None:
    texts = visit.texts
    with card(texts("connect_secret"), span=12):
        quiet(texts("connect_secret_note"))
        facts(
            [
                (texts("connect_host"), f"{issued.host}:{issued.port}"),
                (texts("connect_tls"), texts("connect_yes" if issued.tls else "connect_no")),
                (texts("connect_user"), issued.login),
                (texts("connect_password"), Markup(f"<code>{escape(issued.password)}</code>")),
                (texts("connect_topic"), issued.data_topic),
                (texts("connect_reply"), issued.reply_topic),
            ]
        )


def _draw_ready(issued: IssuedLogIn, visit: Visit) -> None:
    texts = visit.texts
    with card(texts("connect_line"), span=6):
        quiet(texts("connect_line_note"))
        line = connections.compose_line(issued, now_ms=visit.viewer.now_ms())
        _draw_code(line, visit)
        if issued.tls and issued.authority:
            _draw_download("ca.crt", issued.authority, texts("connect_authority"), kind="nh-second")
    with card(texts("connect_program"), span=6):
        quiet(texts("connect_program_note"))
        name, program = connections.name_program(issued), connections.compose_program(issued)
        with ui.element("div").classes("nh-buttons"):
            _draw_download(name, program, texts("connect_download", name))
        with ui.element("details"):
            ui.html(
                f'<summary class="nh-quiet">{escape(texts("connect_show"))}</summary>',
                sanitize=False,
                tag="summary",
            )
            _draw_code(program, visit, copy=False)
        _draw_code(f"pip install paho-mqtt && python3 {PurePosixPath(name)}", visit)


def _draw_code(text: str, visit: Visit, *, copy: bool = True) -> None:
    label = visit.texts("connect_program" if "\n" in text else "connect_line")
    show(
        Markup(
            f'<pre class="nh-code" tabindex="0" role="region" aria-label="{escape(label)}">'
            f"{escape(text)}</pre>"
        )
    )
    if copy:
        button = ui.element("button").classes("nh-button nh-second").props("type=button")
        with button:
            ui.label(visit.texts("copy"))
        button.on("click", js_handler=f"() => navigator.clipboard.writeText({json.dumps(text)})")


def _draw_download(name: str, text: str, label: str, *, kind: str = "") -> None:
    async def download() -> None:
        ui.download.content(text, name)

    draw_button(label, download, kind=kind)


def _read_arrival(viewer: Viewer, enterprise: str, code: str) -> tuple[int, str]:
    rows = books.read_books(viewer, enterprise)
    received = sum(row.received for row in rows if row.gateway == code)
    rows_of = gateways.list_gateways(viewer, enterprise=enterprise).items
    last = next((row.last_arrival for row in rows_of if row.code == code), None)
    return received, format_moment(last)


def _draw_arrival(found: tuple[int, str], visit: Visit) -> None:
    received, last = found
    texts = visit.texts
    if not received:
        show(
            Markup(
                f"<p><progress aria-label='{escape(texts('arrival_title'))}'></progress> "
                f"{escape(texts('arrival_waiting'))}</p>"
            )
        )
        quiet(texts("arrival_not"))
        return
    mark = chip("✓", colours.STATE["ok"]).text
    show(Markup(f"<p>{mark} {escape(texts('arrival_first', f'{received:,}', last))}</p>"))


def _draw_log_ins(log_ins: list[LogInRow], visit: Visit) -> None:
    texts = visit.texts
    if not log_ins:
        quiet(texts("log_in_none"))
        return
    table(
        [
            texts(key)
            for key in ("log_in_number", "connect_user", "state", "log_in_created", "log_in_until")
        ],
        [
            [
                str(row.number),
                row.login,
                texts(f"log_in_state_{row.state}"),
                format_moment(row.created),
                format_moment(row.until),
            ]
            for row in log_ins
        ],
        caption=texts("log_ins"),
    )


def _draw_changes(
    log_ins: list[LogInRow], key: tuple[str, str], issued: list[IssuedLogIn], visit: Visit
) -> None:
    texts = visit.texts
    if not issued:
        quiet(texts("connect_no_secret"))

    def give(viewer: Viewer, values: Values) -> IssuedLogIn:
        keep_s = float(values.get("keep", "0"))
        return connections.give_password(viewer, *key, keep_old_s=keep_s)

    Form(
        visit,
        [
            Field(
                "keep",
                texts("rotate_keep"),
                kind="select",
                value="0",
                options=[(keep, texts(f"rotate_keep_{keep}")) for keep in KEEPS],
            )
        ],
        give,
        button=texts("rotate"),
        done=lambda _: texts("rotated"),
        after=issued.append,
        second=True,
    )
    if any(row.state == "holds" for row in log_ins):
        _draw_revoke(key, issued, visit)


def _draw_revoke(key: tuple[str, str], issued: list[IssuedLogIn], visit: Visit) -> None:
    texts = visit.texts

    async def revoke() -> None:
        issued.clear()
        await act(
            visit,
            lambda viewer: connections.revoke_log_ins(viewer, *key),
            done=lambda gone: texts("revoked", len(gone)),
        )

    async def confirm() -> None:
        ask(
            visit,
            texts("revoke_question", key[1]),
            explain=texts("revoke_explain"),
            button=texts("revoke"),
            act=revoke,
        )

    with ui.element("div").classes("nh-buttons"):
        draw_button(texts("revoke"), confirm, kind="nh-danger")
