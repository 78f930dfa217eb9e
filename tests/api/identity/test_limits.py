"""How often one may fail and call, and the headers of every answer."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.api.conftest import CARBIDE, Client, Platform
from tests.api.identity.browser import (
    ENTERPRISE_LIST,
    PASSWORD,
    Browser,
    new_account,
    with_settings,
)


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
    other = new_account(strict)
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
    other.sign_in(new_account(strict))
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
