"""Scenarios: named fleets, and the day each one was born on."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path

from core.errors import RefusedError
from simulators.fleets.demo import build_demo
from simulators.fleets.member import Member
from simulators.fleets.registration import write_fleet
from simulators.fleets.truth import write_truth

SCENARIOS: Mapping[str, Callable[[int], tuple[Member, ...]]] = {"demo": build_demo}
"""Every scenario: from its birth [ms since the epoch, UTC] to its members."""

BIRTH_FILE = "scenario.json"


def build_fleet(scenario: str, born_ms: int) -> tuple[Member, ...]:
    """Return the members of a scenario born at `born_ms` [ms since the epoch, UTC].

    Raises
    ------
    RefusedError
        There is no such scenario.
    """
    if scenario not in SCENARIOS:
        raise RefusedError(
            f"there is no scenario {scenario!r}",
            where="--scenario",
            fix=f"choose one of {', '.join(SCENARIOS)}",
        )
    return SCENARIOS[scenario](born_ms)


def write_scenario(scenario: str, directory: Path, *, now_ms: int) -> list[Path]:
    """Write the registry files of a scenario that begins at `now_ms` [ms]; return them.

    Beside them stand the day of birth, from which the fleet knows its meters, and the truth
    ledger ``truth.json``. Written again into the same directory, the birth stays.

    Raises
    ------
    RefusedError
        There is no such scenario.
    """
    born_ms = read_birth(directory) or now_ms
    members = build_fleet(scenario, born_ms)
    files = write_fleet(members, directory, born_ms=born_ms)
    write_truth(members, directory / "truth.json", born_ms=born_ms)
    text = json.dumps({"scenario": scenario, "born_ms": born_ms})
    (directory / BIRTH_FILE).write_text(text, encoding="utf-8")
    return files


def read_birth(directory: Path) -> int | None:
    """Return when the scenario written into `directory` began [ms], None where there is none."""
    path = directory / BIRTH_FILE
    return int(json.loads(path.read_text(encoding="utf-8"))["born_ms"]) if path.exists() else None
