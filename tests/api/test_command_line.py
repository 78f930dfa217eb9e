"""Commands that show what the API serves: each against a real server, as a table and as JSON."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator

import pytest
import uvicorn
from typer.testing import CliRunner

from cli.main import app
from tests.api.conftest import CARBIDE, CARBIDE_KEY, TOKEN, Platform

OWN = f"enterprise:{CARBIDE}"
COMMANDS = {
    "balance": ["balance", OWN, "--from", "2026-01-01", "--to", "2026-02-01"],
    "year-on-year": ["year-on-year", OWN, "--at", "2026-02-03"],
    "unit-energy": ["unit-energy", OWN],
    "account": ["assess", "account", "150600"],
    "targets": ["assess", "targets", "150600", "--year", "2025"],
    "tree": ["assess", "tree"],
    "history": ["assess", "history", "--holder", OWN],
    "transfers": ["assess", "transfers"],
    "certificates": ["assess", "certificates"],
    "carbon": ["assess", "carbon", OWN],
    "schemes": ["assess", "schemes"],
    "ranking": ["levels", "ranking", CARBIDE_KEY],
    "efficiency-list": ["levels", "efficiency-list"],
    "levels": ["levels", "show", CARBIDE_KEY],
    "quality": ["quality", "list"],
    "connection": ["quality", "connection", "150600"],
    "fitting": ["quality", "fitting", CARBIDE],
}
SHOWN = {
    "balance": "electricity",
    "year-on-year": "coal_calorific_tce",
    "targets": "energy_per_gdp",
    "tree": "allotted",
    "schemes": "nmg-14",
    "account": "region 150600",
    "carbon": "tCO2",
    "connection": "connected",
}
"""What people must see of some of them."""


@pytest.fixture(scope="module")
def url(platform: Platform) -> Iterator[str]:
    server = uvicorn.Server(uvicorn.Config(platform.app, port=0, log_level="error"))
    ready = threading.Event()
    startup = server.startup

    async def tell(*given: object, **more: object) -> None:
        await startup(*given, **more)
        ready.set()

    server.startup = tell
    thread = threading.Thread(target=server.run, name="served", daemon=True)
    thread.start()
    assert ready.wait(30)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(30)


@pytest.fixture(autouse=True)
def _token(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NENGHENG_TOKEN", TOKEN)
    monkeypatch.setenv("COLUMNS", "200")


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_prints_one_document_and_a_table(url: str, name: str) -> None:
    asked = CliRunner().invoke(app, [*COMMANDS[name], "--url", url, "--json"])
    assert asked.exit_code == 0, (asked.output, asked.exception)
    assert json.loads(asked.stdout) is not None
    shown = CliRunner().invoke(app, [*COMMANDS[name], "--url", url])
    assert shown.exit_code == 0, (shown.output, shown.exception)
    known = json.loads(asked.stdout) != []
    assert not known or SHOWN.get(name, "") in shown.stdout


@pytest.mark.parametrize("name", COMMANDS)
def test_help_says_what_is_shown(name: str) -> None:
    words = COMMANDS[name][: 2 if COMMANDS[name][0] in ("assess", "levels", "quality") else 1]
    told = CliRunner().invoke(app, [*words, "--help"])
    assert told.exit_code == 0
    assert len(told.stdout.splitlines()) > 8


def test_a_refusal_is_told_in_words(url: str) -> None:
    asked = CliRunner().invoke(app, ["balance", "enterprise:NOBODY", "--url", url])
    assert asked.exit_code != 0
    assert "NOBODY" in str(asked.exception)


def test_how_far_the_run_has_come_is_read_from_the_health(url: str) -> None:
    watched = CliRunner().invoke(app, ["runs", "watch", "--url", url])
    assert watched.exit_code == 0, (watched.output, watched.exception)
    assert "nothing is left to derive" in watched.stdout
