"""Errors of ingest, as one tree.

ingest::

    NenghengError
    ├── RefusedError
    │   └── QuarantineError       no such quarantined message, or nothing left to do with it
    └── IngestError               a part of ingest cannot go on
        ├── JournalError          the journal's files cannot be read or written
        │   └── JournalFullError  no room for another commit group; nothing of it was kept
        └── StateError            state.db cannot be read or written

Every message carries the offending value, where it came from and the fix.
"""

from __future__ import annotations

from core.errors import NenghengError, RefusedError


class QuarantineError(RefusedError):
    """There is no such quarantined message, or nothing is left to do with it."""


class IngestError(NenghengError):
    """A part of ingest cannot go on."""


class JournalError(IngestError):
    """The journal's files cannot be read or written."""


class JournalFullError(JournalError):
    """There is no room for another commit group; nothing of it was kept, send it again."""


class StateError(IngestError):
    """The collector's state.db cannot be read or written."""
