"""Spans of time as people type them: ``90s``, ``30m``, ``12h``, ``7d``."""

from __future__ import annotations

import re

import typer

UNITS_MS = {"s": 1000, "m": 60_000, "h": 3_600_000, "d": 86_400_000}


def parse_span(text: str) -> int:
    """Return a span [ms].

    Raises
    ------
    typer.BadParameter
        It is not of the form NUMBER and s, m, h or d.
    """
    match = re.fullmatch(r"([0-9]{1,6})([smhd])", text.strip())
    if match is None:
        if text.strip() == "0":
            return 0
        raise typer.BadParameter(f"{text!r} is no span; write 90s, 30m, 12h or 7d")
    return int(match[1]) * UNITS_MS[match[2]]
