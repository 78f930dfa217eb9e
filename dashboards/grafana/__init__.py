"""Dashboards and alert rules for Grafana 9.4 and later, as code.

One module a board, each with its `FRAME` and a function `build`.
"""

from __future__ import annotations

from collections.abc import Callable

from grafana_foundation_sdk.models.dashboard import Dashboard

from dashboards.grafana import alerts, enterprise, operations, region

BOARDS: dict[str, Callable[[], Dashboard]] = {
    board.FRAME.uid: board.build for board in (region, enterprise, alerts, operations)
}
"""Every board by its uid, which is also its file's name."""

__all__ = ["BOARDS"]
