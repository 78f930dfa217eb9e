"""`nengheng`: the command line. Exit status 0 done, 1 refused input, 2 usage."""

from __future__ import annotations

import sys

import typer

from cli import (
    alerting,
    assessment,
    backup,
    certs,
    check,
    closing,
    dashboards,
    energy,
    gateway,
    journal,
    levels,
    pace,
    prod_demo,
    production,
    quality,
    recompute,
    registry,
    replay,
    runs,
    show,
    store,
    tokens,
    up,
    users,
)
from core.errors import NenghengError

app = typer.Typer(
    name="nengheng",
    help="能衡 Nengheng: energy supervision in which every reading is accounted for "
    "and every number explained.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
for module in (
    up,
    registry,
    replay,
    recompute,
    runs,
    show,
    pace,
    energy,
    assessment,
    levels,
    quality,
    closing,
    alerting,
    prod_demo,
    production,
    backup,
    check,
    certs,
    gateway,
    dashboards,
    journal,
    store,
    users,
    tokens,
):
    module.register(app)


def main() -> None:
    """Run the command line; a refused input ends with its sentence and status 1."""
    try:
        app()
    except NenghengError as error:
        print(f"nengheng: {error}", file=sys.stderr)
        sys.exit(1)


if __name__ == "__main__":
    main()
