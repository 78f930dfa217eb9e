"""`Step`: one line of a check, and the steps that follow only where it went well."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from core.errors import NenghengError, RefusedError

T = TypeVar("T")


class Outcome(StrEnum):
    """How a step went."""

    OK = "ok"
    NOTE = "note"
    FAILED = "failed"


@dataclass(frozen=True)
class Step:
    """One thing that was tried.

    Attributes
    ----------
    subject : str
        What the check is about, such as ``broker``.
    name : str
        What was tried.
    outcome : Outcome
        How it went; a note is no failure, but worth knowing.
    detail : str
        What was found.
    fix : str
        What to do where it failed.
    """

    subject: str
    name: str
    outcome: Outcome
    detail: str
    fix: str = ""


class Steps:
    """Gathers the steps of one subject; the first that fails can end them."""

    def __init__(self, subject: str) -> None:
        self.subject = subject
        self.taken: list[Step] = []

    def __iter__(self) -> Iterator[Step]:
        """Give the steps taken."""
        return iter(self.taken)

    def ok(self, name: str, detail: str) -> None:
        """Note what went well."""
        self.taken.append(Step(self.subject, name, Outcome.OK, detail))

    def note(self, name: str, detail: str, fix: str = "") -> None:
        """Note what is no failure, but worth knowing."""
        self.taken.append(Step(self.subject, name, Outcome.NOTE, detail, fix))

    def fail(self, name: str, detail: str, fix: str) -> None:
        """Note what failed."""
        self.taken.append(Step(self.subject, name, Outcome.FAILED, detail, fix))

    def take(self, name: str, attempt: Callable[[], T], fix: str = "") -> T | None:
        """Try something; return what it gives, None where the platform's error says why not."""
        try:
            return attempt()
        except RefusedError as error:
            self.fail(name, error.what, error.fix or fix)
        except NenghengError as error:
            self.fail(name, str(error), fix)
        return None
