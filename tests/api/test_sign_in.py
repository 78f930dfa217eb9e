"""Signing in: sessions, their cookies and ends, CSRF, throttling, secrets that stay secret."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import count
from typing import Any

import pytest
from servers import PlaceRegistry
from sqlalchemy import select

from api.app import create_app
from api.credentials import SESSION_COOKIE, TokenParts, format_api_token, new_secret
from core.registry.database import METADATA
from core.registry.identity import UserAccount
from core.registry.user_passwords import Passwords
from tests.api.browser import PASSWORD, Browser, make_account, with_settings
from tests.api.conftest import CARBIDE, GAPPY, TOKEN, Client, Platform, open_platform

pytestmark = pytest.mark.xdist_group("api")

ENTERPRISE_LIST = "/api/v1/enterprises"
_numbers = count(1)


@pytest.fixture(scope="module")
def place(
    tmp_path_factory: pytest.TempPathFactory,
    place_registry: PlaceRegistry,
    default_registry_kind: str,
) -> Iterator[Platform]:
    """A platform to sign in to; every test makes accounts of its own."""
    from tests.api.conftest import FILES

    directory = tmp_path_factory.mktemp("sign-in")
    for made in open_platform(directory, FILES, place_registry(directory, default_registry_kind)):
        yield with_settings(made)


@pytest.fixture
def login(place: Platform) -> str:
    """An operator's account."""
    return make_account(place, f"op{next(_numbers)}")


@pytest.fixture
def browser(place: Platform, login: str) -> Browser:
    """A browser in which an operator is signed in."""
    one = Browser(place)
    assert one.sign_in(login).status_code == 200
    return one


def add_user_body(login: str, **given: object) -> dict[str, object]:
    return {"login": login, "role": "test_team", **given}


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
    body = add_user_body(f"u{secrets.token_hex(4)}")
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
    stranger = Browser(place)
    stranger.sign_in(make_account(place, f"op{next(_numbers)}"))
    for one in mine:
        one.sign_in(login)
    listed = mine[0].get("/api/v1/sessions").json()
    assert [row["current"] for row in listed].count(True) == 1
    assert len(listed) == 3
    out = mine[0].call("DELETE", "/api/v1/session?everywhere=true")
    assert out.status_code == 204, out.text
    assert [one.status for one in mine] == [401, 401, 401]
    assert stranger.status == 200


def test_only_own_sessions_are_ended(place: Platform, browser: Browser) -> None:
    other = Browser(place)
    other.sign_in(make_account(place, f"op{next(_numbers)}"))
    [theirs] = other.get("/api/v1/sessions").json()
    assert browser.call("DELETE", f"/api/v1/sessions/{theirs['id']}").status_code == 404
    assert other.status == 200
    [own] = browser.get("/api/v1/sessions").json()
    assert browser.call("DELETE", f"/api/v1/sessions/{own['id']}").status_code == 204
    assert browser.status == 401


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
    body = add_user_body("somebody-long", password="somebody-long99")
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


def token_body(**given: object) -> dict[str, object]:
    return {"name": "report", "scope": ["read"], "expires": "2026-12-31", **given}


def test_an_api_token_is_as_wide_as_its_scope(place: Platform, browser: Browser) -> None:
    answer = browser.post("/api/v1/tokens", token_body())
    made = answer.json()
    assert answer.status_code == 201, answer.text
    program = Client(place.app, {"Authorization": f"Bearer {made['token']}"}, "10.0.0.7")
    assert program.get(ENTERPRISE_LIST).status_code == 200
    refused = program.get("/api/v1/users")
    assert (refused.status_code, refused.json()["value"]) == (403, "manage_users")
    assert program.get("/api/v1/session").json()["via"] == f"token:{made['id']}"
    listed = browser.get("/api/v1/tokens").text
    assert made["token"].rpartition("_")[2] not in listed


