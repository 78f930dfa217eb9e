"""A workbook with forty mistakes of forty kinds gives forty rows of report, and changes nothing."""

from __future__ import annotations

from datetime import date

from openpyxl import load_workbook

from core.registry.transfer import export_files, export_workbook, import_files
from core.registry.transfer.tables import TABLES
from core.registry.transfer.workbook.titles import sheet_title
from tests.core.registry.transfer.conftest import credit_code

TODAY = date(2026, 3, 1)
METER = {
    "kind": "interval", "carrier": "electricity", "flow": "consumed", "unit": "kWh",
    "expected_s": 900,
}  # fmt: skip
QUOTA = {
    "year": 2026, "kind": "energy", "basis": "calorific", "amount": 12, "unit": "tce",
    "source": "s",
}  # fmt: skip
ENTRY = {
    "start": date(2026, 1, 1), "end": date(2026, 2, 1), "value": 1, "unit": "t",
    "document": "d", "entered_by": "w",
}  # fmt: skip
MONTHS = {f"m{month:02d}": 1 for month in range(1, 13)}


def mistakes(e1: str) -> list[tuple[str, dict[str, object], dict[str, str]]]:
    """Rows to add: table, cells, and what is told of which column."""
    wrong = credit_code(31)[:-1] + ("0" if credit_code(31)[-1] != "0" else "1")
    firm = {"name": "n", "region_code": "150622", "sector_code": "C2613"}
    own = {"enterprise_code": e1}
    epoch = {**own, "point_code": "P-1"}
    return [
        ("region", {"code": "15062", "name": "n"}, {"code": "not six digits"}),
        ("region", {"code": "150624", "name": "n", "parent_code": "150200"},
         {"parent_code": "not above 150624"}),
        ("region", {"code": "150625", "parent_code": "150600"}, {"name": "name is empty"}),
        ("region", {"code": "150622", "name": "n"}, {"code": "stands twice"}),
        ("enterprise", {"code": wrong, **firm}, {"code": "check character"}),
        ("enterprise", {"code": credit_code(32), **firm, "region_code": "150699"},
         {"region_code": "150699 is unknown"}),
        ("enterprise", {"code": credit_code(33), **firm, "sector_code": 610},
         {"sector_code": "may be 0610"}),
        ("enterprise", {"code": 911506001234567890, **firm}, {"code": "typed as a number"}),
        ("enterprise", {"code": credit_code(34), **firm, "simulated": "perhaps"},
         {"simulated": "neither true nor false"}),
        ("gateway", {"enterprise_code": credit_code(35), "code": "g"},
         {"enterprise_code": "is unknown"}),
        ("gateway", {**own, "code": "gw3", "delivery": "pigeon"}, {"delivery": "'pigeon'"}),
        ("product", {**own, "code": "p1", "name": "n", "unit": "furlong"}, {"unit": "'furlong'"}),
        ("product", {**own, "code": "p2", "name": "n", "unit": "t", "benchmark_key": "a/b/c/d"},
         {"benchmark_key": "a/b/c/d"}),
        ("point", {**own, "code": "X1", **METER, "kind": "counter"}, {"kind": "'counter'"}),
        ("point", {**own, "code": "X3", **METER, "unit": "kW"}, {"unit": "is a rate"}),
        ("point", {**own, "code": "X4", **METER, "expected_s": 1.5}, {"expected_s": "'1.5'"}),
        ("point", {**own, "code": "X5", **METER, "in_service": "yesterday"},
         {"in_service": "'yesterday'"}),
        ("point", {**own, "code": "X6", **METER, "gateway_code": "gw9"},
         {"gateway_code": "gw9 is unknown"}),
        ("point", {**own, "code": "X7", **METER, "flow": "output"},
         {"product_code": "names no product"}),
        ("point", {**own, "code": "X8", **METER, "name": "=A1&B1"}, {"name": "formula '=A1&B1'"}),
        ("point", {**own, "code": "X9", **METER, "unit": "#REF!"}, {"unit": "the error #REF!"}),
        ("point", {**own, "code": TODAY, **METER}, {"code": "the date 2026-03-01"}),
        ("point", {**own, "code": "XA", **METER, "kind": "virtual", "formula": "MAIN - NOPE"},
         {"formula": "point NOPE is unknown"}),
        ("point",
         {**own, "code": "XB", **METER, "unit": "ton", "in_service": 2026, "parent_code": "NIX"},
         {"unit": "ambiguous", "in_service": "2026 is no date",
          "parent_code": "point NIX is unknown"}),
        ("meter_epoch", {**own, "point_code": "P-9", "start": TODAY},
         {"point_code": "P-9 is unknown"}),
        ("meter_epoch", {**epoch, "start": date(2024, 1, 1), "stop": date(2023, 1, 1)},
         {"stop": "is not after start"}),
        ("meter_epoch",
         {**epoch, "start": date(2023, 1, 1), "stop": date(2023, 2, 1), "multiplier": 0},
         {"multiplier": "not above zero"}),
        ("meter_epoch", {**epoch, "start": date(2026, 4, 1)}, {"start": "lies in the epoch"}),
        ("quota", {"holder": f"enterprise:{e1}", **QUOTA, "kind": "water", "basis": None,
                   "unit": "kWh"}, {"unit": "does not suit a quota of water"}),
        ("quota", {"holder": "region:150622", **QUOTA, **MONTHS, "m03": 5},
         {"amount": "add up to 16"}),
        ("quota", {"holder": "park:7", **QUOTA}, {"holder": "'park:7'"}),
        ("entry", {"subject": f"enterprise:{e1}", "item": "output:steel", **ENTRY},
         {"item": "'steel'"}),
        ("entry", {"subject": f"enterprise:{e1}", "item": "output:carbide", **ENTRY,
                   "value": "lots"}, {"value": "'lots'"}),
    ]  # fmt: skip


