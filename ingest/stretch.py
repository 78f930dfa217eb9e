"""`Stretch`: batches of one transaction; while the store takes one, the next is gathered."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Self

from ingest.checks import CheckedBatch, Outcome


class Stretch:
    """Batches that share a transaction, the last of them being written on a thread of its own.

    Parameters
    ----------
    write : callable
        Writes a batch to the store and returns what it changes.

    Attributes
    ----------
    end : int
        Journal position after the last batch [byte]; 0 where there is none.
    batches, messages, readings : int
        What was taken [1].
    is_full : bool
        Whether the last batch was full, so that more is likely waiting.
    """

    def __init__(self, write: Callable[[CheckedBatch], Outcome]) -> None:
        self._write = write
        self._writing: threading.Thread | None = None
        self._errors: list[BaseException] = []
        self._outcomes: list[Outcome] = []
        self.end = self.batches = self.messages = self.readings = 0
        self.is_full = False

    def __enter__(self) -> Self:
        """Return the stretch."""
        return self

    def __exit__(self, *_: object) -> None:
        """Wait for the write under way, whatever becomes of it."""
        if self._writing is not None:
            self._writing.join()

    def add(self, checked: CheckedBatch) -> None:
        """Begin to write a batch, once the one before is written.

        Raises
        ------
        NenghengError
            The store did not take the one before.
        """
        self._finish_write()
        batch = checked.batch
        self.end, self.is_full = batch.end, batch.is_full()
        self.batches += 1
        self.messages += batch.records
        self.readings += len(checked.readings)
        if self.is_full:
            self._writing = threading.Thread(
                target=self._run, args=(checked,), name="drain-write", daemon=True
            )
            self._writing.start()
        else:
            self._outcomes.append(self._write(checked))

    def finish(self) -> Outcome:
        """Return what all batches change, once the last is written; raises as `add`."""
        self._finish_write()
        return Outcome.join(self._outcomes)

    def _run(self, checked: CheckedBatch) -> None:
        try:
            self._outcomes.append(self._write(checked))
        except BaseException as error:  # noqa: BLE001 - raised again where it is waited for
            self._errors.append(error)

    def _finish_write(self) -> None:
        if self._writing is not None:
            self._writing.join()
            self._writing = None
        if self._errors:
            raise self._errors.pop()  # kept nowhere: it holds the batch by its frames
