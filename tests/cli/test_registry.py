"""`nengheng registry import --dry-run`: what would become of the rows, old → new."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli.main import app

HEAD = "code,name,parent_code\n"


def call(data: Path, *arguments: str) -> str:
    answer = CliRunner().invoke(app, ["registry", "import", *arguments, "--data", str(data)])
    assert answer.exit_code == 0, answer.output
    return answer.output


@pytest.fixture
def regions(tmp_path: Path) -> Path:
    file = tmp_path / "region.csv"
    file.write_text(f"{HEAD}150000,内蒙古自治区,\n150600,鄂尔多斯市,150000\n", "utf-8")
    call(tmp_path / "data", str(file))
    below = "".join(f"1506{n:02},[b]旗{n}[/b],150600\n" for n in range(1, 61))
    file.write_text(f"{HEAD}150000,内蒙古,\n150600,鄂尔多斯市,150000\n{below}", "utf-8")
    return file


def test_a_dry_run_shows_what_would_become_of_each_row(tmp_path: Path, regions: Path) -> None:
    said = call(tmp_path / "data", str(regions), "--dry-run")
    assert "region: 60 added, 1 changed, 1 unchanged" in said
    assert "name: 内蒙古自治区 → 内蒙古" in said
    assert "changed region 150000 (region.csv:2)" in said
    assert "name: [b]旗1[/b]" in said
    assert said.count("added region") == 49
    assert "… and 11 more rows that change; --all shows them" in said
    assert call(tmp_path / "data", str(regions), "--dry-run").count("changed region") == 1, (
        "nothing was written"
    )


def test_all_of_them_are_shown_when_asked(tmp_path: Path, regions: Path) -> None:
    said = call(tmp_path / "data", str(regions), "--dry-run", "--all")
    assert said.count("added region") == 60
    assert "more rows" not in said


def test_a_script_gets_them_too_and_an_import_none(tmp_path: Path, regions: Path) -> None:
    found = json.loads(call(tmp_path / "data", str(regions), "--dry-run", "--json"))
    assert len(found["preview"]) == 50
    first = found["preview"][0]
    assert (first["table"], first["key"], first["action"]) == ("region", ["150000"], "changed")
    assert first["cells"] == {"name": {"old": "内蒙古自治区", "new": "内蒙古"}}
    assert "preview" not in json.loads(call(tmp_path / "data", str(regions), "--json"))
    said = call(tmp_path / "data", str(regions), "--dry-run")
    assert "region" not in said.replace("region: 0 added, 0 changed, 62 unchanged", "")
