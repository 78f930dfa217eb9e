"""Worked examples: plants that move, join and share; imported after the first accounts stand."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from analytics.explain import explain_account
from core.calendar import parse_time
from core.registry.credit_code import check_character
from core.registry.models import Region
from core.registry.transfer import import_files

CASES = sorted((Path(__file__).parent / "cases").iterdir())


def code_of(name: str) -> str:
    body = f"91150622MA0CARE0{ord(name) - ord('A')}"
    return body + check_character(body)


def fill(text: str, names: list[str]) -> str:
    for name in names:
        text = text.replace(f"{{{name}}}", code_of(name))
    return text


def write_files(given: dict, directory: Path, names: list[str]) -> list[Path]:
    paths = [directory / f"{table}.csv" for table in given["files"]]
    for path, text in zip(paths, given["files"].values(), strict=True):
        path.write_text(fill(text, names), encoding="utf-8")
    return paths


def build(platform, given: dict) -> None:
    platform.now(given["now"])
    for code, name in given.get("regions", []):
        platform.add(Region(code=code, name=name, parent_code=None))
    for one in given["enterprise"]:
        code = code_of(one["name"])
        platform.add_enterprise(code, region=one["region"], sector=one["sector"])
        platform.add_point(code, "MAIN", "electricity", since=given["from"])
        platform.send_constant(code, "MAIN", (given["from"], given["to"]), one["per_hour"])


def take(platform, paths: list[Path]) -> None:
    report = import_files(platform.registry, paths, clock=platform.clock)
    assert report.rows == []


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_case_gives_the_amounts_worked_out_by_hand(case: Path, new_platform, tmp_path: Path):
    given = tomllib.loads((case / "case.toml").read_text("utf-8"))
    assert "Clause:" in (case / "arithmetic.md").read_text("utf-8")
    names = [one["name"] for one in given["enterprise"]]
    paths = write_files(given, tmp_path, names)
    edited, clean = new_platform(), new_platform()
    build(edited, given)
    edited.run()
    take(edited, paths)
    edited.run()
    for want in given["expect"]:
        check(edited, want, names)
    rows = {(row.subject, row.period, row.start_ms) for row in edited.accounts()}
    for subject, period, start in given["absent"]:
        assert (subject, period, parse_time(start)) not in rows
    build(clean, given)
    take(clean, paths)
    clean.run()
    assert edited.accounts() == clean.accounts(), "an edit gives what a clean run gives"


def check(platform, want: dict, names: list[str]) -> None:
    subject = fill(want["subject"], names)
    row = platform.account(subject, want["indicator"], want["period"], want["start"])
    assert row.amount == pytest.approx(want["amount"], rel=1e-12), want
    assert row.unit == want["unit"]
    assert row.coverage == pytest.approx(want["coverage"], rel=1e-12), want
    tree = explain_account(
        platform.context,
        subject,
        want["indicator"],
        period=want["period"],
        start_ms=parse_time(want["start"]),
    )
    assert tree.value == row.amount
