"""Every route × every role × own and other, over a real server: nobody sees what is not theirs."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Iterable, Iterator
from dataclasses import replace
from io import BytesIO
from zipfile import ZipFile

import httpx
import pytest
import uvicorn
from fastapi.routing import APIRoute
from servers import PlaceRegistry
from starlette.routing import Route

from api.access import DEPARTMENTS, GRANTS, Permission, grants_of
from api.app import create_app
from core.registry.identity import Delegation
from core.registry.models import Enterprise
from core.settings import Settings
from core.vocabulary import Department, Role
from tests.api import role_world as world
from tests.api.role_calls import ALL, MAY, Row
from tests.api.role_people import (
    IN_TURN,
    PEOPLE,
    READERS,
    ROLES,
    SHUT_OUT,
    Site,
    add_token,
    ghost_of,
    sign_up,
)
from tests.api.role_rows import ELSEWHERE, LISTS, ROWS
from tests.api.role_world import (
    FAR_BANNER,
    GHOST,
    LEAGUE,
    NEAR,
    NEXT,
    NEXT_BANNER,
    PLACES,
    ROOT,
    marks_of,
    subject_of,
)

STARTS_WITHIN_S = 60


@pytest.fixture(scope="module")
def site(
    tmp_path_factory: pytest.TempPathFactory,
    place_registry: PlaceRegistry,
) -> Iterator[Site]:
    """A server over the world, with somebody of every role."""
    directory = tmp_path_factory.mktemp("roles")
    for made in world.open_world(directory, place_registry(directory, "sqlite")):
        settings = Settings(
            data_dir=directory, calls_per_minute=10**6, sign_in_failures_address=10**6
        )
        parts = replace(made.parts, settings=settings, open_loopback=False, simulated=False)
        platform = replace(made, parts=parts, app=create_app(parts))
        sign_up(platform)
        config = uvicorn.Config(platform.app, port=0, log_level="warning", lifespan="off")
        server = uvicorn.Server(config)
        socket = config.bind_socket()
        thread = threading.Thread(target=server.run, args=([socket],))
        thread.start()
        until = time.monotonic() + STARTS_WITHIN_S
        while not server.started and time.monotonic() < until:
            thread.join(0.02)
        address = f"http://127.0.0.1:{socket.getsockname()[1]}"
        with httpx.Client(base_url=address, trust_env=False, timeout=60) as http:
            found = Site(platform, http, {"quarantine": {}, "entry": {}, "quota": {}})
            for row in found.get("operator", "/quarantine").json()["items"]:
                found.numbers["quarantine"][row["enterprise"]] = str(row["id"])
            for row in found.get("operator", "/entries").json()["items"]:
                found.numbers["entry"][row["subject"].partition(":")[2]] = str(row["id"])
            for row in found.get("operator", "/quotas").json()["items"]:
                found.numbers["quota"][row["holder"].partition(":")[2]] = str(row["id"])
            yield found
        server.should_exit = True
        thread.join()


def may(who: str, row: Row) -> bool:
    """Tell whether somebody may make a call, as it was agreed."""
    return row.needs == "open" or who in MAY[row.needs]


def show(row: Row, who: str, answer: httpx.Response) -> str:
    return f"{row.method} {row.path} by {who}: {answer.status_code} {answer.text[:300]}"


def list_leaks(who: str, row: Row, answer: httpx.Response) -> list[str]:
    """Return what an answer gives away that is not the caller's."""
    if answer.status_code >= 400 or row.needs in ("open", "see_delegations"):
        return []
    marks = [mark for other in PEOPLE[who].others for mark in marks_of(other)]
    return [f"{m} leaks: {show(row, who, answer)}" for m in marks if m in answer.text]


def list_calls() -> list[tuple[str, Row]]:
    """Return who makes which call: writing all, reading one of each kind."""
    calls = []
    for number, row in enumerate(ROWS):
        some = (*READERS, IN_TURN[number % len(IN_TURN)])
        calls += [(who, row) for who in (some if row.method == "GET" else PEOPLE)]
    return calls


