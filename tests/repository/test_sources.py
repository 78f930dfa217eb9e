"""Rules that the sources keep and no linter checks."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("core", "ingest", "analytics", "simulators", "api", "dashboards", "cli")
SOURCES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
NOW = {
    ("time", "time"),
    ("time", "time_ns"),
    ("time", "monotonic"),
    ("time", "monotonic_ns"),
    ("time", "perf_counter"),
    ("datetime", "now"),
    ("datetime", "utcnow"),
    ("datetime", "today"),
    ("date", "today"),
}
HOMELESS = {"utils.py", "util.py", "helpers.py", "common.py", "misc.py", "manager.py"}
ABSENCE = re.compile(r"\b(no|none|nothing)\b")
"""An error about what is not there has no value to show."""
NUMBER = re.compile(r"\b(float|int|float64|int64|Float64Array|Int64Array)\b")


def identify(path: Path) -> str:
    return str(path.relative_to(ROOT))


def calls_for_now(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)):
            continue
        if (node.value.id, node.attr) in NOW:
            yield f"line {node.lineno}: {node.value.id}.{node.attr}"


def test_the_search_for_now_finds_it() -> None:
    assert list(calls_for_now(ast.parse("import time\nx = time.time()"))) == ["line 2: time.time"]


@pytest.mark.parametrize("path", SOURCES, ids=identify)
def test_only_the_clock_knows_the_present(path: Path) -> None:
    if path == ROOT / "core" / "clock.py":
        return
    assert list(calls_for_now(ast.parse(path.read_text("utf-8")))) == []


@pytest.mark.parametrize("path", SOURCES, ids=identify)
def test_a_module_is_one_noun_of_readable_size(path: Path) -> None:
    assert path.name not in HOMELESS
    lines = len(path.read_text("utf-8").splitlines())
    assert lines <= 400, f"{identify(path)} has {lines} lines; split it by noun"


def public_functions(tree: ast.Module) -> Iterator[ast.FunctionDef]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            yield node


def numbers_of(function: ast.FunctionDef) -> list[str]:
    """Names of what is a bare number in the signature, ``return`` for the result."""
    arguments = [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]
    found = [a.arg for a in arguments if a.annotation and NUMBER.search(ast.unparse(a.annotation))]
    if function.returns and NUMBER.search(ast.unparse(function.returns)):
        found.append("return")
    return found


@pytest.mark.parametrize(
    "path",
    [p for p in SOURCES if p.relative_to(ROOT).parts[0] in ("core", "analytics", "ingest")],
    ids=identify,
)
def test_numbers_have_units_in_docstrings(path: Path) -> None:
    missing = []
    for function in public_functions(ast.parse(path.read_text("utf-8"))):
        numbers = numbers_of(function)
        docstring = ast.get_docstring(function) or ""
        decorated = any("override" in ast.unparse(d) for d in function.decorator_list)
        if numbers and "[" not in docstring and not decorated:
            missing.append(f"{function.name} (line {function.lineno}): {', '.join(numbers)}")
    assert missing == [], f"{identify(path)}: give these a [unit] in the docstring: {missing}"


def raises_without_value(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call)):
            continue
        name = ast.unparse(node.exc.func)
        if not name.endswith("Error") or name.startswith(("typer.", "NotImplementedError")):
            continue
        arguments = [*node.exc.args, *(keyword.value for keyword in node.exc.keywords)]
        if not arguments or not all(isinstance(value, ast.Constant) for value in arguments):
            continue
        if not ABSENCE.search(ast.unparse(node)):
            yield f"line {node.lineno}: {ast.unparse(node)}"


def test_the_search_for_bare_errors_finds_them() -> None:
    assert list(raises_without_value(ast.parse("raise StoreError('bad')")))
    assert not list(raises_without_value(ast.parse("raise StoreError(f'{v} is bad')")))


@pytest.mark.parametrize("path", SOURCES, ids=identify)
def test_errors_carry_the_offending_value(path: Path) -> None:
    assert list(raises_without_value(ast.parse(path.read_text("utf-8")))) == []


def test_pins_are_names_and_versions_only() -> None:
    for line in (ROOT / "constraints.txt").read_text("utf-8").splitlines():
        assert re.fullmatch(r"[A-Za-z0-9._-]+==[A-Za-z0-9.+!-]+", line), line


def tracked_files() -> list[Path]:
    listing = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout
    return [ROOT / name for name in listing.split("\0") if name]


def test_no_path_of_a_machine_and_no_secret_is_tracked() -> None:
    pattern = re.compile(r"/(?:root|home/\w+|Users/\w+)/|BEGIN [A-Z ]*PRIVATE KEY")
    found = []
    for path in tracked_files():
        if path.suffix in {".png", ".gz", ".ico"} or path == Path(__file__) or not path.exists():
            continue
        found += [
            f"{identify(path)}:{number}"
            for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
            if pattern.search(line)
        ]
    assert found == []


def test_import_layers_hold() -> None:
    """In a process of its own: the linter turns off the loggers of the one it runs in."""
    linter = Path(sys.executable).parent / "lint-imports"
    options = ["--config", str(ROOT / "pyproject.toml"), "--no-cache"]
    answer = subprocess.run(
        [linter, *options], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert answer.returncode == 0, answer.stdout + answer.stderr
