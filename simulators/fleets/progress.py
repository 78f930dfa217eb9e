"""How far a fleet has come, kept in a file, so that after a restart it goes on where it stood."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path


@dataclass
class Progress:
    """How far a fleet has come.

    Attributes
    ----------
    born_ms : int
        When the scenario began [ms since the epoch, UTC].
    anchor_ms : int
        End of the history and start of the live data [ms since the epoch, UTC].
    stretches : dict of str to int
        Stretches of history that each enterprise has handed to its gateway [1].
    live_ms : dict of str to int
        Up to when each enterprise has handed live data to its gateway [ms since the epoch, UTC].
    """

    born_ms: int
    anchor_ms: int
    stretches: dict[str, int] = field(default_factory=dict)
    live_ms: dict[str, int] = field(default_factory=dict)

    def write(self, path: Path) -> None:
        """Write it so that a crash leaves the old file or the new one."""
        fresh = path.with_suffix(".new")
        fresh.write_text(json.dumps(asdict(self)), encoding="utf-8")
        fresh.replace(path)


def read_progress(path: Path) -> Progress | None:
    """Return the progress kept in `path`, None where there is none."""
    if not path.exists():
        return None
    return Progress(**json.loads(path.read_text(encoding="utf-8")))