def list_routes(routes: Iterable[object]) -> Iterator[str]:
    """Yield every route of an application, those of its routers too, as method and path."""
    for route in routes:
        if isinstance(route, Route | APIRoute):
            yield from (f"{m} {route.path}" for m in sorted((route.methods or set()) - {"HEAD"}))
        else:
            yield from list_routes(route.original_router.routes)  # type: ignore[attr-defined]


def test_every_route_has_a_row(site: Site) -> None:
    routes = {r for r in list_routes(site.platform.app.routes) if "/api/{path:path}" not in r}
    rows = {row.route for row in ROWS}
    assert routes - rows - ELSEWHERE == set(), "routes of which nobody has said who may call them"
    assert rows - routes == set(), "rows of routes that are not there"


def test_every_table_holds_something_of_everybody(site: Site) -> None:
    assert world.list_poor_tables(site.platform) == []


def test_nobody_reads_or_writes_without_being_known(site: Site) -> None:
    wrong = []
    for number, row in enumerate(ROWS):
        for who in ("nobody", list(SHUT_OUT)[number % len(SHUT_OUT)]):
            answer = site.call(who, row, NEAR)
            if answer.status_code != (200 if row.needs == "open" else 401):
                wrong.append(show(row, who, answer))
    assert not wrong, "\n".join(wrong)


def test_who_may_not_is_refused_before_anything_is_looked_at(site: Site) -> None:
    wrong = []
    for who, row in list_calls():
        if may(who, row):
            continue
        own = PEOPLE[who].some(row.of, own=True) if row.of else [""]
        for code in own or [GHOST]:
            answer = site.call(who, row, code)
            refused = answer.status_code == 403 or (not own and answer.status_code == 404)
            if not refused or not answer.json()["fix"]:
                wrong.append(show(row, who, answer))
    assert not wrong, "\n".join(wrong)


def test_who_may_is_given_what_is_theirs_and_no_more(site: Site) -> None:
    wrong = []
    for who, row in list_calls():
        if not may(who, row):
            continue
        theirs = (*PEOPLE[who].enterprises, *PEOPLE[who].regions)
        for code in PEOPLE[who].some(row.of, own=True) if row.of else [""]:
            answer = site.call(who, row, code)
            wrong += list_leaks(who, row, answer)
            shown = any(mark in answer.text for c in theirs for mark in marks_of(c))
            if answer.status_code not in row.ok or (row.shows and theirs and not shown):
                wrong.append(show(row, who, answer))
    assert not wrong, "\n".join(wrong)


def test_what_is_not_theirs_is_as_if_it_were_not_there(site: Site) -> None:
    wrong = []
    for who, row in list_calls():
        if not may(who, row) or not row.of:
            continue
        for code in PEOPLE[who].some(row.of, own=False):
            answer, missing = (site.call(who, row, c) for c in (code, ghost_of(code)))
            same = _plain(site, answer, code) == _plain(site, missing, ghost_of(code))
            if (answer.status_code, missing.status_code) != (row.other, row.other) or not same:
                wrong += [f"{code} {show(row, who, answer)}", show(row, who, missing)]
    assert not wrong, "\n".join(wrong)


def _plain(site: Site, answer: httpx.Response, code: str) -> str:
    """Return an answer without what was asked for in it."""
    text = answer.text
    for value in sorted(set(site.places(code).values()), key=len, reverse=True):
        text = re.sub(rf"\b{re.escape(value)}\b", "…", text) if value else text
    return text


