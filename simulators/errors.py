"""Errors of the simulators.

Tree::

    core.errors.RefusedError
    ├── MapError           a replay map has a wrong key, zone, unit or column
    ├── GatewayBufferError a gateway's buffer belongs to another one, or cannot be used
    ├── ReplayFileError    a recorded file has a cell or a time that cannot be taken
    └── PlantError         a plant was asked for hours before it was built, or has wrong parameters
    core.errors.NenghengError
    └── SimulatorError     a gateway, fleet or replay cannot go on
        └── DeliveryError  readings could not be handed over in time

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


class SimulatorError(NenghengError):
    """A gateway, fleet or replay cannot go on."""


class DeliveryError(SimulatorError):
    """Readings could not be handed over in time."""


class GatewayBufferError(RefusedError):
    """A gateway's buffer file belongs to another gateway, or cannot be used."""
