"""Rows of every table through the API: listed, edited with the checks of imports, with history."""

from __future__ import annotations

import asyncio
import io
import zipfile
from pathlib import Path

import pytest
from openpyxl import load_workbook

from api.access import Identity, grants_of
from api.errors import ForbiddenError, MissingError
from api.services import tables
from api.services.table_filters import RowFilter
from api.viewer import Viewer
from core.registry.transfer.tables import TABLES
from core.vocabulary import Department, Role
from tests.api.conftest import CARBIDE, CENTRE, Platform


def rows(client, table, **asked):
    return client.ok(f"/api/v1/tables/{table}/rows", **asked)["items"]


def find(client, table, **values):
    return next(
        row
        for row in rows(client, table)
        if all(row["values"][name] == value for name, value in values.items())
    )


def viewer(platform: Platform, role: Role, **whose) -> Viewer:
    department = whose.get("department")
    identity = Identity("somebody", role, permissions=grants_of(role, department), **whose)
    return Viewer(platform.parts, identity)


def send(client, method, path, **given):
    return asyncio.run(client._call(method, path, given))


def test_the_tables_say_what_they_consist_of(client):
    items = client.items("/api/v1/tables")
    assert [item["name"] for item in items] == list(TABLES)
    point = next(item for item in items if item["name"] == "point")
    assert point["label"]["zh"] == "计量点"
    assert point["may_edit"]
    columns = {column["name"]: column for column in point["columns"]}
    assert columns["kind"]["choices"] == ["register", "interval", "gauge", "virtual"]
    assert (columns["expected_s"]["low"], columns["expected_s"]["required"]) == (1, True)
    assert columns["code"]["key"]
    assert columns["in_service"]["kind"] == "time"
    assert not next(item for item in items if item["name"] == "quota")["may_delete"]


@pytest.mark.parametrize("table", TABLES)
def test_every_table_is_walked_in_pages(client, table):
    whole = rows(client, table, limit=1000)
    walked, cursor = [], None
    while True:
        asked = {"limit": 2} | ({"cursor": cursor} if cursor else {})
        page = client.ok(f"/api/v1/tables/{table}/rows", **asked)
        walked += page["items"]
        cursor = page["next"]
        if cursor is None:
            break
    assert walked == whole
    for row in whole:
        assert client.ok(f"/api/v1/tables/{table}/rows/{row['id']}") == row
        assert set(row["values"]) == {column.name for column in TABLES[table].columns}


def test_rows_are_found(client):
    assert {r["values"]["code"] for r in rows(client, "point", enterprise=CENTRE)} == {"E", "IT"}
    assert [r["values"]["code"] for r in rows(client, "point", text="主变")] == ["T1/EP"]
    found = rows(client, "point", column="carrier", value="coke")
    assert [r["values"]["code"] for r in found] == ["COKE"]
    assert rows(client, "point", column="product_code", value="") != []
    assert rows(client, "quota", enterprise=CARBIDE)[0]["values"]["amount"] == 9000
    assert rows(client, "region", enterprise=CARBIDE) == []


@pytest.mark.parametrize(
    ("path", "asked", "status"),
    [
        ("tables/nonsense/rows", {}, 404),
        ("tables/point/rows", {"cursor": "x"}, 422),
        ("tables/point/rows", {"column": "colour", "value": "x"}, 422),
        ("tables/quota/rows", {"column": "m01", "value": "1"}, 422),
        ("tables/point/rows", {"column": "expected_s", "value": "often"}, 422),
        ("tables/point/rows", {"text": "\x00"}, 422),
        ("tables/point/rows/x", {}, 404),
        ("tables/point/rows/W10", {}, 404),
        ("tables/point/rows/WzFd", {}, 404),
        ("tables/point/rows/WyJhIiwiYiJd", {}, 404),
        ("tables/point/rows/WyJhIiwiYiJd/history", {}, 404),
        ("registry/export", {"kind": "pdf"}, 422),
        ("registry/export", {"table": "nonsense"}, 404),
        ("registry/template", {"table": "nonsense"}, 404),
    ],
)
def test_what_cannot_be_answered_is_a_problem(client, path, asked, status):
    answer = client.get(f"/api/v1/{path}", params=asked)
    assert answer.status_code == status, answer.text
    if status != 200:
        assert answer.json()["fix"]


