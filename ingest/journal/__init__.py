"""The journal: numbered append-only files that hold every message byte for byte."""

from ingest.journal.journal import Journal
from ingest.journal.records import Record

__all__ = ["Journal", "Record"]
