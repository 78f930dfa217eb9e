"""The console's pages put into the API's application, a module a group of pages."""

from __future__ import annotations

from fastapi import FastAPI
from nicegui import ui

from api.parts import PlatformParts
from dashboards.console.pages import (
    alerts,
    audit,
    benchmarks,
    delegations,
    enterprise,
    enterprises,
    entries,
    explain,
    findings,
    gateways,
    imports,
    overview,
    own_account,
    platform,
    quality,
    quarantine,
    quotas,
    sign_in,
    tables,
    users,
    warnings,
)

PAGES = (
    overview,
    enterprises,
    enterprise,
    explain,
    alerts,
    gateways,
    entries,
    imports,
    tables,
    quarantine,
    users,
    delegations,
    platform,
    benchmarks,
    findings,
    quality,
    warnings,
    audit,
    quotas,
    sign_in,
    own_account,
)
"""One line registers a group: a module with ``add_pages(parts)``."""
RECONNECT_S = 60.0
"""How long a page waits for a browser that lost its connection [s]: what was typed stays."""


def mount(app: FastAPI, parts: PlatformParts) -> None:
    """Add the console's pages to `app`; they work without any other network."""
    for group in PAGES:
        group.add_pages(parts)
    ui.run_with(
        app,
        title="能衡 Nengheng",
        favicon="⚖️",
        language="zh-CN" if parts.settings.language == "zh" else "en-US",
        tailwind=False,
        show_welcome_message=False,
        reconnect_timeout=RECONNECT_S,
    )
