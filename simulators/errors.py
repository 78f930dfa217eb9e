"""Errors of the simulators.

Tree::

    core.errors.RefusedError
    ├── MapError           a replay map has a wrong key, zone, unit or column
    ├── ReplayFileError    a recorded file has a cell or a time that cannot be taken
    └── PlantError         a plant was asked for hours before it was built, or has wrong parameters
    core.errors.NenghengError
    └── DeliveryError      readings could not be handed over in time

Every message carries the offending value, where it stands and the fix.
"""

from __future__ import annotations

from core.errors import NenghengError, RefusedError


class MapError(RefusedError):
    """A replay map has a wrong key, zone, unit or column."""


class ReplayFileError(RefusedError):
    """A recorded file has a cell or a time that cannot be taken."""


class PlantError(RefusedError):
    """A plant was asked for something it cannot give."""


class DeliveryError(NenghengError):
    """Readings could not be handed over in time."""
