import csv
import shutil
from pathlib import Path

import pytest

from core import units
from core.calendar import parse_time
from core.catalogue import read_catalogue
from core.catalogue.catalogue import DATA
from core.errors import CatalogueError
from core.vocabulary import Basis

REFERENCE = Path(__file__).resolve().parents[3] / "../shared/reference"
ELECTRICITY = "electricity"


@pytest.fixture(scope="module")
def catalogue():
    return read_catalogue()


def reference(name: str) -> list[dict[str, str]]:
    if not (REFERENCE / name).exists():
        pytest.skip(f"{REFERENCE / name} is not here")
    with (REFERENCE / name).open(encoding="utf-8") as stream:
        return list(csv.DictReader(stream))


def at(text: str) -> int:
    return parse_time(text)


# Traps of the policy rules: each was met in live systems.


def test_fresh_water_is_not_the_superseded_figure(catalogue):
    for basis in (Basis.CALORIFIC, Basis.PRIMARY):
        new = catalogue.coal_factor("water_fresh", basis, at("2026-03-01"))
        old = catalogue.coal_factor("water_fresh", basis, at("2018-03-01"))
        assert (new.value, old.value) == (0.2571, 0.0857)
        assert new.unit == old.unit == "kgce/t"
        assert "2589-2020" in new.source
        assert "2589-2008" in old.source


def test_the_grid_factor_goes_by_the_year_of_the_data(catalogue):
    def factor(day: str):
        return catalogue.co2_factor(ELECTRICITY, "150622", at(day))

    assert [factor(f"{year}-07-01").value for year in (2021, 2022, 2023)] == [
        0.7025,
        0.6849,
        0.6479,
    ]
    assert not factor("2023-12-31T23:59:59").carried
    assert factor("2022-12-31T23:59:59").value == 0.6849
    assert factor("2023-01-01").value == 0.6479
    after, before = factor("2026-05-01"), factor("2018-05-01")
    assert after.carried
    assert (after.value, before.value) == (0.6479, 0.7025)
    assert before.carried
    assert "carried" in after.note


def test_grid_factors_are_all_in_one_scale(catalogue):
    with (DATA / "co2_factors.csv").open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    for row in rows:
        if row["carrier"] == ELECTRICITY:
            assert row["unit"] == "kgCO2/kWh"
            assert 0.05 < float(row["value"]) < 1.2, row
    factor = catalogue.co2_factor(ELECTRICITY, "150000", at("2022-01-01"))
    assert units.conversion_factor("tCO2/MWh", factor.unit) == 1.0


def test_the_ferrosilicon_baseline_moved_with_the_edition(catalogue):
    key = "铁合金/硅铁//单位产品综合能耗"
    old, new = catalogue.level(key, at("2023-07-03")), catalogue.level(key, at("2023-07-04"))
    assert (old.edition, old.benchmark, old.baseline) == ("2021", 1770, 1900)
    assert (new.edition, new.benchmark, new.baseline) == ("2023", 1770, 1850)
    assert catalogue.level(key, at("2021-12-31")) is None


@pytest.mark.parametrize(
    ("key", "levels", "grades"),
    [
        ("炼焦/煤制焦炭/捣固焦炉/单位产品综合能耗", (110, 140), (115, 115, 140)),
        ("钢铁/高炉工序//单位产品能耗", (361, 435), (361, 370, 415)),
    ],
)
def test_benchmark_and_limit_are_kept_apart(catalogue, key, levels, grades):
    level, limit = catalogue.level(key, at("2026-06-01")), catalogue.limit(key, at("2026-06-01"))
    assert (level.benchmark, level.baseline) == levels
    assert (limit.grade1, limit.grade2, limit.grade3) == grades
    assert limit.standard not in level.source


