"""Lists of parks, lines, equipment, permits, memberships and dated attributes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI

from api.app import create_app
from api.parts import PlatformParts
from core.catalogue import read_catalogue
from core.clock import FixedClock
from core.registry.database import open_registry
from core.registry.transfer import import_files
from core.settings import Settings
from core.store.duckdb import DuckDBStore
from tests.api.conftest import CARBIDE, CENTRE, FILES, NOW_MS, Client

WIDE = {
    "park.csv": "code,name,region_code,kind\nP1,一区,150622,zero_carbon\nP2,二区,150302,\n",
    "park_member.csv": "park_code,enterprise_code,valid_from,valid_to,source\n"
    f"P1,{CARBIDE},,2026-02-01,协议\nP2,{CARBIDE},2026-02-01,,协议\nP1,{CENTRE},,,协议\n",
    "membership.csv": "enterprise_code,list_code,valid_from,valid_to,source\n"
    f"{CARBIDE},key_energy,2021-01-01,2026-01-01,名单\n{CENTRE},own:x,,,名单\n",
    "attribute.csv": "enterprise_code,name,valid_from,valid_to,value,source\n"
    f"{CARBIDE},region,,2026-02-01,150302,批复\n{CARBIDE},name,,2020-01-01,旧名,执照\n",
    "process_line.csv": "enterprise_code,code,product_code,capacity,unit,in_service\n"
    f"{CARBIDE},F1,CAC2,450000,t/a,2024-06-01\n{CARBIDE},F2,CAC2,,,2026-06-01\n",
    "equipment.csv": "enterprise_code,code,kind,line_code,policy_class\n"
    f"{CARBIDE},B1,boiler,F1,restricted\n",
    "discharge_permit.csv": f"enterprise_code,number,source\n{CARBIDE},N1,证\n",
    "outlet.csv": f"enterprise_code,code,medium,line_code\n{CARBIDE},DA1,air,F1\n",
    "permit_limit.csv": "enterprise_code,permit_number,outlet_code,pollutant,kind,period,amount,"
    f"unit,reference_oxygen\n{CARBIDE},N1,DA1,nox,concentration,hour,100,mg/m3,6\n"
    f"{CARBIDE},N1,,nox,mass,year,20,t,\n",
}
LISTS = {
    "parks": ("code",),
    "park-members": ("park", "enterprise", "valid_from"),
    "lines": ("enterprise", "code"),
    "equipment": ("enterprise", "code"),
    "permits": ("enterprise", "number"),
    "outlets": ("enterprise", "code"),
    "permit-limits": ("enterprise", "outlet", "kind"),
    "memberships": ("enterprise", "list"),
    "attributes": ("enterprise", "name"),
    "catalogue/lists": ("code",),
}


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FastAPI]:
    directory: Path = tmp_path_factory.mktemp("structure")
    clock = FixedClock(NOW_MS)
    paths = []
    for name, text in (FILES | WIDE).items():
        paths.append(directory / name)
        paths[-1].write_text(text, encoding="utf-8")
    with (
        open_registry(directory / "registry.db") as registry,
        DuckDBStore(directory / "store.duckdb") as store,
    ):
        report = import_files(registry, paths, clock=clock)
        assert report.rows == []
        parts = PlatformParts(
            Settings(), clock, registry, store, read_catalogue(), token="t", open_loopback=True
        )
        yield create_app(parts)


@pytest.fixture
def reader(app: FastAPI) -> Client:
    return Client(app, {})


@pytest.mark.parametrize("path", LISTS)
def test_walking_has_no_holes_and_no_repeats(reader: Client, path: str) -> None:
    whole = reader.items(f"/api/v1/{path}")
    assert whole
    keys = [tuple(row[name] for name in LISTS[path]) for row in whole]
    assert len(set(keys)) == len(keys)
    if path == "catalogue/lists":
        return
    walked = []
    cursor = None
    while True:
        asked = {"limit": 1} | ({"cursor": cursor} if cursor else {})
        page = reader.ok(f"/api/v1/{path}", **asked)
        walked += page["items"]
        cursor = page["next"]
        if cursor is None:
            break
    assert walked == whole


@pytest.mark.parametrize("path", [path for path in LISTS if "cat" not in path])
def test_a_stranger_may_not_read(app: FastAPI, path: str) -> None:
    stranger = Client(app, {}, peer="192.0.2.7", base="http://platform.example")
    assert stranger.get(f"/api/v1/{path}").status_code == 401


def test_what_holds_at_a_time(reader: Client) -> None:
    def parks(at: str) -> set[str]:
        rows = reader.items("/api/v1/park-members", at=at, enterprise=CARBIDE)
        return {row["park"] for row in rows}

    assert parks("2026-01-31") == {"P1"}
    assert parks("2026-02-01") == {"P2"}
    lines = reader.items("/api/v1/lines", at="2026-01-01")
    assert [row["code"] for row in lines] == ["F1"]
    assert reader.items("/api/v1/memberships", at="2026-03-01", list="key_energy") == []
    assert len(reader.items("/api/v1/attributes", name="region")) == 1
    assert len(reader.items("/api/v1/park-members", park="P1")) == 2


def test_rows_say_what_was_imported(reader: Client) -> None:
    line = reader.items("/api/v1/lines")[0]
    assert (line["capacity"], line["unit"], line["vintage"]) == (450_000.0, "t/a", "existing")
    assert line["in_service"] == "2024-06-01T00:00:00+08:00"
    member = reader.items("/api/v1/park-members", park="P1", enterprise=CENTRE)[0]
    assert (member["valid_from"], member["valid_to"]) == (None, None)
    limit = reader.items("/api/v1/permit-limits")[1]
    assert (limit["outlet"], limit["amount"], limit["reference_oxygen"]) == ("DA1", 100.0, 6.0)


def test_each_is_there_by_itself(reader: Client) -> None:
    for path, names in (("parks", ("code",)), ("lines", ("enterprise", "code"))):
        for row in reader.items(f"/api/v1/{path}"):
            place = "/".join(row[name] for name in names)
            assert reader.ok(f"/api/v1/{path}/{place}") == row


def test_a_permit_comes_with_its_limits_and_their_outlets(reader: Client) -> None:
    [permit] = reader.items("/api/v1/permits")
    found = reader.ok(f"/api/v1/permits/{permit['enterprise']}/{permit['number']}")
    assert found["permit"] == permit
    assert found["limits"] == reader.items("/api/v1/permit-limits")
    assert found["outlets"] == reader.items("/api/v1/outlets")


def test_parks_of_a_region(reader: Client) -> None:
    codes = [row["code"] for row in reader.items("/api/v1/parks", region="150600")]
    assert codes == ["P1"]
    assert reader.get("/api/v1/parks", params={"region": "999999"}).status_code == 404


def test_an_unknown_enterprise_and_an_unknown_filter_are_told(reader: Client) -> None:
    answer = reader.get("/api/v1/lines", params={"enterprise": "X"})
    assert answer.status_code == 404
    assert "'X'" in answer.text
    assert reader.get("/api/v1/lines", params={"colour": "red"}).status_code == 422
