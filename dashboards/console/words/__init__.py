"""The console's texts, a module a group of pages; each key is ``(Chinese, English)``."""

from __future__ import annotations

from dashboards.console.words import (
    alerts,
    entering,
    enterprises,
    explain,
    frame,
    gateways,
    holding,
    platform,
    quotas,
    regions,
    sign_in,
)

GROUPS = (
    frame,
    gateways,
    holding,
    entering,
    regions,
    enterprises,
    explain,
    alerts,
    platform,
    quotas,
    sign_in,
)
"""One line registers a group; a key stands in one group only."""
