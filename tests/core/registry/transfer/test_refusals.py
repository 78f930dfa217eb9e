"""Each bad input is refused with file, row, column, value, reason and fix, and changes nothing."""

import pytest
from sqlalchemy import func, select

from core.registry.credit_code import check_character
from core.registry.models import Enterprise, Point, Region
from core.registry.transfer import import_files


def one(problems, column, *parts):
    """Assert that there is one problem, in `column`, whose reason holds `parts`."""
    assert [p[1] for p in problems] == [column], problems
    for part in parts:
        assert part in problems[0][2]


@pytest.mark.parametrize(
    ("table", "line", "cells", "column", "part"),
    [
        ("region", 3, {"code": "15062"}, "code", "not six digits"),
        ("region", 0, {"name": ""}, "name", "name is empty"),
        ("region", 3, {"parent_code": "150600"}, "parent_code", "not above 150200"),
        ("enterprise", 0, {"sector_code": "C4411"}, "sector_code", "of section D, not C"),
        ("enterprise", 0, {"sector_code": "99"}, "sector_code", "names division 99"),
        ("enterprise", 0, {"region_code": "150624"}, "region_code", "region 150624 is unknown"),
        ("enterprise", 0, {"name": "x" * 201}, "name", "201 characters"),
        ("enterprise", 0, {"simulated": "perhaps"}, "simulated", "neither true nor false"),
        ("gateway", 1, {"code": "a/b"}, "code", "holds a slash"),
        ("gateway", 1, {"code": "a b"}, "code", "'a b'"),
        ("gateway", 1, {"delivery": "pigeon"}, "delivery", "'pigeon' is unknown"),
        ("product", 0, {"unit": "furlong"}, "unit", "'furlong' is unknown"),
        ("product", 0, {"benchmark_key": "a/b/c/d"}, "benchmark_key", "'a/b/c/d'"),
        ("point", 1, {"code": "x" * 65}, "code", "longer than 64"),
        ("point", 0, {"kind": "counter"}, "kind", "'counter' is unknown"),
        ("point", 0, {"flow": "sideways"}, "flow", "'sideways' is unknown"),
        ("point", 0, {"carrier": "moonshine"}, "carrier", "'moonshine' is not in the catalogue"),
        ("point", 0, {"carrier": ""}, "carrier", "'' is not in the catalogue"),
        ("point", 0, {"unit": "m3"}, "unit", "does not convert into 'kWh'"),
        ("point", 0, {"unit": "kW"}, "unit", "is a rate, a register counts an amount"),
        ("point", 0, {"kind": "gauge"}, "unit", "which no account of electricity would count"),
        ("point", 0, {"unit": "ton"}, "unit", "ambiguous"),
        ("point", 0, {"expected_s": "0"}, "expected_s", "'0'"),
        ("point", 0, {"expected_s": "1.5"}, "expected_s", "'1.5'"),
        ("point", 0, {"in_service": "yesterday"}, "in_service", "'yesterday'"),
        ("point", 0, {"in_service": "2026-02-30"}, "in_service", "2026-02-30"),
        ("point", 0, {"gateway_code": "gw9"}, "gateway_code", "gateway gw9 is unknown"),
        ("point", 0, {"product_code": "steel"}, "product_code", "product steel is unknown"),
        ("point", 1, {"product_code": ""}, "product_code", "names no product"),
        ("point", 1, {"unit": "kW"}, "unit", "does not convert into 't'"),
        ("meter_epoch", 0, {"point_code": "P-9"}, "point_code", "point P-9 is unknown"),
        ("meter_epoch", 0, {"stop": "2024-12-31"}, "stop", "not after start"),
        ("meter_epoch", 0, {"multiplier": "0"}, "multiplier", "not above zero"),
        ("meter_epoch", 0, {"register_max": "-1"}, "register_max", "not above zero"),
        ("meter_epoch", 0, {"jitter": "-1"}, "jitter", "below zero"),
        ("meter_epoch", 0, {"start_value": "nan"}, "start_value", "no finite number"),
        ("meter_epoch", 0, {"stop_value": "1e7"}, "stop_value", "above register_max"),
        ("quota", 0, {"year": ""}, "year", "year is empty"),
        ("quota", 0, {"year": "26"}, "year", "'26'"),
        ("quota", 0, {"kind": "chips"}, "kind", "'chips' is unknown"),
        ("quota", 0, {"basis": ""}, "basis", "does not suit a quota of energy"),
        ("quota", 1, {"basis": "primary"}, "basis", "does not suit a quota of carbon"),
        ("quota", 0, {"unit": "kWh"}, "unit", "does not suit a quota of energy"),
        ("quota", 0, {"amount": "0"}, "amount", "not above zero"),
        ("quota", 0, {"source": ""}, "source", "source is empty"),
        ("quota", 0, {"holder": "park:7"}, "holder", "'park:7' is no known"),
        ("quota", 0, {"holder": "region:150625"}, "holder", "'region:150625' is no known"),
        ("quota", 1, {"m03": "101"}, "amount", "add up to 1201"),
        ("quota", 1, {"m03": "100.00001"}, "amount", "add up to"),
        ("quota", 1, {"m03": ""}, "m03", "has 11 months, m03 are empty"),
        ("quota", 1, {"m03": "-1"}, "m03", "below zero"),
        ("entry", 0, {"item": "Output!"}, "item", "'Output!'"),
        ("entry", 0, {"item": "output:steel"}, "item", "'steel'"),
        ("entry", 0, {"item": "calorific:rum"}, "item", "'rum' is not in the catalogue"),
        ("entry", 0, {"item": "calorific:raw_coal"}, "unit", "does not convert into 'kJ/kg'"),
        ("entry", 0, {"unit": "kWh"}, "unit", "does not convert into 't'"),
        ("entry", 0, {"end": "2026-05-01"}, "end", "not after start"),
        ("entry", 0, {"value": "lots"}, "value", "no finite number"),
        ("entry", 0, {"value": "1_000"}, "value", "no finite number"),
        ("entry", 0, {"value": "-1e308"}, "value", "'-1e308' is beyond ±1e+18"),
        ("meter_epoch", 0, {"multiplier": "1e300"}, "multiplier", "beyond ±1e+18"),
        ("entry", 0, {"document": ""}, "document", "document is empty"),
        ("entry", 0, {"subject": "enterprise:x"}, "subject", "'enterprise:x' is no known"),
        ("entry", 0, {"version": "3"}, "version", "does not follow the newest, 0"),
        ("entry", 0, {"start": "1890-01-01"}, "start", "outside 1970"),
    ],
)
def test_a_wrong_cell_is_refused(world, table, line, cells, column, part):
    world.files[table][line] |= cells
    world.files["enterprise"][1]["region_code"] = "150600"
    problems = world.refused()
    one(problems, column, part)
    assert problems[0][0] == line + 2
    with world.registry.read() as session:
        assert session.scalar(select(func.count()).select_from(Region)) == 0


