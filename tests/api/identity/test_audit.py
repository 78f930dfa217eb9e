"""The list of writes: every one is on it, done or refused, with no secret, and stays there."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.routing import APIRoute
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from api.access import OPERATOR, Identity
from api.audit import HIDDEN, Act, acting, summarise
from api.audited_calls import UNLISTED, WRITES
from api.errors import ConflictError
from api.services import users
from api.viewer import Viewer
from core.errors import RegistryError
from core.registry.identity import AuditEvent, UserAccount
from core.vocabulary import Role
from dashboards.console.frame import Visit
from dashboards.console.texts import Texts
from tests.api.conftest import CARBIDE, TOKEN, Client, Platform
from tests.api.identity.browser import Browser, make_account, read_audit, user_body
from tests.api.test_contract import every_route


class Watch:
    """What has come onto the list since it began."""

    def __init__(self, platform: Platform) -> None:
        self._platform = platform
        with platform.parts.registry.read() as session:
            self._after = session.scalar(select(func.max(AuditEvent.id))) or 0

    @property
    def rows(self) -> list[AuditEvent]:
        return read_audit(self._platform, self._after)

    @property
    def one(self) -> AuditEvent:
        [row] = self.rows
        return row


@pytest.fixture
def watch(place: Platform) -> Watch:
    return Watch(place)


def test_a_change_is_on_the_list_with_who_what_and_from_where(
    place: Platform, watch: Watch
) -> None:
    body = user_body("listed", password="nine grey geese in a row")
    assert place.client(peer="10.0.0.9").post("/api/v1/users", json=body).status_code == 201
    row = watch.one
    assert (row.who, row.role, row.via, row.status) == ("operator", "operator", "operator", 201)
    assert (row.action, row.subject, row.address) == ("add_user", "user:listed", "10.0.0.9")
    assert '"login": "listed"' in row.change
    assert HIDDEN in row.change
    assert "geese" not in row.change
    assert row.at_ms == place.clock.now_ms()


def test_a_session_and_a_token_are_named(place: Platform, watch: Watch) -> None:
    login = make_account(place, "named")
    one = Browser(place)
    one.sign_in(login)
    made = one.post(
        "/api/v1/tokens",
        {"name": "x", "scope": ["read", "manage_users"], "expires": "2026-12-31"},
    ).json()
    program = Client(place.app, {"Authorization": f"Bearer {made['token']}"}, "10.0.0.7")
    program.post("/api/v1/users", json=user_body("by-token"))
    via = one.get("/api/v1/session").json()["via"]
    sign_in, add_token, add_user = watch.rows
    assert (sign_in.action, sign_in.via, sign_in.who) == ("sign_in", via, login)
    assert (add_token.action, add_token.via) == ("add_token", via)
    assert (add_user.via, add_user.who) == (f"token:{made['id']}", login)


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("/api/v1/users/0123456789abcdef/disable", None, 404),
        ("/api/v1/alerts/99999/acknowledge", {"text": ""}, 404),
        ("/api/v1/quarantine/99999/drop", {"reason": "x"}, 404),
        ("/api/v1/users", {"login": "x y", "role": "test_team"}, 422),
        ("/api/v1/users", {"lgin": "a secret in the wrong place"}, 422),
    ],
)
def test_what_is_refused_is_on_the_list_too(
    place: Platform, watch: Watch, path: str, body: object, status: int
) -> None:
    answer = place.client().post(path, json=body)
    assert answer.status_code == status, answer.text
    assert (watch.one.status, watch.one.who) == (status, "operator")
    assert "secret" not in watch.one.change


def test_who_may_not_is_on_the_list(place: Platform, watch: Watch) -> None:
    login = make_account(place, "curious", "enterprise", enterprise=CARBIDE)
    one = Browser(place)
    one.sign_in(login)
    one.post("/api/v1/users", user_body("never"))
    one.post("/api/v1/users", user_body("never"), headers={"X-CSRF-Token": "0" * 64})
    assert [(row.who, row.status) for row in watch.rows[1:]] == [(login, 403)] * 2


def test_wrong_credentials_are_on_the_list_and_strangers_are_not(
    place: Platform, watch: Watch
) -> None:
    Client(place.app, {"Authorization": "Bearer wrong"}, "10.0.0.7").post(
        "/api/v1/users", json=user_body("never")
    )
    place.client(token=None).post("/api/v1/users", json=user_body("never"))
    place.client().post("/api/v1/nothing")
    place.client().get("/api/v1/users")
    assert (watch.one.status, watch.one.who, watch.one.role) == (401, "", "")


def test_a_failed_sign_in_names_accounts_there_are_only(place: Platform, watch: Watch) -> None:
    login = make_account(place, "mistyped")
    Browser(place).sign_in(login, "not the password")
    Browser(place).sign_in("my password by mistake", login)
    assert [(row.subject, row.status, row.change) for row in watch.rows] == [
        (f"user:{login}", 401, ""),
        ("", 401, ""),
    ]


def test_what_is_not_in_the_registry_is_on_the_list(place: Platform, watch: Watch) -> None:
    assert place.client().post("/api/v1/registry/reload").status_code == 204
    assert (watch.one.action, watch.one.status) == ("reload_registry", 204)


def test_what_is_done_once_is_on_the_list_once(place: Platform, watch: Watch) -> None:
    client = Client(
        place.app, {"Authorization": f"Bearer {TOKEN}", "Idempotency-Key": "one-and-the-same"}
    )
    for _ in range(3):
        assert client.post("/api/v1/users", json=user_body("once")).status_code == 201
    assert watch.one.action == "add_user"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_event SET who = 'nobody'",
        "UPDATE audit_event SET status = 200 WHERE id = 1",
        "DELETE FROM audit_event",
    ],
)
def test_rows_are_never_changed_or_deleted(place: Platform, statement: str) -> None:
    place.client().post("/api/v1/registry/reload")
    before = len(read_audit(place))
    with (
        pytest.raises((DBAPIError, RegistryError), match="append-only"),
        place.parts.registry.session() as session,
    ):
        session.execute(text(statement))
    assert len(read_audit(place)) == before


def test_a_change_that_cannot_be_listed_is_not_made(fresh: Platform) -> None:
    if fresh.parts.registry.engine.dialect.name == "postgresql":
        refuse = (
            "CREATE TRIGGER full_list BEFORE INSERT ON audit_event "
            "FOR EACH STATEMENT EXECUTE FUNCTION audit_event_refuse()"
        )
    else:
        refuse = (
            "CREATE TRIGGER full_list BEFORE INSERT ON audit_event "
            "BEGIN SELECT RAISE(ABORT, 'audit_event is full'); END"
        )
    with fresh.parts.registry.session() as session:
        session.execute(text(refuse))
    assert fresh.client().post("/api/v1/users", json=user_body("unlisted")).status_code >= 500
    with fresh.parts.registry.read() as session:
        assert session.scalars(select(UserAccount)).all() == []


def visit(platform: Platform, identity: Identity = OPERATOR) -> Visit:
    from api.identities import Caller

    return Visit(
        Viewer(platform.parts, identity),
        Texts("en"),
        "/users",
        caller=Caller(identity, "operator"),
        address="10.0.0.5",
    )


def test_writes_of_the_console_are_on_the_list(place: Platform, watch: Watch) -> None:
    from api.schemas.users import UserBody

    body = UserBody(login="by-console", role="test_team", password="ten red kites at noon")
    visit(place).perform(lambda viewer: users.add_user(viewer, body), body.model_dump())
    row = watch.one
    assert (row.action, row.subject, row.address) == (
        "console manage_users", "user:by-console", "10.0.0.5",
    )  # fmt: skip
    assert (row.who, row.status) == ("operator", 200)
    assert "kites" not in row.change


def test_refused_writes_of_the_console_are_too(place: Platform, watch: Watch) -> None:
    from api.errors import ForbiddenError

    nobody = Identity("somebody", Role.TEST_TEAM)
    with pytest.raises(ForbiddenError):
        visit(place, nobody).perform(lambda viewer: users.disable_user(viewer, "x"))
    assert (watch.one.who, watch.one.status) == ("somebody", 403)


def test_a_page_that_stays_open_ends_with_its_session(place: Platform, watch: Watch) -> None:
    from api.errors import UnauthorisedError
    from api.identities import find_session

    one = Browser(place)
    one.sign_in(make_account(place, "stays-open"))
    caller = find_session(place.parts, one.cookie)
    assert caller is not None
    page = Visit(Viewer(place.parts, caller.identity), Texts("en"), "/", caller=caller)
    assert page.look(lambda viewer: viewer.name) == "stays-open"
    assert page.csrf == one.csrf
    one.call("DELETE", "/api/v1/session")
    with pytest.raises(UnauthorisedError, match="no longer signed in"):
        page.look(lambda viewer: viewer.name)
    with pytest.raises(UnauthorisedError):
        page.perform(lambda viewer: viewer.name)


def test_what_fails_after_a_change_says_so(place: Platform, watch: Watch) -> None:
    from api.schemas.users import UserBody

    def half_way(viewer: Viewer) -> None:
        users.add_user(viewer, UserBody(login="half-way", role="test_team"))
        raise ConflictError("nothing more", parameter="x")

    with pytest.raises(ConflictError):
        visit(place).perform(half_way)
    assert [row.status for row in watch.rows] == [200, 409]
    assert "stands" in watch.rows[1].change


def test_the_list_is_filtered_and_walked(place: Platform) -> None:
    client = place.client()
    for number in range(3):
        client.post("/api/v1/users", json=user_body(f"walked{number}"))
        client.post("/api/v1/users", json=user_body(f"walked{number}"))
    first = client.ok("/api/v1/audit", action="add_user", subject="walked", limit=2)
    rest = client.ok(
        "/api/v1/audit", action="add_user", subject="walked", limit=2, cursor=first["next"]
    )
    assert [row["subject"] for row in first["items"] + rest["items"]] == [
        f"user:walked{number}" for number in (2, 1, 0)
    ]
    refused = client.items("/api/v1/audit", action="add_user", refused=True, who="operator")
    assert {row["status"] for row in refused} == {422}
    assert client.items("/api/v1/audit", end="2020-01-01") == []
    assert client.items("/api/v1/audit", role="regulator") == []


def test_only_who_may_reads_the_list(place: Platform) -> None:
    login = make_account(place, "reader", "enterprise", enterprise=CARBIDE)
    one = Browser(place)
    one.sign_in(login)
    assert one.get("/api/v1/audit").status_code == 403


def write_routes(app: Any) -> list[tuple[str, APIRoute]]:
    return [
        (method, route)
        for route in every_route(app)
        if route.path.startswith("/api/v1") and route.include_in_schema
        for method in sorted(route.methods & WRITES)
    ]


def test_every_call_that_writes_is_listed(place: Platform) -> None:
    """Called with nothing sensible: done or refused, its row is there."""
    found = write_routes(place.app)
    assert len(found) > 40
    for method, route in found:
        if route.name in UNLISTED:
            continue
        watch = Watch(place)
        path = route.path
        for name in route.param_convertors:
            path = path.replace(f"{{{name}}}", "7")
        import asyncio

        answer = asyncio.run(place.client()._call(method, path, {"json": {}}))
        assert [(row.action, row.status) for row in watch.rows] == [
            (route.name, answer.status_code)
        ], (method, path, answer.text)


@pytest.mark.parametrize(
    "name",
    ["password", "new_password", "token", "secret", "api_key", "apiKey", "Authorization", "csrf",
     "client_secret", "credential", "signature", "url", "cookie", "passphrase"],
)  # fmt: skip
def test_fields_named_like_secrets_are_not_kept(name: str) -> None:
    shown = summarise({"rows": [{name: "hunter2hunter2", "code": "A1"}]})
    assert "hunter2" not in shown
    assert "A1" in shown


def test_what_is_long_is_cut() -> None:
    shown = summarise({"content": "x" * 10_000, "rows": list(range(100))})
    assert len(shown) < 500
    assert "(10000 characters)" in shown
    assert "80 more" in shown


def test_an_act_that_changes_nothing_is_listed_as_well(place: Platform, watch: Watch) -> None:
    with acting(place.parts, Act("look", identity=OPERATOR, via="operator")):
        pass
    assert (watch.one.action, watch.one.status) == ("look", 200)
