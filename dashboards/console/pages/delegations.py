"""Delegations: who may act for an enterprise; granted and withdrawn here. API tokens."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import Request
from nicegui import ui

from api.access import Permission
from api.parts import PlatformParts
from api.schemas.base import Page
from api.schemas.users import DelegationBody, DelegationRow, TokenBody, TokenMade, TokenRow
from api.services import delegations, tokens
from api.services.subjects import enterprise_subject, find_names, list_enterprise_names
from api.viewer import Viewer
from dashboards.console.cards import card, facts, link, page_title, quiet
from dashboards.console.forms import Field, Form, Values, check_body
from dashboards.console.frame import Visit, begin_visit
from dashboards.console.notices import draw_button, draw_empty
from dashboards.console.numbers import format_moment
from dashboards.console.pages.secrets_once import draw_secret
from dashboards.console.showing import act
from dashboards.console.showing import show as show_page
from dashboards.console.tables import draw_pages
from dashboards.console.texts import Texts

ROWS = 50
SCOPES = {
    "read": ["read"],
    "enter": ["read", "enter"],
    "gateways": ["read", "manage_gateways"],
}
"""What a token is for, and the permissions that needs."""


@dataclass(frozen=True)
class DelegationView:
    """Delegations with enterprises' names, and the enterprises of those who may grant one."""

    page: Page[DelegationRow]
    names: dict[str, str]
    enterprises: list[tuple[str, str]]


def add_pages(parts: PlatformParts) -> None:
    """Add the pages of delegations and of API tokens."""

    @ui.page("/delegations")
    async def delegations_page(request: Request) -> None:
        cursor = request.query_params.get("cursor") or None
        await show_page(
            begin_visit(request, parts),
            lambda viewer: _read_delegations(viewer, cursor),
            draw_delegations,
        )

    @ui.page("/tokens")
    async def tokens_page(request: Request) -> None:
        made: list[TokenMade] = []
        cursor = request.query_params.get("cursor") or None
        await show_page(
            begin_visit(request, parts),
            lambda viewer: tokens.list_tokens(viewer, limit=ROWS, cursor=cursor),
            lambda page, visit: draw_tokens(page, made, visit),
        )


def _read_delegations(viewer: Viewer, cursor: str | None) -> DelegationView:
    page = delegations.list_delegations(viewer, limit=ROWS, cursor=cursor)
    names = find_names(viewer, {enterprise_subject(row.enterprise) for row in page.items})
    may_grant = viewer.may(Permission.MANAGE_DELEGATES)
    return DelegationView(page, names, list_enterprise_names(viewer) if may_grant else [])


def draw_delegations(view: DelegationView, visit: Visit) -> None:
    """Draw who may act, and the form that lets somebody."""
    texts = visit.texts
    with page_title(texts("delegations_page")):
        pass
    may_grant = visit.viewer.may(Permission.MANAGE_DELEGATES)
    with card(texts("delegations_page"), span=8 if may_grant else 12):
        quiet(texts("delegation_note"))
        if not view.page.items:
            draw_empty(
                texts("delegations_none"),
                next_step=texts("delegations_grant" if may_grant else "delegations_ask"),
            )
        for row in view.page.items:
            name = view.names.get(enterprise_subject(row.enterprise), "")
            _draw_delegation(row, name, visit, may_grant=may_grant)
        draw_pages(visit, len(view.page.items), view.page.next)
    if may_grant:
        with card(texts("delegation_add"), span=4):
            _draw_grant(view, visit)


def _draw_delegation(row: DelegationRow, name: str, visit: Visit, *, may_grant: bool) -> None:
    texts = visit.texts
    enterprise = link(f"{name} {row.enterprise}".strip(), f"/enterprises/{row.enterprise}")

    async def withdraw() -> None:
        await act(
            visit,
            lambda viewer: delegations.withdraw_delegation(viewer, row.id),
            done=texts("delegation_done"),
        )

    with ui.element("div").classes("nh-point"):
        ui.label(f"{row.login} {row.name}".strip()).classes("nh-point-name")
        facts(
            [
                (texts("delegation_enterprise"), enterprise),
                (texts("delegation_from"), format_moment(row.start)),
                (texts("delegation_until"), _until(row, texts)),
                (texts("delegation_by"), row.granted_by),
                (texts("delegation_state"), _state(row, texts)),
            ]
        )
        if row.live and may_grant:
            with ui.element("div").classes("nh-buttons"):
                draw_button(
                    texts("delegation_withdraw"),
                    withdraw,
                    kind="nh-danger",
                    label=f"{texts('delegation_withdraw')} {row.login}",
                )


