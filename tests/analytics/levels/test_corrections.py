"""Corrections of limits: each rule of the data file, what is missing, and laws that hold."""

from __future__ import annotations

import csv
import shutil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.benchmark_class.correction import Stated, correct_limit, list_asked
from core.calendar import parse_time
from core.catalogue import read_catalogue
from core.catalogue.catalogue import DATA
from core.catalogue.conditions import CONDITIONS
from core.catalogue.correction_shapes import parse_rules
from core.catalogue.corrections import Effect, Unapplied
from core.errors import CatalogueError

NOW = parse_time("2026-06-01")
COKE = "焦化/焦炭/顶装焦炉/单位产品能耗"
FURNACE = "钢铁/高炉工序//工序单位产品能耗"
CONVERTER = "钢铁/转炉工序//工序单位产品能耗"
ARC = "钢铁/电弧炉工序/≥70 t/工序单位产品能耗"
CHROMIUM = "铁合金/高碳铬铁//单位产品冶炼电耗"
CEMENT = "水泥/水泥//单位产品综合能耗"
CLINKER = "水泥/熟料//单位产品综合能耗"


def corrected(key: str, **values: float):
    catalogue = read_catalogue()
    base = catalogue.limit(key, NOW)
    stated = {name: Stated(value, 1.0, ("a document",)) for name, value in values.items()}
    return correct_limit(base, catalogue.corrections_of(base), stated)


def grades(found) -> tuple[float | None, ...]:
    return found.limit.grade1, found.limit.grade2, found.limit.grade3


def lacking(found) -> set[str]:
    return {why.condition.name for _, why in found.missing}


def test_every_row_of_the_file_is_a_rule_and_belongs_to_a_limit():
    catalogue = read_catalogue()
    with (DATA / "limit_corrections.csv").open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    used = set()
    for key in catalogue.limit_keys():
        limit = catalogue.limit(key, parse_time("2027-06-01"))
        if limit is not None:
            used |= {(c.product, c.variable) for c in catalogue.corrections_of(limit)}
    assert used == {(row["product"], row["variable"]) for row in rows}
    for row in rows:
        assert parse_rules(row["grades"], row["variable"], row["rule"])


@pytest.mark.parametrize(
    ("key", "values", "wanted"),
    [
        # GB 16780-2021 cl. 5.4: (80 − 75) × 1.10 / 1.15 / 1.20; at 900 m no altitude factor
        (CEMENT, {"clinker_ratio": 80, "altitude": 900}, (85.5, 92.75, 100.0)),
        # cl. 5.3 acts on the printed grade 3, cl. 5.4 comes after: 94 × 1.0102 + 6
        (
            CEMENT,
            {"clinker_ratio": 80, "altitude": 1501, "site_pressure": 81060},
            (85.5, 92.75, 100.9588),
        ),
        (CLINKER, {"altitude": 1500}, (100, 107, 117)),
        # GB 21256-2025 cl. 4.3: 3.61 × min(5, max(0, 62 − 50)) = 18.05
        (
            FURNACE,
            {
                "rare_earth_ore_share": 0,
                "vanadium_titanium_ore_share": 10,
                "laterite_nickel_ore_share": 2,
                "iron_grade": 50,
            },
            (361 + 4.5 + 1 + 18.05, 370 + 4.5 + 1 + 18.05, 415 + 4.5 + 1 + 18.05),
        ),
        # cl. 4.4: 20 × 0.23 = 4.6; kind 2 (bearing, gear …) + 1.2
        (CONVERTER, {"scrap_ratio": 20, "steel_kind": 2}, (-24.2, -22.2, -6.2)),
        # cl. 4.5: stainless × 1.10, hot metal 30 × −0.8
        (ARC, {"hot_metal_ratio": 30, "steel_kind": 1}, (43.1, 46.4, 55.2)),
        # GB 21341-2022: only ores with Cr/Fe ≥ 2.2: (42 − 40) × 80 off
        (CHROMIUM, {"ore_grade": 42, "chromium_iron_ratio": 2.2}, (2940, 3140, 3340)),
        (CHROMIUM, {"ore_grade": 42, "chromium_iron_ratio": 2.1}, (3100, 3300, 3500)),
    ],
)
def test_grades_at_a_site(key, values, wanted):
    found = corrected(key, **values)
    assert grades(found) == pytest.approx(wanted, rel=1e-12)
    assert found.missing == ()


def test_what_nobody_states_is_missing_and_nothing_is_assumed():
    found = corrected(COKE)
    assert grades(found) == (110, 110, 135)
    assert lacking(found) == set(list_asked(read_catalogue().corrections_of(found.base)))
    high = corrected(CLINKER, altitude=2000)
    assert (lacking(high), grades(high)) == ({"site_pressure"}, (100, 107, 117))
    ore = corrected(CHROMIUM, ore_grade=42)
    assert lacking(ore) == {"chromium_iron_ratio"}


