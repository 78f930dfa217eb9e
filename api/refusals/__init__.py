"""Refusals in the visitor's language: the words are English where raised, Chinese by a table."""

from __future__ import annotations

from api.refusals.telling import Language, choose_language, tell

__all__ = ["Language", "choose_language", "tell"]