@pytest.mark.parametrize(
    ("change", "parameter"),
    [
        ({"scope": ["fly"]}, "scope"),
        ({"scope": []}, "scope"),
        ({"expires": "2026-01-01"}, "expires"),
        ({"expires": "2060-01-01"}, "expires"),
        ({"name": ""}, "name"),
    ],
)
def test_tokens_that_cannot_be(browser: Browser, change: dict[str, object], parameter: str) -> None:
    answer = browser.post("/api/v1/tokens", token_body(**change))
    assert (answer.status_code, answer.json()["parameter"]) == (422, parameter)


def test_a_scope_beyond_the_own_role_is_not_given(place: Platform) -> None:
    one = Browser(place)
    one.sign_in(make_account(place, f"t{next(_numbers)}", "test_team"))
    answer = one.post("/api/v1/tokens", token_body(scope=["edit_registry"]))
    assert (answer.status_code, answer.json()["parameter"]) == (422, "scope")
    other = place.client().post(
        "/api/v1/tokens", json=token_body(scope=["edit_registry"], login=one.login)
    )
    assert other.status_code == 422
    assert one.post("/api/v1/tokens", token_body(login="somebody")).status_code == 403


def test_tokens_make_no_tokens(place: Platform, browser: Browser) -> None:
    wide = browser.get("/api/v1/session").json()["permissions"]
    made = browser.post("/api/v1/tokens", token_body(scope=wide)).json()
    program = Client(place.app, {"Authorization": f"Bearer {made['token']}"}, "10.0.0.7")
    assert program.post("/api/v1/tokens", json=token_body()).status_code == 403


def test_expired_revoked_and_forged_tokens(place: Platform, browser: Browser) -> None:
    made = browser.post("/api/v1/tokens", token_body()).json()

    def status(token: str) -> tuple[int, str]:
        # on this machine, where reading is open to who sends nothing: a bad token is no nothing
        answer = Client(place.app, {"Authorization": f"Bearer {token}"}).get(ENTERPRISE_LIST)
        return answer.status_code, answer.json().get("detail", "")

    forged = format_api_token(TokenParts(made["id"], new_secret()))
    assert status(forged)[0] == 401
    assert "revoked" not in status(forged)[1]
    assert status(made["token"] + "x")[0] == 401
    assert status(made["token"].upper())[0] == 401
    began = place.clock.at_ms
    place.clock.advance(300 * 86400)
    try:
        assert status(made["token"]) == (401, f"API token {made['id']} has expired")
    finally:
        place.clock.at_ms = began
    assert browser.call("DELETE", f"/api/v1/tokens/{made['id']}").status_code == 200
    assert status(made["token"]) == (401, f"API token {made['id']} was revoked")
    assert "revoked" not in status(forged)[1], "guessing learns that there is such a token"


def test_others_tokens_are_not_there(place: Platform, browser: Browser) -> None:
    made = browser.post("/api/v1/tokens", token_body()).json()
    other = Browser(place)
    other.sign_in(make_account(place, f"t{next(_numbers)}", "test_team"))
    assert other.get("/api/v1/tokens").json()["items"] == []
    theirs = other.call("DELETE", f"/api/v1/tokens/{made['id']}")
    nobodys = other.call("DELETE", "/api/v1/tokens/0123456789abcdef")
    assert theirs.status_code == nobodys.status_code == 404
    assert theirs.json()["fix"] == nobodys.json()["fix"]


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


def test_headers_cannot_be_put_into_an_answer(place: Platform, login: str) -> None:
    one = Browser(place, cookie="x\r\nSet-Cookie: planted=1")
    answer = one.get("/api/v1/session")
    assert answer.status_code == 401
    assert "set-cookie" not in answer.headers
    agent = "Mozilla\r\nX-Planted: 1" + "y" * 5000
    signed = Browser(place).post(
        "/api/v1/session",
        {"login": login, "password": PASSWORD},
        headers={"User-Agent": agent.replace("\r\n", " ")},
    )
    assert signed.status_code == 200


