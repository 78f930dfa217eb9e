"""What changes something: quarantine, imports, recompute."""

from __future__ import annotations

import base64
from typing import Any

import pytest
from sqlalchemy import func, select

from api import uploads
from core.calendar import DAY_MS, HOUR_MS
from core.registry.marks import SUMS
from core.registry.models import Point
from core.registry.results import DirtyHour
from core.wire import encode_rows
from tests.api.conftest import CARBIDE, NOW_MS, START_MS, Client, Platform

POINTS = (
    "enterprise_code,code,gateway_code,kind,carrier,flow,unit,expected_s,in_service,product_code\n"
)
T9 = f"{CARBIDE},T9,GW1,interval,electricity,purchased,kWh,3600,2026-01-01,\n"


def quarantine_one(platform: Platform) -> int:
    platform.send(
        CARBIDE,
        encode_rows(
            "s", 1, NOW_MS, [("T9", NOW_MS - 2 * HOUR_MS, 5.0), ("OUT", NOW_MS - HOUR_MS, 1.0)]
        ),
    )
    platform.settle()
    [row] = platform.client().items("/api/v1/quarantine")
    assert (row["reason"], row["detail"], row["readings"]) == ("unknown_point", "T9", 1)
    number: int = row["id"]
    return number


def post_files(client: Client, files: dict[str, str], **more: object) -> Any:
    body = {"files": [{"name": n, "content": c} for n, c in files.items()], **more}
    return client.post("/api/v1/imports", json=body)


def test_replay_after_a_fix(fresh: Platform) -> None:
    client = fresh.client()
    number = quarantine_one(fresh)
    shown = client.ok(f"/api/v1/quarantine/{number}")
    assert '"T9"' in shown["payload"]
    assert shown["encoding"] == "utf-8"
    assert [bad["point"] for bad in shown["bad"]] == ["T9"]
    assert shown["reason_text"]
    assert shown["reason_text_en"]

    again = client.post(f"/api/v1/quarantine/{number}/replay").json()
    assert (again["outcome"], again["detail"]) == ("open", "unknown_point: T9")

    assert post_files(client, {"point.csv": POINTS + T9}).status_code == 200
    moved = client.post(f"/api/v1/quarantine/{number}/replay")
    assert moved.status_code == 200, moved.text
    assert (moved.json()["outcome"], moved.json()["readings"]) == ("replayed", 1)
    assert client.items("/api/v1/quarantine") == []
    [left] = client.items("/api/v1/quarantine", state="replayed")
    assert left["settled"]
    rows = client.items(
        "/api/v1/readings", enterprise=CARBIDE, point="T9", start="2026-03-10", end="2026-03-11"
    )
    assert [row["value"] for row in rows] == [5.0]
    [book] = client.items("/api/v1/books")
    assert (book["readings_stored"], book["readings_quarantined"]) == (2, 0)

    twice = client.post(f"/api/v1/quarantine/{number}/replay")
    assert twice.status_code == 409
    assert twice.json()["value"] == number


def test_drop_with_a_reason(fresh: Platform) -> None:
    client = fresh.client()
    number = quarantine_one(fresh)
    for bad in ({"reason": ""}, {"reason": "  "}, {}):
        assert client.post(f"/api/v1/quarantine/{number}/drop", json=bad).status_code == 422
    done = client.post(f"/api/v1/quarantine/{number}/drop", json={"reason": "测试数据"})
    assert done.json()["outcome"] == "dropped"
    shown = client.ok(f"/api/v1/quarantine/{number}")
    assert (shown["state"], shown["note"], shown["payload"]) == ("dropped", "测试数据", None)
    assert client.post(f"/api/v1/quarantine/{number}/replay").status_code == 409
    again = client.post(f"/api/v1/quarantine/{number}/drop", json={"reason": "x"})
    assert again.status_code == 409
    [book] = client.items("/api/v1/books")
    assert book["readings_dropped"] == 1
    assert client.ok("/api/v1/books/audit")["closes"]


def test_bytes_that_are_no_text(fresh: Platform) -> None:
    fresh.send(CARBIDE, b"\xff\x00\x01")
    fresh.settle()
    client = fresh.client()
    [row] = client.items("/api/v1/quarantine")
    shown = client.ok(f"/api/v1/quarantine/{row['id']}")
    assert shown["encoding"] == "base64"
    assert base64.b64decode(shown["payload"]) == b"\xff\x00\x01"


def test_replay_all_of_a_reason(fresh: Platform) -> None:
    client = fresh.client()
    quarantine_one(fresh)
    bad = client.post("/api/v1/quarantine/replay", json={"reason": "dislike"})
    assert (bad.status_code, bad.json()["value"]) == (422, "dislike")
    other = client.post("/api/v1/quarantine/replay", json={"reason": "future"}).json()
    assert other == {"messages": 0, "readings": 0, "remaining": [], "remaining_count": 0}
    post_files(client, {"point.csv": POINTS + T9})
    done = client.post("/api/v1/quarantine/replay", json={"reason": "unknown_point"}).json()
    assert (done["messages"], done["readings"], done["remaining"]) == (1, 1, [])


def count_points(platform: Platform) -> int:
    with platform.parts.registry.read() as session:
        return session.scalar(select(func.count()).select_from(Point)) or 0


