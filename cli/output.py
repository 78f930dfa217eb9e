"""What the commands print: one JSON document for scripts, tables and trees for people."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.tree import Tree

CELL = 10
"""What a column of a table needs to be read [character]; where the terminal has less for each, rows
are printed one below the other."""

console = Console()


def print_json(document: object) -> None:
    """Print one JSON document on stdout."""
    print(json.dumps(document, ensure_ascii=False, indent=2))


def print_rows(rows: Sequence[Mapping[str, Any]], *, as_json: bool, columns: Sequence[str]) -> None:
    """Print rows as JSON, or as a table of `columns`."""
    if as_json:
        print_json(list(rows))
        return
    if not rows:
        console.print("nothing to show")
        return
    if len(columns) > console.width // CELL:
        _print_list(rows, columns)
        return
    table = Table(header_style="bold")
    for column in columns:
        numeric = isinstance(rows[0].get(column), int | float)
        table.add_column(column, justify="right" if numeric else "left", overflow="fold")
    for row in rows:
        table.add_row(*(format_cell(row.get(column)) for column in columns))
    console.print(table)


def _print_list(rows: Sequence[Mapping[str, Any]], columns: Sequence[str]) -> None:
    """Print each row as a table of two columns, for a terminal too narrow for all side by side."""
    for row in rows:
        table = Table(show_header=False)
        table.add_column(style="bold", no_wrap=True)
        table.add_column(overflow="fold")
        for column in columns:
            table.add_row(column, format_cell(row.get(column)))
        console.print(table)


def format_cell(value: object) -> str:
    """Return a cell's text; numbers keep six significant digits."""
    if value is None:
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:,.6g}" if abs(value) < 1e6 else f"{value:,.0f}"
    return str(value)


def print_tree(node: Mapping[str, Any]) -> None:
    """Print an explanation as a tree."""
    console.print(_branch(node))


def _branch(node: Mapping[str, Any]) -> Tree:
    figure = format_cell(node.get("value"))
    parts = [f"[bold]{escape(node['label'])}[/] {figure} {node.get('unit') or ''}".rstrip()]
    parts += [
        f"[dim]{key}: {escape(str(node[key]))}[/]"
        for key in ("formula", "source", "confidence", "note")
        if node.get(key)
    ]
    tree = Tree("\n".join(parts))
    for child in node.get("children", ()):
        tree.add(_branch(child))
    return tree
