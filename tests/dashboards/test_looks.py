"""Colours that can be read, files that spreadsheets take, menus that fit their visitor."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from api.access import Identity, grants_of
from api.viewer import Viewer
from core.vocabulary import Department, Role
from dashboards.console.colours import DARK, LIGHT
from dashboards.console.exports import write_csv
from dashboards.console.navigation import ENTRIES, list_entries
from dashboards.console.texts import TEXTS
from dashboards.console.words import GROUPS

CONSOLE = Path("dashboards/console")
READ = [
    (ink, paper) for ink in ("ink", "quiet", "brand", "bad") for paper in ("card", "paper", "sunk")
] + [("on-brand", "brand"), ("on-note", "note")]
CHIPS = [("card", name) for name in ("good", "calm", "warn", "bad", "worst", "unknown")]
DRAWN = [(f"series-{number}", "card") for number in range(1, 9)] + [
    ("edge", "card"),
    ("calm", "paper"),
]


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
def test_words_and_marks_stand_out(tokens) -> None:
    for ink, paper in READ + CHIPS:
        assert contrast(tokens[ink], tokens[paper]) >= 4.5, (ink, paper)
    for mark, paper in DRAWN:
        assert contrast(tokens[mark], tokens[paper]) >= 3.0, (mark, paper)


def test_light_and_dark_have_the_same_names_and_the_sheet_names_no_other() -> None:
    assert set(LIGHT) == set(DARK)
    named = set(re.findall(r"var\(--([\w-]+)", (CONSOLE / "static/console.css").read_text("utf-8")))
    assert named - set(LIGHT) <= {"chip", "depth"}


def test_a_cell_is_never_a_formula() -> None:
    text = write_csv([{"name": "=HYPERLINK()", "value": -1.5}, {"name": "@x", "value": None}])
    assert text == "\ufeffname,value\r\n'=HYPERLINK(),-1.5\r\n'@x,\r\n"


def test_a_key_stands_in_one_group_and_every_key_asked_for_is_there() -> None:
    keys = [key for group in GROUPS for key in group.TEXTS]
    assert len(keys) == len(set(keys))
    for path in CONSOLE.rglob("*.py"):
        for key in re.findall(r'\btexts\("(\w+)"', path.read_text("utf-8")):
            assert key in TEXTS, f"{path}: {key}"


def menu(role: Role, department: Department | None = None) -> set[str]:
    who = Identity("x", role, permissions=grants_of(role, department))
    viewer = Viewer(None, who)  # type: ignore[arg-type]
    return {entry.path for entries in list_entries(viewer).values() for entry in entries}


def test_the_menu_leads_only_where_its_visitor_may_go() -> None:
    assert menu(Role.OPERATOR) == {entry.path for entry in ENTRIES}
    regulator = menu(Role.REGULATOR, Department.ENERGY)
    assert {"/", "/quotas", "/alerts", "/warnings"} <= regulator
    assert not {"/platform", "/audit"} & regulator
    enterprise = menu(Role.ENTERPRISE)
    assert {"/enterprises", "/alerts", "/findings"} <= enterprise
    assert not {"/", "/quotas", "/platform", "/audit"} & enterprise