def test_import_reports_what_it_did(fresh: Platform) -> None:
    client = fresh.client()
    before = count_points(fresh)
    dry = post_files(client, {"point.csv": POINTS + T9}, dry_run=True).json()
    assert (dry["applied"], dry["dry_run"]) == (False, True)
    assert count_points(fresh) == before
    done = post_files(client, {"point.csv": POINTS + T9}).json()
    assert done["applied"]
    assert done["counts"] == [{"table": "point", "added": 1, "changed": 0, "unchanged": 0}]
    assert done["problems"] == []
    assert count_points(fresh) == before + 1


def test_refused_import_names_every_row_and_changes_nothing(fresh: Platform) -> None:
    client = fresh.client()
    before = count_points(fresh)
    bad = POINTS + T9 + T9.replace("kWh", "kWhh").replace("T9", "T10")
    answer = post_files(client, {"point.csv": bad})
    problem = answer.json()
    assert answer.status_code == 422
    assert problem["type"] == "/problems/import-refused"
    assert problem["value"] == "kWhh"
    [row] = problem["report"]["problems"]
    assert (row["file"], row["row"], row["column"], row["value"]) == (
        "point.csv", 3, "unit", "kWhh",
    )  # fmt: skip
    assert row["reason"]
    assert not problem["report"]["applied"]
    assert count_points(fresh) == before


def test_import_as_multipart(fresh: Platform) -> None:
    client = fresh.client()
    files = [("files", ("point.csv", ("\ufeff" + POINTS + T9).encode(), "text/csv"))]
    dry = client.post("/api/v1/imports", files=files, data={"dry_run": "true"})
    assert dry.status_code == 200, dry.text
    assert not dry.json()["applied"]
    done = client.post("/api/v1/imports", files=files).json()
    assert done["applied"]


@pytest.mark.parametrize(
    ("given", "parameter"),
    [
        ({"json": {}}, "files"),
        ({"json": {"files": []}}, "files"),
        ({"json": {"files": [{"name": "../point.csv", "content": ""}]}}, "files.0.name"),
        (
            {"json": {"files": [{"name": "\U00020000" * 80 + ".csv", "content": ""}]}},
            "files.0.name",
        ),
        ({"json": {"files": [{"name": "a.csv", "content": ""}] * 2}}, "files"),
        ({"content": b"{", "headers": {"Content-Type": "application/json"}}, "body"),
        ({"content": b"x", "headers": {"Content-Type": "text/csv"}}, "Content-Type"),
        ({"files": [("files", ("p.csv", b"\xff\xfe", "text/csv"))]}, "files"),
        ({"files": [("files", ("../p.csv", b"a", "text/csv"))]}, "files.0.name"),
        ({"files": [("other", ("p.csv", b"a", "text/csv"))]}, "files"),
    ],
)
def test_import_bodies_that_are_refused(
    fresh: Platform, given: dict[str, Any], parameter: str
) -> None:
    answer = fresh.client().post("/api/v1/imports", **given)
    assert answer.status_code == 422, answer.text
    assert answer.json()["parameter"] == parameter


def test_a_form_that_ends_early_is_refused_whole(fresh: Platform) -> None:
    client = fresh.client()
    before = count_points(fresh)
    part = '--sep\r\nContent-Disposition: form-data; name="files"; filename="{}"\r\n\r\n{}\r\n'
    body = part.format("point.csv", POINTS + T9) + part.format("product.csv", "enterprise_code,c")
    kind = {"Content-Type": "multipart/form-data; boundary=sep"}
    answer = client.post("/api/v1/imports", content=body.encode(), headers=kind)
    assert (answer.status_code, answer.json()["parameter"]) == (422, "body")
    assert count_points(fresh) == before


@pytest.mark.parametrize("kind", ["application/json", "multipart/form-data; boundary=sep"])
def test_a_body_that_does_not_say_how_long_it_is_has_the_same_limit(
    fresh: Platform, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    monkeypatch.setattr(uploads, "BODY_MAX_BYTES", 1000)

    async def pieces() -> Any:
        yield b'--sep\r\nContent-Disposition: form-data; name="files"; filename="a.csv"\r\n\r\n'
        for _ in range(20):
            yield b" " * 100

    answer = fresh.client().post(
        "/api/v1/imports", content=pieces(), headers={"Content-Type": kind}
    )
    assert (answer.status_code, answer.json()["parameter"]) == (422, "Content-Length")


def test_recompute_marks_hours(fresh: Platform) -> None:
    client = fresh.client()
    body = {"start": "2026-01-01", "end": "2026-01-02", "enterprise": CARBIDE}
    answer = client.post("/api/v1/recompute", json=body)
    assert answer.status_code == 202
    assert (answer.json()["hours"], answer.json()["enterprises"]) == (24, 1)
    with fresh.parts.registry.read() as session:
        marked = select(DirtyHour.enterprise_code).where(
            DirtyHour.hour_ms >= START_MS,
            DirtyHour.hour_ms < START_MS + DAY_MS,
            DirtyHour.enterprise_code != SUMS,
        )
        assert list(session.scalars(marked)) == [CARBIDE] * 24
    everyone = client.post("/api/v1/recompute", json={**body, "enterprise": None}).json()
    assert everyone["enterprises"] == 3
    for bad, status in (
        ({"end": "2026-01-01"}, 422),
        ({"end": "2046-01-01"}, 422),
        ({"enterprise": "NOBODY"}, 404),
        ({"start": "soon"}, 422),
    ):
        refused = client.post("/api/v1/recompute", json={**body, **bad})
        assert refused.status_code == status
        assert refused.json().get("value")