@pytest.mark.parametrize(
    ("key", "values", "name"),
    [
        (COKE, {"volatile_matter": 20.9}, "volatile_matter"),
        (COKE, {"volatile_matter": 28.1}, "volatile_matter"),
        (COKE, {"wet_quenching": 0.5}, "wet_quenching"),
        (COKE, {"mixed_gas_share": 1.2}, "mixed_gas_share"),
        (CONVERTER, {"steel_kind": 5}, "steel_kind"),
        (CONVERTER, {"steel_kind": 1.5}, "steel_kind"),
    ],
)
def test_a_value_that_no_figure_covers_corrects_nothing(key, values, name):
    found = corrected(key, **values)
    (why,) = [why for _, why in found.missing if why.condition.name == name]
    assert f"{values[name]:g}" in why.why_en
    assert f"{values[name]:g}" in why.why


def test_a_special_converter_is_not_judged():
    found = corrected(CONVERTER, scrap_ratio=0, steel_kind=4)
    assert not found.judged


@pytest.mark.parametrize(
    ("age", "added"), [(0, 0.0), (15, 0.0), (15.1, 2.5), (25, 2.5), (25.1, 5.5), (60, 5.5)]
)
def test_steps_of_the_age_of_an_oven(age, added):
    found = corrected(COKE, oven_age=age)
    assert grades(found) == (110 + added, 110, 135 + added)


def obvious_volatile(value: float) -> float:
    """The table of GB 21342-2025 by hand."""
    points = {21: -8.30, 22: -4.20, 23: 0, 24: 4.25, 25: 8.55, 26: 11.00, 27: 14.08, 28: 18.71}
    below = min(int(value), 27)
    share = value - below
    return points[below] * (1 - share) + points[below + 1] * share


@given(st.floats(21, 28), st.floats(0, 30), st.floats(0, 1))
def test_the_sum_of_corrections_is_the_obvious_one(volatile, moisture, share):
    found = corrected(COKE, volatile_matter=volatile, moisture=moisture, mixed_gas_share=share)
    added = obvious_volatile(volatile) + (moisture - 10) * 3.67 + 8.0 * share
    assert grades(found)[1] == pytest.approx(110 + added, rel=1e-9, abs=1e-9)


@given(
    st.sampled_from([COKE, FURNACE, CONVERTER, ARC, CHROMIUM, CEMENT, CLINKER]),
    st.dictionaries(st.sampled_from(sorted(CONDITIONS)), st.floats(-1e6, 1e6)),
)
def test_any_conditions_give_finite_grades_and_name_what_lacks(key, values):
    found = corrected(key, **values)
    assert all(grade is None or abs(grade) < 1e12 for grade in grades(found))
    asked = list_asked(read_catalogue().corrections_of(found.base))
    assert lacking(found) <= set(asked)
    unasked = {name: value for name, value in values.items() if name not in asked}
    assert grades(corrected(key, **unasked)) == grades(corrected(key))


@given(st.floats(0, 100), st.floats(0, 100))
def test_poorer_iron_ore_never_makes_the_limit_stricter(one, other):
    poor, rich = sorted((one, other))
    poorer, richer = corrected(FURNACE, iron_grade=poor), corrected(FURNACE, iron_grade=rich)
    assert poorer.limit.grade3 >= richer.limit.grade3


def test_outcomes_name_their_condition():
    (rule,) = parse_rules("3 only", "quenching", "wet quenching + 46.46")
    assert rule.apply(1, {}) == Effect()
    assert isinstance(rule.apply(3, {}), Unapplied)
    assert rule.apply(3, {"wet_quenching": 1.0}) == Effect(addition=46.46)


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("wet quenching + 46.46", "wet quenching plus 46.46", "no known shape"),
        ("<= 15: 0; > 15 to 25", "<= 15: 0; > 16 to 25", "leave a hole"),
        ("23:0 24:4.25", "24:4.25 23:0", "do not rise"),
        ("3 only,quenching", "3 or so,quenching", "grades '3 or so'"),
        (",quenching,", ",cooling,", "variable 'cooling'"),
        ("GB 21342-2025 cl. 5.3,verified", ",verified", "source is empty"),
    ],
)
def test_a_rule_that_cannot_be_read_is_refused_with_its_line(tmp_path, old, new, reason):
    directory = tmp_path / "data"
    shutil.copytree(DATA, directory)
    file = directory / "limit_corrections.csv"
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(CatalogueError, match=reason) as caught:
        read_catalogue(directory)
    assert "limit_corrections.csv:" in str(caught.value)


@pytest.mark.parametrize(
    ("name", "old", "new", "reason"),
    [
        ("benchmark_levels.csv", "发改产业〔2021〕1609号 annex", "", "source is empty"),
        ("benchmark_levels.csv", "2022-01-01,2023-07-04", "2022-01-01,2024-01-01", "valid at once"),
        ("pue_ceilings.csv", "2021-01-01,,verified", "2021-01-01,2020-01-01,verified", "not after"),
        ("benchmark_groups.csv", "电石,calcium", "水泥,calcium", "stands twice"),
    ],
)
def test_overlapping_editions_and_levels_without_source_are_refused(
    tmp_path, name, old, new, reason
):
    directory = tmp_path / "data"
    shutil.copytree(DATA, directory)
    file = directory / name
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(CatalogueError, match=reason) as caught:
        read_catalogue(directory)
    assert name in str(caught.value)
