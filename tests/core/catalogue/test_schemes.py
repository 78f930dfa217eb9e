"""Schemes of assessment: what a bad row says, and that no two rules on one thing hold at once."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest

from core.catalogue import read_catalogue
from core.catalogue.catalogue import DATA
from core.catalogue.schemes import read_schemes
from core.errors import CatalogueError


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return Path(shutil.copytree(DATA, tmp_path / "data"))


def edit(file: Path, row: int, **cells: str) -> None:
    with file.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    rows[row] |= cells
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


@pytest.mark.parametrize(
    ("name", "row", "cells", "message"),
    [
        ("schemes.csv", 0, {"source": ""}, "source is empty"),
        ("schemes.csv", 0, {"base_year": "2016"}, "2016, 2016, 2020 are not base < first"),
        ("schemes.csv", 0, {"basis": "heat"}, "basis 'heat' is unknown"),
        ("schemes_measures.csv", 0, {"scheme": "nmg-99"}, "scheme 'nmg-99' is unknown"),
        ("schemes_measures.csv", 0, {"kind": "rate"}, "kind 'rate' is unknown"),
        ("schemes_measures.csv", 7, {"measure": "energy_intensity"}, "two rules on measure"),
        ("schemes_deductions.csv", 0, {"source": ""}, "source is empty"),
        ("schemes_deductions.csv", 0, {"valid_from": ""}, "valid_from is empty"),
        ("schemes_deductions.csv", 0, {"valid_to": "2025-01-01"}, "deduction non_fossil at once"),
        ("schemes_deductions.csv", 1, {"certificate_cap": "1.5"}, "certificate_cap 1.5"),
        ("schemes_rhythm.csv", 0, {"year": "soon"}, "'soon' is no finite number"),
        ("process_factors.csv", 0, {"process": "limestone"}, "'limestone' stands twice"),
        ("carrier_classes.csv", 0, {"class": "wood"}, "class 'wood' is unknown"),
    ],
)
def test_a_bad_row_is_refused_with_its_place(data, name, row, cells, message):
    edit(data / name, row, **cells)
    with pytest.raises(CatalogueError, match=message) as refused:
        read_catalogue(data)
    assert ".csv:" in str(refused.value)


def test_every_rule_has_source_confidence_and_a_first_day():
    for scheme in read_schemes(DATA).values():
        for rule in (*scheme.measures, *scheme.deductions):
            assert rule.source
            assert rule.confidence in ("verified", "recalled")
            assert rule.valid_from_ms < rule.valid_to_ms
        years = [step.year for step in scheme.rhythm]
        assert years == list(range(scheme.first_year, scheme.last_year + 1))
        assert scheme.rhythm[-1].step == "final"


def test_a_process_without_a_factor_is_refused_not_zero():
    catalogue = read_catalogue()
    assert catalogue.process_factor("clinker").value == 0.525
    with pytest.raises(CatalogueError, match="'brick' has no CO2 factor"):
        catalogue.process_factor("brick")


def test_classes_name_carriers_that_are_there():
    catalogue = read_catalogue()
    known = {carrier.code for carrier in catalogue.carriers()}
    for word in ("coal", "electricity"):
        assert set(catalogue.carriers_of_class(word)) <= known
    assert "coke" in catalogue.carriers_of_class("coal")