def test_a_row_is_added_changed_and_deleted(fresh):
    client = fresh.client()
    given = {"enterprise_code": CENTRE, "code": "GW2", "name": "二号"}
    path = "/api/v1/tables/gateway/rows"
    tried = client.post(path, json={"values": given, "dry_run": True})
    assert (tried.status_code, tried.json()["action"]) == (201, "added")
    assert len(rows(client, "gateway")) == 3
    added = client.post(path, json={"values": given})
    assert added.status_code == 201, added.text
    row = added.json()["row"]
    assert row["values"]["delivery"] == "end-to-end"
    assert client.post(path, json={"values": given}).status_code == 409
    one = f"{path}/{row['id']}"
    seen = {"If-Match": client.get(one).headers["ETag"]}
    changed = send(client, "PATCH", one, json={"values": {"name": "贰号"}}, headers=seen)
    assert changed.json()["cells"] == {"name": {"old": "二号", "new": "贰号"}}
    stale = send(client, "PATCH", one, json={"values": {"name": "x"}}, headers=seen)
    assert stale.status_code == 412
    assert send(client, "DELETE", one, headers=seen).status_code == 412
    assert client.delete(one).status_code == 204
    assert client.get(one).status_code == 404
    assert client.delete(one).status_code == 404
    history = client.items(f"{one}/history")
    assert [(h["action"], h["who"], h["via"]) for h in history] == [
        ("deleted", "operator", "api"),
        ("changed", "operator", "api"),
        ("added", "operator", "api"),
    ]
    assert history[1]["cells"] == {"name": {"old": "二号", "new": "贰号"}}


def test_all_that_is_wrong_with_a_row_is_named(fresh):
    client = fresh.client()
    row = find(client, "point", enterprise_code=CARBIDE, code="COKE")
    one = f"/api/v1/tables/point/rows/{row['id']}"
    given = {"unit": "kWh", "gateway_code": "GW7", "expected_s": 0, "parent_code": "NOPE"}
    answer = send(client, "PATCH", one, json={"values": given})
    assert answer.status_code == 422
    problems = answer.json()["report"]["problems"]
    assert {p["column"] for p in problems} == {"unit", "gateway_code", "expected_s", "parent_code"}
    assert all(p["fix"] and p["table"] == "point" for p in problems)
    assert client.ok(one) == row
    unknown = send(client, "PATCH", one, json={"values": {"colour": "red"}})
    assert (unknown.status_code, unknown.json()["parameter"]) == (422, "values.colour")


def test_a_row_on_which_something_hangs_stays_and_says_what(fresh):
    client = fresh.client()
    row = find(client, "product", enterprise_code=CARBIDE, code="CAC2")
    one = f"/api/v1/tables/product/rows/{row['id']}"
    answer = client.delete(one)
    assert answer.status_code == 409
    reasons = {p["reason"] for p in answer.json()["report"]["problems"]}
    assert reasons == {"3 of point hang on this row", "1 of entry hang on this row"}
    quota = find(client, "quota", holder=f"enterprise:{CARBIDE}")
    assert client.delete(f"/api/v1/tables/quota/rows/{quota['id']}").status_code == 409
    assert client.ok(one) == row


def test_a_point_with_readings_stays(platform, client):
    row = find(client, "point", enterprise_code=CARBIDE, code="COKE")
    answer = client.delete(f"/api/v1/tables/point/rows/{row['id']}?dry_run=true")
    assert answer.status_code == 409
    assert "series of readings" in answer.text