def test_electricity_on_three_scales(catalogue):
    t_ms = at("2024-06-01")
    calorific = catalogue.coal_factor(ELECTRICITY, Basis.CALORIFIC, t_ms)
    primary = catalogue.coal_factor(ELECTRICITY, Basis.PRIMARY, t_ms)
    refining = catalogue.coal_factor("electricity_refining", Basis.CALORIFIC, t_ms)
    assert (calorific.value, primary.value, refining.value) == (0.1229, 0.3024, 0.3)
    assert refining.value == pytest.approx(units.convert(0.21, "kgoe", "kgce"), rel=1e-3)
    assert not catalogue.coal_factor(ELECTRICITY, Basis.CALORIFIC, at("1999-01-01")).carried
    assert catalogue.coal_factor("diesel", Basis.CALORIFIC, 0).value == 1.4571


def test_primary_electricity_goes_by_year_and_is_carried_beyond_the_last(catalogue):
    def primary(year: int):
        return catalogue.coal_factor(ELECTRICITY, Basis.PRIMARY, at(f"{year}-06-01"))

    assert [primary(y).value for y in range(2019, 2027)] == [
        0.3055,
        0.3055,
        0.3015,
        0.3007,
        0.3016,
        0.3024,
        0.3024,
        0.3024,
    ]
    assert [primary(y).carried for y in (2019, 2020, 2024, 2025)] == [True, False, False, True]
    assert primary(2022).confidence == "recalled"


def test_a_province_without_a_factor_takes_the_national_one_and_says_so(catalogue):
    tibet = catalogue.co2_factor(ELECTRICITY, "540100", at("2023-06-01"))
    assert tibet.value == 0.5306
    assert "national" in tibet.note


def test_every_carrier_has_both_bases_in_its_accounting_unit(catalogue):
    for carrier in catalogue.carriers():
        assert catalogue.carrier(carrier.code).unit == carrier.unit
        for basis in (Basis.CALORIFIC, Basis.PRIMARY):
            factor = catalogue.coal_factor(carrier.code, basis, at("2026-01-01"))
            assert factor.unit == f"kgce/{carrier.unit}"
            assert factor.source
        with pytest.raises(CatalogueError, match="no standard-coal factor on the none basis"):
            catalogue.coal_factor(carrier.code, Basis.NONE, 0)


def test_co2_of_fuels_is_near_what_their_heat_says(catalogue):
    """Between hydrogen-rich gas (45 g/MJ) and blast-furnace gas (260 g/MJ)."""
    for carrier in catalogue.carriers():
        if carrier.kind != "fuel" or carrier.code in {"hydrogen", "gangue", "ethanol", "biogas"}:
            continue
        coal = catalogue.coal_factor(carrier.code, Basis.CALORIFIC, 0).value
        co2 = catalogue.co2_factor(carrier.code, "150000", 0).value
        assert 0.04 < co2 / (coal * 29.307) < 0.27, carrier.code


def test_what_has_no_co2_factor_is_not_zero(catalogue):
    with pytest.raises(CatalogueError, match="'gangue' has no CO2 factor"):
        catalogue.co2_factor("gangue", "150000", 0)
    with pytest.raises(CatalogueError, match="'moonshine' is not in the catalogue"):
        catalogue.co2_factor("moonshine", "150000", 0)


def test_an_unknown_benchmark_key_is_refused_and_a_line_without_limit_has_none(catalogue):
    with pytest.raises(CatalogueError, match="'a/b/c/d' is not in the catalogue"):
        catalogue.level("a/b/c/d", 0)
    assert catalogue.limit("a/b/c/d", 0) is None
    assert (
        catalogue.limit("铜冶炼/粗铜工艺（铜精矿—粗铜）//单位产品综合能耗", at("2026-01-01"))
        is None
    )
    assert catalogue.limit("无机盐/电石//单位产品综合能耗", at("2023-01-01")) is None
    carbide = catalogue.limit("无机盐/电石//单位产品综合能耗", at("2026-01-01"))
    assert (carbide.grade1, carbide.grade2, carbide.grade3) == (805, 823, 940)


