"""The rule itself: a PUE against its ceiling, and the size of a data centre."""

from __future__ import annotations

from enum import StrEnum

from core.errors import UnitError
from core.units import conversion_factor
from core.vocabulary import Severity, Vintage

RACKS = "机架"


class PueLevel(StrEnum):
    """Levels of the rule."""

    WITHIN = "within_ceiling"
    BEYOND = "beyond_ceiling"
    NO_CEILING = "no_ceiling"
    UNDETERMINED = "undetermined"


def count_racks(capacity: float, unit: str, rack_kw: float) -> float:
    """Return a capacity [`unit`] in standard racks [1] of `rack_kw` [kW].

    Raises
    ------
    UnitError
        It is neither racks nor power.

    References
    ----------
    工信部联通〔2013〕13号: a standard rack stands for 2.5 kW of design power.
    """
    try:
        return capacity * conversion_factor(unit, RACKS)
    except UnitError:
        return capacity * conversion_factor(unit, "kW") / rack_kw


def judge_pue(pue: float, ceiling: float | None, vintage: Vintage) -> tuple[PueLevel, Severity]:
    """Judge a PUE [1] against its ceiling [1]; at the ceiling is within.

    New and planned centres beyond theirs are serious, existing ones a warning.

    References
    ----------
    内政发〔2022〕17号 三(一): 新建大型、超大型数据中心电能利用效率 ≤ 1.3; GB 40879-2021, grade 3.
    """
    if ceiling is None:
        return PueLevel.NO_CEILING, Severity.NONE
    if pue <= ceiling:
        return PueLevel.WITHIN, Severity.NONE
    fresh = vintage is not Vintage.EXISTING
    return PueLevel.BEYOND, Severity.SERIOUS if fresh else Severity.WARNING