def test_a_wrong_credit_code_names_the_expected_character(world):
    good = world.e1
    wrong = good[:-1] + ("0" if good[-1] != "0" else "1")
    world.files["enterprise"][0]["code"] = wrong
    problems = world.refused("region", "enterprise")
    one(problems, "code", repr(wrong), repr(check_character(wrong[:-1])))
    with world.registry.read() as session:
        assert session.scalar(select(func.count()).select_from(Enterprise)) == 0


def test_a_point_twice_in_one_file_is_refused(world):
    world.files["point"].append(dict(world.files["point"][0]))
    problems = world.refused()
    one(problems, "code", f"point {world.e1} P-1 stands twice, first in", "row 2")
    assert problems[0][0] == 4


def test_a_point_twice_in_two_files_is_refused(world):
    world.take()
    first = world.directory / "point.csv"
    second = world.directory / "point_2.csv"
    second.write_bytes(first.read_bytes())
    report = import_files(world.registry, [first, second], clock=world.clock)
    assert not report.applied
    assert len(report.rows) == 2
    assert str(first) in report.rows[0].reason


def test_one_bad_row_keeps_all_files_out(world):
    world.files["entry"][0]["value"] = "x"
    problems = world.refused()
    assert len(problems) == 1
    with world.registry.read() as session:
        assert session.scalar(select(func.count()).select_from(Point)) == 0


def test_a_bad_row_is_reported_once_and_not_by_those_that_refer_to_it(world):
    world.files["enterprise"][0]["sector_code"] = "99"
    one(world.refused(), "sector_code", "99")


def test_every_problem_of_every_row_is_reported(world):
    world.files["point"][0] |= {"kind": "x", "flow": "y", "expected_s": "z"}
    world.files["region"][0]["name"] = ""
    assert [p[1] for p in world.refused()] == ["kind", "flow", "expected_s", "name"]


