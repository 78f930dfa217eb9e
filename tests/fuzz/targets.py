"""What is fuzzed: each target is a module with an `Oracle`, `read_inputs` and `spoil`.

Hypothesis and atheris share all three. An oracle raises when something does not hold that must hold
of every input.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from importlib import import_module
from random import Random
from typing import NamedTuple, Protocol, cast


class Oracle(Protocol):
    """Judge of one input after the other."""

    def check(self, data: bytes) -> None:
        """Check what holds of one input by itself."""

    def settle(self, *, last: bool = False) -> None:
        """Check what holds of all of them so far; at the `last` time as thoroughly as can be."""

    def close(self) -> None:
        """Close what is open."""


class Subject(Protocol):
    """A target's module."""

    def Oracle(self) -> Oracle:  # noqa: N802 - a class, seen as what makes one
        """Return a new oracle."""

    def read_inputs(self) -> list[bytes]:
        """Return the inputs from which fuzzing starts."""

    def spoil(self, data: bytes, random: Random) -> bytes:
        """Return another input."""


class Target(NamedTuple):
    """Where a target's subject is, whose branches lead the search, and the longest input [byte]."""

    module: str
    packages: tuple[str, ...]
    input_max_bytes: int = 4096


WIRE = ("core.wire", "core.wire_identity", "core.wire_lenient", "core.wire_signed")
DRAIN = ("ingest.batch", "ingest.checks", "ingest.decoders", "ingest.signatures")
FILES = ("core.registry.transfer", "core.registry.codes", "core.units", "core.calendar")
DOOR = ("ingest.doors", "api.routes.push", "api.problems")

TARGETS = {
    "decoders": Target("tests.fuzz.decoding", (*WIRE, *DRAIN)),
    "topics": Target("tests.fuzz.topic_names", ("core.topics", "core.partition", *DRAIN), 512),
    "import": Target("tests.fuzz.importing", FILES),
    "push": Target("tests.fuzz.pushing", (*WIRE, *DOOR)),
}


def load(name: str) -> Subject:
    """Return the subject of a target, imported now."""
    return cast(Subject, import_module(TARGETS[name].module))


def find_fault(subject: Subject, inputs: Sequence[bytes]) -> BaseException | None:
    """Return what does not hold of inputs, judged in their order; None where all holds."""

    def judge() -> None:
        with closing(subject.Oracle()) as oracle:
            for data in inputs:
                oracle.check(data)
            oracle.settle(last=True)

    with ThreadPoolExecutor(1) as aside:
        return aside.submit(judge).exception()
