"""The console's texts, a module a group of pages; each key is ``(Chinese, English)``."""

from __future__ import annotations

from dashboards.console.words import (
    alerts,
    enterprises,
    explain,
    frame,
    platform,
    regions,
    sign_in,
)

GROUPS = (frame, regions, enterprises, explain, alerts, platform, sign_in)
"""One line registers a group; a key stands in one group only."""
