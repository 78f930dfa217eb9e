"""Files that are no plain workbook, or too much of one, are refused with the reason."""

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from core.clock import FixedClock
from core.registry.database import open_registry
from core.registry.transfer import import_files, write_template
from core.registry.transfer.tables import TABLES
from core.registry.transfer.workbook import package
from core.registry.transfer.workbook.titles import find_table, sheet_title

REGION = TABLES["region"]


@pytest.fixture(scope="module")
def registry(tmp_path_factory):
    with open_registry(tmp_path_factory.mktemp("packages") / "registry.db") as opened:
        yield opened


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    path = tmp_path_factory.mktemp("template") / "t.xlsx"
    write_template(path, (REGION,))
    return path.read_bytes()


def report(registry, path):
    return import_files(registry, [path], clock=FixedClock(1_780_000_000_000), dry_run=True)


def refused(registry, path):
    problems = report(registry, path).rows
    assert problems
    assert all(problem.reason and problem.fix for problem in problems)
    return problems[0].reason


def with_part(template, name, content):
    """A copy of the template in which a part is replaced, or one more."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(template)) as given,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made,
    ):
        for part in given.infolist():
            if part.filename != name:
                made.writestr(part, given.read(part))
        made.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "part"),
    [
        ("a.xls", b"x", "is no .xlsx"),
        ("a.xlsm", b"PK", "is no .xlsx"),
        ("a.xlsx", package.COMPOUND, "asks for a password"),
        ("a.xlsx", b"code,name\n", "it begins b'code,nam'"),
        ("a.xlsx", b"", "it begins b''"),
        ("a.xlsx", b"PK\x03\x04", "is broken"),
    ],
)
def test_other_files_are_refused(registry, tmp_path, name, content, part):
    path = tmp_path / name
    path.write_bytes(content)
    assert part in refused(registry, path)


@pytest.mark.parametrize(
    ("name", "content", "part"),
    [
        ("xl/vbaProject.bin", b"x", "holds macros"),
        ("xl/workbook.bin", b"x", "binary workbook"),
        ("content.xml", b"x", "OpenDocument"),
        ("xl/media/a.xml", b'<!DOCTYPE a [<!ENTITY b "c">]>', "declares XML entities"),
        ("xl/workbook.xml", b"<not xml", "is broken"),
        ("xl/worksheets/sheet2.xml", b"<worksheet><not xml", "is broken"),
        ("[Content_Types].xml", b"<a/>", "is broken"),
    ],
)
def test_what_a_workbook_must_not_hold(registry, tmp_path, template, name, content, part):
    path = tmp_path / "a.xlsx"
    path.write_bytes(with_part(template, name, content))
    assert part in refused(registry, path)


def test_an_archive_that_is_no_workbook(registry, tmp_path):
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("readme.txt", "x")
    assert "an archive and no workbook" in refused(registry, path)


def test_what_unpacks_to_too_much_is_not_unpacked_whole(registry, tmp_path, template, monkeypatch):
    monkeypatch.setattr(package, "UNPACKED_MAX_BYTES", 1_000_000)
    path = tmp_path / "a.xlsx"
    path.write_bytes(with_part(template, "xl/media/zeros", b"\0" * 20_000_000))
    assert "unpacks to more than" in refused(registry, path)


def test_a_file_that_is_too_large(registry, tmp_path, template, monkeypatch):
    monkeypatch.setattr(package, "FILE_MAX_BYTES", 100)
    path = tmp_path / "a.xlsx"
    path.write_bytes(template)
    assert "is larger than 100" in refused(registry, path)


def sheet_xml(template, rows):
    """The template with rows of raw XML in place of the region sheet's data."""
    name = "xl/worksheets/sheet2.xml"
    with zipfile.ZipFile(io.BytesIO(template)) as given:
        text = given.read(name).decode()
    before, _, after = text.partition("</sheetData>")
    return with_part(template, name, f"{before}{rows}</sheetData>{after}".encode())


def cell(place, text):
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


@pytest.mark.parametrize(
    ("rows", "part"),
    [
        (f'<row r="999999999">{cell("A999999999", "150000")}</row>', "lies beyond"),
        (f'<row r="3">{cell("ZZZ3", "150000")}</row>', "lies beyond"),
        (f'<row r="9">{cell("A9", "x")}</row><row r="3">{cell("A3", "y")}</row>', "after row 9"),
        ('<row r="3"><c r="A3" t="s"><v>99</v></c></row>', "is broken"),
        ('<row r="3"><c r="A3"><v>abc</v></c></row>', "is broken"),
        (f'<row r="x">{cell("A3", "150000")}</row>', "is broken"),
    ],
)
def test_cells_far_away_out_of_order_or_broken(registry, tmp_path, template, rows, part):
    path = tmp_path / "a.xlsx"
    path.write_bytes(sheet_xml(template, rows))
    reasons = " | ".join(problem.reason for problem in report(registry, path).rows)
    assert part in reasons, reasons


def test_a_claimed_size_is_not_believed(registry, tmp_path, template):
    name = "xl/worksheets/sheet2.xml"
    with zipfile.ZipFile(io.BytesIO(template)) as given:
        text = given.read(name).decode()
    text = text.replace("<sheetData>", '<dimension ref="A1:XFD1048576"/><sheetData>', 1)
    path = tmp_path / "a.xlsx"
    path.write_bytes(with_part(template, name, text.encode()))
    assert report(registry, path).rows == []


@pytest.mark.parametrize(
    "title", ["region", "行政区", "Region 行政区", "region_2", "行政区 region (2)"]
)
def test_sheets_are_known_by_either_name(registry, tmp_path, title):
    book = Workbook()
    sheet = book.active
    sheet.title = title
    sheet.append(["行政区代码 *", "名称", "上级代码"])
    sheet.append([150000.0, "内蒙古自治区"])
    book.create_sheet("Sheet1")
    path = tmp_path / "a.xlsx"
    book.save(path)
    found = report(registry, path)
    assert found.rows == []
    assert found.counts["region"].added == 1


def test_every_title_is_its_tables(tmp_path):
    for name, spec in TABLES.items():
        assert find_table(sheet_title(spec)) is spec
        assert find_table(sheet_title(spec, 2)) is spec
        assert find_table(name) is spec
    assert find_table("regions of the world") is None
    path = tmp_path / "t.xlsx"
    write_template(path)
    assert all(len(title) <= 31 for title in load_workbook(path).sheetnames)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_spoilt_bytes_are_read_or_refused(registry, tmp_path, template, data):
    spoilt = bytearray(template)
    for _ in range(data.draw(st.integers(1, 20))):
        spoilt[data.draw(st.integers(0, len(spoilt) - 1))] = data.draw(st.integers(0, 255))
    path = tmp_path / "a.xlsx"
    path.write_bytes(bytes(spoilt[: data.draw(st.integers(1, len(spoilt)))]))
    found = report(registry, path)
    assert all(problem.reason and problem.fix for problem in found.rows)
