"""Asking the registry for many subjects at once what each of them would be asked for alone.

Enterprises are judged in batches. Whoever reads something of one subject reads it of all subjects
of the batch, in one statement, and the others find it there. A session knows its batch; without
one, or for a subject outside of it, everybody is asked for alone.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

from sqlalchemy.orm import Session

T = TypeVar("T")

_KEY = "analytics.together"
AT_ONCE = 400
"""Subjects named in one statement [1]."""


class _Batch:
    """Subjects that belong together, and what was read of them so far."""

    def __init__(self, subjects: Iterable[str]) -> None:
        self.subjects = sorted(set(subjects))
        self.members = frozenset(self.subjects)
        self.found: dict[Hashable, Mapping[str, Any]] = {}


def gather(session: Session, subjects: Iterable[str]) -> None:
    """Have these subjects asked for together in `session` from now on; what was read is forgotten.

    Nothing that is asked for so may be written in the session afterwards.
    """
    session.info[_KEY] = _Batch(subjects)


def ask(
    session: Session,
    subject: str,
    key: Hashable,
    read: Callable[[Sequence[str]], Mapping[str, T]],
) -> T | None:
    """Return what `read` finds of a subject, None where it finds nothing.

    Parameters
    ----------
    key : hashable
        Tells questions apart: what is asked, and of which period.
    read : callable
        Reads it of several subjects, by subject.
    """
    batch: _Batch | None = session.info.get(_KEY)
    if batch is None or subject not in batch.members:
        return read([subject]).get(subject)
    if key not in batch.found:
        found: dict[str, T] = {}
        for at in range(0, len(batch.subjects), AT_ONCE):
            found |= read(batch.subjects[at : at + AT_ONCE])
        batch.found[key] = found
    answer: T | None = batch.found[key].get(subject)
    return answer
