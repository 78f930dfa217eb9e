"""Declared outages: imported and exported, marked to be measured again, refused row by row."""

import pytest
from sqlalchemy import select

from core.registry.quality import Outage

ROW = {
    "enterprise_code": "",
    "point_code": "P-1",
    "start": "2026-05-01T08:00:00+08:00",
    "end": "2026-05-03T20:00:00+08:00",
    "reason": "年度检修",
    "source": "停运申报 2026-017",
    "declared": "2026-04-28",
}


@pytest.fixture
def owner(filled) -> str:
    code = str(filled.files["enterprise"][0]["code"])
    filled.files["outage"] = [ROW | {"enterprise_code": code}]
    return code


def test_an_outage_is_taken_and_repeated_without_change(filled, owner):
    assert filled.take("outage").rows == []
    assert filled.take("outage").rows == []
    with filled.registry.read() as session:
        (row,) = session.scalars(select(Outage))
    assert (row.enterprise_code, row.point_code, row.reason) == (owner, "P-1", "年度检修")
    assert row.end_ms - row.start_ms == 60 * 3_600_000


@pytest.mark.parametrize(
    ("cells", "column", "part"),
    [
        ({"enterprise_code": "91150600MA00000996"}, "enterprise_code", "unknown"),
        ({"point_code": "P-9"}, "point_code", "P-9"),
        ({"end": "2026-05-01"}, "end", "not after"),
        ({"end": "2028-05-03"}, "end", "more than 366 days"),
        ({"start": "soon"}, "start", "soon"),
        ({"reason": ""}, "reason", "empty"),
        ({"source": ""}, "source", "empty"),
    ],
)
def test_a_wrong_outage_is_refused(filled, owner, cells, column, part):
    filled.files["outage"][0].update(cells)
    problems = filled.refused("outage")
    assert column in [problem[1] for problem in problems]
    assert any(part in problem[2] for problem in problems), problems
