"""Alerts: the list with its filters, and one alert with its history and what is done about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast, get_args

from fastapi import Request
from nicegui import ui

from api.access import Permission
from api.parts import PlatformParts
from api.schemas.alerting import AlertEventRow
from api.schemas.alerts import AlertRow
from api.schemas.base import Page
from api.schemas.regions import RegionRow
from api.services import alerting, alerts, regions
from api.services.alerts import AlertFilter, AlertState
from api.viewer import Viewer
from dashboards.console.cards import (
    Cell,
    Markup,
    card,
    draw_print,
    escape,
    facts,
    join,
    level_chip,
    link,
    page_title,
    quiet,
    show,
    table,
)
from dashboards.console.forms import Field, Form, Values
from dashboards.console.frame import Visit, begin_visit
from dashboards.console.keys import add_keys
from dashboards.console.numbers import format_moment
from dashboards.console.pages.alert_rows import subject_link
from dashboards.console.pages.enterprises import region_options
from dashboards.console.showing import show as show_page
from dashboards.console.showing import show_asked
from dashboards.console.tables import Choice, draw_found, draw_pages
from dashboards.console.texts import Texts
from dashboards.console.words.vocabulary import LEVELS, RULES

ROWS = 50
SEVERITIES = ("1", "2", "3", "4")
Found = tuple[Page[AlertRow], list[RegionRow]]


@dataclass(frozen=True)
class AlertView:
    """One alert with what happened to it."""

    alert: AlertRow
    history: list[AlertEventRow]


def add_pages(parts: PlatformParts) -> None:
    """Add the list of alerts and the page of one."""

    @ui.page("/alerts")
    async def alerts_page(request: Request) -> None:
        await show_asked(request, parts, _read_list, draw_list)

    @ui.page("/alerts/{number}")
    async def alert_page(request: Request, number: int) -> None:
        await show_page(
            begin_visit(request, parts), lambda viewer: _read_one(viewer, number), draw_alert
        )


def _read_list(viewer: Viewer, query: Mapping[str, str]) -> Found:
    state = query.get("state") or "open"
    severity = query.get("severity", "")
    chosen = AlertFilter(
        region=query.get("region") or None,
        severity_min=int(severity) if severity in SEVERITIES else 0,
        assignee=query.get("assignee", "").strip() or None,
        waiting=bool(query.get("waiting")),
    )
    page = alerts.list_alerts(
        viewer,
        state=cast("AlertState", state) if state in get_args(AlertState) else "open",
        subject=query.get("subject") or None,
        rule=query.get("rule") or None,
        chosen=chosen,
        limit=ROWS,
        cursor=query.get("cursor") or None,
    )
    return page, regions.list_regions(viewer)


def _read_one(viewer: Viewer, number: int) -> AlertView:
    return AlertView(alerts.read_alert(viewer, number), alerting.read_history(viewer, number))


def draw_list(found: Found, visit: Visit) -> None:
    """Draw the filters and one page of alerts."""
    page, tree = found
    texts = visit.texts
    with page_title(texts("alerts_page")):
        draw_print(texts)
    with card(texts("alerts")):
        subject = visit.query.get("subject", "")
        if not draw_found(
            visit,
            _choices(tree, texts),
            len(page.items),
            none=texts("no_alerts"),
            otherwise=texts("alerts_well"),
            keep=("subject",),
            only=page.items[0].subject_name if page.items else subject,
        ):
            return
        add_keys()
        quiet(texts("alerts_keys"))
        heads = ("level", "name", "rule", "reason", "opened", "acknowledged", "assignee")
        table(
            [*(texts(key) for key in heads), ""],
            [_cells(row, texts) for row in page.items],
            numbers="t---tttt",
            caption=texts("alerts_page"),
        )
        draw_pages(visit, len(page.items), page.next)


def _choices(tree: list[RegionRow], texts: Texts) -> list[Choice]:
    states = [
        ("", texts("alerts_state_open")),
        ("resolved", texts("alerts_state_resolved")),
        ("all", texts("all")),
    ]
    severities = [("", texts("severity_any"))]
    severities += [(number, texts(f"severity_{number}")) for number in SEVERITIES]
    rules = [("", texts("all_rules")), *((rule, texts.rule(rule)) for rule in RULES)]
    waiting = [("", texts("all")), ("yes", texts("waiting_yes"))]
    return [
        Choice("state", texts("alert_state"), states),
        Choice("region", texts("region"), region_options(tree, texts)),
        Choice("severity", texts("severity_from"), severities),
        Choice("rule", texts("rule"), rules),
        Choice("waiting", texts("waiting_only"), waiting),
        Choice("assignee", texts("assignee")),
    ]


def _cells(row: AlertRow, texts: Texts) -> list[Cell]:
    name = row.subject_name or row.subject
    return [
        level_chip(row.level, texts, severity=row.severity),
        subject_link(row.subject, row.subject_name),
        texts.rule(row.rule),
        texts.either(row.reason, row.reason_en),
        _opened(row, texts),
        _acknowledged(row, texts),
        row.assignee or "–",
        link(
            texts("handle"),
            f"/alerts/{row.id}",
            label=f"{texts('handle')} {texts('alert_title', row.id)} {name}",
            row=True,
        ),
    ]


def _opened(row: AlertRow, texts: Texts) -> Cell:
    cells: list[Cell] = [format_moment(row.opened)]
    if row.resolved is not None:
        cells.append(f"{texts('resolved')} {format_moment(row.resolved)}")
    if row.escalated is not None:
        cells.append(f"{texts('escalated')} {format_moment(row.escalated)}")
    return join(cells, "<br>")


def _acknowledged(row: AlertRow, texts: Texts) -> Cell:
    if row.acknowledged is None:
        return texts("not_acknowledged")
    return join([row.acknowledged_by, format_moment(row.acknowledged)], "<br>")


def draw_alert(view: AlertView, visit: Visit) -> None:
    """Draw one alert."""
    texts, alert = visit.texts, view.alert
    chip = level_chip(alert.level, texts, severity=alert.severity)
    with page_title(texts("alert_title", alert.id), [chip]):
        show(link(texts("back_to_alerts"), "/alerts", button=True))
        draw_print(texts)
    with card(
        f"{alert.subject_name} · {texts.rule(alert.rule)} {texts.detail(alert.detail)}", span=8
    ):
        show(Markup(f"<p>{escape(texts.either(alert.reason, alert.reason_en))}</p>"))
        facts(
            [
                (texts("name"), subject_link(alert.subject, alert.subject_name)),
                (texts("opened"), format_moment(alert.opened)),
                (texts("resolved"), format_moment(alert.resolved)),
                (texts("escalated"), format_moment(alert.escalated)),
                (texts("acknowledged"), alert.acknowledged_by or texts("not_acknowledged")),
                (texts("assignee"), alert.assignee or texts("alert_none")),
                (texts("explain_title"), link(texts("explain"), f"/explain/{alert.verdict_id}")),
            ]
        )
        show(Markup(f"<h3>{escape(texts('alert_history'))}</h3>"))
        _draw_history(view.history, texts)
    with card(texts("alert_actions"), span=4):
        _draw_actions(alert, visit)


def _draw_history(history: list[AlertEventRow], texts: Texts) -> None:
    lines = "".join(
        f"<li>{format_moment(event.at)} · <b>{escape(texts(f'action_{event.action}'))}</b> · "
        f"{escape(event.who)}<br>{escape(_words(event, texts))}</li>"
        for event in history
    )
    show(Markup(f'<ol class="nh-line">{lines}</ol>'))


def _words(event: AlertEventRow, texts: Texts) -> str:
    """Return what was said; of an opening or a change, the name of the level."""
    return texts.level(event.text) if event.text in LEVELS else event.text


def _draw_actions(alert: AlertRow, visit: Visit) -> None:
    texts = visit.texts
    handles = visit.viewer.may(Permission.HANDLE_ALERTS)
    assigns = visit.viewer.may(Permission.ASSIGN_ALERTS)
    if not handles and not assigns:
        quiet(texts("alert_read_only"))
        return
    if alert.resolved is not None:
        quiet(texts("alert_over"))
    is_open = alert.resolved is None
    if handles and is_open and alert.acknowledged is None:
        _draw_acknowledge(alert, visit)
    if assigns and is_open:
        _draw_assign(alert, visit)
    if handles:
        _draw_comment(alert, visit)
    if assigns and is_open:
        _draw_resolve(alert, visit)


def _draw_acknowledge(alert: AlertRow, visit: Visit) -> None:
    texts = visit.texts

    def send(viewer: Viewer, values: Values) -> AlertRow:
        return alerting.acknowledge(viewer, alert.id, values.get("words", ""))

    fields = [Field("words", texts("acknowledge_words"))]
    done = texts("acknowledged_done", alert.id)
    Form(visit, fields, send, button=texts("acknowledge"), done=lambda _: done)


def _draw_assign(alert: AlertRow, visit: Visit) -> None:
    texts = visit.texts

    def send(viewer: Viewer, values: Values) -> AlertRow:
        return alerting.assign(viewer, alert.id, values["assignee"])

    fields = [Field("assignee", texts("assign_to"), value=alert.assignee, required=True)]
    Form(
        visit,
        fields,
        send,
        button=texts("assign"),
        done=lambda row: texts("assigned_done", row.assignee),
        second=True,
    )


def _draw_comment(alert: AlertRow, visit: Visit) -> None:
    texts = visit.texts

    def send(viewer: Viewer, values: Values) -> AlertRow:
        return alerting.comment(viewer, alert.id, values["text"])

    fields = [Field("text", texts("comment_words"), kind="textarea", required=True)]
    done = texts("commented_done")
    Form(visit, fields, send, button=texts("comment"), done=lambda _: done, second=True)


def _draw_resolve(alert: AlertRow, visit: Visit) -> None:
    texts = visit.texts

    def send(viewer: Viewer, values: Values) -> AlertRow:
        return alerting.resolve(viewer, alert.id, values["reason"])

    hint = texts("resolve_hint")
    fields = [Field("reason", texts("resolve_reason"), required=True, hint=hint)]
    done = texts("resolved_done", alert.id)
    Form(
        visit,
        fields,
        send,
        button=texts("resolve"),
        done=lambda _: done,
        second=True,
        next_step=link(texts("back_to_alerts"), "/alerts"),
    )
