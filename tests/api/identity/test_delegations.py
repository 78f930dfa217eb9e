"""Delegations: granted by the enterprise, dated, and ended at once when withdrawn."""

from __future__ import annotations

import pytest
from patience import patient

from core.calendar import parse_time
from core.clock import monotonic_s
from tests.api.conftest import CARBIDE, CENTRE, GAPPY, Platform
from tests.api.identity.browser import Browser, enter, with_settings

PATH = "/api/v1/delegations"


@pytest.fixture
def manager(place: Platform) -> Browser:
    return enter(place, "enterprise", enterprise=CARBIDE)


@pytest.fixture
def delegate(place: Platform) -> Browser:
    return enter(place, "delegate")


def seen(one: Browser) -> list[str]:
    return [row["code"] for row in one.get("/api/v1/enterprises").json()["items"]]


def test_a_delegate_acts_while_the_delegation_holds(manager: Browser, delegate: Browser) -> None:
    assert seen(delegate) == []
    granted = manager.post(PATH, {"enterprise": CARBIDE, "login": delegate.login})
    assert granted.status_code == 201, granted.text
    row = granted.json()
    assert (row["live"], row["granted_by"], row["end"]) == (True, manager.login, None)
    assert seen(delegate) == [CARBIDE]
    assert delegate.get("/api/v1/session").json()["enterprises"] == [CARBIDE]
    withdrawn = manager.call("DELETE", f"{PATH}/{row['id']}")
    assert (withdrawn.status_code, withdrawn.json()["live"]) == (200, False)
    assert seen(delegate) == []
    assert manager.call("DELETE", f"{PATH}/{row['id']}").status_code == 409
    [kept] = delegate.get(PATH).json()["items"]
    assert (kept["withdrawn_by"], kept["live"]) == (manager.login, False)


def test_it_begins_and_ends_by_its_dates(
    place: Platform, manager: Browser, delegate: Browser
) -> None:
    body = {"enterprise": CARBIDE, "login": delegate.login}
    dates = {"start": "2026-03-11", "end": "2026-03-12"}
    row = manager.post(PATH, {**body, **dates}).json()
    assert row["live"] is False
    began = place.clock.at_ms
    long = with_settings(place, session_s=1e7, session_idle_s=1e7)
    one = Browser(long)
    one.sign_in(delegate.login)
    try:
        for moment, expected in (
            ("2026-03-10T23:59:59", []),
            ("2026-03-11", [CARBIDE]),
            ("2026-03-11T23:59:59", [CARBIDE]),
            ("2026-03-12", []),
        ):
            place.clock.at_ms = parse_time(moment)
            assert seen(one) == expected, moment
    finally:
        place.clock.at_ms = began


def test_others_enterprises_are_not_there(place: Platform, manager: Browser) -> None:
    delegate = enter(place, "delegate")
    for code in (GAPPY, CENTRE, "91150600MA0NOWHERE"):
        answer = manager.post(PATH, {"enterprise": code, "login": delegate.login})
        assert answer.status_code == 404
        assert answer.json()["detail"] == f"enterprise {code!r} is not in the registry"
    other = enter(place, "enterprise", enterprise=GAPPY)
    row = manager.post(PATH, {"enterprise": CARBIDE, "login": delegate.login}).json()
    assert other.get(PATH).json()["items"] == []
    theirs = other.call("DELETE", f"{PATH}/{row['id']}")
    nobodys = other.call("DELETE", f"{PATH}/{row['id'] + 1000}")
    assert (theirs.status_code, nobodys.status_code) == (404, 404)
    assert seen(delegate) == [CARBIDE]


@pytest.mark.parametrize("role", ["delegate", "test_team"])
def test_who_grants_none(place: Platform, delegate: Browser, role: str) -> None:
    one = enter(place, role)
    body = {"enterprise": CARBIDE, "login": delegate.login}
    assert one.post(PATH, body).status_code == 403
    assert one.call("DELETE", f"{PATH}/1").status_code == 403


def test_only_delegates_are_named(place: Platform, manager: Browser) -> None:
    for login in (manager.login, "nobody-there"):
        answer = manager.post(PATH, {"enterprise": CARBIDE, "login": login})
        assert (answer.status_code, answer.json()["parameter"]) == (404, "login")


def test_an_end_before_the_start_is_none(manager: Browser, delegate: Browser) -> None:
    body = {"enterprise": CARBIDE, "login": delegate.login, "end": "2026-01-01"}
    answer = manager.post(PATH, body)
    assert (answer.status_code, answer.json()["parameter"]) == (422, "end")


def test_an_operator_grants_for_any(place: Platform, delegate: Browser) -> None:
    for code in (GAPPY, CENTRE):
        body = {"enterprise": code, "login": delegate.login}
        assert place.client().post(PATH, json=body).status_code == 201
    assert sorted(seen(delegate)) == sorted([GAPPY, CENTRE])


def test_a_file_written_while_it_held_is_not_given_afterwards(
    place: Platform, manager: Browser, delegate: Browser
) -> None:
    kept = manager.post(PATH, {"enterprise": CARBIDE, "login": delegate.login}).json()
    also = enter(place, "enterprise", enterprise=GAPPY)
    more = also.post(PATH, {"enterprise": GAPPY, "login": delegate.login}).json()
    made = delegate.post("/api/v1/jobs/export", {"list": "enterprises", "format": "csv"})
    assert made.status_code == 202, made.text
    job = f"/api/v1/jobs/{made.json()['id']}"
    ended = monotonic_s() + patient(20)
    while delegate.get(job).json()["state"] in ("queued", "running"):
        assert monotonic_s() < ended
    file = delegate.get(f"{job}/file")
    assert file.status_code == 200
    assert CARBIDE in file.text
    assert GAPPY in file.text
    also.call("DELETE", f"{PATH}/{more['id']}")
    gone = delegate.get(f"{job}/file")
    assert gone.status_code == 404
    assert "has changed since" in gone.json()["detail"]
    assert CARBIDE not in gone.text
    again = also.post(PATH, {"enterprise": GAPPY, "login": delegate.login}).json()
    assert delegate.get(f"{job}/file").status_code == 200, "what is theirs again is given again"
    for owner, row in ((manager, kept), (also, again)):
        owner.call("DELETE", f"{PATH}/{row['id']}")
    assert delegate.get(f"{job}/file").status_code == 404
