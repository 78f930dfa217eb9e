"""What a spreadsheet made of a cell is mended where it is plain, and refused where it is not."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils.datetime import MAC_EPOCH

from core.errors import RegistryError
from core.registry.transfer.kinds import CellKind
from core.registry.transfer.workbook.mending import Cell, read_cell


def number(value, **how):
    return Cell(value, "n", **how)


@pytest.mark.parametrize(
    ("cell", "kind", "text"),
    [
        (number(150622.0), "region", "150622"),
        (number(150622), "region", "150622"),
        (Cell(" １５０６２２　", "s"), "region", "150622"),
        (Cell("150622.0", "s"), "region", "150622"),
        (Cell("\ufeff150622\u200b", "s"), "region", "150622"),
        (Cell("1.0", "s"), "code", "1.0"),
        (number(12, number_format="0000"), "code", "0012"),
        (number(610, number_format="0000"), "sector", "0610"),
        (number(2613.0), "sector", "2613"),
        (Cell("ｃ２６１３", "s"), "sector", "C2613"),
        (Cell("91150600ma000000a1", "s"), "credit_code", "91150600MA000000A1"),
        (Cell("１# 进线，东", "s"), "text", "１# 进线，东"),
        (number(20250101.0), "text", "20250101"),
        (Cell("1,234.5", "s"), "number", "1234.5"),
        (Cell("12,34", "s"), "number", "12,34"),
        (number(0.1), "number", "0.1"),
        (number(900.0), "whole", "900"),
        (Cell("900.0", "s"), "whole", "900"),
        (number(1.5), "whole", "1.5"),
        (Cell("Register", "s"), "choice", "register"),
        (Cell(True, "b"), "flag", "true"),
        (number(46082.0, is_date=True), "time", "2026-03-01"),
        (number(46082), "day", "2026-03-01"),
        (number(46082 + 1 / 3), "time", "2026-03-01T08:00:00"),
        (number(46082.5 - 1462, epoch=MAC_EPOCH), "time", "2026-03-01T12:00:00"),
        (number(20260301), "day", "2026-03-01"),
        (Cell("20260301", "s"), "day", "2026-03-01"),
        (Cell("2026年3月1日", "s"), "day", "2026-03-01"),
        (Cell("2026.3.1", "s"), "time", "2026-3-1"),
        (Cell("2026/3/1 8:00", "s"), "time", "2026/3/1 8:00"),
        (Cell("_x0041_", "s"), "text", "A"),
        (Cell(None, "n"), "region", ""),
        (Cell("  ", "s"), "text", ""),
    ],
)
def test_what_is_plain_is_mended(cell, kind, text):
    assert read_cell(cell, CellKind(kind)) == text


@pytest.mark.parametrize(
    ("cell", "kind", "part"),
    [
        (Cell("=A1", "f"), "text", "the formula '=A1'"),
        (Cell("#N/A", "e"), "number", "the error #N/A"),
        (number(9.1150600123456e17), "credit_code", "keeps 15 digits"),
        (Cell("9.11506E+17", "s"), "credit_code", "last digits are lost"),
        (number(610), "sector", "may be 0610"),
        (number(46082, is_date=True), "code", "the date 2026-03-01"),
        (number(46082, is_date=True), "text", "the date 2026-03-01"),
        (number(46082, is_date=True), "number", "the date 2026-03-01"),
        (number(2026), "day", "2026 is no date"),
        (number(-5), "time", "no date"),
        (number(1e300), "time", "no date"),
        (Cell(time(8, 0), "d"), "time", "without a day"),
        (Cell(timedelta(hours=30), "d"), "time", "without a day"),
        (Cell(datetime(2026, 3, 1), "d"), "code", "the date 2026-03-01"),  # noqa: DTZ001
    ],
)
def test_what_could_mean_more_than_one_thing_is_refused(cell, kind, part):
    with pytest.raises(RegistryError, match=part) as caught:
        read_cell(cell, CellKind(kind))
    assert caught.value.fix


values = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=20), st.datetimes(),
    st.times(), st.timedeltas(), st.binary(max_size=4),
)  # fmt: skip


@given(
    value=values,
    kind=st.sampled_from(CellKind),
    letter=st.sampled_from("nsbdfe"),
    is_date=st.booleans(),
)
def test_any_cell_is_read_or_refused(value, kind, letter, is_date):
    told: object = None
    try:
        told = read_cell(Cell(value, letter, "0" * 5, is_date), kind)
    except RegistryError as error:
        told = error.fix
    assert isinstance(told, str)
