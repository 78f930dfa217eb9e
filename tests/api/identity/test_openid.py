"""Signing in by an OpenID provider, a real one that can be made to lie."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import replace
from itertools import count
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from openid_provider import CLIENT, SECRET, choose_person, run_provider
from sqlalchemy import select

from api.credentials import SESSION_COOKIE
from api.oidc import is_path
from api.routes.openid import COOKIE
from core.registry.identity import UserAccount
from tests.api.conftest import Platform
from tests.api.identity.browser import Browser, make_account, read_audit, with_settings

START = "/api/v1/session/oidc"
PUBLIC = "http://nengheng.example"
_numbers = count(1)


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    with run_provider() as address:
        yield address


@pytest.fixture(scope="module")
def place(place: Platform, issuer: str) -> Platform:
    """The platform with the provider as a way in."""
    return with_provider(place, issuer)


def with_provider(platform: Platform, issuer: str, **given: object) -> Platform:
    settings = {
        "oidc_issuer": issuer,
        "oidc_client_id": CLIENT,
        "oidc_client_secret": SECRET,
        "public_url": PUBLIC,
    }
    return with_settings(platform, **{**settings, **given})


class Traveller(Browser):
    """Goes to the provider and back, as a browser does."""

    def begin(self, path: str = START) -> tuple[str, str]:
        """Return what the provider sends back to, and the cookie brought along."""
        answer = self.get(path)
        assert answer.status_code == 303, answer.text
        away = httpx.get(answer.headers["location"], trust_env=False)
        assert away.status_code == 302, away.text
        assert "httponly" in answer.headers["set-cookie"].lower()
        return away.headers["location"], answer.cookies[COOKIE]

    def come_back(self, url: str, cookie: str) -> httpx.Response:
        assert url.startswith(f"{PUBLIC}{START}/callback?")
        answer = self.get(url.removeprefix(PUBLIC), headers={"Cookie": f"{COOKIE}={cookie}"})
        assert answer.status_code == 303
        if SESSION_COOKIE in answer.cookies:
            self.cookie = answer.cookies[SESSION_COOKIE]
        return answer

    def travel(self, path: str = START) -> str:
        """Go the whole way; return where it ends."""
        return str(self.come_back(*self.begin(path)).headers["location"])


def make_person(platform: Platform, **given: str) -> tuple[str, str]:
    """An account with an address; its login and the address."""
    number = next(_numbers)
    email = f"person{number}@example.org"
    login = make_account(platform, f"person{number}", "test_team", email=email.title(), **given)
    return login, email


def test_a_person_is_known_by_a_verified_address_and_then_by_subject(
    place: Platform, issuer: str
) -> None:
    login, email = make_person(place)
    claims = {"sub": f"s-{login}", "email": email, "email_verified": True}
    choose_person(issuer, claims=claims)
    one = Traveller(place)
    assert one.travel(f"{START}?next=/enterprises%3Flevel=x") == "/enterprises?level=x"
    assert one.get("/api/v1/session").json()["login"] == login
    choose_person(issuer, claims={"sub": f"s-{login}", "email": "moved@example.org"})
    again = Traveller(place)
    assert again.travel() == "/"
    assert again.get("/api/v1/session").json()["login"] == login
    last = read_audit(place)[-1]
    assert (last.action, last.who, last.status) == ("sign_in_openid", login, 200)


@pytest.mark.parametrize("verified", [False, None, "true", 1])
def test_an_address_that_is_not_verified_is_nobodys(
    place: Platform, issuer: str, verified: object
) -> None:
    _, email = make_person(place)
    sub = f"s-{next(_numbers)}"
    choose_person(issuer, claims={"sub": sub, "email": email, "email_verified": verified})
    one = Traveller(place)
    assert one.travel() == "/sign-in?problem=oidc-unknown"
    assert one.cookie == ""


def test_an_account_belongs_to_one_subject(place: Platform, issuer: str) -> None:
    _, email = make_person(place)
    claims = {"sub": "first", "email": email, "email_verified": True}
    choose_person(issuer, claims=claims)
    assert Traveller(place).travel() == "/"
    choose_person(issuer, claims={**claims, "sub": "second"})
    assert Traveller(place).travel() == "/sign-in?problem=oidc-unknown"


def test_who_is_shut_out_does_not_come_in_by_the_provider(place: Platform, issuer: str) -> None:
    login, email = make_person(place)
    claims = {"sub": f"s-{login}", "email": email, "email_verified": True}
    choose_person(issuer, claims=claims)
    assert Traveller(place).travel() == "/"
    with place.parts.registry.session() as session:
        account = session.scalars(select(UserAccount).where(UserAccount.login == login)).one()
        account.disabled_ms = 1
    assert Traveller(place).travel() == "/sign-in?problem=oidc"


def test_newcomers_only_where_the_settings_say_as_what(place: Platform, issuer: str) -> None:
    sub = f"new-{next(_numbers)}"
    claims = {"sub": sub, "preferred_username": "Zhao Min", "name": "赵敏"}
    choose_person(issuer, claims=claims)
    assert Traveller(place).travel() == "/sign-in?problem=oidc-unknown"
    welcoming = with_provider(place, issuer, oidc_new_role="delegate")
    one = Traveller(welcoming)
    assert one.travel() == "/"
    me = one.get("/api/v1/session").json()
    assert (me["login"], me["role"], me["enterprises"]) == ("zhao-min", "delegate", [])
    assert one.get("/api/v1/enterprises").json()["items"] == []
    choose_person(issuer, claims={**claims, "sub": f"{sub}-b"})
    other = Traveller(welcoming)
    other.travel()
    assert other.get("/api/v1/session").json()["login"].startswith("openid-")


LIES = {
    "another nonce": {"claims": {"nonce": "planted"}},
    "no nonce": {"claims": {"nonce": None}},
    "another audience": {"claims": {"aud": "somebody-else"}},
    "many audiences": {"claims": {"aud": [CLIENT, "somebody-else"]}},
    "another issuer": {"claims": {"iss": "https://evil.example"}},
    "expired": {"claims": {"exp": 1_700_000_000}},
    "no end": {"claims": {"exp": None}},
    "no subject": {"claims": {"sub": None}},
    "unsigned": {"signs": "none"},
    "signed by the public key": {"signs": "HS256"},
    "signed by another key": {"signs": "other"},
    "denied": {"denies": True},
}


@pytest.mark.parametrize("lie", LIES)
def test_an_answer_that_is_not_whole_signs_nobody_in(
    place: Platform, issuer: str, lie: str
) -> None:
    login, email = make_person(place)
    good = {"sub": f"s-{login}", "email": email, "email_verified": True}
    told = LIES[lie]
    choose_person(issuer, **{**told, "claims": {**good, **told.get("claims", {})}})
    one = Traveller(place)
    assert one.travel() == "/sign-in?problem=oidc"
    assert one.cookie == ""
    choose_person(issuer, claims=good)
    assert Traveller(place).travel() == "/", "and the truth does"


def test_an_answer_is_good_once_and_in_its_own_browser(place: Platform, issuer: str) -> None:
    login, email = make_person(place)
    choose_person(issuer, claims={"sub": f"s-{login}", "email": email, "email_verified": True})
    mine, other = Traveller(place), Traveller(place)
    url, cookie = mine.begin()
    _, others = other.begin()
    assert other.come_back(url, others).headers["location"] == "/sign-in?problem=oidc"
    assert other.come_back(url, "").headers["location"] == "/sign-in?problem=oidc"
    forged = cookie[:-4] + ("AAAA" if not cookie.endswith("AAAA") else "BBBB")
    assert other.come_back(url, forged).headers["location"] == "/sign-in?problem=oidc"
    assert mine.come_back(url, cookie).headers["location"] == "/"
    assert Traveller(place).come_back(url, cookie).headers["location"] == "/sign-in?problem=oidc"


def test_another_processes_seal_is_no_seal(place: Platform, issuer: str) -> None:
    from api.app import create_app

    url, cookie = Traveller(place).begin()
    parts = replace(place.parts, token="another-operators-token")
    other = replace(place, parts=parts, app=create_app(parts))
    assert Traveller(other).come_back(url, cookie).headers["location"] == "/sign-in?problem=oidc"


def test_nothing_of_it_is_logged(
    place: Platform, issuer: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    login, email = make_person(place)
    choose_person(issuer, claims={"sub": f"s-{login}", "email": email, "email_verified": True})
    one = Traveller(place)
    url, cookie = one.begin()
    one.come_back(url, cookie)
    code = parse_qs(urlsplit(url).query)["code"][0]
    said = [record.getMessage() for record in caplog.records if record.name != "httpx"]
    assert any("signed in by oidc" in line for line in said)
    for secret in (SECRET, code, cookie, one.cookie):
        assert not any(secret in line for line in said)


@pytest.mark.parametrize(
    "path", ["//evil.example", "/\\evil.example", "https://evil.example", "", "/a\r\nX: 1", "/\\/"]
)
def test_only_paths_of_this_site_are_gone_on_to(place: Platform, issuer: str, path: str) -> None:
    assert not is_path(path)
    login, email = make_person(place)
    choose_person(issuer, claims={"sub": f"s-{login}", "email": email, "email_verified": True})
    one = Traveller(place)
    answer = one.get(START, params={"next": path})
    away = httpx.get(answer.headers["location"], trust_env=False)
    back = one.come_back(away.headers["location"], answer.cookies[COOKIE])
    assert back.headers["location"] == "/"


def test_a_provider_that_is_away_or_another_one(place: Platform, issuer: str) -> None:
    away = with_provider(place, "http://127.0.0.1:9")
    assert Traveller(away).get(START).headers["location"] == "/sign-in?problem=oidc"
    choose_person(issuer, says_issuer="https://evil.example")
    renamed = with_provider(place, issuer, oidc_name="asked anew")
    assert Traveller(renamed).get(START).headers["location"] == "/sign-in?problem=oidc"
    choose_person(issuer)


def test_without_a_provider_there_is_no_way_to_one(place: Platform) -> None:
    plain = with_settings(place)
    assert Traveller(plain).get(START).status_code == 404
    assert Traveller(plain).get(f"{START}/callback?code=x&state=y").status_code == 404
