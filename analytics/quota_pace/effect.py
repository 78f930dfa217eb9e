"""What one enterprise or project does to its region's energy intensity.

Intensity is energy by added value (GDP, or added value of industry) of the same period and the
same prices. Taking an enterprise out, or putting a project in, changes both.

References
----------
Energy per GDP as the regional indicator of 双控: 内政发〔2022〕17号, 二. 节能审查 asks of a project
what it does to its region's targets (order 44 of the NDRC, as reported).
"""

from __future__ import annotations

from dataclasses import dataclass

from core.errors import RefusedError


@dataclass(frozen=True)
class Effect:
    """What a part does to the whole. Energy [tce], added value [万元], intensity [tce/万元].

    Attributes
    ----------
    with_part, without_part : float
        The region's intensity with and without the part.
    own : float or None
        The part's own intensity; None where it has no added value.
    change : float
        By what share the part moves the intensity, 0.02 for 2 % more [1].
    energy_to_offset : float
        What others would have to save for the intensity to stay as without the part [tce];
        negative where the part lowers it.
    added_value_to_offset : float
        Added value of the part at which it would be neutral, less its own [万元].
    """

    with_part: float
    without_part: float
    own: float | None
    change: float
    energy_to_offset: float
    added_value_to_offset: float


def compute_effect(rest: tuple[float, float], part: tuple[float, float]) -> Effect:
    """Return what a part does to the intensity of a whole.

    Parameters
    ----------
    rest : (float, float)
        Energy [tce] and added value [万元] of the region without the part.
    part : (float, float)
        The same of the enterprise or project.

    Raises
    ------
    RefusedError
        There is no energy or added value beside the part: no intensity without a denominator.
    """
    energy, value = rest
    own_energy, own_value = part
    if energy <= 0 or value <= 0 or value + own_value <= 0:
        raise RefusedError(
            f"the region beside the part has {energy:g} tce and {value:g} 万元",
            where="effect on intensity",
            fix="give energy and added value of the whole region over the same period",
        )
    without = energy / value
    together = (energy + own_energy) / (value + own_value)
    return Effect(
        with_part=together,
        without_part=without,
        own=own_energy / own_value if own_value > 0 else None,
        change=together / without - 1,
        energy_to_offset=energy + own_energy - without * (value + own_value),
        added_value_to_offset=own_energy / without - own_value,
    )
