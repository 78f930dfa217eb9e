"""``python tests/chaos [--kills N] [--seed S] …``: see docs/reliability.md."""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "support")]

from fault_plan import draw_plan  # noqa: E402
from harness import ChaosRun, RunOptions, say  # noqa: E402
from outage import OutageRun  # noqa: E402
from small_disk import INSIDE, NAMESPACE, can_have_namespace  # noqa: E402

READINGS_A_KILL = 5000
SHORT_PLAN_KILLS = 30
"""A plan with fewer kills is hurried: shorter pauses, segments that are soon full."""


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python tests/chaos", description=__doc__)
    parser.add_argument("--kills", type=int, default=50, help="how many parts are killed")
    parser.add_argument("--seed", type=int, help="of plan and readings; random by default")
    parser.add_argument("--readings", type=int, help="default: 5,000 a kill")
    parser.add_argument("--pause", type=float, help="mean time between faults [s]")
    parser.add_argument("--directory", type=Path, help="default: build/chaos/SEED")
    parser.add_argument("--plan", choices=("kills", "outage"), default="kills")
    parser.add_argument("--minutes", type=float, default=60, help="how long the store is away")
    parser.add_argument("--rate", type=float, default=10_000, help="readings a second")
    parser.add_argument("--print", action="store_true", help="print the plan, and do nothing")
    return parser.parse_args()


def enter_namespace() -> None:
    """Go on in process and mount namespaces of our own, with which everything ends."""
    if INSIDE in os.environ or not can_have_namespace():
        return
    os.environ[INSIDE] = "1"
    os.execvp(NAMESPACE[0], [*NAMESPACE, sys.executable, *sys.argv])


def end(_number: int, _frame: object) -> None:
    raise SystemExit(128 + signal.SIGTERM)


def run_outage(directory: Path, arguments: argparse.Namespace) -> None:
    OutageRun(
        directory, minutes=arguments.minutes, rate=arguments.rate, seed=arguments.seed
    ).carry_out()


def main() -> int:
    arguments = parse_arguments()
    if arguments.seed is None:
        arguments.seed = random.SystemRandom().randrange(10**6)
        sys.argv += ["--seed", str(arguments.seed)]
    short = arguments.kills < SHORT_PLAN_KILLS
    plan = draw_plan(
        arguments.kills, arguments.seed, pause_s=arguments.pause or (0.9 if short else 3)
    )
    if arguments.print:
        say("\n".join(plan.lines()))
        return 0
    enter_namespace()
    signal.signal(signal.SIGTERM, end)
    directory = (arguments.directory or ROOT / "build" / "chaos" / str(arguments.seed)).absolute()
    directory.mkdir(parents=True, exist_ok=True)
    if arguments.plan == "outage":
        run_outage(directory, arguments)
        return 0
    say("\n".join(plan.lines()))
    options = RunOptions(
        arguments.readings or READINGS_A_KILL * arguments.kills,
        segment_bytes=1 << (15 if short else 20),
        disk_bytes=(24 if short else 96) << 20,
    )
    run = {"seed": plan.seed, "kills": plan.kills, "readings": options.readings}
    told = directory / "run.json"
    if told.exists() and json.loads(told.read_text()) != run:
        say(f"{directory} holds another run: {told.read_text()}")
        return 2
    told.write_text(json.dumps(run))
    return 0 if ChaosRun(directory, plan, options).carry_out().clean else 1


if __name__ == "__main__":
    sys.exit(main())
