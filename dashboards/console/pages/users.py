"""Accounts: the list, adding one, and one account with what can be done about it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import get_args

from fastapi import Request
from nicegui import ui

from api.access import Permission
from api.parts import PlatformParts
from api.schemas.base import Page
from api.schemas.sessions import Department, Role
from api.schemas.users import PasswordSetBody, UserBody, UserMade, UserRow
from api.services import users
from api.viewer import Viewer
from dashboards.console.cards import Cell, card, facts, link, page_title, show, table
from dashboards.console.dialogs import ask
from dashboards.console.forms import Field, Form, check_body
from dashboards.console.frame import Visit, begin_visit
from dashboards.console.notices import draw_button
from dashboards.console.numbers import format_moment
from dashboards.console.pages.secrets_once import draw_secret
from dashboards.console.showing import act, show_asked
from dashboards.console.showing import show as show_page
from dashboards.console.tables import Choice, draw_found, draw_pages
from dashboards.console.texts import Texts

ROWS = 50


def add_pages(parts: PlatformParts) -> None:
    """Add the list of accounts, the page that adds one, and the page of one."""

    @ui.page("/users")
    async def users_page(request: Request) -> None:
        await show_asked(request, parts, _read_list, draw_list)

    @ui.page("/users/add")
    async def add_page(request: Request) -> None:
        made: list[UserMade] = []
        await show_page(
            begin_visit(request, parts),
            lambda viewer: viewer.allow(Permission.MANAGE_USERS),
            lambda _, visit: draw_adding(made, visit),
        )

    @ui.page("/users/{user}")
    async def user_page(request: Request, user: str) -> None:
        made: list[str] = []
        await show_page(
            begin_visit(request, parts),
            lambda viewer: users.read_user(viewer, user),
            lambda found, visit: draw_user(found, made, visit),
        )


def _read_list(viewer: Viewer, query: Mapping[str, str]) -> Page[UserRow]:
    role = query.get("role", "")
    return users.list_users(
        viewer,
        role=role if role in get_args(Role) else None,
        text=query.get("text", "").strip() or None,
        limit=ROWS,
        cursor=query.get("cursor") or None,
    )


def draw_list(page: Page[UserRow], visit: Visit) -> None:
    """Draw the filters and one page of accounts."""
    texts = visit.texts
    with page_title(texts("users_page")):
        show(link(texts("user_add"), "/users/add", button=True))
    roles = [("", texts("user_role_any")), *_roles(texts)]
    with card(texts("users_page")):
        choices = [Choice("text", texts("search")), Choice("role", texts("user_role"), roles)]
        if not draw_found(visit, choices, len(page.items), none=texts("users_none")):
            return
        heads = ("user_login", "user_name", "user_role", "user_of", "user_signed_in", "user_state")
        table(
            [texts(key) for key in heads],
            [_cells(row, texts) for row in page.items],
            caption=texts("users_page"),
        )
        draw_pages(visit, len(page.items), page.next)


def _roles(texts: Texts) -> list[tuple[str, str]]:
    return [(role, texts(f"user_role_{role}")) for role in get_args(Role)]


def _cells(row: UserRow, texts: Texts) -> list[Cell]:
    return [
        link(row.login, f"/users/{row.id}", row=True),
        row.name or "–",
        texts(f"user_role_{row.role}"),
        _belongs(row, texts),
        format_moment(row.signed_in),
        _state(row, texts),
    ]


def _belongs(row: UserRow, texts: Texts) -> str:
    department = texts(f"user_department_{row.department}") if row.department else ""
    return " ".join(part for part in (row.enterprise, row.region, department) if part) or "–"


def _state(row: UserRow, texts: Texts) -> str:
    if row.disabled is None:
        return texts("user_state_on")
    return texts("user_state_off", format_moment(row.disabled))


def draw_adding(made: list[UserMade], visit: Visit) -> None:
    """Draw the form of a new account, and of one just made its password."""
    texts = visit.texts
    with page_title(texts("user_add")):
        show(link(texts("users_back"), "/users", button=True))
    if made and made[-1].password:
        draw_secret(texts("user_once"), made[-1].login, made[-1].password, visit)
    departments = [(one, texts(f"user_department_{one}")) for one in get_args(Department)]
    with card(texts("user_add"), span=8):
        Form(
            visit,
            [
                Field("login", texts("user_login"), hint=texts("user_login_hint"), required=True),
                Field("name", texts("user_name")),
                Field("role", texts("user_role"), kind="select", options=_roles(texts)),
                Field("enterprise", texts("user_enterprise")),
                Field("region", texts("user_region")),
                Field("department", texts("user_department"), kind="select", options=departments),
                Field("email", texts("user_email"), kind="email"),
            ],
            lambda viewer, values: users.add_user(viewer, check_body(UserBody, values, visit)),
            button=texts("user_add"),
            done=lambda one: texts("user_made", one.login),
            after=made.append,
        )


def draw_user(row: UserRow, made: list[str], visit: Visit) -> None:
    """Draw one account, and what can be done about it."""
    texts = visit.texts
    with page_title(texts("user_title", row.login)):
        show(link(texts("users_back"), "/users", button=True))
    if made:
        draw_secret(texts("user_once"), row.login, made[-1], visit)
    with card(texts("user_title", row.login), span=8):
        facts(
            [
                (texts("user_name"), row.name or "–"),
                (texts("user_role"), texts(f"user_role_{row.role}")),
                (texts("user_of"), _belongs(row, texts)),
                (texts("user_email"), row.email or "–"),
                (texts("token_created"), f"{format_moment(row.created)} {row.created_by}"),
                (texts("user_signed_in"), format_moment(row.signed_in)),
                (texts("user_state"), _state(row, texts)),
            ]
        )
        with ui.element("div").classes("nh-buttons"):
            _draw_actions(row, made, visit)


def _draw_actions(row: UserRow, made: list[str], visit: Visit) -> None:
    texts = visit.texts

    async def give() -> None:
        given = await act(
            visit,
            lambda viewer: users.set_user_password(viewer, row.id, PasswordSetBody(password="")),
            done=texts("user_password_made"),
            redraw=False,
        )
        if given is not None:
            made.append(given.password)
            await visit.refresh()

    async def sign_out() -> None:
        await act(
            visit,
            lambda viewer: users.sign_user_out(viewer, row.id),
            done=lambda count: texts("user_signed_out", count),
        )

    async def enable() -> None:
        await act(
            visit, lambda viewer: users.enable_user(viewer, row.id), done=texts("user_enabled")
        )

    async def disable() -> None:
        await act(
            visit, lambda viewer: users.disable_user(viewer, row.id), done=texts("user_disabled")
        )

    async def confirm() -> None:
        ask(
            visit,
            texts("user_disable_question", row.login),
            explain=texts("user_disable_explain"),
            button=texts("user_disable"),
            act=disable,
        )

    draw_button(texts("user_password"), give, kind="nh-second")
    draw_button(texts("user_sign_out"), sign_out, kind="nh-second")
    if row.disabled is None:
        draw_button(texts("user_disable"), confirm, kind="nh-danger")
    else:
        draw_button(texts("user_enable"), enable)
