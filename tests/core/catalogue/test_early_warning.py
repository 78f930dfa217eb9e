"""Schemes of early warning as rows: two that number opposite ways, and rows that are refused."""

import csv
import shutil

import pytest

from core.catalogue import read_catalogue
from core.catalogue.catalogue import DATA
from core.catalogue.early_warning import read_warning_schemes
from core.errors import CatalogueError
from core.vocabulary import Severity


def test_numbers_run_opposite_ways_and_severity_does_not():
    schemes = {scheme.code: scheme for scheme in read_catalogue().warning_schemes()}
    national, league = schemes["cn-barometer"], schemes["league-rising"]
    for indicator in ("intensity", "total"):
        falling, rising = national.levels[indicator], league.levels[indicator]
        assert [level.level for level in falling] == ["level_1", "level_2", "level_3"]
        assert [level.level for level in rising] == ["level_4", "level_3", "level_2", "level_1"]
        assert falling[0].severity == rising[0].severity == Severity.GRAVE
        assert falling[-1].severity == rising[-1].severity == Severity.NONE
    assert national.holds(("150622", "150600", "150000"), 1_800_000_000_000)
    assert not league.holds(("150200", "150000"), 1_800_000_000_000)
    assert not national.holds((), 0), "before the scheme"


@pytest.fixture
def broken(tmp_path):
    """Return what changes one row of a copy and reads it."""

    def read(file: str, line: int, **cells: str):
        for name in ("warning_schemes.csv", "warning_levels.csv"):
            shutil.copy(DATA / name, tmp_path / name)
        with (tmp_path / file).open(encoding="utf-8", newline="") as stream:
            rows = list(csv.DictReader(stream))
        rows[line] |= cells
        with (tmp_path / file).open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
        return read_warning_schemes(tmp_path)

    return read


@pytest.mark.parametrize(
    ("line", "cells", "text"),
    [
        (0, {"source": ""}, "source is empty"),
        (0, {"colour": "red"}, "colour 'red'"),
        (0, {"measure": "weather"}, "weather"),
        (0, {"severity": "awful"}, "awful"),
        (0, {"severity": "none"}, "after"),
        (1, {"measure": "", "above": ""}, "after"),
        (1, {"level": "level_1"}, "twice"),
        (2, {"measure": "intensity_gap", "above": "-5", "unit": "%"}, "no level is left"),
        (2, {"above": "3"}, "has no measure"),
        (1, {"above": ""}, "above is empty"),
        (5, {"scheme": "nowhere"}, "no level is left"),
    ],
)
def test_a_bad_level_stops_the_loading(broken, line, cells, text):
    with pytest.raises(CatalogueError, match=text):
        broken("warning_levels.csv", line, **cells)


@pytest.mark.parametrize(
    ("cells", "text"),
    [({"periods": "week"}, "week"), ({"source": ""}, "source"), ({"scheme": "league-rising"}, ".")],
)
def test_a_bad_scheme_stops_the_loading(broken, cells, text):
    with pytest.raises(CatalogueError, match=text):
        broken("warning_schemes.csv", 0, **cells)
