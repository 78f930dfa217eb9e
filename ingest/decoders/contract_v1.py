"""The platform's own messages: rows or columns in JSON, gzip of JSON, or MessagePack."""

from __future__ import annotations

from core.wire import read_message as decode

__all__ = ["decode"]
