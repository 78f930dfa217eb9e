"""`nengheng users` and `tokens`: the first account, and what must not be shown or kept."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from sqlalchemy import select
from typer.testing import CliRunner

from api.credentials import digest_of, parse_api_token
from cli.data_directory import RunFile, announce, registry_path
from cli.demo_accounts import keep_demo_accounts
from cli.main import app
from core.errors import NenghengError
from core.registry.accounts import find_account
from core.registry.database import Registry, open_registry
from core.registry.identity import ApiToken, AuditEvent, Delegation, UserAccount
from core.registry.models import Enterprise, Region
from core.registry.user_passwords import Passwords

PASSWORDS = Passwords(19 * 1024, 2)
RUNNER = CliRunner()


@pytest.fixture(autouse=True)
def _cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NENGHENG_PASSWORD_MEMORY_KIB", str(19 * 1024))
    monkeypatch.setenv("NENGHENG_PASSWORD_ROUNDS", "2")


def run(directory: Path, *words: str, typed: str | None = None) -> str:
    answer = RUNNER.invoke(app, [*words, "--data", str(directory)], input=typed)
    if answer.exception is not None:
        raise answer.exception
    return answer.output


def open_own(directory: Path) -> Registry:
    return open_registry(registry_path(directory))


def test_the_first_account_signs_in_with_what_was_shown(tmp_path: Path) -> None:
    made = json.loads(run(tmp_path, "users", "add", "operator", "--json"))
    with open_own(tmp_path) as registry, registry.read() as session:
        account = find_account(session, "operator")
        [event] = session.scalars(select(AuditEvent)).all()
    assert PASSWORDS.verify(made["password"], account.password)
    assert (account.role, event.via, event.action) == ("operator", "command line", "users add")
    typed = "a sentence from elsewhere"
    shown = run(tmp_path, "users", "set-password", "operator", "--password-stdin", typed=typed)
    assert typed not in shown
    with open_own(tmp_path) as registry, registry.read() as session:
        assert PASSWORDS.verify(typed, find_account(session, "operator").password)
    for words in (
        ("users", "add", "operator"),
        ("users", "add", "somebody"),
        ("users", "add", "someone", "--role", "regulator"),
        ("users", "disable", "nobody"),
        ("tokens", "add", "operator", "x", "--scope", "fly"),
    ):
        with pytest.raises(NenghengError):
            run(tmp_path, *words)
    text = run(tmp_path, "tokens", "add", "operator", "月报", "--json")
    token = json.loads(text)["token"]
    parts = parse_api_token(token)
    assert parts is not None
    with open_own(tmp_path) as registry, registry.read() as session:
        kept = session.get_one(ApiToken, parts.id)
        events = session.scalars(select(AuditEvent)).all()
    assert (kept.digest, kept.scope) == (digest_of(parts.secret), ["read"])
    assert len(events) == 3
    assert not any(parts.secret in repr(vars(event)) for event in events)
    run(tmp_path, "tokens", "revoke", parts.id)
    [listed] = json.loads(run(tmp_path, "tokens", "list", "--json"))
    assert listed["revoked"] is not None
    run(tmp_path, "users", "disable", "operator")
    [row] = json.loads(run(tmp_path, "users", "list", "--json"))
    assert row["disabled"] is not None


def test_a_scenario_has_accounts_with_new_passwords_at_every_start(tmp_path: Path) -> None:
    with open_own(tmp_path) as registry:
        with registry.session() as session:
            session.add(Region(code="150000", name="内蒙古自治区"))
            session.add(Region(code="150600", name="鄂尔多斯市", parent_code="150000"))
            session.flush()
            for code, simulated in (("91150600MA0MULATXC", True), ("91150600MA0MULATX4", False)):
                session.add(
                    Enterprise(
                        code=code,
                        name="模拟厂",
                        region_code="150600",
                        sector_code="2613",
                        simulated=simulated,
                    )
                )
        first = keep_demo_accounts(registry, 1000)
        second = keep_demo_accounts(registry, 2000)
        with registry.read() as session:
            accounts = {row.login: row for row in session.scalars(select(UserAccount))}
            delegations = session.scalars(select(Delegation)).all()
    assert set(first) == set(second) == set(accounts)
    assert {"operator", "test-team", "delegate", "regulator-150600"} <= set(first)
    assert "regulator-150000-water" in first
    assert "enterprise-91150600ma0mulatxc" in first
    assert not any("mulatx4" in login for login in first), "an account of a real enterprise"
    assert len(set(first.values()) | set(second.values())) == 2 * len(first)
    assert PASSWORDS.verify(second["operator"], accounts["operator"].password)
    assert not PASSWORDS.verify(first["operator"], accounts["operator"].password)
    assert [row.enterprise_code for row in delegations] == ["91150600MA0MULATXC"]
    with announce(tmp_path, RunFile("http://x", 1, "t", "", second)):
        assert (tmp_path / "run.json").stat().st_mode & 0o777 == 0o600
        shown = json.loads(run(tmp_path, "users", "list", "--demo", "--json"))
        assert {row["login"]: row["password"] for row in shown} == second
    assert "t" not in repr(RunFile("u", 1, "m", "", {"a": "secret"})).partition("accounts")[2]


def test_an_account_somebody_made_is_left_alone(tmp_path: Path) -> None:
    run(tmp_path, "users", "add", "operator")
    with open_own(tmp_path) as registry:
        with registry.read() as session:
            before = find_account(session, "operator").password
        made = keep_demo_accounts(registry, 1000)
        with registry.read() as session:
            assert find_account(session, "operator").password == before
    assert "operator" not in made
