"""API tokens: as wide as their scope, good until they expire or are revoked."""

from __future__ import annotations

import pytest

from api.credentials import TokenParts, format_api_token, new_secret
from tests.api.conftest import Client, Platform
from tests.api.identity.browser import ENTERPRISE_LIST, Browser, enter, token_body


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
    one = enter(place, "test_team")
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
    other = enter(place, "test_team")
    assert other.get("/api/v1/tokens").json()["items"] == []
    theirs = other.call("DELETE", f"/api/v1/tokens/{made['id']}")
    nobodys = other.call("DELETE", "/api/v1/tokens/0123456789abcdef")
    assert theirs.status_code == nobodys.status_code == 404
    assert theirs.json()["fix"] == nobodys.json()["fix"]
