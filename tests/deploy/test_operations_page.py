"""What docs/operations.md tells people to type exists: commands, options, settings, files."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import click
import pytest
from typer.main import get_command

from cli.main import app
from core.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "operations.md").read_text("utf-8")
BLOCKS = re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL)
LINES = [line.split(" # ")[0].strip() for block in BLOCKS for line in block.splitlines()]
INLINE = [found for found in re.findall(r"`([^`]+)`", PAGE) if found.startswith("nengheng ")]
SETUP = re.compile(r"docker compose \S+ \S+ run --rm setup (.*)")


def typed() -> list[str]:
    commands = []
    for line in [*LINES, *INLINE]:
        if line.startswith("nengheng "):
            commands.append(line)
        elif match := SETUP.match(line):
            commands.append(f"nengheng {match[1]}")
    return sorted(set(commands))


def resolve(words: list[str]) -> tuple[click.Command, list[str]]:
    command: click.Command = get_command(app)
    while words and isinstance(getattr(command, "commands", None), dict):
        command = command.commands[words[0]]  # type: ignore[attr-defined]
        words = words[1:]
    return command, words


@pytest.mark.parametrize("line", typed())
def test_a_command_is_taken(line: str) -> None:
    words = shlex.split(line.replace("…", "").replace("NUMBER", "1"))[1:]
    command, rest = resolve(words)
    known = {option for parameter in command.params for option in parameter.opts}
    known |= {option for parameter in command.params for option in parameter.secondary_opts}
    assert {word for word in rest if word.startswith("--")} <= known
    if not hasattr(command, "commands"):
        with command.make_context(command.name, list(rest)):
            pass


def test_there_are_commands() -> None:
    assert len(typed()) > 25


def test_every_setting_named_is_one() -> None:
    known = {f"NENGHENG_{name.upper()}" for name in Settings.model_fields}
    assert set(re.findall(r"NENGHENG_\w+", PAGE)) <= known


def test_every_file_and_unit_named_is_there() -> None:
    for name in re.findall(r"\bdeploy/[\w./-]+\w", PAGE):
        if name != "deploy/.env":
            assert (ROOT / name).exists(), name
    units = {path.name.split(".")[0].rstrip("@") for path in (ROOT / "deploy/systemd").iterdir()}
    for name in re.findall(r"\b(nengheng-[a-z-]+)(?=[@ \n`])", PAGE):
        assert name in units, name
