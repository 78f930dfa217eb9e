"""Errors of the command line.

cli::

    core.errors.RefusedError
    ├── DataDirectoryError   the data directory is held by another platform, or cannot be written
    ├── PlatformError        no platform answers, or it refused the request
    └── BrokerError          see `cli.broker`
"""

from __future__ import annotations

from core.errors import RefusedError


class DataDirectoryError(RefusedError):
    """The data directory is held by another platform, or cannot be written."""


class PlatformError(RefusedError):
    """No platform answers where it is looked for, or it refused the request."""
