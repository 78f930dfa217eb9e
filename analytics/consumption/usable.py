"""Which readings amounts may rest on."""

from __future__ import annotations

import numpy as np

from core.readings import ReadingBatch
from core.vocabulary import Quality

UNUSABLE = (Quality.MAINTENANCE, Quality.FAULT)


def select_usable(readings: ReadingBatch) -> ReadingBatch:
    """Return the readings that amounts may rest on: no maintenance, no fault."""
    if not (readings.quality > Quality.SUSPECT).any():
        return readings
    usable = np.isin(readings.quality, UNUSABLE, invert=True)
    return readings if usable.all() else readings.take(usable)
