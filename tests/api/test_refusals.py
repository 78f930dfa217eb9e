"""What is refused: every problem says what, where, with which value."""

from __future__ import annotations

import pytest

from tests.api.conftest import CARBIDE, GAPPY, TOKEN, Client, Platform, without_collector

REFUSED = [
    ("/api/v1/enterprises?limit=0", 422, "limit", "0"),
    ("/api/v1/enterprises?limit=1001", 422, "limit", "1001"),
    ("/api/v1/enterprises?limit=many", 422, "limit", "many"),
    ("/api/v1/enterprises?cursor=nonsense", 422, "cursor", "nonsense"),
    ("/api/v1/enterprises?order=best", 422, "order", "best"),
    ("/api/v1/enterprises?regoin=150000", 422, "regoin", "150000"),
    ("/api/v1/overview?region=150000", 422, "region", "150000"),
    ("/api/v1/regions?unter=150000", 422, "unter", "150000"),
    ("/api/v1/enterprises?region=999999", 404, "region", "999999"),
    ("/api/v1/enterprises/NOBODY", 404, "enterprise", "NOBODY"),
    ("/api/v1/enterprises/NOBODY/load", 404, "enterprise", "NOBODY"),
    (f"/api/v1/enterprises/{CARBIDE}/load?hours=0", 422, "hours", "0"),
    (f"/api/v1/enterprises/{CARBIDE}/consumption?period=quarter", 422, "period", "quarter"),
    (f"/api/v1/enterprises/{CARBIDE}/consumption?start=2026-01-01", 422, "end", None),
    ("/api/v1/regions/1/overview", 404, "region", "1"),
    ("/api/v1/points?enterprise=NOBODY", 404, "enterprise", "NOBODY"),
    ("/api/v1/quotas?holder=me", 422, "subject", "me"),
    ("/api/v1/quotas?year=26", 422, "year", "26"),
    ("/api/v1/quotas/curve?holder=enterprise:NOBODY", 404, "holder", "enterprise:NOBODY"),
    ("/api/v1/accounts?period=fortnight", 422, "period", "fortnight"),
    ("/api/v1/accounts?start=yesterday", 422, "start", "yesterday"),
    ("/api/v1/accounts?start=99999999999999999", 422, "start", "99999999999999999"),
    ("/api/v1/accounts?subject=sector:", 422, "subject", "sector:"),
    ("/api/v1/accounts?period=hour", 422, "subject", None),
    ("/api/v1/accounts?period=hour&subject=enterprise:NO", 404, "subject", "enterprise:NO"),
    ("/api/v1/accounts?start=2026-02-01&end=2026-01-01", 422, "end", "2026-01-01T00:00:00+08:00"),
    (f"/api/v1/readings?enterprise={CARBIDE}&point=NOPE&start=2026-01-01&end=2026-01-02",
     404, "point", "NOPE"),
    (f"/api/v1/readings?enterprise={CARBIDE}&point=OUT&start=2026-01-02&end=2026-01-01",
     422, "end", "2026-01-01T00:00:00+08:00"),
    (f"/api/v1/readings?enterprise={CARBIDE}&point=OUT&end=2026-01-01", 422, "start", None),
    ("/api/v1/verdicts/beef", 404, "verdict", "beef"),
    ("/api/v1/verdicts?severity=9", 422, "severity", "9"),
    ("/api/v1/explain/verdicts/beef", 404, "verdict", "beef"),
    ("/api/v1/explain/accounts?subject=enterprise:NO&indicator=co2_t&start=2026-01-01",
     404, "account", "enterprise:NO"),
    ("/api/v1/alerts?state=closed", 422, "state", "closed"),
    ("/api/v1/quarantine?reason=dislike", 422, "reason", "dislike"),
    ("/api/v1/quarantine/999", 404, "number", 999),
    ("/api/v1/quarantine/first", 422, "number", "first"),
    ("/api/v1/catalogue/factors?carrier=love", 404, "carrier", "love"),
    ("/api/v1/catalogue/factors?carrier=coke&region=1", 422, "region", "1"),
    ("/api/v1/catalogue/levels?benchmark_key=a/b/c/d", 404, "benchmark_key", "a/b/c/d"),
    ("/api/v1/nothing", 404, "path", "/api/v1/nothing"),
]  # fmt: skip


@pytest.mark.parametrize(("path", "status", "parameter", "value"), REFUSED)
def test_problem_names_parameter_and_value(
    client: Client, path: str, status: int, parameter: str, value: object
) -> None:
    answer = client.get(path)
    problem = answer.json()
    assert (answer.status_code, answer.headers["content-type"]) == (
        status, "application/problem+json",
    )  # fmt: skip
    assert problem["status"] == status
    assert problem["type"].startswith("/problems/")
    assert problem["title"]
    assert problem["detail"]
    assert problem["instance"] == path.partition("?")[0]
    assert problem["parameter"] == parameter
    assert problem.get("value") == value


