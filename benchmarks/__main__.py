"""``python -m benchmarks [--only NAME] [--quick]``: measure, print a table, write the results."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from benchmarks.paths import PATHS
from benchmarks.rows import BARS

RESULTS = Path(__file__).parent / "results"
NUMBERS = ("value", "of ceiling", "of peer")
COLUMNS = ("name", "value", "unit", "bar", "met", "of ceiling", "of peer", "note")


def main() -> int:
    """Run what was asked for; 1 when a benchmark failed or a bar is missed, 0 otherwise."""
    options = _parser().parse_args()
    console = Console(width=120 if not sys.stdout.isatty() else None)
    RESULTS.mkdir(exist_ok=True)
    rows: list[dict[str, Any]] = []
    failed: list[str] = []
    for name in options.only or PATHS:
        with console.status(f"measuring {name}"):
            found = _run(name, quick=options.quick)
        if found is None:
            failed.append(name)
        else:
            rows += found
    console.print(_table(rows))
    for name in failed:
        console.print(f"[red]{name} failed[/red]; its messages are above")
    missed = [row["name"] for row in rows if row["name"] in BARS and not _met(row)]
    return 1 if failed or (missed and not options.quick) else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="benchmarks", description=__doc__)
    parser.add_argument("--only", action="append", choices=sorted(PATHS), metavar="NAME")
    parser.add_argument("--quick", action="store_true", help="small loads; bars do not count")
    return parser


def _run(name: str, *, quick: bool) -> list[dict[str, Any]] | None:
    out = RESULTS / f"{name}.json"
    out.unlink(missing_ok=True)
    command = [sys.executable, "-m", "benchmarks.child", PATHS[name], str(out)]
    root = Path(__file__).parents[1]
    done = subprocess.run([*command, *(["--quick"] if quick else [])], cwd=root, check=False)
    if done.returncode or not out.exists():
        return None
    found: list[dict[str, Any]] = json.loads(out.read_text())
    return found


def _met(row: dict[str, Any]) -> bool:
    return BARS[row["name"]].is_met(row["value"], ceiling=row.get("ceiling"), peer=row.get("peer"))


def _table(rows: list[dict[str, Any]]) -> Table:
    table = Table(title="Hot paths beside their bars")
    for column in COLUMNS:
        table.add_column(column, justify="right" if column in NUMBERS else "left")
    for row in rows:
        bar = BARS.get(row["name"])
        met = "" if bar is None else "yes" if _met(row) else "NO"
        parts = (f"{row[name]:.2f}" if name in row else "" for name in ("share", "ratio"))
        value = f"{row['value']:,.0f}" if row["value"] >= 1000 else f"{row['value']:.3g}"
        table.add_row(
            row["name"], value, row["unit"], str(bar or ""), met, *parts, row.get("note", "")
        )
    return table


if __name__ == "__main__":
    sys.exit(main())