def test_power_and_data_centre_lines(catalogue):
    t_ms = at("2026-06-01")
    pue = catalogue.level("数据中心/能效等级//PUE", t_ms)
    assert (pue.benchmark, pue.baseline, pue.unit, pue.confidence) == (1.3, 1.5, "1", "recalled")
    assert catalogue.limit("数据中心/能效等级//PUE", t_ms).grade1 == 1.2
    coal = catalogue.level("燃煤发电/供电/亚临界 300 MW/供电煤耗", t_ms)
    assert (coal.benchmark, coal.baseline, coal.unit) == (285, 321, "gce/kWh")
    assert catalogue.limit("燃煤发电/供电/亚临界 300 MW/供电煤耗", t_ms).grade1 == 309


def test_corrections_and_targets_are_carried(catalogue):
    furnace = [c for c in catalogue.corrections("GB 21256-2025") if c.product == "高炉工序"]
    assert any("rare-earth" in c.variable and "0.3" in c.rule for c in furnace)
    share = [t for t in catalogue.targets("150600") if t.indicator == "energy_per_gdp"]
    assert [(t.value, t.unit, t.base_year) for t in share] == [(-16.5, "%", 2020)]
    assert catalogue.targets("140000") == []


# Against the reference: nothing with a figure is lost.


def test_every_figure_of_standard_coal_is_carried(catalogue):
    renamed = {"heat_eq": "heat", "elec_refining": "electricity_refining", "elec_eq": ELECTRICITY}
    for row in reference("standard_coal.csv"):
        code = renamed.get(row["code"], row["code"])
        if not row["kgce_per_unit"]:
            assert code == "biomethane"
            continue
        basis, day = Basis.CALORIFIC, "2026-01-01"
        if code.startswith("elec_source_"):
            code, basis, day = ELECTRICITY, Basis.PRIMARY, f"{code[-4:]}-06-01"
        if code == "water_fresh_2008":
            code, day = "water_fresh", "2020-01-01"
        got = catalogue.coal_factor(code, basis, at(day))
        assert got.value == float(row["kgce_per_unit"]), code
        assert got.unit == f"kgce/{row['unit']}"
        assert got.confidence == row["confidence"]


def test_every_level_with_a_figure_is_carried(catalogue):
    day = {"2021": "2022-06-01", "2023": "2024-06-01"}
    for row in reference("benchmark_levels.csv"):
        if row["edition"] not in day or row["value_status"] == "not_found":
            continue
        names = ("sector", "subsector_process_product", "condition", "indicator_zh")
        key = "/".join(row[name].replace("t/d", "吨每日") for name in names)
        got = catalogue.level(key, at(day[row["edition"]]))
        assert got.edition == row["edition"]
        assert (got.benchmark, got.baseline) == (
            float(row["benchmark_level"]),
            float(row["baseline_level"]),
        )
        assert got.confidence == row["confidence"]


def test_every_limit_correction_and_target_is_carried(catalogue):
    for row in reference("energy_limit_standards.csv"):
        names = ("sector", "product", "condition", "indicator_zh")
        key = "/".join(row[name].replace("t/d", "吨每日") for name in names)
        got = catalogue._limits[key].rows[0]
        assert (got.standard, got.grade3) == (row["standard"], float(row["grade3"]))
    corrections = reference("limit_corrections.csv")
    assert len(catalogue._corrections) == len(corrections)
    assert len(catalogue._targets) == len(reference("targets.csv"))


def test_every_provincial_grid_factor_is_carried():
    with (DATA / "co2_factors.csv").open(encoding="utf-8") as stream:
        carried = [row for row in csv.DictReader(stream) if row["carrier"] == ELECTRICITY]
    wanted = [
        row
        for row in reference("emission_factors.csv")
        if row["region_or_set"] == "provincial"
        or (row["region_or_set"] == "national" and row["code"][:14] == "grid_national_")
    ]
    wanted = [r for r in wanted if "resid" not in r["code"] and "fossil" not in r["code"]]
    assert sorted((r["note"], float(r["value"])) for r in carried) == sorted(
        (r["name_zh"], float(r["value"])) for r in wanted
    )


