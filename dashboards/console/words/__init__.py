"""The console's texts, a module a group of pages; each key is ``(Chinese, English)``."""

from __future__ import annotations

from dashboards.console.words import (
    accounts,
    alerts,
    audit,
    benchmarks,
    entering,
    enterprises,
    explain,
    findings,
    frame,
    gateways,
    holding,
    platform,
    quotas,
    regions,
    sign_in,
    warnings,
)

GROUPS = (
    frame,
    gateways,
    holding,
    entering,
    accounts,
    regions,
    enterprises,
    explain,
    alerts,
    platform,
    benchmarks,
    findings,
    warnings,
    audit,
    quotas,
    sign_in,
)
"""One line registers a group; a key stands in one group only."""
