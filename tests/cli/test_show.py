from __future__ import annotations

import json
from typing import Any

import pytest
from typer.testing import CliRunner

from cli import show
from cli.main import app

ITEM = {"id": 7, "reason": "unknown_point", "payload": "[1]", "settled": None}
OUTCOME = {"id": 7, "outcome": "open", "detail": "unknown_point: [T9]", "readings": 0}


class StubPlatform:
    def __init__(self, *_: object, **__: object) -> None: ...

    def get(self, path: str) -> dict[str, Any]:
        return ITEM

    def post(self, path: str, body: object = None) -> dict[str, Any]:
        return OUTCOME


@pytest.fixture(autouse=True)
def _stub(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(show, "Platform", StubPlatform)


@pytest.mark.parametrize(
    ("command", "answer"),
    [
        (["show", "7"], ITEM),
        (["replay", "7"], OUTCOME),
        (["drop", "7", "--reason", "twice sent"], OUTCOME),
    ],
)
def test_quarantine_prints_one_document_with_json(
    command: list[str], answer: dict[str, Any]
) -> None:
    result = CliRunner().invoke(app, ["quarantine", *command, "--json"])

    assert result.exit_code == 0, result.output
    assert json.loads(result.stdout) == answer


@pytest.mark.parametrize("command", ["show", "replay"])
def test_quarantine_tells_people_what_became_of_it(command: str) -> None:
    result = CliRunner().invoke(app, ["quarantine", command, "7"])

    assert result.exit_code == 0, result.output
    assert "unknown_point" in result.stdout
    assert not result.stdout.startswith("{")