def test_a_cursor_of_somebody_else_shows_nothing_of_theirs(site: Site) -> None:
    for path in ("/verdicts", "/alerts", "/enterprises", "/books", "/accounts", "/quarantine"):
        given = site.get("operator", f"{path}?limit=2").json()["next"]
        assert given, path
        row = Row(f"GET /api/v1{path}", url=f"/api/v1{path}?limit=1000&cursor={given}")
        for who in ("energy", "far", "near"):
            answer = site.call(who, row)
            assert answer.status_code == 200, show(row, who, answer)
            assert list_leaks(who, row, answer) == []


def test_pages_together_hold_all_that_is_theirs(site: Site) -> None:
    for path in ("/verdicts", "/alerts", "/points", "/accounts", "/findings", "/books"):
        whole = site.get("energy", f"{path}?limit=1000").json()["items"]
        page = site.get("energy", f"{path}?limit=3").json()
        walked = page["items"]
        while page["next"] is not None:
            page = site.get("energy", f"{path}?limit=3&cursor={page['next']}").json()
            walked += page["items"]
        assert walked == whole, path
        assert whole, path


def test_lists_in_other_shapes_show_no_more(site: Site) -> None:
    for kind in ("text/csv", "application/x-ndjson"):
        for row in LISTS:
            token = {"Authorization": f"Bearer {PEOPLE['near'].token}", "Accept": kind}
            answer = site.http.get(row.path, headers=token)
            assert answer.status_code in (200, 406), show(row, "near", answer)
            assert list_leaks("near", row, answer) == []


def test_a_token_that_is_not_for_reading_reads_nothing(site: Site) -> None:
    user_id = site.call("operator", Row("GET /api/v1/users?text=user-near")).json()["items"][0][
        "id"
    ]
    token = add_token(site.platform, user_id, ["enter"])
    for path in ("/enterprises", "/books", f"/enterprises/{NEAR}", "/quarantine"):
        answer = site.http.get(f"/api/v1{path}", headers={"Authorization": f"Bearer {token}"})
        assert answer.status_code == 403, answer.text
        assert "scope" in answer.json()["fix"]


def test_tables_and_their_export_hold_no_row_of_others(site: Site) -> None:
    names = [row["name"] for row in site.get("operator", "/tables").json()["items"]]
    assert len(names) > 20
    for who in ("near", "energy", "testers"):
        for name in names:
            row = Row("GET /api/v1/tables/{table}/rows", url=f"/api/v1/tables/{name}/rows")
            answer = site.call(who, row)
            assert answer.status_code == 200, show(row, who, answer)
            assert list_leaks(who, row, answer) == []
        answer = site.get(who, "/registry/export?kind=csv")
        with ZipFile(BytesIO(answer.content)) as archive:
            texts = [archive.read(name).decode() for name in archive.namelist()]
        whole = "\n".join(texts)
        marks = [mark for other in PEOPLE[who].others for mark in marks_of(other)]
        assert [mark for mark in marks if mark in whole] == []
        assert next(iter(PEOPLE[who].enterprises)) in whole


def test_jobs_are_their_own(site: Site) -> None:
    body = {"list": "alerts", "format": "csv"}
    made = site.call("operator", Row("POST /api/v1/jobs/export", body=body)).json()["id"]
    for path in (f"/jobs/{made}", f"/jobs/{made}/file"):
        for who in ("near", "energy", "testers"):
            assert site.get(who, path).status_code == 404
    assert site.get("operator", f"/jobs/{made}").status_code == 200


def move(site: Site, code: str, region: str) -> None:
    with site.platform.parts.registry.session() as session:
        session.get_one(Enterprise, code).region_code = region


def test_an_enterprise_that_moves_is_lost_to_the_old_region_at_once(site: Site) -> None:
    number = site.places(NEXT)["alert"]
    calls = (f"/enterprises/{NEXT}", f"/alerts/{number}/history", f"/gateways?enterprise={NEXT}")
    for path in calls:
        assert site.get("energy", path).status_code == 200
        assert site.get("far", path).status_code == 404
    move(site, NEXT, FAR_BANNER)
    try:
        for path in calls:
            assert site.get("energy", path).status_code == 404
            assert site.get("far", path).status_code == 200
        for path in ("/alerts", "/verdicts", "/books", "/quotas/tree", "/lines", "/overview"):
            assert NAMES_OF_NEXT.isdisjoint(_marks_in(site.get("energy", path))), path
        assert site.get("next", f"/enterprises/{NEXT}").status_code == 200
    finally:
        move(site, NEXT, NEXT_BANNER)
    assert site.get("energy", calls[0]).status_code == 200


