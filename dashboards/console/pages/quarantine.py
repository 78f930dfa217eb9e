"""The quarantine: the list with filters, and one message byte for byte with what to do about it."""

from __future__ import annotations

import base64
from collections.abc import Mapping

from fastapi import Request
from nicegui import ui

from api.access import Permission
from api.parts import PlatformParts
from api.schemas.quarantine import (
    QuarantineDetail,
    QuarantineOutcome,
    QuarantinePage,
    QuarantineRow,
)
from api.services import quarantine
from api.services.quarantine import LyingState, QuarantineFilter
from api.services.subjects import list_enterprise_names
from api.viewer import Viewer
from dashboards.console.cards import (
    Cell,
    Markup,
    card,
    escape,
    facts,
    link,
    page_title,
    quiet,
    show,
    table,
)
from dashboards.console.forms import Field, Form, Values
from dashboards.console.frame import Visit, begin_visit
from dashboards.console.notices import draw_button
from dashboards.console.numbers import format_moment
from dashboards.console.showing import act, show_asked
from dashboards.console.showing import show as show_page
from dashboards.console.tables import Choice, draw_found, draw_pages
from dashboards.console.texts import Texts
from ingest.reasons import Reason

Lying = tuple[QuarantinePage, dict[str, str]]
"""One page of messages, and enterprises' names by code."""
ROWS = 50
BYTES_SHOWN = 4096
BYTES_A_LINE = 16
PRINTABLE = range(0x20, 0x7F)


def add_pages(parts: PlatformParts) -> None:
    """Add the list and the page of one message."""

    @ui.page("/quarantine")
    async def quarantine_page(request: Request) -> None:
        await show_asked(request, parts, _read_list, draw_list)

    @ui.page("/quarantine/{number}")
    async def message_page(request: Request, number: int) -> None:
        await show_page(
            begin_visit(request, parts),
            lambda viewer: quarantine.read_quarantined(viewer, number),
            draw_message,
        )


def _filter(query: Mapping[str, str]) -> QuarantineFilter:
    state = query.get("state", "")
    return QuarantineFilter(
        state=LyingState(state) if state in set(LyingState) else LyingState.OPEN,
        enterprise=query.get("enterprise", "").strip() or None,
        gateway=query.get("gateway", "").strip() or None,
        reason=query.get("reason") or None,
    )


def _read_list(viewer: Viewer, query: Mapping[str, str]) -> Lying:
    page = quarantine.list_quarantine(
        viewer, _filter(query), limit=ROWS, cursor=query.get("cursor") or None
    )
    return page, dict(list_enterprise_names(viewer))


def draw_list(found: Lying, visit: Visit) -> None:
    """Draw the filters and one page of messages."""
    page, names = found
    texts = visit.texts
    with page_title(texts("quarantine")):
        if page.items and visit.viewer.may(Permission.REPLAY) and not visit.query.get("state"):
            _draw_replay_all(visit)
    with card(texts("quarantine")):
        quiet(texts("quarantine_note"))
        for name in page.away:
            quiet(texts("quarantine_away", name))
        if not draw_found(
            visit,
            _choices(names, texts),
            len(page.items),
            none=texts("quarantine_none"),
            otherwise=texts("quarantine_well"),
        ):
            return
        heads = ("quarantine_arrival", "gateway", "reason", "detail", "readings_count")
        table(
            [texts("quarantine_id"), *(texts(key) for key in heads), ""],
            [_cells(row, names, texts) for row in page.items],
            numbers="-----n",
            caption=texts("quarantine"),
        )
        draw_pages(visit, len(page.items), page.next)


def _choices(names: Mapping[str, str], texts: Texts) -> list[Choice]:
    states = [("", texts("quarantine_state_open"))]
    states += [
        (state.value, texts(f"quarantine_state_{state.value}"))
        for state in LyingState
        if state is not LyingState.OPEN
    ]
    reasons = [("", texts("quarantine_reason_any"))]
    reasons += [(reason.value, texts.either(reason.text, reason.text_en)) for reason in Reason]
    return [
        Choice("state", texts("quarantine_state"), states),
        Choice("reason", texts("reason"), reasons),
        Choice("enterprise", texts("gateway_enterprise"), [("", texts("all")), *names.items()]),
        Choice("gateway", texts("gateway")),
    ]


def _cells(row: QuarantineRow, names: Mapping[str, str], texts: Texts) -> list[Cell]:
    return [
        str(row.id),
        format_moment(row.arrival),
        f"{names.get(row.enterprise, row.enterprise)} {row.gateway}".strip()
        or texts("unattributed"),
        explain_reason(row.reason, texts),
        row.detail,
        f"{row.readings:,}",
        link(
            texts("quarantine_look"),
            f"/quarantine/{row.id}",
            label=f"{texts('quarantine_look')} {texts('quarantine_number', row.id)}",
            row=True,
        ),
    ]


def explain_reason(reason: str, texts: Texts) -> str:
    """Return a reason as a sentence, as it is where there is none such."""
    if reason not in set(Reason):
        return reason
    known = Reason(reason)
    return texts.either(known.text, known.text_en)