def _until(row: DelegationRow, texts: Texts) -> str:
    return texts("delegation_open") if row.end is None else format_moment(row.end)


def _state(row: DelegationRow, texts: Texts) -> str:
    if row.withdrawn is not None:
        return texts("delegation_withdrawn", format_moment(row.withdrawn))
    return texts("delegation_live" if row.live else "delegation_over")


def _draw_grant(view: DelegationView, visit: Visit) -> None:
    texts = visit.texts

    def send(viewer: Viewer, values: Values) -> DelegationRow:
        given = {name: value for name, value in values.items() if value}
        return delegations.grant_delegation(viewer, check_body(DelegationBody, given, visit))

    Form(
        visit,
        [
            Field(
                "enterprise",
                texts("delegation_enterprise"),
                kind="select",
                options=view.enterprises,
                required=True,
            ),
            Field("login", texts("delegation_login"), required=True),
            Field("end", texts("delegation_end"), kind="date"),
        ],
        send,
        button=texts("delegation_add"),
        done=lambda row: texts("delegation_granted", row.login),
    )


def draw_tokens(page: Page[TokenRow], made: list[TokenMade], visit: Visit) -> None:
    """Draw API tokens, and the form that makes one."""
    texts = visit.texts
    with page_title(texts("tokens_page")):
        pass
    if made:
        draw_secret(texts("token_once"), made[-1].name, made[-1].token, visit)
    has_account = bool(visit.viewer.identity.user_id)
    with card(texts("tokens_page"), span=8 if has_account else 12):
        if not page.items:
            draw_empty(texts("tokens_none"), next_step=texts("tokens_first"))
        for row in page.items:
            _draw_token(row, visit)
        draw_pages(visit, len(page.items), page.next)
    if has_account:
        with card(texts("token_add"), span=4):
            _draw_making(made, visit)


def _draw_token(row: TokenRow, visit: Visit) -> None:
    texts = visit.texts

    async def revoke() -> None:
        await act(
            visit, lambda viewer: tokens.revoke_token(viewer, row.id), done=texts("token_revoked")
        )

    with ui.element("div").classes("nh-point"):
        ui.label(row.name).classes("nh-point-name")
        facts(
            [
                (texts("user_login"), row.login),
                (texts("token_scope"), _scope(row, texts)),
                (texts("token_created"), format_moment(row.created)),
                (texts("token_expires"), format_moment(row.expires)),
                (texts("token_used"), format_moment(row.used)),
                (texts("token_state"), texts("token_dead" if row.revoked else "token_live")),
            ]
        )
        if row.revoked is None:
            with ui.element("div").classes("nh-buttons"):
                label = f"{texts('token_revoke')} {row.name}"
                draw_button(texts("token_revoke"), revoke, kind="nh-danger", label=label)


def _scope(row: TokenRow, texts: Texts) -> str:
    """Return what a token is for, by its name where it has one."""
    for name, permissions in SCOPES.items():
        if sorted(permissions) == sorted(row.scope):
            return texts(f"token_scope_{name}")
    return ", ".join(row.scope)


def _draw_making(made: list[TokenMade], visit: Visit) -> None:
    texts = visit.texts

    def send(viewer: Viewer, values: Values) -> TokenMade:
        given = {
            "name": values["name"],
            "expires": values["expires"],
            "scope": SCOPES.get(values.get("scope", ""), SCOPES["read"]),
        }
        return tokens.add_token(viewer, check_body(TokenBody, given, visit))

    Form(
        visit,
        [
            Field("name", texts("token_name"), required=True),
            Field(
                "scope",
                texts("token_scope"),
                kind="select",
                options=[(one, texts(f"token_scope_{one}")) for one in SCOPES],
            ),
            Field("expires", texts("token_expires"), kind="date", required=True),
        ],
        send,
        button=texts("token_add"),
        done=lambda _: texts("token_made"),
        after=made.append,
    )