@pytest.mark.parametrize("path", ["/api/v1/session", "/health", "/api/v1/nothing", "/openapi.json"])
def test_every_answer_has_the_headers(place: Platform, path: str) -> None:
    headers = place.client(token=None, peer="10.0.0.7").get(path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert "strict-transport-security" not in headers


def test_failures_are_throttled_by_account_and_by_address(place: Platform, login: str) -> None:
    strict = with_settings(place, sign_in_failures=3, sign_in_failures_address=6)
    one = Browser(strict)
    for _ in range(3):
        assert one.sign_in(login, "wrong, quite wrong").status_code == 401
    refused = one.sign_in(login)
    assert refused.status_code == 429, "the right password came through"
    assert 0 < int(refused.headers["retry-after"]) <= 901
    elsewhere = Browser(strict, peer="10.0.0.8")
    assert elsewhere.sign_in(login).status_code == 429
    for number in range(3):
        assert one.sign_in(f"ghost{number}", "wrong, quite wrong").status_code == 401
    assert one.sign_in("ghost9", "wrong, quite wrong").status_code == 429
    other = make_account(strict, f"op{next(_numbers)}")
    assert one.sign_in(other).status_code == 429
    assert elsewhere.sign_in(other).status_code == 200


def test_many_at_once_guess_no_more_than_one_by_one(place: Platform, login: str) -> None:
    strict = with_settings(place, sign_in_failures=4)
    with ThreadPoolExecutor(8) as pool:
        statuses = list(
            pool.map(
                lambda _: Browser(strict).sign_in(login, "wrong, wrong!").status_code, range(12)
            )
        )
    assert statuses.count(401) == 4
    assert statuses.count(429) == 8


def test_signing_in_forgets_the_failures_before(place: Platform, login: str) -> None:
    strict = with_settings(place, sign_in_failures=3)
    for _ in range(3):
        assert Browser(strict).sign_in(login, "wrong, quite wrong").status_code == 401
        assert Browser(strict).sign_in(login).status_code == 200


def test_wrong_tokens_are_throttled_and_right_ones_are_not(place: Platform) -> None:
    strict = with_settings(place, sign_in_failures_address=2)
    wrong = Client(strict.app, {"Authorization": "Bearer wrong"}, "10.0.0.7")
    assert [wrong.get(ENTERPRISE_LIST).status_code for _ in range(4)] == [401, 401, 429, 429]
    assert strict.client(peer="10.0.0.7").get(ENTERPRISE_LIST).status_code == 200


def test_calls_are_limited_by_identity(place: Platform, login: str) -> None:
    strict = with_settings(place, calls_per_minute=3)
    one, other = Browser(strict), Browser(strict)
    one.sign_in(login)
    other.sign_in(make_account(strict, f"op{next(_numbers)}"))
    assert [one.status for _ in range(4)] == [200, 200, 200, 429]
    limited = one.get("/api/v1/session")
    assert 0 < int(limited.headers["retry-after"]) <= 60
    assert limited.json()["type"] == "/problems/too-many"
    assert limited.headers["content-type"] == "application/problem+json"
    assert other.status == 200
    assert {strict.client().get(ENTERPRISE_LIST).status_code for _ in range(8)} == {200}


def test_gateways_are_not_limited(place: Platform) -> None:
    strict = with_settings(place, calls_per_minute=1, sign_in_failures_address=1)
    gateway = Client(strict.app, {"Authorization": "Basic eA=="}, "10.0.0.7")
    path = f"/api/v1/push/{CARBIDE}/GW1"
    assert {gateway.post(path, content=b"{}").status_code for _ in range(4)} <= {401, 403, 429, 421}
    assert Browser(strict).sign_in("nobody-here").status_code == 401, "gateways used it up"


def test_no_secret_is_kept_or_logged_as_it_is(
    place: Platform, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    login = f"quiet{next(_numbers)}"
    password, changed = "seven muddy boots on ice", "eight muddy boots on ice"
    made = place.client().post("/api/v1/users", json=add_user_body(login, password=password))
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
