"""docs/api.md names calls that are there, and all of them."""

from __future__ import annotations

import re
from pathlib import Path

from tests.api.conftest import Client

PAGE = Path(__file__).resolve().parents[2] / "docs" / "api.md"


def test_page_names_every_call(client: Client) -> None:
    text = PAGE.read_text(encoding="utf-8")
    for path in client.ok("/openapi.json")["paths"]:
        tail = path.removeprefix("/api/v1").removeprefix("/catalogue")
        shown = re.sub(r"\{verdict\}", "{id}", tail)
        last = "/" + shown.rpartition("/")[2]
        assert shown in text or last in text, path


def test_paths_of_the_examples_are_there(client: Client) -> None:
    known = [
        re.compile(re.sub(r"\{[^}]+\}", "[^/]+", path) + "$")
        for path in client.ok("/openapi.json")["paths"]
    ]
    named = re.findall(r"\$URL(/[\w/.-]+)", PAGE.read_text(encoding="utf-8"))
    assert len(named) > 5
    for path in named:
        assert any(pattern.match(path) for pattern in known), path


def test_problem_of_the_page_is_what_is_answered(client: Client) -> None:
    import json

    shown = json.loads(
        re.search(r"```json\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL).group(1)  # type: ignore[union-attr]
    )
    assert client.get("/api/v1/accounts?period=fortnight").json() == shown