NAMES_OF_NEXT = set(marks_of(NEXT))


def _marks_in(answer: httpx.Response) -> set[str]:
    assert answer.status_code == 200, answer.text
    return {mark for mark in NAMES_OF_NEXT if mark in answer.text}


def test_a_delegate_loses_an_enterprise_with_the_delegation(site: Site) -> None:
    path = f"/enterprises/{NEAR}"
    assert site.get("delegate", path).status_code == 200
    (row,) = [d for d in site.get("near", "/delegations").json()["items"] if d["live"]]
    gone = site.call("near", Row(f"DELETE /api/v1/delegations/{row['id']}"))
    assert gone.status_code == 200, gone.text
    try:
        assert site.get("delegate", path).status_code == 404
        assert site.get("delegate", "/enterprises").json()["items"] == []
    finally:
        with site.platform.parts.registry.session() as session:
            session.get_one(Delegation, row["id"]).withdrawn_ms = None


def test_a_regulator_starts_at_the_own_region_and_an_enterprise_has_none(site: Site) -> None:
    league = site.get("energy", "/overview").json()
    assert league["region"]["code"] == LEAGUE
    assert [step["code"] for step in league["path"]] == [LEAGUE]
    assert league["region"]["enterprises"] == 2
    assert site.get("far", "/overview").json()["region"]["code"] == FAR_BANNER
    assert site.get("operator", "/overview").json()["region"]["code"] == ROOT
    refused = site.get("near", "/overview")
    assert refused.status_code == 404
    assert "/enterprises" in refused.json()["fix"]
    assert site.get("near", "/regions").json()["items"] == []


def test_a_park_is_seen_by_its_region_and_by_who_stands_in_it(site: Site) -> None:
    for who in ("operator", "energy", "near", "delegate", "testers"):
        assert site.get(who, f"/parks/P{PLACES[NEAR]}").status_code == 200, who
    ghost = site.get("near", "/parks/P159999").text.replace("P159999", "…")
    for who in ("far", "next", "withdrawn"):
        answer = site.get(who, f"/parks/P{PLACES[NEAR]}")
        assert answer.status_code == 404, who
        assert answer.text.replace(f"P{PLACES[NEAR]}", "…") == ghost


def test_a_transfer_shows_the_own_side_only(site: Site) -> None:
    (row,) = site.get("near", "/quotas/transfers").json()["items"]
    assert (row["from_holder"], row["to_holder"]) == ("region:*", subject_of(NEAR))


def test_an_enterprise_is_told_its_place_among_all(site: Site) -> None:
    path = f"/levels/ranking?benchmark_key={world.KEY}&year=2025"
    assert len(site.get("operator", path).json()["items"]) == len(PLACES)
    (row,) = site.get("near", path).json()["items"]
    assert row["enterprise"] == NEAR


def test_the_table_of_grants_is_what_was_agreed() -> None:
    for permission in Permission:
        holders = set()
        for name, given in ROLES.items():
            if name == "narrowed":
                continue
            department = Department(given["department"]) if "department" in given else None
            if permission in grants_of(Role(given["role"]), department):
                holders.add(name)
        agreed = MAY[permission.value] & ALL - {"operator"}
        if permission is Permission.READ_PLATFORM:
            agreed |= {"testers"}
        assert holders == agreed, permission
    assert GRANTS[Role.OPERATOR] == frozenset(Permission)
    assert set(DEPARTMENTS) == {*Department, None}
