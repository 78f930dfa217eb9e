"""`nengheng users`: who may sign in, and as what, straight in the registry.

They need no running platform, so that the first account of an installation can be made by them; a
platform that runs sees every change at the next call.
"""

from __future__ import annotations

import getpass
import os
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy import select
from sqlalchemy.orm import Session

from cli.data_directory import read_run_file, registry_path
from cli.output import console, print_json, print_rows
from core.calendar import format_time
from core.clock import WallClock
from core.errors import AccountError
from core.registry.accounts import (
    AccountDraft,
    add_account,
    change_account,
    disable_account,
    end_sessions,
    find_account,
    set_password,
)
from core.registry.database import open_registry
from core.registry.identity import AuditEvent, UserAccount
from core.registry.passwords import generate_password
from core.registry.user_passwords import Passwords
from core.settings import Settings, read_settings
from core.vocabulary import Role

DataOption = Annotated[
    Path | None, typer.Option("--data", help="Data directory, where the registry is SQLite.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]
Login = Annotated[str, typer.Argument(help="Name to sign in by.")]
StdinOption = Annotated[
    bool, typer.Option("--password-stdin", help="Read the password from the first line of stdin.")
]
RoleOption = Annotated[
    str | None,
    typer.Option(help="enterprise, delegate, regulator, operator or test_team."),
]
NameOption = Annotated[str | None, typer.Option(help="Whose it is.")]
EnterpriseOption = Annotated[str | None, typer.Option(help="Code, of an enterprise's account.")]
RegionOption = Annotated[str | None, typer.Option(help="Root of a regulator's subtree.")]
DepartmentOption = Annotated[
    str | None,
    typer.Option(help="Of a regulator: energy, environment, statistics or water."),
]
EmailOption = Annotated[str | None, typer.Option(help="By which an OpenID person is found.")]
COLUMNS = (
    *("login", "name", "role", "enterprise", "region", "department", "email"),
    *("signed_in", "disabled"),
)


def register(app: typer.Typer) -> None:
    """Add the group to `app`."""
    group = typer.Typer(help="Accounts: who may sign in, as what.")
    for name, command in (
        ("add", add_command),
        ("change", change_command),
        ("list", list_command),
        ("set-password", password_command),
        ("disable", disable_command),
        ("enable", enable_command),
        ("sign-out", sign_out_command),
    ):
        group.command(name)(command)
    app.add_typer(group, name="users")


def add_command(
    login: Login,
    *,
    role: RoleOption = None,
    name: NameOption = None,
    enterprise: EnterpriseOption = None,
    region: RegionOption = None,
    department: DepartmentOption = None,
    email: EmailOption = None,
    password_stdin: StdinOption = False,
    data: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """Make an account; its password is made and shown once, or read from stdin.

    The role may be left out where the login is a role's name, such as `operator`.
    """
    settings = read_settings(data_dir=data)
    draft = AccountDraft(
        login=login,
        role=role or (login if login in set(Role) else ""),
        name=name or "",
        enterprise=enterprise or "",
        region=region or "",
        department=department or "",
        email=email or "",
    )
    made, password = _take_password(read=password_stdin)
    with writing(settings, "users add", f"user:{login}", f"role {draft.role}") as session:
        now_ms = WallClock().now_ms()
        account = add_account(session, draft, by=os_user(), now_ms=now_ms)
        set_password(session, account, password, passwords=_passwords(settings), now_ms=now_ms)
    _show_password(login, made, as_json=as_json)


def change_command(
    login: Login,
    *,
    role: RoleOption = None,
    name: NameOption = None,
    enterprise: EnterpriseOption = None,
    region: RegionOption = None,
    department: DepartmentOption = None,
    email: EmailOption = None,
    data: DataOption = None,
) -> None:
    """Change what an account is; what is not given stays. It holds at the next call."""
    settings = read_settings(data_dir=data)
    given = {
        **{"role": role, "name": name, "enterprise": enterprise, "region": region},
        **{"department": department, "email": email},
    }
    words = ", ".join(f"{key} {value!r}" for key, value in given.items() if value is not None)
    with writing(settings, "users change", f"user:{login}", words) as session:
        account = find_account(session, login)
        row = _row(account)
        now = {key: str(row[key] or "") if value is None else value for key, value in given.items()}
        change_account(session, account, AccountDraft(login=account.login, **now))


def list_command(
    *,
    demo: Annotated[
        bool, typer.Option("--demo", help="Accounts of the running demo, with passwords.")
    ] = False,
    data: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """List the accounts; --demo those of a running simulated scenario, with their passwords."""
    settings = read_settings(data_dir=data)
    place = settings.registry_url or registry_path(settings.data_dir)
    with open_registry(place) as registry, registry.read() as session:
        accounts = session.scalars(select(UserAccount).order_by(UserAccount.login))
        rows = [_row(account) for account in accounts]
    if not demo:
        print_rows(rows, as_json=as_json, columns=COLUMNS)
        return
    running = read_run_file(settings.data_dir)
    if running is None or not running.accounts:
        raise AccountError(
            "no simulated scenario runs on this data directory",
            where=str(settings.data_dir),
            fix="start one: `nengheng up --scenario demo`",
        )
    shown = [
        {**row, "password": running.accounts[str(row["login"])]}
        for row in rows
        if row["login"] in running.accounts
    ]
    print_rows(shown, as_json=as_json, columns=("login", "password", "role", "name"))


def password_command(
    login: Login,
    *,
    password_stdin: StdinOption = False,
    data: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """Give an account a new password, made and shown once or read from stdin; sessions end."""
    settings = read_settings(data_dir=data)
    made, password = _take_password(read=password_stdin)
    with writing(settings, "users set-password", f"user:{login}") as session:
        account = find_account(session, login)
        set_password(
            session,
            account,
            password,
            passwords=_passwords(settings),
            now_ms=WallClock().now_ms(),
        )
    _show_password(login, made, as_json=as_json)


def disable_command(login: Login, *, data: DataOption = None) -> None:
    """Shut an account out at once: its sessions end, its tokens and password do no longer."""
    with writing(read_settings(data_dir=data), "users disable", f"user:{login}") as session:
        disable_account(session, find_account(session, login), now_ms=WallClock().now_ms())


def enable_command(login: Login, *, data: DataOption = None) -> None:
    """Let an account in again; its sessions stay ended."""
    with writing(read_settings(data_dir=data), "users enable", f"user:{login}") as session:
        find_account(session, login).disabled_ms = None


def sign_out_command(login: Login, *, data: DataOption = None) -> None:
    """End all sessions of an account."""
    with writing(read_settings(data_dir=data), "users sign-out", f"user:{login}") as session:
        account = find_account(session, login)
        ended = end_sessions(session, account.id, now_ms=WallClock().now_ms())
    console.print(f"{ended} sessions ended")


@contextmanager
def writing(settings: Settings, action: str, subject: str, change: str = "") -> Generator[Session]:
    """Open the registry for a change that stands on the list of writes beside it."""
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    with (
        open_registry(settings.registry_url or registry_path(settings.data_dir)) as registry,
        registry.session() as session,
    ):
        yield session
        session.add(
            AuditEvent(
                at_ms=WallClock().now_ms(),
                who=os_user(),
                role=Role.OPERATOR,
                via="command line",
                action=action,
                subject=subject[:200],
                change=change[:2000],
                status=200,
            )
        )


def os_user() -> str:
    """Return who runs the command, as the operating system knows it."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return f"uid {os.getuid()}"


def _passwords(settings: Settings) -> Passwords:
    return Passwords(settings.password_memory_kib, settings.password_rounds)


def _take_password(*, read: bool) -> tuple[str, str]:
    """Return a password that was made, empty for none, and the one to be set."""
    if read:
        return "", sys.stdin.readline().rstrip("\r\n")
    made = generate_password()
    return made, made


def _show_password(login: str, made: str, *, as_json: bool) -> None:
    if as_json:
        print_json({"login": login, "password": made})
    elif made:
        console.print(f"login     {login}", highlight=False)
        console.print(f"password  {made}", highlight=False, markup=False)
        console.print("Keep it now: it is shown this once.")


def _row(account: UserAccount) -> dict[str, object]:
    return {
        "login": account.login,
        "name": account.name,
        "role": account.role,
        "enterprise": account.enterprise_code,
        "region": account.region_code,
        "department": account.department,
        "email": account.email,
        "signed_in": _time(account.signed_in_ms),
        "disabled": _time(account.disabled_ms),
    }


def _time(t_ms: int | None) -> str | None:
    return None if t_ms is None else format_time(t_ms)