def plant(book, e1):
    """Write the mistakes into a workbook, and return (sheet, row, column, part of the reason)."""
    expected = []
    for table, cells, told in mistakes(e1):
        sheet = book[sheet_title(TABLES[table])]
        row = sheet.max_row + 1
        names = [cell.value for cell in sheet[1]]
        for name, value in cells.items():
            cell = sheet.cell(row, names.index(name) + 1, value)
            if isinstance(value, str) and not value.startswith(("=", "#")):
                cell.data_type = "s"
        expected += [(sheet.title, row, column, part) for column, part in told.items()]
    park = book[sheet_title(TABLES["park"])]
    park.merge_cells("D3:D4")
    hidden = book[sheet_title(TABLES["dispatch_task"])]
    hidden.sheet_state = "hidden"
    renamed = book[sheet_title(TABLES["certificate"])]
    renamed["A1"].value, renamed["A2"].value = "number", "x"
    book.create_sheet("随便")["B7"] = "x"
    return [
        *expected,
        (park.title, 3, "", "D3:D4 are merged"),
        (hidden.title, 0, "", "is hidden"),
        (renamed.title, 1, "", "columns missing: code"),
        (renamed.title, 1, "", "columns unknown: number"),
        ("随便", 0, "", "names no table"),
    ]


def exported(registry, directory):
    directory.mkdir()
    return {path.name: path.read_bytes() for path in export_files(registry, directory)}


def test_forty_mistakes_give_forty_rows_and_nothing_changes(whole):
    path = whole.directory / "book.xlsx"
    export_workbook(whole.registry, path)
    book = load_workbook(path)
    expected = plant(book, whole.e1)
    book.save(path)
    before = exported(whole.registry, whole.directory / "before")
    report = import_files(whole.registry, [path], clock=whole.clock)
    told = [(row.sheet, row.row, row.column) for row in report.rows]
    assert set(told) - {place[:3] for place in expected} == set()
    assert sorted(told) == sorted(place[:3] for place in expected)
    assert len(report.rows) == 40
    for sheet, number, column, part in expected:
        assert any(
            part in row.reason
            for row in report.rows
            if (row.sheet, row.row, row.column) == (sheet, number, column)
        ), (sheet, number, column, part, report.rows)
    assert all(row.reason and row.fix and row.file == str(path) for row in report.rows)
    assert not report.applied
    assert exported(whole.registry, whole.directory / "after") == before
