"""An exported workbook changes nothing when it is imported, and fills an empty registry."""

import math
import random

from openpyxl import load_workbook

from core.calendar import parse_time
from core.registry.transfer import export_files, export_workbook, import_files, write_template
from core.registry.transfer.kinds import kind_of
from core.registry.transfer.labels import label_of, read_labels
from core.registry.transfer.tables import TABLES
from core.registry.transfer.workbook.titles import HELP, sheet_title


def exported(registry, directory):
    directory.mkdir()
    return {path.name: path.read_text("utf-8-sig") for path in export_files(registry, directory)}


def test_export_and_import_change_nothing(whole, second):
    book = whole.directory / "book.xlsx"
    export_workbook(whole.registry, book)
    again = import_files(whole.registry, [book], clock=whole.clock)
    assert again.rows == []
    assert again.applied
    assert all(counts.added == counts.changed == 0 for counts in again.counts.values())
    assert set(again.counts) == set(TABLES)
    elsewhere = import_files(second, [book], clock=whole.clock)
    assert elsewhere.applied, elsewhere.rows
    one = exported(whole.registry, whole.directory / "one")
    assert exported(second, whole.directory / "two") == one


def test_awkward_values_come_back_as_they_were(filled, second):
    """Numbers of 17 digits, milliseconds, summer time of 1988, texts that look like formulas."""
    chance = random.Random(7)
    numbers = [chance.uniform(1e-9, 1e9) for _ in range(40)] + [1 / 3, math.pi, 1e17, 5e-324]
    name = '=HYPERLINK("http://x","y")'
    texts = [
        name,
        "+1-1",
        "@x",
        "00123",
        "_x0041_",
        "a\tb",
        "C\x01",
        "行\n二",
        "全角，ＡＢ１２",
        "'x",
    ]
    filled.files["equipment"] = [
        {"enterprise_code": filled.e1, "code": f"N{n}", "kind": "motor", "capacity": repr(value),
         "unit": "kW"}
        for n, value in enumerate(numbers)
    ] + [
        {"enterprise_code": filled.e1, "code": f"{n:05d}", "kind": "pump", "name": text}
        for n, text in enumerate(texts)
    ]  # fmt: skip
    filled.files["outage"] = [
        {"enterprise_code": filled.e1, "start": start, "end": end, "reason": "r",
         "source": "s"}
        for start, end in (
            ("1988-07-01T08:00:00+09:00", "1988-07-02"),
            ("2026-05-01T08:00:00.123+08:00", "2026-05-01T08:00:01"),
            ("2026-05-02", "2026-05-03"),
        )
    ]  # fmt: skip
    assert filled.take().rows == []
    book = filled.directory / "book.xlsx"
    export_workbook(filled.registry, book)
    again = import_files(filled.registry, [book], clock=filled.clock)
    assert again.rows == []
    assert all(counts.added == counts.changed == 0 for counts in again.counts.values())
    assert import_files(second, [book], clock=filled.clock).applied
    one = exported(filled.registry, filled.directory / "one")
    assert exported(second, filled.directory / "two") == one
    cells = {cell.data_type for row in load_workbook(book)[sheet_title(TABLES["equipment"])]
             for cell in row}  # fmt: skip
    assert "f" not in cells


def test_codes_are_text_dates_are_dates_and_numbers_numbers(whole):
    book = whole.directory / "book.xlsx"
    export_workbook(whole.registry, book)
    sheet = load_workbook(book)[sheet_title(TABLES["meter_epoch"])]
    header = [cell.value for cell in sheet[1]]
    assert header == [column.name for column in TABLES["meter_epoch"].columns]
    assert sheet.cell(2, 1).value == "统一社会信用代码 *"
    first = dict(zip(header, sheet[3], strict=True))
    assert first["enterprise_code"].value == whole.e1
    assert first["enterprise_code"].number_format == "@"
    assert first["start"].is_date
    assert first["start"].value.isoformat() == "2025-01-01T00:00:00"
    assert first["stop"].value.isoformat() == "2026-03-01T08:00:00"
    assert first["stop_value"].value == 12345.6
    assert first["serial"].value is None


def test_the_template_offers_every_table_with_choices_and_help(tmp_path, world):
    path = tmp_path / "template.xlsx"
    write_template(path)
    book = load_workbook(path)
    assert book.sheetnames == [HELP, *(sheet_title(spec) for spec in TABLES.values())]
    point = book[sheet_title(TABLES["point"])]
    lists = {str(v.sqref): v.formula1 for v in point.data_validations.dataValidation}
    assert lists["E3:E1048576"] == '"register,interval,gauge,virtual"'
    assert all(len(text) <= 257 for text in lists.values())
    helped = {(row[0], row[1]) for row in book[HELP].iter_rows(values_only=True)}
    for spec in TABLES.values():
        for column in spec.columns:
            assert (sheet_title(spec), column.name) in helped
    report = import_files(world.registry, [path], clock=world.clock)
    assert report.rows == []
    assert all(counts.added == 0 for counts in report.counts.values())


def test_a_filled_template_is_imported(tmp_path, world):
    path = tmp_path / "template.xlsx"
    write_template(path)
    book = load_workbook(path)
    region = book[sheet_title(TABLES["region"])]
    region.append(["150000", "内蒙古自治区"])
    region.append([])
    region.append(["150600", "鄂尔多斯市", "150000"])
    book.save(path)
    report = import_files(world.registry, [path], clock=world.clock)
    assert report.applied, report.rows
    assert report.counts["region"].added == 2


def test_every_column_has_a_label_of_its_own_and_no_label_is_left_over():
    used = set()
    for name, spec in TABLES.items():
        assert label_of(name).zh
        assert label_of(name).en
        titles = [label_of(name, column.name).zh for column in spec.columns]
        assert len(set(titles)) == len(titles)
        used |= {(name, "")} | {(name, column.name) for column in spec.columns}
        assert all(kind_of(column) for column in spec.columns)
    assert len({label_of(name).zh for name in TABLES}) == len(TABLES)
    columns = {column for _, column in used}
    for table, column in read_labels():
        assert (table, column) in used or (table == "*" and column in columns), (table, column)


def test_times_are_those_of_shanghai(filled):
    book = filled.directory / "book.xlsx"
    export_workbook(filled.registry, book)
    sheet = load_workbook(book)[sheet_title(TABLES["entry"])]
    header = [cell.value for cell in sheet[1]]
    start = sheet[3][header.index("start")].value
    assert parse_time(start.isoformat()) == parse_time("2026-05-01")
