"""Errors of the Grafana part.

dashboards.grafana::

    core.errors.RefusedError
    └── GrafanaError         Grafana is away, refused, or cannot be told where the data are
"""

from __future__ import annotations

from core.errors import RefusedError


class GrafanaError(RefusedError):
    """Grafana is away, refused, or cannot be told where the data are."""
