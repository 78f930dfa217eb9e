"""Parks, lines, equipment, permits, lists, dated attributes, the meter tree: in, out, refused."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from core.calendar import DAY_MS, parse_time
from core.registry.dated import read_attribute, read_listed, read_lists, read_parks, value_at
from core.registry.marks import clear_marks, read_marks
from core.registry.models import Entry, Point
from core.registry.results import Account
from core.registry.structure import Equipment, PermitLimit, ProcessLine
from core.registry.transfer import Counts, export_files, import_files
from core.vocabulary import AttributeName
from tests.core.registry.transfer.wide import metered, virtual, wide_files

FIRST = parse_time("2026-04-10")
TABLES = (
    "park",
    "park_member",
    "membership",
    "attribute",
    "process_line",
    "equipment",
    "discharge_permit",
    "outlet",
    "permit_limit",
    "point",
    "entry",
)


@pytest.fixture
def wide(filled):
    """The example registry, with the files of the other tables ready to import."""
    for name, rows in wide_files(filled.e1, filled.e2).items():
        filled.files[name] = rows
    return filled


@pytest.fixture
def full(wide):
    report = wide.take(*TABLES)
    assert report.rows == []
    return wide


def all_of(world, model):
    with world.registry.read() as session:
        return list(session.scalars(select(model)))


def test_everything_is_added_once_and_the_same_again(wide):
    sizes = {name: len(wide.files[name]) for name in TABLES}
    assert wide.take(*TABLES).counts == {n: Counts(added=size) for n, size in sizes.items()}
    assert wide.take(*TABLES).counts == {n: Counts(unchanged=size) for n, size in sizes.items()}


def test_what_is_exported_imports_into_another_registry_and_is_the_same(full, second, tmp_path):
    first = export_files(full.registry, tmp_path / "out")
    report = import_files(second, first, clock=full.clock)
    assert report.rows == []
    again = export_files(second, tmp_path / "again")
    assert [p.read_bytes() for p in first] == [p.read_bytes() for p in again]
    assert import_files(full.registry, first, clock=full.clock).counts["point"].changed == 0


def test_values_stand_as_they_were_written(full):
    first, second = sorted(all_of(full, ProcessLine), key=lambda line: line.code)
    assert (first.capacity, first.unit, first.vintage) == (450_000.0, "t/a", "new")
    assert first.in_service_ms == parse_time("2024-06-01")
    assert (second.capacity, second.unit, second.in_service_ms) == (None, "", None)
    (boiler,) = all_of(full, Equipment)
    assert (boiler.policy_class, boiler.vintage, boiler.line_code) == (
        "restricted",
        "existing",
        "F1",
    )
    limits = {limit.kind: limit for limit in all_of(full, PermitLimit)}
    assert limits["concentration"].reference_oxygen == 6.0
    assert limits["mass"].outlet_code == ""
    points = {point.code: point for point in all_of(full, Point)}
    assert points["SUB-2"].parent_code == "SUB-1"
    assert points["TWICE"].formula == "2 * (REST + SUB-2)"
    entry = next(e for e in all_of(full, Entry) if e.subject.startswith("line:"))
    assert (entry.reason, entry.version) == ("地磅复核", 1)


def test_what_held_when_is_read_with_the_own_row_where_nothing_is_dated(full):
    before, after = parse_time("2026-04-30"), parse_time("2026-05-01")
    with full.registry.read() as session:
        regions = read_attribute(session, AttributeName.REGION)
        assert [value_at(regions[full.e1], t) for t in (before, after)] == ["150200", "150622"]
        assert value_at(regions[full.e2], before) == "150200"
        sectors = read_attribute(session, AttributeName.SECTOR, [full.e1])
        assert list(sectors) == [full.e1]
        assert [value_at(sectors[full.e1], t) for t in (0, after)] == ["C26", "C2613"]
        parks = read_parks(session)
        assert value_at(parks[full.e1], after) == "MENGSU"
        assert value_at(parks[full.e2], after) == ""
        lists = read_lists(session)[full.e1]
        assert [stay.value for stay in lists if stay.holds_at(before)] == [
            "own:ladder",
            "key_energy",
        ]
        assert read_listed(session, "key_energy", before) == [full.e1]
        assert read_listed(session, "key_energy", parse_time("2020-01-01")) == []


def one(problems, column, *parts):
    """Assert that there is one problem, in `column`, whose reason holds `parts`."""
    assert [p[1] for p in problems] == [column], problems
    for part in parts:
        assert part in problems[0][2]


@pytest.mark.parametrize(
    ("table", "line", "cells", "column", "part"),
    [
        ("park", 0, {"region_code": "150624"}, "region_code", "region 150624 is unknown"),
        ("park", 0, {"kind": "green"}, "kind", "'green' is unknown"),
        ("park", 1, {"code": "x" * 33}, "code", "33 characters"),
        ("park_member", 0, {"park_code": "OLD"}, "park_code", "park OLD is unknown"),
        ("park_member", 0, {"valid_from": "2026-02-01T08:00"}, "valid_from", "within a day"),
        ("park_member", 0, {"valid_to": "2026-01-31"}, "valid_to", "not after valid_from"),
        ("park_member", 0, {"source": ""}, "source", "source is empty"),
        ("membership", 2, {"list_code": "famous"}, "list_code", "list 'famous' is unknown"),
        ("membership", 1, {"valid_from": "2025-12-31"}, "valid_from", "overlaps the row from 2021"),
        ("membership", 0, {"valid_to": ""}, "valid_from", "overlaps the row from 2021"),
        ("attribute", 0, {"value": "150624"}, "value", "region 150624 is unknown"),
        ("attribute", 0, {"value": "包头"}, "value", "not six digits"),
        ("attribute", 1, {"value": "C99"}, "value", "names division 99"),
        ("attribute", 0, {"name": "colour"}, "name", "'colour' is unknown"),
        ("process_line", 0, {"product_code": "steel"}, "product_code", "product steel is unknown"),
        ("process_line", 0, {"unit": ""}, "unit", "'450000' has unit ''"),
        ("process_line", 1, {"unit": "t/a"}, "capacity", "'' has unit 't/a'"),
        ("process_line", 0, {"unit": "t"}, "unit", "it is not by time"),
        ("process_line", 0, {"unit": "MW"}, "unit", "does not convert into 't'"),
        ("process_line", 0, {"capacity": "0"}, "capacity", "not above zero"),
        ("process_line", 0, {"vintage": "old"}, "vintage", "'old' is unknown"),
        ("process_line", 0, {"out_of_service": "2024-06-01"}, "out_of_service", "not after"),
        ("process_line", 0, {"benchmark_key": "a/b/c/d"}, "benchmark_key", "'a/b/c/d'"),
        ("equipment", 0, {"kind": "robot"}, "kind", "'robot' is unknown"),
        ("equipment", 0, {"policy_class": "bad"}, "policy_class", "'bad' is unknown"),
        ("equipment", 0, {"line_code": "F9"}, "line_code", "process_line F9 is unknown"),
        ("discharge_permit", 0, {"valid_to": "2023-07-01"}, "valid_to", "not after valid_from"),
        ("outlet", 0, {"medium": "soil"}, "medium", "'soil' is unknown"),
        ("outlet", 0, {"line_code": "F9"}, "line_code", "process_line F9 is unknown"),
        ("permit_limit", 0, {"outlet_code": "DA9"}, "outlet_code", "outlet DA9 is unknown"),
        ("permit_limit", 0, {"outlet_code": ""}, "outlet_code", "names no outlet"),
        ("permit_limit", 0, {"permit_number": "P"}, "permit_number", "discharge_permit P is"),
        ("permit_limit", 0, {"unit": "kg"}, "unit", "'kg' (mass) does not suit"),
        ("permit_limit", 1, {"unit": "mg/m3"}, "unit", "does not suit a limit of mass"),
        ("permit_limit", 0, {"period": "year"}, "period", "not judged by the year"),
        (
            "permit_limit",
            0,
            {"reference_oxygen": "21"},
            "reference_oxygen",
            "not below that of air",
        ),
        ("permit_limit", 1, {"reference_oxygen": "6"}, "reference_oxygen", "a mass has no"),
        ("permit_limit", 0, {"amount": "-1"}, "amount", "below zero"),
        ("point", 1, {"line_code": "F9"}, "line_code", "process_line F9 is unknown"),
        ("point", 2, {"equipment_code": "B9"}, "equipment_code", "equipment B9 is unknown"),
        ("point", 2, {"line_code": "F2"}, "line_code", "equipment B1 is of line F1, the point of"),
        ("point", 1, {"parent_code": "TOP"}, "parent_code", "point TOP is unknown"),
        ("point", 2, {"meter_level": "1"}, "meter_level", "level 1 stands below SUB-1 of level 2"),
        ("point", 2, {"meter_level": "4"}, "meter_level", "'4' is no whole number from 1 to 3"),
        ("point", 3, {"formula": ""}, "formula", "ends too early"),
        ("point", 3, {"formula": "MAIN - GONE"}, "formula", "point GONE is unknown"),
        ("point", 3, {"formula": "MAIN * SUB-1"}, "formula", "multiplies MAIN by SUB-1"),
        ("point", 3, {"gateway_code": "gw1"}, "gateway_code", "sent by no gateway"),
        ("point", 0, {"formula": "SUB-1"}, "formula", "kind interval has the formula 'SUB-1'"),
        ("entry", 0, {"subject": "line:X/F1"}, "subject", "'line:X/F1' is no known"),
        ("entry", 1, {"subject": "park:OLD"}, "subject", "'park:OLD' is no known"),
        ("entry", 1, {"unit": "tce"}, "unit", "'tce' (coal) does not suit renewable"),
        ("entry", 1, {"value": "-1"}, "value", "renewable_electricity of -1 万kWh is below zero"),
        ("entry", 1, {"item": "gdp", "unit": "亿元"}, "item", "gdp is not said of 'park:MENGSU'"),
        ("entry", 1, {"item": "stock:raw_coal", "unit": "m3"}, "unit", "does not convert"),
        ("entry", 1, {"item": "stock:rum"}, "item", "'rum' is not in the catalogue"),
        (
            "entry",
            1,
            {"item": "stock:raw_coal", "unit": "t", "value": "-3"},
            "value",
            "stock:raw_coal of -3 t is below zero",
        ),
        ("entry", 0, {"item": "condition:carbide"}, "item", "names no variable"),
        ("entry", 0, {"item": "condition:steel:age"}, "item", "product 'steel'"),
    ],
)
def test_a_bad_cell_is_refused_with_its_value(wide, table, line, cells, column, part):
    wide.files[table][line] |= cells
    one(wide.refused(*TABLES), column, part)


def test_a_row_may_not_run_into_one_that_stands(full):
    """Of two rows that meet, the later one stands already and is not given again."""
    full.files["membership"] = [full.files["membership"][0] | {"valid_to": "2027-01-01"}]
    one(full.refused("membership"), "valid_to", "2021-01-01 to 2027-01-01", "from 2026-01-01 on")


def test_an_epoch_may_not_run_into_one_that_stands(full):
    full.files["point"] = [row for row in full.files["point"] if row["code"] == "MAIN"]
    full.files["meter_epoch"] = [full.files["meter_epoch"][0] | {"stop": "2026-04-01"}]
    one(full.refused("meter_epoch"), "stop", "runs into the one that starts 2026-03-01T08:00:00")


def test_a_virtual_point_has_no_meter(full):
    row = {"enterprise_code": full.e1, "point_code": "REST", "start": "2026-01-01"}
    full.files["meter_epoch"] = [row]
    one(full.refused("meter_epoch"), "point_code", "REST is virtual")


def test_a_circle_of_meters_is_refused_with_its_way(wide):
    wide.files["point"][0]["parent_code"] = "SUB-2"
    wide.files["point"][0]["meter_level"] = "3"
    wide.files["point"][1]["meter_level"] = ""
    ways = [p[2] for p in wide.refused(*TABLES)]
    assert "point MAIN lies below itself: MAIN → SUB-2 → SUB-1 → MAIN" in ways
    assert len(ways) == 3, "each row of the circle is told"


def test_a_circle_of_formulas_is_refused_with_its_way(wide):
    wide.files["point"][3]["formula"] = "MAIN - TWICE"
    ways = [p[2] for p in wide.refused(*TABLES)]
    assert ways == [
        "point REST is made of itself: REST → TWICE → REST",
        "point TWICE is made of itself: TWICE → REST → TWICE",
    ]


def test_a_circle_through_what_stands_is_refused(full):
    full.files["point"] = [virtual(full.e1, "REST", "MAIN - TWICE")]
    one(full.refused("point"), "formula", "REST → TWICE → REST")


@pytest.mark.parametrize(
    ("cells", "part"),
    [
        ({"carrier": "natural_gas", "unit": "m3"}, "electricity in kWh, point SUB-1 natural_gas"),
        ({"kind": "gauge", "carrier": "", "unit": "℃"}, "point SUB-1 shows ℃, which is no amount"),
        (
            {"flow": "output", "carrier": "", "unit": "t", "product_code": "carbide"},
            "point SUB-1 product carbide in t",
        ),
    ],
)
def test_mixed_units_of_a_formula_are_refused_with_the_values(wide, cells, part):
    wide.files["point"][1] |= cells
    wide.files["point"][2]["parent_code"] = "MAIN"
    wide.files["point"][1]["parent_code"] = ""
    one(wide.refused(*TABLES), "formula", part)


def test_a_point_in_a_formula_may_not_change_its_carrier(full):
    full.files["point"] = [metered(full.e1, "MAIN", carrier="natural_gas", unit="m3")]
    problems = full.refused("point")
    one(problems, "unit", "point REST counts electricity in kWh", "point MAIN natural_gas in m3")


@pytest.mark.parametrize("unit", ["t", "kWh"])
def test_outputs_of_two_products_are_not_added(wide, unit):
    made = {"flow": "output", "carrier": "", "product_code": "carbide", "unit": "t"}
    other = made | {"product_code": "other", "unit": unit}
    wide.files["product"] = [
        {"enterprise_code": wide.e1, "code": "other", "name": "另一种", "unit": unit}
    ]
    wide.files["point"] = [
        metered(wide.e1, "OUT-1", **made),
        metered(wide.e1, "OUT-2", **other),
        virtual(wide.e1, "BOTH", "OUT-1 + OUT-2", **made),
    ]
    part = f"product carbide in t, point OUT-2 product other in {unit}"
    one(wide.refused("product", *TABLES), "formula", part)


def test_a_metered_point_does_not_become_virtual(full):
    full.files["point"] = [virtual(full.e1, "SUB-2", "MAIN - SUB-1")]
    one(
        full.refused("point"), "kind", "point SUB-2 is of kind interval and has readings of its own"
    )


def test_a_meter_below_one_of_another_kind_is_refused(wide):
    row = metered(wide.e1, "GAS", carrier="natural_gas", unit="m3", parent_code="MAIN")
    wide.files["point"].append(row)
    one(wide.refused(*TABLES), "parent_code", "natural_gas in m3", "MAIN, electricity in kWh")


def test_a_kilowatt_gauge_may_stand_in_a_formula_of_kilowatt_hours(wide):
    wide.files["point"][1] |= {"kind": "gauge", "unit": "kW"}
    wide.files["point"][3]["unit"] = "MWh"
    assert wide.take(*TABLES).rows == []


def test_a_correction_keeps_the_version_before_with_who_and_why(full):
    full.files["entry"] = [
        full.files["entry"][0]
        | {"value": "11800", "entered_by": "赵工", "reason": "皮带秤校准", "document": "复核单"}
    ]
    assert full.take("entry").counts["entry"] == Counts(added=1)
    found = [e for e in all_of(full, Entry) if e.subject.startswith("line:")]
    told = [(e.version, e.value, e.entered_by, e.reason) for e in found]
    assert told == [(1, 12000.0, "王工", "地磅复核"), (2, 11800.0, "赵工", "皮带秤校准")]


@pytest.fixture
def living(full):
    """A registry whose enterprises have accounts since FIRST, with no marks."""
    for code in (full.e1, full.e2):
        with full.registry.session() as session:
            clear_marks(session, read_marks(session))
            session.add(
                Account(
                    subject=f"enterprise:{code}",
                    indicator="carrier:electricity",
                    period="day",
                    start_ms=FIRST,
                    version=0,
                    basis="none",
                    amount=1.0,
                    unit="kWh",
                    measured=1.0,
                    estimated=0.0,
                    coverage=1.0,
                )
            )
    return full


def marked(world, table: str, line: int, **cells: object) -> dict[str, list[int]]:
    """Return the hours that a change of one row marks, by enterprise."""
    world.files[table][line] |= cells
    report = world.take(table)
    assert report.rows == []
    with world.registry.read() as session:
        marks = read_marks(session)
    hours: dict[str, list[int]] = {}
    for mark in marks:
        hours.setdefault(mark.enterprise_code, []).append(mark.hour_ms)
    return hours


def days_from(world, start: str, end: str = "") -> list[int]:
    stop = parse_time(end) if end else world.now_ms
    return list(range(parse_time(start), stop, DAY_MS))


def test_a_move_marks_an_hour_of_each_day_it_changes(living):
    hours = marked(living, "attribute", 0, value="150600")
    assert hours == {living.e1: days_from(living, "2026-04-10", "2026-05-01")}


def test_a_move_that_ends_later_marks_until_then(living):
    hours = marked(living, "attribute", 0, valid_to="2026-05-11")
    assert hours == {living.e1: days_from(living, "2026-04-10", "2026-05-11")}


def test_an_old_name_marks_nothing(living):
    assert marked(living, "attribute", 2, value="更旧") == {}


def test_who_joins_a_park_is_counted_from_then(living):
    hours = marked(living, "park_member", 1, valid_to="2026-06-10")
    assert hours == {living.e2: days_from(living, "2026-04-10", "2026-06-10")}


def test_a_list_marks_one_hour_of_each_month(living):
    hours = marked(living, "membership", 1, valid_to="2026-06-02")
    months = [FIRST, parse_time("2026-05-01"), parse_time("2026-06-01")]
    assert hours == {living.e1: months}


def test_a_source_marks_nothing(living):
    assert marked(living, "membership", 1, source="另一份") == {}


def test_a_line_marks_the_days_of_its_service(living):
    hours = marked(living, "process_line", 0, out_of_service="2026-05-20", in_service="2026-05-01")
    assert hours == {living.e1: days_from(living, "2026-04-10")}, "it was to run until 2040"


def test_a_permit_limit_marks_months(living):
    assert len(marked(living, "permit_limit", 1, amount="110")[living.e1]) == 3


def test_a_park_that_changes_marks_its_members(living):
    hours = marked(living, "park", 0, kind="low_carbon")
    assert list(hours) == [living.e1]
    assert len(hours[living.e1]) == 3


def test_a_formula_marks_every_hour(living):
    hours = marked(living, "point", 3, formula="MAIN - 2 * SUB-1")[living.e1]
    assert len(hours) == (living.now_ms - FIRST) // 3_600_000 + 1


def test_a_quota_of_a_region_reaches_those_who_lay_there(living):
    with living.registry.session() as session:
        clear_marks(session, read_marks(session))
    row = {"holder": "region:150200", "year": "2026", "kind": "carbon", "unit": "tCO2"}
    living.files["quota"] = [row | {"amount": "9", "source": "plan"}]
    assert living.take("quota").rows == []
    with living.registry.read() as session:
        touched = {mark.enterprise_code for mark in read_marks(session)}
    assert {living.e1, living.e2} <= touched
