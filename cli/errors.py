"""Errors of the command line.

cli::

    core.errors.RefusedError
    ├── BackupError          a backup cannot be taken or put back
    ├── BrokerFilesError     the broker's files cannot be written, or it cannot be told
    ├── CertificateError     a certificate cannot be issued, read or revoked
    ├── DataDirectoryError   the data directory is held by another platform, or cannot be written
    ├── PlatformError        no platform answers, or it refused the request
    ├── StorePlaceError      a store to copy from or to is named that cannot be
    ├── ProbeError           a broker does not answer a check, or refuses it
    ├── UnfitSettingsError   settings do not do for a process; names every one
    └── BrokerError          see `cli.broker`
"""

from __future__ import annotations

from collections.abc import Sequence

from core.errors import RefusedError, SettingsError


class BackupError(RefusedError):
    """A backup cannot be taken or put back."""


class BrokerFilesError(RefusedError):
    """The files of log-ins and rights cannot be written, or the broker cannot be told of them."""


class CertificateError(RefusedError):
    """A certificate or its authority cannot be made, read or revoked."""


class DataDirectoryError(RefusedError):
    """The data directory is held by another platform, or cannot be written."""


class PlatformError(RefusedError):
    """No platform answers where it is looked for, or it refused the request."""


class StorePlaceError(RefusedError):
    """A store to copy from or to is named that cannot be."""


class ProbeError(RefusedError):
    """A broker does not answer a check, or refuses it."""


class UnfitSettingsError(SettingsError):
    """Settings do not do for a process.

    Parameters
    ----------
    process : str
        Which process.
    problems : sequence of (setting, what, fix)
        Every one of them.
    """

    def __init__(self, process: str, problems: Sequence[tuple[str, str, str]]) -> None:
        self.problems = tuple(problems)
        lines = [f"{name}: {what}. To mend: {fix}" for name, what, fix in problems]
        number = f"{len(lines)} settings do" if len(lines) > 1 else "a setting does"
        super().__init__("\n  ".join([f"{number} not do for `nengheng {process}`:", *lines]))
