"""`JournalKeeper`: seals closed segments while the drain has little to do."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from ingest.errors import IngestError
from ingest.journal.journal import Journal

log = logging.getLogger(__name__)

PAUSE_S = 5.0
BUSY_MESSAGES = 1000
"""A lag beyond which sealing waits [messages]."""


class JournalKeeper:
    """The keeper's thread, between `start` and `stop`.

    Parameters
    ----------
    journal : Journal
        Whose segments are sealed.
    read_lag : callable
        Returns the messages behind the drain [1].
    post_links : callable
        Tells the registry of links of the chain it has not heard of; at every turn, so that a
        crash between the two keeps none from it.
    """

    def __init__(
        self,
        journal: Journal,
        read_lag: Callable[[], int],
        post_links: Callable[[], None] = lambda: None,
    ) -> None:
        self._journal = journal
        self._read_lag = read_lag
        self._post_links = post_links
        self._stopping = threading.Event()
        self._error = ""
        self._thread = threading.Thread(target=self._run, name="journal-keeper", daemon=True)

    def start(self) -> None:
        """Start the thread."""
        self._thread.start()

    def stop(self, timeout_s: float = 10.0) -> None:
        """Give up the segment under way and stop; wait at most `timeout_s` [s]."""
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join(timeout_s)

    def health(self) -> dict[str, object]:
        """Return state and last error."""
        stopped = self._stopping.is_set() or self._thread.ident is None
        alive = "retrying" if self._error else "ok"
        state = alive if self._thread.is_alive() else "stopped" if stopped else "dead"
        return {"state": state, "last_error": self._error}

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                sealed = self._read_lag() < BUSY_MESSAGES and self._journal.seal_one(self._stopping)
                self._post_links()
                self._error = ""
            except IngestError as error:
                if str(error) != self._error:
                    log.warning("a segment cannot be sealed yet: %s", error)
                self._error = str(error)
                sealed = False
            if not sealed:
                self._stopping.wait(PAUSE_S)
