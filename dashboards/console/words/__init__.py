"""The console's texts, a module a group of pages; each key is ``(Chinese, English)``."""

from __future__ import annotations

from dashboards.console.words import (
    enterprises,
    explain,
    frame,
    platform,
    regions,
)

GROUPS = (frame, regions, enterprises, explain, platform)
"""One line registers a group; a key stands in one group only."""