def test_cursor_of_another_list_is_refused(client: Client) -> None:
    cursor = client.ok("/api/v1/points", limit=1)["next"]
    answer = client.get("/api/v1/gateways", params={"cursor": cursor})
    assert answer.status_code == 422
    assert answer.json()["value"] == cursor


def test_wrong_method(client: Client) -> None:
    answer = client.post("/health")
    assert answer.status_code == 405
    assert answer.json()["type"] == "/problems/method-not-allowed"


READS = ["/api/v1/enterprises", "/api/v1/overview", "/metrics"]


@pytest.mark.parametrize("path", READS)
def test_reading_needs_the_token_from_elsewhere(platform: Platform, path: str) -> None:
    stranger = platform.client(token=None, peer="10.0.0.7").get(path)
    assert stranger.status_code == 401
    assert stranger.headers["www-authenticate"] == "Bearer"
    assert stranger.json()["parameter"] == "Authorization"
    assert platform.client(peer="10.0.0.7").get(path).status_code == 200


@pytest.mark.parametrize("path", READS)
def test_loopback_reads_where_it_is_open(platform: Platform, path: str) -> None:
    for peer in ("127.0.0.1", "::1"):
        assert platform.client(token=None, peer=peer).get(path).status_code == 200


def test_loopback_behind_a_proxy_or_by_another_name_is_no_loopback(platform: Platform) -> None:
    client = platform.client(token=None)
    proxied = client.get("/api/v1/enterprises", headers={"X-Forwarded-For": "1.2.3.4"})
    assert proxied.status_code == 401
    rebound = client.get("/api/v1/enterprises", headers={"Host": "evil.example"})
    assert rebound.status_code == 401


def test_loopback_needs_the_token_where_it_is_not_open(platform: Platform) -> None:
    from dataclasses import replace

    from api.app import create_app

    closed = create_app(replace(platform.parts, open_loopback=False))
    assert Client(closed, {}).get("/api/v1/enterprises").status_code == 401


@pytest.mark.parametrize("given", ["Bearer wrong", f"Basic {TOKEN}", "Bearer", f"Bearer {TOKEN}x"])
def test_wrong_token(platform: Platform, given: str) -> None:
    client = Client(platform.app, {"Authorization": given}, "10.0.0.7")
    answer = client.get("/api/v1/enterprises")
    assert answer.status_code == 401
    assert TOKEN not in answer.text


WRITES = [
    ("/api/v1/quarantine/1/replay", None),
    ("/api/v1/quarantine/replay", {}),
    ("/api/v1/quarantine/1/drop", {"reason": "x"}),
    ("/api/v1/imports", {"files": [{"name": "region.csv", "content": ""}]}),
    ("/api/v1/recompute", {"start": "2026-01-01", "end": "2026-01-02"}),
]


@pytest.mark.parametrize(("path", "body"), WRITES)
def test_writing_always_needs_the_token(platform: Platform, path: str, body: object) -> None:
    answer = platform.client(token=None).post(path, json=body)
    assert answer.status_code == 401
    assert len(platform.client().items("/api/v1/quarantine")) == 3


def test_empty_token_opens_nothing(platform: Platform) -> None:
    from dataclasses import replace

    from api.app import create_app

    app = create_app(replace(platform.parts, token=""))
    client = Client(app, {"Authorization": "Bearer "})
    assert client.post("/api/v1/quarantine/1/replay").status_code == 401


def test_health_of_strangers_shows_no_figures(platform: Platform) -> None:
    health = platform.client(token=None, peer="10.0.0.7").ok("/health")
    assert health["state"] == "ok"
    assert all(part["values"] == {} for part in health["parts"])


def test_parts_that_are_elsewhere(platform: Platform) -> None:
    client = without_collector(platform).client()
    for path in ("/api/v1/quarantine", "/api/v1/books/audit"):
        answer = client.get(path)
        assert answer.status_code == 503
        assert answer.json()["type"] == "/problems/part-away"
    books = {(b["enterprise"], b["gateway"]): b for b in client.items("/api/v1/books")}
    mine = books[GAPPY, "GW1"]
    assert (mine["received"], mine["quarantined"], mine["pending"]) == (3, 2, 0)
    assert mine["as_of"] is not None


def test_a_fault_is_a_problem_too(platform: Platform, monkeypatch: pytest.MonkeyPatch) -> None:
    from api.services import alerts

    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("secret detail")

    monkeypatch.setattr(alerts, "list_alerts", broken)
    answer = platform.client().get("/api/v1/alerts")
    assert answer.status_code == 500
    assert answer.json()["type"] == "/problems/internal"
    assert "secret" not in answer.text
