"""``python -m simulators.fleets``: a fleet as a process of its own.

It ends on SIGTERM or SIGINT, and when its standard input, a pipe of the process that started it,
comes to an end.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import signal
import stat
import sys
import threading
from collections.abc import Sequence
from pathlib import Path

from core.calendar import Period, period_start
from core.clock import Clock, ScaledClock, WallClock
from core.errors import NenghengError, RefusedError
from simulators.fleets.fleet import Fleet
from simulators.fleets.progress import Progress, read_progress
from simulators.fleets.scenario import SCENARIOS, build_fleet, read_birth

log = logging.getLogger(__name__)

REFUSED_EXIT = 1


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a fleet until it is told to stop; return the exit status [1]."""
    given = _parse(arguments)
    logging.basicConfig(level=logging.WARNING, format="fleet %(levelname)s %(message)s")
    stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    _stop_with_input(stopping)
    try:
        _run(given, stopping)
    except RefusedError as error:
        sys.stderr.write(f"{error}\n")
        return REFUSED_EXIT
    except NenghengError:
        log.exception("the fleet cannot go on")
        return REFUSED_EXIT
    return 0


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser("python -m simulators.fleets", description=__doc__)
    parser.add_argument("--url", required=True, help="broker, mqtt://host:port")
    parser.add_argument("--data", required=True, type=Path, help="folder for buffers and progress")
    parser.add_argument("--scenario", default="demo", help=", ".join(SCENARIOS))
    parser.add_argument("--speed", type=float, default=1.0, help="platform seconds a real second")
    parser.add_argument("--origin-ms", type=int, help="platform time now, ms since the epoch")
    parser.add_argument(
        "--logins", type=Path, help='JSON of {"ca_file": …, "passwords": {user: password}}'
    )
    return parser.parse_args(arguments)


def _run(given: argparse.Namespace, stopping: threading.Event) -> None:
    clock: Clock = WallClock()
    if given.origin_ms is not None and given.speed != 1.0:
        clock = ScaledClock(given.origin_ms, given.speed)
    directory: Path = given.data
    directory.mkdir(parents=True, exist_ok=True)
    progress = read_progress(directory / "progress.json")
    if progress is None:
        now_ms = clock.now_ms()
        born_ms = read_birth(directory) or read_birth(directory.parent / "scenario") or now_ms
        progress = Progress(born_ms, period_start(Period.HOUR, now_ms))
    members = build_fleet(given.scenario, progress.born_ms)
    logins = json.loads(given.logins.read_text("utf-8")) if given.logins else {}
    with Fleet(members, given.url, directory, progress=progress, clock=clock, **logins) as fleet:
        fleet.run(stopping)


def _stop_with_input(stopping: threading.Event) -> None:
    """Set `stopping` when standard input ends, where that is a pipe."""
    try:
        mode = os.fstat(0).st_mode
    except OSError:
        return
    if not (stat.S_ISFIFO(mode) or stat.S_ISSOCK(mode)):
        return

    def watch() -> None:
        while os.read(0, 4096):
            continue
        stopping.set()

    threading.Thread(target=watch, name="fleet-input", daemon=True).start()


if __name__ == "__main__":
    sys.exit(main())