def test_an_unknown_parent_and_a_circle_of_parents_are_refused(world):
    world.files["region"] = [{"code": "150622", "name": "x", "parent_code": "150600"}]
    one(world.refused("region"), "parent_code", "region 150600 is unknown")
    world.files["region"] = [
        {"code": "150000", "name": "x", "parent_code": "150600"},
        {"code": "150600", "name": "y", "parent_code": "150000"},
    ]
    reasons = [p[2] for p in world.refused("region")]
    assert "region 150600 is not above 150000 by GB/T 2260" in reasons
    assert any("lies below itself" in reason for reason in reasons)


def test_overlapping_epochs_are_refused_also_against_what_stands(filled):
    filled.files["meter_epoch"] = [
        {"enterprise_code": filled.e1, "point_code": "P-1", "start": "2026-02-01"}
    ]
    one(filled.refused("meter_epoch"), "start", "lies in the epoch that starts 2025-01-01")
    filled.files["meter_epoch"] = [
        {"enterprise_code": filled.e1, "point_code": "P-1", "start": "2026-05-01"}
    ]
    one(filled.refused("meter_epoch"), "start", "still runs")


def test_a_product_keeps_the_kind_of_its_unit(filled):
    filled.files["product"][0] |= {"unit": "kWh", "benchmark_key": ""}
    one(filled.refused("product"), "unit", "the product so far")


def test_a_benchmark_that_divides_by_another_kind_is_refused(world):
    world.files["product"][0]["unit"] = "m3"
    world.files["point"].pop()
    world.files["entry"].pop()
    one(world.refused(), "unit", "does not convert into 't'", "benchmark kgce/t")


def test_water_in_cubic_metres_is_told_how_to_write_it(world):
    world.files["point"][0] |= {"carrier": "water_fresh", "unit": "m3"}
    report = world.take()
    assert [row.column for row in report.rows] == ["unit"]
    assert "of water 1 m3 is 1 t" in report.rows[0].fix


def test_an_entry_that_stands_is_never_overwritten(filled):
    filled.files["entry"][0] |= {"value": "1", "version": "1"}
    one(filled.refused("entry"), "version", "version 1 stands with another figure (30000.5 t)")


def test_a_report_row_carries_file_value_and_fix(world):
    world.files["quota"][0]["year"] = "next"
    row = world.take().rows[0]
    assert row.file == str(world.directory / "quota.csv")
    assert (row.row, row.column, row.value) == (2, "year", "next")
    assert row.fix == "write digits only"


@pytest.mark.parametrize(
    ("name", "data", "part"),
    [
        ("region.csv", "code,name,parent_code\n150000,内蒙古,\n".encode("gb18030"), "not UTF-8"),
        ("region.csv", b"code,parent_code\n", "columns missing: name"),
        ("region.csv", b"code,name,colour\n", "columns unknown: colour"),
        ("region.csv", b"code,name,name\n", "columns twice: name"),
        ("region.csv", b"", "columns missing: code, name"),
        ("region.csv", b"code;name;parent_code\n", "columns missing"),
        ("region.csv", b'code,name\n150000,"x\n', "is no CSV"),
        ("region.csv", b"code,name\n150000,x\x00\n", ""),
        ("region.csv", b"code,name\n150000,x,y\n", "cells beyond the header: 'y'"),
        ("region.xlsx", b"PK", "is broken"),
        ("shopping.csv", b"code,name\n", "names no table"),
    ],
)
def test_a_file_that_is_no_table_is_refused(world, name, data, part):
    path = world.directory / name
    path.write_bytes(data)
    report = import_files(world.registry, [path], clock=world.clock)
    if part:
        assert part in report.rows[0].reason, report.rows
        assert report.rows[0].fix
        assert not report.applied


def test_bytes_that_are_not_utf8_name_their_line(world):
    path = world.directory / "region.csv"
    path.write_bytes(b"code,name\n150000,ok\n150600,\xb6\xf5\n")
    row = import_files(world.registry, [path], clock=world.clock).rows[0]
    assert (row.row, row.file) == (3, str(path))
    assert "0xb6" in row.reason


def test_a_file_that_is_not_there_is_refused(world):
    report = import_files(world.registry, [world.directory / "point.csv"], clock=world.clock)
    assert "No such file" in report.rows[0].reason