def _draw_replay_all(visit: Visit) -> None:
    texts = visit.texts

    async def replay() -> None:
        await act(
            visit,
            lambda viewer: quarantine.replay_all(viewer, _filter(visit.query)),
            done=lambda done: texts(
                "quarantine_all_done",
                f"{done.messages:,}",
                f"{done.readings:,}",
                f"{done.remaining_count:,}",
            ),
        )

    draw_button(texts("quarantine_replay_all"), replay, kind="nh-second")


def draw_message(found: QuarantineDetail, visit: Visit) -> None:
    """Draw one message."""
    texts = visit.texts
    with page_title(texts("quarantine_number", found.id)):
        show(link(texts("quarantine_back"), "/quarantine", button=True))
    lies_here = found.state == "open" and visit.viewer.may(Permission.REPLAY)
    with card(explain_reason(found.reason, texts), span=8 if lies_here else 12):
        _draw_facts(found, texts)
        if found.bad:
            show(Markup(f"<h3>{escape(texts('quarantine_readings'))}</h3>"))
            table(
                [texts(key) for key in ("quarantine_place", "point", "reason", "detail", "state")],
                [
                    [
                        str(one.place),
                        one.point,
                        explain_reason(one.reason, texts),
                        one.detail,
                        texts(f"quarantine_state_{one.state}"),
                    ]
                    for one in found.bad
                ],
                caption=texts("quarantine_readings"),
            )
    if lies_here:
        with card(texts("quarantine_actions"), span=4):
            _draw_actions(found, visit)
    with card(texts("quarantine_bytes", f"{found.payload_bytes:,}"), span=12):
        _draw_bytes(found, texts)


def _draw_facts(found: QuarantineDetail, texts: Texts) -> None:
    where = f"{found.enterprise} {found.gateway}".strip() or texts("unattributed")
    numbered = f"{found.stream} {found.seq}" if found.stream else "–"
    pairs: list[tuple[str, Cell]] = [
        (texts("detail"), found.detail),
        (texts("gateway"), where),
        (texts("quarantine_arrival"), format_moment(found.arrival)),
        (texts("quarantine_door"), found.door),
        (texts("quarantine_topic"), found.topic),
        (texts("quarantine_stream"), numbered),
        (texts("quarantine_state"), texts(f"quarantine_state_{found.state}")),
    ]
    if found.settled is not None:
        pairs.append((texts("quarantine_settled"), format_moment(found.settled)))
    if found.note:
        pairs.append((texts("quarantine_drop_note"), found.note))
    facts(pairs)


def _draw_actions(found: QuarantineDetail, visit: Visit) -> None:
    texts = visit.texts

    def said(outcome: QuarantineOutcome) -> str:
        if outcome.outcome == "open":
            return texts("quarantine_stays", outcome.detail)
        return texts("quarantine_replayed", outcome.readings)

    async def replay() -> None:
        await act(visit, lambda viewer: quarantine.replay_quarantined(viewer, found.id), done=said)

    with ui.element("div").classes("nh-buttons"):
        draw_button(texts("quarantine_replay"), replay)
    if not visit.viewer.may(Permission.MANAGE_QUARANTINE):
        return

    def drop(viewer: Viewer, values: Values) -> QuarantineOutcome:
        return quarantine.drop_quarantined(viewer, found.id, values["reason"])

    Form(
        visit,
        [Field("reason", texts("quarantine_drop_why"), kind="textarea", required=True)],
        drop,
        button=texts("quarantine_drop"),
        done=lambda _: texts("quarantine_dropped"),
        second=True,
    )


def _draw_bytes(found: QuarantineDetail, texts: Texts) -> None:
    if found.payload is None:
        quiet(texts("quarantine_gone"))
        return
    is_text = found.encoding == "utf-8"
    payload = found.payload.encode() if is_text else base64.b64decode(found.payload)
    shown = payload[:BYTES_SHOWN]
    if len(payload) > BYTES_SHOWN:
        quiet(texts("quarantine_cut", f"{BYTES_SHOWN:,}"))
    if is_text:
        _draw_block(texts("quarantine_text"), shown.decode("utf-8", errors="replace"))
    _draw_block(texts("quarantine_hex"), dump_bytes(shown), kind="nh-hex")


def _draw_block(title: str, text: str, *, kind: str = "") -> None:
    show(
        Markup(
            f'<h3>{escape(title)}</h3><pre class="nh-code {kind}" tabindex="0" role="region" '
            f'aria-label="{escape(title)}">{escape(text)}</pre>'
        )
    )


def dump_bytes(payload: bytes) -> str:
    """Return bytes as lines of place, hexadecimal and what can be printed of them."""
    lines = []
    for place in range(0, len(payload), BYTES_A_LINE):
        part = payload[place : place + BYTES_A_LINE]
        letters = "".join(chr(byte) if byte in PRINTABLE else "." for byte in part)
        lines.append(f"{place:06x}  {part.hex(' '):<47}  {letters}")
    return "\n".join(lines)
