"""Sessions: their cookies, their ends, CSRF, and who is shut out."""

from __future__ import annotations

import secrets
from dataclasses import replace
from typing import Any

import pytest

from api.app import create_app
from api.credentials import SESSION_COOKIE, new_secret
from tests.api.conftest import CARBIDE, GAPPY, TOKEN, Client, Platform
from tests.api.identity.browser import (
    ENTERPRISE_LIST,
    PASSWORD,
    Browser,
    enter,
    make_account,
    token_body,
    user_body,
    with_settings,
)


def test_who_signs_in_is_known_until_signing_out(place: Platform) -> None:
    login = make_account(place, "factory", "enterprise", enterprise=CARBIDE)
    one = Browser(place)
    assert one.status == 401
    answer = one.sign_in(" Factory ")
    assert answer.status_code == 200, answer.text
    me = one.get("/api/v1/session").json()
    assert (me["login"], me["role"], me["enterprises"]) == (login, "enterprise", [CARBIDE])
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert "secure" not in cookie
    assert answer.headers["cache-control"] == "no-store"
    out = one.call("DELETE", "/api/v1/session")
    assert out.status_code == 204, out.text
    assert f'{SESSION_COOKIE}=""' in out.headers["set-cookie"]
    assert one.status == 401, "the cookie is still good after signing out"


def test_over_https_the_cookie_is_secure_and_browsers_stay_there(
    place: Platform, login: str
) -> None:
    one = Browser(place, base="https://nengheng.example")
    answer = one.sign_in(login)
    assert "secure" in answer.headers["set-cookie"].lower()
    assert "max-age=" in answer.headers["strict-transport-security"]
    plain = Browser(with_settings(place, public_url="https://nengheng.example"))
    assert "secure" in plain.sign_in(login).headers["set-cookie"].lower()


@pytest.mark.parametrize(
    ("given", "password"),
    [
        ("LOGIN", "not the password at all"),
        ("LOGIN", ""),
        ("LOGIN", PASSWORD + " "),
        ("LOGIN", PASSWORD.upper()),
        ("LOGIN", "x" * 1000),
        ("nobody", PASSWORD),
        ("", PASSWORD),
        ("'; DROP TABLE user_account; --", PASSWORD),
        ("LOGIN\x00", PASSWORD),
    ],
)
def test_wrong_is_refused_alike(place: Platform, login: str, given: str, password: str) -> None:
    one = Browser(place)
    answer = one.sign_in(given.replace("LOGIN", login), password)
    assert answer.status_code == 401
    problem = answer.json()
    assert problem["detail"].startswith("login and password do not belong together")
    assert "value" not in problem
    assert "set-cookie" not in answer.headers


def test_a_session_is_never_the_one_that_was_there_before(place: Platform, login: str) -> None:
    planted = new_secret()
    one = Browser(place, cookie=planted)
    answer = one.sign_in(login)
    assert answer.cookies[SESSION_COOKIE] != planted
    assert Browser(place, cookie=planted).status == 401


def test_signing_in_again_ends_the_session_before(place: Platform, login: str) -> None:
    one = Browser(place)
    one.sign_in(login)
    before = replace_browser(one)
    one.sign_in(login)
    assert before.status == 401
    assert one.status == 200


def replace_browser(one: Browser) -> Browser:
    return Browser(one.platform, one.cookie, one.csrf)


@pytest.mark.parametrize("token", ["", "0" * 64, "OTHER"])
def test_a_write_by_cookie_needs_its_own_csrf_token(
    place: Platform, browser: Browser, login: str, token: str
) -> None:
    other = Browser(place)
    other.sign_in(login)
    headers = {"X-CSRF-Token": other.csrf if token == "OTHER" else token}
    body = user_body(f"u{secrets.token_hex(4)}")
    answer = browser.call(
        "POST", "/api/v1/users", json=body, headers=headers if token else {"X-CSRF-Token": ""}
    )
    assert (answer.status_code, answer.json()["type"]) == (403, "/problems/csrf")
    assert browser.post("/api/v1/users", body).status_code == 201


def test_another_sites_page_cannot_sign_anybody_in(place: Platform, login: str) -> None:
    for site in ("cross-site", "same-site"):
        answer = Browser(place).post(
            "/api/v1/session",
            {"login": login, "password": PASSWORD},
            headers={"Sec-Fetch-Site": site},
        )
        assert answer.status_code == 403
    form = Browser(place).call(
        "POST", "/api/v1/session", data={"login": login, "password": PASSWORD}
    )
    assert form.status_code == 422


