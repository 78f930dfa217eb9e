"""``python -m tests.fuzz [TARGET …] [--inputs N] [--seed S]`` and ``… --again PATH``.

See docs/reliability.md.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import random
import re
import shutil
import subprocess
import sys
import traceback
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from time import monotonic
from typing import NamedTuple

from cli.child import child_command
from tests.fuzz.targets import TARGETS, find_fault, load

ROOT = Path(__file__).resolve().parents[2]
DIRECTORY = ROOT / "build" / "fuzz"
TELL_S = 30.0
"""Seconds between two lines about how far it is [s]."""
MEMORY_MAX_MIB = 2048
INTERRUPTED = 72
"""Exit status of libFuzzer [1] where it was told to stop."""
INPUT_MAX_S = 20
"""An input that takes longer [s] is a crash."""

_AT = re.compile(r"^#(\d+)")
_DONE = re.compile(r"^Done (\d+) in")
_SAVED = re.compile(r"Test unit written to (.+)$")


class Summary(NamedTuple):
    """What came of one target."""

    target: str
    inputs: int
    seconds: float
    crash: str

    def __str__(self) -> str:
        """Return the line of the summary."""
        found = f"crashes {int(bool(self.crash))}"
        return f"{self.target:<9} {self.inputs:>10,} inputs {self.seconds:>7,.0f} s  {found}"


def say(text: str) -> None:
    """Print a line at once."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def parse_arguments() -> argparse.Namespace:
    """Return what was asked for."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("targets", nargs="*", metavar="TARGET", help=", ".join(TARGETS))
    parser.add_argument("--inputs", type=int, default=1_000_000, help="of each target")
    parser.add_argument("--seed", type=int, help="of the search; random by default")
    parser.add_argument("--again", type=Path, help="judge a saved input, or a folder of them")
    arguments = parser.parse_args()
    unknown = [name for name in arguments.targets if name not in TARGETS]
    if unknown:
        parser.error(f"no target {unknown[0]!r}: there are {', '.join(TARGETS)}")
    if arguments.again and len(arguments.targets) != 1:
        parser.error("--again needs the one target that the input is of")
    return arguments


def hunt(name: str, inputs: int, seed: int) -> Summary:
    """Let atheris look at so many inputs of a target [1]; stop at the first crash."""
    directory = DIRECTORY / name
    corpus = directory / "corpus"
    shutil.rmtree(corpus, ignore_errors=True)
    corpus.mkdir(parents=True)
    for number, data in enumerate(load(name).read_inputs()):
        (corpus / f"{number:04d}").write_bytes(data)
    command = [sys.executable, "-m", "tests.fuzz.hunt", name, str(directory)]
    command += [f"-atheris_runs={inputs}", f"-seed={seed}", f"-artifact_prefix={directory}/"]
    command += [f"-rss_limit_mb={MEMORY_MAX_MIB}", f"-timeout={INPUT_MAX_S}", str(corpus)]
    began_s = monotonic()
    done, crash = 0, ""
    with (
        (directory / "log.txt").open("w", encoding="utf-8") as log,
        subprocess.Popen(
            child_command(command),
            cwd=ROOT,
            env=os.environ | {"PYTHONHASHSEED": str(seed % 2**32)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
        ) as child,
    ):
        told_s = began_s
        for line in child.stdout or ():
            log.write(line)
            if at := _AT.match(line) or _DONE.match(line):
                done = int(at[1])
            if saved := _SAVED.search(line):
                crash = saved[1]
            if monotonic() - told_s > TELL_S:
                told_s = monotonic()
                say(f"  {name}: about {done:,} of {inputs:,} after {told_s - began_s:,.0f} s")
    if child.returncode not in (0, INTERRUPTED) and not crash:
        crash = str(directory / "log.txt")
    return Summary(name, done, monotonic() - began_s, crash)


def explain(summary: Summary) -> None:
    """Say what was found, and how to see it again."""
    say(f"  found: {summary.crash}")
    if summary.crash.endswith("log.txt"):
        say("  the process ended without saving an input: the log says why")
    else:
        say(f"  again: .venv/bin/python -m tests.fuzz {summary.target} --again {summary.crash}")


def judge_again(name: str, path: Path) -> int:
    """Judge a saved input, or a folder of them, and show what is wrong."""
    paths = sorted(path.iterdir()) if path.is_dir() else [path]
    fault = find_fault(load(name), [one.read_bytes() for one in paths])
    if fault is None:
        say(f"{path}: all holds")
        return 0
    traceback.print_exception(fault)
    return 1


def main() -> int:
    """Fuzz, or judge again."""
    arguments = parse_arguments()
    if arguments.again:
        return judge_again(arguments.targets[0], arguments.again)
    if importlib.util.find_spec("atheris") is None:
        say("atheris is not here: `make fuzz` installs it (Linux, Python 3.11 to 3.13)")
        return 1
    seed = arguments.seed
    if seed is None:
        seed = random.SystemRandom().randrange(1, 2**31)
    say(f"seed {seed}")
    names = list(arguments.targets or TARGETS)
    with ThreadPoolExecutor(min(len(names), os.cpu_count() or 1)) as at_once:
        summaries = list(at_once.map(lambda name: hunt(name, arguments.inputs, seed), names))
    for summary in summaries:
        say(str(summary))
        if summary.crash:
            explain(summary)
    return int(any(summary.crash for summary in summaries))


if __name__ == "__main__":
    sys.exit(main())
