"""Errors of the platform, as one tree per package.

core::

    NenghengError
    ├── RefusedError          input that cannot be taken: what, where, why, how to mend
    │   ├── SettingsError     a setting is missing or out of range
    │   ├── UnitError         unknown unit, or units that do not convert
    │   ├── CatalogueError    a catalogue row without source, with overlap, or not found
    │   ├── AccountError          an account, a password or a delegation cannot be as asked
    │   ├── RegistryError     a registry row or file that cannot be taken
    │   │   ├── RegistryAwayError  its server cannot be reached; the same call may work later
    │   │   ├── RowMissingError    no row has this key
    │   │   ├── RowStandsError     a row with this key stands already
    │   │   └── RowChangedError    the row is no longer what its editor saw
    │   └── ReadingsRefusedError  the store has taken a batch but for some readings
    ├── StoreError            the time-series store did not take or give
    │   └── StoreBusyError    another process holds the embedded store
    └── LeaseLostError        a writer lost its lease and must write nothing more

Every message carries the offending value, where it came from and the fix.
"""

from __future__ import annotations


class NenghengError(Exception):
    """Root of every error the platform raises on purpose."""


class RefusedError(NenghengError):
    """Input that cannot be taken.

    Parameters
    ----------
    what : str
        What is wrong, with the offending value.
    where : str
        File, row, column, topic or setting that holds it.
    fix : str
        What the reader can do about it.
    """

    def __init__(self, what: str, *, where: str = "", fix: str = "") -> None:
        self.what = what
        self.where = where
        self.fix = fix
        parts = [f"{where}: {what}" if where else what]
        if fix:
            parts.append(f"To mend: {fix}")
        super().__init__(". ".join(parts))


class SettingsError(RefusedError):
    """A setting is missing, unknown or out of its range."""


class UnitError(RefusedError):
    """A unit is unknown, or two units do not convert into each other."""


class CatalogueError(RefusedError):
    """A catalogue row has no source, overlaps another one, or is not there for the date asked."""


class AccountError(RefusedError):
    """An account, its password or what it may do cannot be as asked."""


class RegistryError(RefusedError):
    """A registry row or file cannot be taken."""


class RegistryAwayError(RegistryError):
    """The registry's server cannot be reached, or has gone; the same call may work later."""


class RowMissingError(RegistryError):
    """No row of the table has this key."""


class RowStandsError(RegistryError):
    """A row with this key stands already."""


class RowChangedError(RegistryError):
    """The row is no longer what its editor saw."""


class StoreError(NenghengError):
    """The time-series store did not take a write or did not give a read."""


class StoreBusyError(StoreError):
    """Another process holds the embedded store."""


class LeaseLostError(NenghengError):
    """The writer's lease has passed to another holder; nothing was written."""


class ReadingsRefusedError(RefusedError):
    """The store has taken a batch of readings but for some, which it will never take.

    Parameters
    ----------
    reasons : dict of int to str
        Place in the batch [1] of each refused reading, and the store's words.
    where : str
        Which store.
    """

    def __init__(self, reasons: dict[int, str], *, where: str = "") -> None:
        self.reasons = reasons
        first = next(iter(reasons.items()), (0, ""))
        super().__init__(
            f"{len(reasons)} readings refused, the first at place {first[0]}: {first[1]}",
            where=where,
            fix="mend what the store names, then replay them from the quarantine",
        )