def test_a_session_ends_unused_and_at_the_latest(place: Platform, login: str) -> None:
    clock = place.clock
    began = clock.at_ms
    short = with_settings(place, session_idle_s=600.0, session_s=3600.0)
    one, idle = Browser(short), Browser(short)
    one.sign_in(login)
    idle.sign_in(login)
    try:
        for _ in range(5):
            clock.advance(590)
            assert one.status == 200
        assert idle.status == 401
        clock.advance(590)
        assert one.status == 200
        clock.advance(61)
        assert one.status == 401
    finally:
        clock.at_ms = began


def test_signing_out_everywhere(place: Platform, login: str) -> None:
    mine = [Browser(place) for _ in range(3)]
    stranger = enter(place)
    for one in mine:
        one.sign_in(login)
    listed = mine[0].get("/api/v1/sessions").json()["items"]
    assert [row["current"] for row in listed].count(True) == 1
    assert len(listed) == 3
    out = mine[0].call("DELETE", "/api/v1/session?everywhere=true")
    assert out.status_code == 204, out.text
    assert [one.status for one in mine] == [401, 401, 401]
    assert stranger.status == 200


def test_only_own_sessions_are_ended(place: Platform, browser: Browser) -> None:
    other = enter(place)
    [theirs] = other.get("/api/v1/sessions").json()["items"]
    assert browser.call("DELETE", f"/api/v1/sessions/{theirs['id']}").status_code == 404
    assert other.status == 200
    [own] = browser.get("/api/v1/sessions").json()["items"]
    assert browser.call("DELETE", f"/api/v1/sessions/{own['id']}").status_code == 204
    assert browser.status == 401


def test_who_is_shut_out_is_so_at_once(place: Platform, browser: Browser, login: str) -> None:
    operator = place.client()
    user = find_user(operator, login)["id"]
    token = browser.post("/api/v1/tokens", token_body()).json()["token"]
    program = Client(place.app, {"Authorization": f"Bearer {token}"}, "10.0.0.7")
    assert program.get(ENTERPRISE_LIST).status_code == 200
    assert operator.post(f"/api/v1/users/{user}/disable").status_code == 200
    assert browser.status == 401
    assert program.get(ENTERPRISE_LIST).status_code == 401
    assert Browser(place).sign_in(login).status_code == 401
    assert operator.post(f"/api/v1/users/{user}/enable").status_code == 200
    assert browser.status == 401, "a session came back to life"
    assert program.get(ENTERPRISE_LIST).status_code == 200


def test_what_an_account_is_changes_at_the_next_call(place: Platform, browser: Browser) -> None:
    me = browser.get("/api/v1/session").json()
    user = find_user(place.client(), me["login"])["id"]
    body = {"role": "enterprise", "enterprise": GAPPY}
    assert place.client().put(f"/api/v1/users/{user}", json=body).status_code == 200
    [seen] = browser.get(ENTERPRISE_LIST).json()["items"]
    assert seen["code"] == GAPPY
    assert browser.get("/api/v1/users").status_code == 403


def test_nobody_locks_oneself_out(place: Platform, browser: Browser, login: str) -> None:
    user = find_user(browser, login)["id"]
    assert browser.post(f"/api/v1/users/{user}/disable").status_code == 409
    body = {"role": "test_team"}
    assert browser.call("PUT", f"/api/v1/users/{user}", json=body).status_code == 409


def find_user(client: Any, login: str) -> dict[str, Any]:
    [row] = client.get("/api/v1/users", params={"text": login}).json()["items"]
    return dict(row)


def test_the_operators_token_signs_in_until_it_changes(place: Platform) -> None:
    one = Browser(place)
    wrong = one.post("/api/v1/session", {"token": "not the token of the operator"})
    assert wrong.status_code == 401
    answer = one.post("/api/v1/session", {"token": f" {TOKEN}"})
    one.cookie, one.csrf = answer.cookies[SESSION_COOKIE], answer.json()["csrf"]
    assert one.get("/api/v1/session").json()["login"] == "operator"
    assert one.post("/api/v1/recompute", {"start": "2026-01-01", "end": "2026-01-02"}).is_success
    changed = replace(place, app=create_app(replace(place.parts, token="another-one-entirely")))
    assert Browser(changed, one.cookie).status == 401