# What the loader refuses.


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return Path(shutil.copytree(DATA, tmp_path / "data"))


def edit(file: Path, line: int, **cells: str) -> None:
    with file.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    rows[line].update(cells)
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


@pytest.mark.parametrize(
    ("name", "line", "cells", "message"),
    [
        ("standard_coal.csv", 3, {"source": " "}, r"standard_coal.csv:5: source is empty"),
        ("benchmark_levels.csv", 0, {"source": ""}, r"benchmark_levels.csv:2: source is empty"),
        ("limits.csv", 1, {"source": ""}, r"limits.csv:3: source is empty"),
        ("limit_corrections.csv", 0, {"source": ""}, "source is empty"),
        ("targets.csv", 0, {"source": ""}, "source is empty"),
        ("co2_factors.csv", 0, {"source": ""}, "source is empty"),
        ("standard_coal.csv", 0, {"confidence": "sure"}, "confidence 'sure' is unknown"),
        ("standard_coal.csv", 0, {"unit": "kgce/furlong"}, "unit 'kgce/furlong' is unknown"),
        ("standard_coal.csv", 0, {"unit": "kgce/t"}, "not kgce per accounting unit"),
        ("co2_factors.csv", 0, {"unit": "kgce/kWh"}, "not kgCO2 per accounting unit"),
        ("standard_coal.csv", 0, {"value": "nan"}, "no finite number"),
        ("standard_coal.csv", 0, {"value": "x"}, "no finite number"),
        ("standard_coal.csv", 0, {"value": ""}, "value is empty"),
        ("standard_coal.csv", 0, {"carrier": "rum"}, "carrier 'rum' is unknown"),
        ("standard_coal.csv", 0, {"basis": "none"}, "basis 'none' is unknown"),
        ("standard_coal.csv", 2, {"valid_from": "2020-06-01"}, "two rows are valid at once"),
        ("standard_coal.csv", 2, {"valid_to": "2020-06-01"}, "is not after valid_from"),
        ("standard_coal.csv", 2, {"valid_to": "soon"}, "'soon' is no date"),
        ("carriers.csv", 1, {"code": "electricity"}, "stands twice"),
        ("carriers.csv", 1, {"co2_as": "rum"}, "co2_as 'rum' is no carrier"),
        ("carriers.csv", 1, {"kind": "drink"}, "kind 'drink' is unknown"),
        ("benchmark_levels.csv", 0, {"limit_key": "x"}, "limit_key 'x' is no line"),
        ("benchmark_levels.csv", 0, {"condition": "a/b"}, "holds a slash"),
        ("benchmark_levels.csv", 0, {"benchmark": "", "baseline": ""}, "neither benchmark nor"),
        ("benchmark_levels.csv", 0, {"valid_to": ""}, "two rows are valid at once"),
        ("limits.csv", 0, {"grade3": ""}, "grade3 is empty"),
        ("targets.csv", 0, {"unit": "furlongs"}, "unit 'furlongs' is unknown"),
    ],
)
def test_a_bad_row_is_refused_with_its_place(data, name, line, cells, message):
    edit(data / name, line, **cells)
    with pytest.raises(CatalogueError, match=message):
        read_catalogue(data)


def test_a_file_without_a_column_a_ragged_row_or_no_file_is_refused(data):
    file = data / "targets.csv"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("source", "sauce", 1), encoding="utf-8")
    with pytest.raises(CatalogueError, match="columns source are missing"):
        read_catalogue(data)
    file.write_text(text + "150000,short\n", encoding="utf-8")
    with pytest.raises(CatalogueError, match="row has 2 cells"):
        read_catalogue(data)
    file.unlink()
    with pytest.raises(CatalogueError, match="cannot be read"):
        read_catalogue(data)


def test_the_edition_is_a_hash_of_the_data(data, catalogue):
    assert read_catalogue(data).edition == catalogue.edition
    edit(data / "targets.csv", 0, note="checked")
    read_catalogue.cache_clear()
    assert read_catalogue(data).edition != catalogue.edition
