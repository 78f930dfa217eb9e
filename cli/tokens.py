"""`nengheng tokens`: API tokens of accounts, straight in the registry."""

from __future__ import annotations

from typing import Annotated

import typer
from sqlalchemy import select

from api.access import Permission, grants_of
from api.credentials import TokenParts, digest_of, format_api_token, new_secret
from cli.data_directory import registry_path
from cli.output import console, print_json, print_rows
from cli.span import parse_span
from cli.users import DataOption, JsonOption, Login, os_user, writing
from core.calendar import format_time
from core.clock import WallClock
from core.errors import AccountError
from core.registry.accounts import find_account, new_id
from core.registry.database import open_registry
from core.registry.identity import ApiToken, UserAccount
from core.settings import read_settings
from core.vocabulary import Department, Role

COLUMNS = ("id", "login", "name", "scope", "created", "expires", "revoked", "used")


def register(app: typer.Typer) -> None:
    """Add the group to `app`."""
    group = typer.Typer(help="API tokens of accounts, for programs.")
    for name, command in (("add", add_command), ("list", list_command), ("revoke", revoke_command)):
        group.command(name)(command)
    app.add_typer(group, name="tokens")


def add_command(
    login: Login,
    name: Annotated[str, typer.Argument(help="What it is for.")],
    *,
    scope: Annotated[
        list[str] | None, typer.Option(help="Permission it is for; may be given again. [read]")
    ] = None,
    life: Annotated[str, typer.Option("--for", help="How long it is good: 12h, 30d.")] = "90d",
    data: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """Make an API token of an account; it is shown once."""
    settings = read_settings(data_dir=data)
    wanted = scope or [Permission.READ.value]
    life_ms = parse_span(life)
    secret, token_id = new_secret(), new_id()
    with writing(settings, "tokens add", f"token:{token_id} user:{login}", name) as session:
        account = find_account(session, login)
        check_scope(account, wanted)
        now_ms = WallClock().now_ms()
        session.add(
            ApiToken(
                id=token_id,
                digest=digest_of(secret),
                user_id=account.id,
                name=name[:100],
                scope=sorted(set(wanted)),
                created_ms=now_ms,
                created_by=os_user(),
                expires_ms=now_ms + life_ms,
            )
        )
    text = format_api_token(TokenParts(token_id, secret))
    if as_json:
        print_json({"id": token_id, "login": login, "token": text})
        return
    console.print(text, highlight=False, markup=False, soft_wrap=True)
    console.print("Keep it now: it is shown this once.")


def list_command(*, data: DataOption = None, as_json: JsonOption = False) -> None:
    """List the tokens, without their secrets."""
    settings = read_settings(data_dir=data)
    query = (
        select(ApiToken, UserAccount.login)
        .join(UserAccount, UserAccount.id == ApiToken.user_id)
        .order_by(UserAccount.login, ApiToken.id)
    )
    place = settings.registry_url or registry_path(settings.data_dir)
    with open_registry(place) as registry, registry.read() as session:
        rows = [_row(token, login) for token, login in session.execute(query)]
    print_rows(rows, as_json=as_json, columns=COLUMNS)


def revoke_command(
    token: Annotated[str, typer.Argument(help="Its id; see `tokens list`.")],
    *,
    data: DataOption = None,
) -> None:
    """Let a token be no good from now on."""
    settings = read_settings(data_dir=data)
    with writing(settings, "tokens revoke", f"token:{token}") as session:
        row = session.get(ApiToken, token)
        if row is None:
            raise AccountError(
                f"there is no token {token!r}", where="token", fix="see `nengheng tokens list`"
            )
        if row.revoked_ms is None:
            row.revoked_ms, row.revoked_by = WallClock().now_ms(), os_user()


def check_scope(account: UserAccount, wanted: list[str]) -> None:
    """Make sure that an account has what a token is to be for.

    Raises
    ------
    AccountError
        A permission is none, or the account does not have it.
    """
    department = Department(account.department) if account.department else None
    granted = {one.value for one in grants_of(Role(account.role), department)}
    for name in wanted:
        if name not in granted:
            raise AccountError(
                f"account {account.login!r} does not have {name!r}",
                where="--scope",
                fix=f"use some of {', '.join(sorted(granted))}",
            )


def _row(token: ApiToken, login: str) -> dict[str, object]:
    return {
        "id": token.id,
        "login": login,
        "name": token.name,
        "scope": ", ".join(token.scope),
        "created": format_time(token.created_ms),
        "expires": format_time(token.expires_ms),
        "revoked": None if token.revoked_ms is None else format_time(token.revoked_ms),
        "used": None if token.used_ms is None else format_time(token.used_ms),
    }
