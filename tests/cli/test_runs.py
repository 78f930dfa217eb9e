"""`nengheng runs`: the ledger, and holding runs back, straight in the registry."""

from __future__ import annotations

import json

import typer
from typer.testing import CliRunner

from analytics.ledger import write_run
from analytics.progress import is_held
from cli import runs
from cli.data_directory import registry_path
from core.registry.database import open_registry


def call(*arguments: str) -> str:
    app = typer.Typer()
    runs.register(app)
    answer = CliRunner().invoke(app, ["runs", *arguments])
    assert answer.exit_code == 0, answer.output
    return answer.output


def test_runs_are_listed_held_back_and_go_on(tmp_path):
    data = ("--data", str(tmp_path))
    with open_registry(registry_path(tmp_path)) as registry:
        with registry.session() as session:
            write_run(session, "pending", started_ms=0, ended_ms=1, state="failed", detail="E1: x")
        assert "held back" in call("hold", *data)
        with registry.read() as session:
            assert is_held(session)
        assert "go-on" in call("list", *data)
        assert "go on" in call("go-on", *data)
        with registry.read() as session:
            assert not is_held(session)
    rows = json.loads(call("list", "--json", *data))
    rows = rows["items"] if isinstance(rows, dict) else rows
    assert [(row["job"], row["state"]) for row in rows] == [
        ("hold", "done"),
        ("hold", "held"),
        ("pending", "failed"),
    ]
    assert rows[-1]["detail"] == "E1: x"