def test_an_enterprise_sees_and_edits_its_own_only(platform):
    own = viewer(platform, Role.ENTERPRISE, enterprises=frozenset({CENTRE}))
    for table in TABLES:
        for row in tables.list_rows(own, table, RowFilter(), limit=1000).items:
            assert CENTRE in str(row.values)
    everybody = Viewer(platform.parts)
    foreign = next(
        row
        for row in tables.list_rows(everybody, "point", RowFilter()).items
        if row.values["enterprise_code"] == CARBIDE
    )
    with pytest.raises(MissingError):
        tables.read_row(own, "point", foreign.id)
    with pytest.raises(MissingError):
        tables.change(own, "point", foreign.id, {"name": "x"}, dry_run=True)
    with pytest.raises(MissingError):
        tables.list_changes(own, "point", foreign.id)
    with pytest.raises(MissingError):
        tables.add(own, "gateway", {"enterprise_code": CARBIDE, "code": "G"}, dry_run=True)
    made = tables.add(own, "gateway", {"enterprise_code": CENTRE, "code": "G"}, dry_run=True)
    assert made.action == "added"
    product = tables.list_rows(own, "product", RowFilter()).items[0]
    with pytest.raises(ForbiddenError):
        tables.change(own, "product", product.id, {"name": "x"}, dry_run=True)
    shown = {row.name: row.may_edit for row in tables.list_tables(own).items}
    assert [name for name, may in shown.items() if may] == [
        "gateway", "point", "meter_epoch", "entry",
    ]  # fmt: skip
    by_region = viewer(platform, Role.REGULATOR, region="150300", department=Department.ENERGY)
    holders = {
        row.values["holder"] for row in tables.list_rows(by_region, "quota", RowFilter()).items
    }
    assert f"enterprise:{CARBIDE}" not in holders
    assert len(holders) == 2


def test_a_workbook_goes_out_and_comes_back_unchanged(fresh):
    client = fresh.client()
    answer = client.get("/api/v1/registry/export")
    assert answer.status_code == 200
    assert answer.headers["content-type"].endswith("spreadsheetml.sheet")
    files = {"files": ("导出 (1).xlsx", answer.content)}
    sent = client.post("/api/v1/imports", files=files, data={"dry_run": "true", "preview": "5"})
    assert sent.status_code == 200, sent.text
    assert all(c["added"] == c["changed"] == 0 for c in sent.json()["counts"])
    assert {row["action"] for row in sent.json()["preview"]} == {"unchanged"}
    with zipfile.ZipFile(io.BytesIO(client.get("/api/v1/registry/export?kind=csv").content)) as z:
        assert z.namelist() == [f"{name}.csv" for name in TABLES]
    template = client.get("/api/v1/registry/template?table=region&table=point").content
    assert len(load_workbook(io.BytesIO(template)).sheetnames) == 3
    assert not list(Path("/tmp").glob("nengheng-export-*/*.csv"))


def test_a_workbook_is_previewed_and_imported_by_name(fresh):
    client = fresh.client()
    book = load_workbook(io.BytesIO(client.get("/api/v1/registry/export").content))
    sheet = book["网关 gateway"]
    sheet["C3"] = "新名"
    sheet.append([CENTRE, "GW8"])
    out = io.BytesIO()
    book.save(out)
    files = {"files": ("book.xlsx", out.getvalue())}
    sent = client.post("/api/v1/imports", files=files, data={"dry_run": "1", "preview": "2"})
    first, second = sent.json()["preview"]
    assert (first["action"], first["row"], first["sheet"]) == ("changed", 3, "网关 gateway")
    assert list(first["cells"]) == ["name"]
    assert second["action"] == "added"
    assert len(rows(client, "gateway")) == 3
    assert client.post("/api/v1/imports", files=files).json()["applied"]
    row = find(client, "gateway", code="GW8")
    (change,) = client.items(f"/api/v1/tables/gateway/rows/{row['id']}/history")
    assert (change["who"], change["via"], change["action"]) == ("operator", "import", "added")


@pytest.mark.parametrize(
    ("name", "content", "part"),
    [
        ("a.xlsx", b"PK\x03\x04", "is broken"),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "is no .xlsx"),
        ("a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "asks for a password"),
    ],
)
def test_what_is_no_workbook_is_told(fresh, name, content, part):
    answer = fresh.client().post("/api/v1/imports", files={"files": (name, content)})
    assert answer.status_code == 422
    assert part in answer.json()["report"]["problems"][0]["reason"]


def test_a_workbook_in_json_is_base64(fresh):
    body = {"files": [{"name": "a.xlsx", "content": "no base64!"}]}
    answer = fresh.client().post("/api/v1/imports", json=body)
    assert (answer.status_code, answer.json()["parameter"]) == (422, "content")


def test_a_gateway_that_was_given_a_log_in_has_its_history(fresh):
    client = fresh.client()
    body = {"enterprise": CENTRE, "code": "GW7", "name": "七号"}
    assert client.post("/api/v1/gateways", json=body).status_code == 201
    row = find(client, "gateway", code="GW7")
    (change,) = client.items(f"/api/v1/tables/gateway/rows/{row['id']}/history")
    assert (change["action"], change["who"], change["via"]) == ("added", "operator", "api")
