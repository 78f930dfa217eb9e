"""One target under atheris, in a process of its own: ``python -m tests.fuzz.hunt NAME …``.

atheris is libFuzzer for Python: it changes inputs such that new branches are reached. An input of
which something does not hold is saved, and the process ends.
"""

from __future__ import annotations

import hashlib
import os
import signal
import sys
import traceback
from contextlib import ExitStack
from pathlib import Path
from random import Random

import atheris

from tests.fuzz.targets import TARGETS, Subject, find_fault, load

FOUND = 77
"""Exit status [1] where something was found, as libFuzzer's own."""
PLAIN = 0.3
"""Share of the inputs that libFuzzer changes as bytes [1]; the others are changed by structure."""
TOLD = 5_000
"""Inputs after which their number is told [1]."""
SETTLED = 500
"""Inputs after which what holds of all of them is checked [1]."""


class Hunt:
    """Feeds an oracle, and finds out which input it was when only many together show it."""

    def __init__(self, subject: Subject, directory: Path) -> None:
        self._subject = subject
        self._directory = directory
        self._oracle = subject.Oracle()
        self._since: list[bytes] = []
        self._count = 0

    def look_at(self, data: bytes) -> None:
        """Judge one input; what is wrong with it is raised."""
        self._oracle.check(data)
        self._since.append(data)
        self._count += 1
        if self._count % TOLD == 0:
            sys.stderr.write(f"#{self._count}\n")
        if len(self._since) >= SETTLED:
            self.settle()

    def settle(self, *, last: bool = False) -> None:
        """Judge all inputs since the last time; what is wrong is saved, and ends the process."""
        with ExitStack() as guard:
            guard.push(self._give_up)
            self._oracle.settle(last=last)
        self._since.clear()

    def end(self) -> None:
        """Judge what is left."""
        self.settle(last=True)
        self._oracle.close()

    def _give_up(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: object
    ) -> None:
        """Save the input that is wrong by itself, or all since the last time, and end."""
        if error is None:
            return
        signal.setitimer(signal.ITIMER_REAL, 0)  # libFuzzer's limit is for one input
        traceback.print_exception(error)
        alone = next((data for data in self._since if find_fault(self._subject, [data])), None)
        saved = self._since if alone is None else [alone]
        digest = hashlib.sha1(b"\0".join(saved), usedforsecurity=False).hexdigest()
        path = self._directory / f"crash-{digest}"
        if alone is None:
            path.mkdir(exist_ok=True)
            for number, data in enumerate(saved):
                (path / f"{number:06d}").write_bytes(data)
        else:
            path.write_bytes(alone)
        sys.stderr.write(f"Test unit written to {path}\n")
        sys.stderr.flush()
        os._exit(FOUND)


def main() -> None:
    """Hunt, as libFuzzer's options say."""
    name, directory, *options = sys.argv[1:]
    target = TARGETS[name]
    with atheris.instrument_imports(include=list(target.packages)):
        subject = load(name)
    hunt = Hunt(subject, Path(directory))

    def change(data: bytes, max_size: int, seed: int) -> bytes:
        random = Random(seed)
        if random.random() < PLAIN:
            return bytes(atheris.Mutate(data, max_size))
        return subject.spoil(data, random)[:max_size]

    atheris.Setup(
        [sys.argv[0], f"-max_len={target.input_max_bytes}", *options],
        hunt.look_at,
        custom_mutator=change,
    )
    try:
        atheris.Fuzz()
    finally:
        if sys.exc_info()[0] is None:
            hunt.end()


if __name__ == "__main__":
    main()
