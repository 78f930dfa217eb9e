"""Passwords: which are none, what they cost, how they change, and that nothing keeps one."""

from __future__ import annotations

import logging

import pytest
from sqlalchemy import select

from core.registry.database import METADATA
from core.registry.identity import UserAccount
from core.registry.user_passwords import Passwords
from tests.api.conftest import TOKEN, Platform
from tests.api.identity.browser import PASSWORD, Browser, token_body, user_body, with_settings


@pytest.mark.parametrize("length", [1001, 200_000])
def test_a_huge_password_is_not_even_hashed(
    place: Platform, login: str, length: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def hashed(*_: object) -> bool:
        raise AssertionError("it came to a hash")

    monkeypatch.setattr(Passwords, "verify", hashed)
    answer = Browser(place).sign_in(login, "p" * length)
    assert answer.status_code == 422
    assert "ppp" not in answer.text


def test_one_beyond_the_cap_never_reaches_argon2(monkeypatch: pytest.MonkeyPatch) -> None:
    passwords = Passwords(19 * 1024, 2)
    hashed = passwords.hash("p" * 128)
    assert passwords.verify("p" * 128, hashed)
    monkeypatch.setattr(passwords, "_hasher", None)
    assert passwords.verify("p" * 129, hashed) is False


def test_an_unknown_login_costs_a_hash_too(
    place: Platform, login: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from argon2 import PasswordHasher

    checked: list[str] = []
    real = PasswordHasher.verify

    def verify(self: PasswordHasher, hashed: str, password: str) -> bool:
        checked.append(hashed.rpartition("$")[0].rpartition("$")[0])
        return real(self, hashed, password)

    monkeypatch.setattr(PasswordHasher, "verify", verify)
    for name in (login, "nobody-at-all"):
        assert Browser(place).sign_in(name, "wrong, quite wrong").status_code == 401
    assert len(checked) == 2
    assert checked[0] == checked[1], "at another cost"


def test_changing_the_password_ends_other_sessions(
    place: Platform, browser: Browser, login: str
) -> None:
    other = Browser(place)
    other.sign_in(login)
    new = "eleven quiet otters at dawn"
    path = "/api/v1/session/password"
    wrong = browser.post(path, {"current": "not it at all", "new": new})
    assert (wrong.status_code, wrong.json()["parameter"]) == (401, "current")
    assert browser.post(path, {"current": PASSWORD, "new": new}).status_code == 204
    assert (browser.status, other.status) == (200, 401)
    assert Browser(place).sign_in(login).status_code == 401
    assert Browser(place).sign_in(login, new).status_code == 200


@pytest.mark.parametrize(
    "new",
    ["short", "elevenchars", "aaaaaaaaaaaaaaaa", "abcabcabcabc", "123456789012", "password12345",
     "Nengheng2026!", "p" * 129, "１２３４５６７８９０１２"],
)  # fmt: skip
def test_passwords_that_are_tried_first_are_none(
    place: Platform, browser: Browser, login: str, new: str
) -> None:
    answer = browser.post("/api/v1/session/password", {"current": PASSWORD, "new": new})
    assert (answer.status_code, answer.json()["parameter"]) == (422, "password")
    assert new not in answer.text


def test_the_login_itself_is_no_password(place: Platform) -> None:
    operator = place.client()
    body = user_body("somebody-long", password="somebody-long99")
    assert operator.post("/api/v1/users", json=body).status_code == 422


@pytest.mark.parametrize("new", ["            x", "四个字组成的一句话很长", "correct horse"])
def test_anything_long_will_do(new: str) -> None:
    from core.errors import AccountError
    from core.registry.user_passwords import check_password_rules

    if len(new) >= 12:
        check_password_rules(new, login="me")
    else:
        with pytest.raises(AccountError, match="at least 12"):
            check_password_rules(new, login="me")


def test_however_characters_were_typed_the_password_is_the_same() -> None:
    passwords = Passwords(19 * 1024, 2)
    assert passwords.verify("caf\u0065\u0301 au lait twice", passwords.hash("café au lait twice"))


def test_a_hash_of_another_cost_is_made_anew_at_sign_in(place: Platform, login: str) -> None:
    dear = with_settings(place, password_rounds=3)
    assert Browser(dear).sign_in(login).status_code == 200
    with place.parts.registry.read() as session:
        kept = session.scalars(select(UserAccount).where(UserAccount.login == login)).one()
    assert ",t=3," in kept.password
    assert Browser(place).sign_in(login).status_code == 200


def test_no_secret_is_kept_or_logged_as_it_is(
    place: Platform, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    login = "quiet"
    password, changed = "seven muddy boots on ice", "eight muddy boots on ice"
    made = place.client().post("/api/v1/users", json=user_body(login, password=password))
    assert made.status_code == 201
    one = Browser(place)
    assert one.sign_in(login, password).status_code == 200
    token = one.post("/api/v1/tokens", token_body()).json()["token"]
    assert one.post("/api/v1/session/password", {"current": password, "new": changed}).is_success
    Browser(place).sign_in(password, login)  # typed into the wrong field
    Browser(place).post("/api/v1/session", {"login": login, "pasword": password})
    one.post("/api/v1/session/password", {"current": [password], "new": changed})
    bodies = [made.text, one.get("/api/v1/session").text, one.get("/api/v1/tokens").text]
    wanted = [password, changed, one.cookie, one.csrf, token.rpartition("_")[2], TOKEN]
    kept = dump(place) + caplog.text
    for secret in wanted:
        assert secret not in kept
    assert all(secret not in "".join(bodies) for secret in (password, changed, one.cookie, TOKEN))


def dump(platform: Platform) -> str:
    """Every row of every table, as text."""
    with platform.parts.registry.read() as session:
        rows = [
            repr(tuple(row))
            for table in METADATA.sorted_tables
            for row in session.execute(select(table))
        ]
    return "\n".join(rows)


def test_the_dump_would_show_a_secret(place: Platform, login: str) -> None:
    with place.parts.registry.session() as session:
        account = session.scalars(select(UserAccount).where(UserAccount.login == login)).one()
        account.name = "a secret in the open"
    assert "a secret in the open" in dump(place)
