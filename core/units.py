"""Units: the ones the platform knows, their conversion, and what users may type for them.

Inside, a unit is a canonical name (``kWh``, ``t``, ``m3/h``) and converts by plain constants. What
people type goes through `parse_unit` once, at the door. A volume of gas is at standard conditions
(``Nm3`` is read as ``m3``), as GB/T 2589 states its factors. Standard coal is a dimension of its
own: energy becomes coal only by a dated factor of the catalogue.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from core.errors import UnitError

Number = TypeVar("Number", float, NDArray[np.float64])

SIMPLE: dict[str, tuple[str, float]] = {
    # Energy in J; GB 3100: 1 kWh = 3.6 MJ, 1 kcal (IT) = 4186.8 J
    "J": ("energy", 1.0),
    "kJ": ("energy", 1e3),
    "MJ": ("energy", 1e6),
    "GJ": ("energy", 1e9),
    "TJ": ("energy", 1e12),
    "Wh": ("energy", 3.6e3),
    "kWh": ("energy", 3.6e6),
    "MWh": ("energy", 3.6e9),
    "GWh": ("energy", 3.6e12),
    "万kWh": ("energy", 3.6e10),
    "亿kWh": ("energy", 3.6e14),
    "kcal": ("energy", 4186.8),
    "Mcal": ("energy", 4.1868e6),
    "Gcal": ("energy", 4.1868e9),
    # Standard coal in kgce; 1 kgoe = 1.4286 kgce as GB 30251-2024 prints it
    "gce": ("coal", 1e-3),
    "kgce": ("coal", 1.0),
    "tce": ("coal", 1e3),
    "万tce": ("coal", 1e7),
    "kgoe": ("coal", 1.4286),
    "toe": ("coal", 1428.6),
    # Carbon dioxide in kgCO2
    "gCO2": ("carbon", 1e-3),
    "kgCO2": ("carbon", 1.0),
    "tCO2": ("carbon", 1e3),
    # Mass in kg; 重量箱, the weight case of flat glass, is 50 kg
    "mg": ("mass", 1e-6),
    "g": ("mass", 1e-3),
    "kg": ("mass", 1.0),
    "t": ("mass", 1e3),
    "万t": ("mass", 1e7),
    "重量箱": ("mass", 50.0),
    # Volume in cubic metres
    "L": ("volume", 1e-3),
    "kL": ("volume", 1.0),
    "m3": ("volume", 1.0),
    "km3": ("volume", 1e3),
    "万m3": ("volume", 1e4),
    "亿m3": ("volume", 1e8),
    # Time in seconds
    "s": ("time", 1.0),
    "min": ("time", 60.0),
    "h": ("time", 3600.0),
    "d": ("time", 86400.0),
    "a": ("time", 31_536_000.0),
    # Other quantities
    "kvarh": ("reactive energy", 1.0),
    "kvar": ("reactive power", 1.0),
    "m": ("length", 1.0),
    "100 m": ("length", 100.0),
    "m2": ("area", 1.0),
    "百万片": ("wafers", 1.0),
    "t·能量因数": ("throughput times energy factor", 1.0),
    "Pa": ("pressure", 1.0),
    "kPa": ("pressure", 1e3),
    "MPa": ("pressure", 1e6),
    "bar": ("pressure", 1e5),
    "V": ("voltage", 1.0),
    "kV": ("voltage", 1e3),
    "A": ("current", 1.0),
    "Hz": ("frequency", 1.0),
    "℃": ("temperature", 1.0),
    "元": ("money", 1.0),
    "万元": ("money", 1e4),
    "亿元": ("money", 1e8),
    "人": ("heads", 1.0),
    "机架": ("racks", 1.0),
    "年": ("years", 1.0),
    "1": ("ratio", 1.0),
    "%": ("ratio", 0.01),
}
"""Canonical simple units: dimension, and size in the dimension's base unit."""

POWER = {"W": 1.0, "kW": 1e3, "MW": 1e6, "GW": 1e9, "万kW": 1e7}
"""Units of power [W]; they are energy by time and integrate to `INTEGRALS`."""

INTEGRALS = {"W": "Wh", "kW": "kWh", "MW": "MWh", "GW": "GWh", "万kW": "万kWh"}
"""Energy that a unit of power makes in one hour."""

PER_HOUR = {"s": 3600.0, "min": 60.0, "h": 1.0}
"""How often a unit of time fits into an hour [1]; a day does so 1/24 times."""

ALIASES = {
    "kwh": "kWh", "KWH": "kWh", "kW·h": "kWh", "kW.h": "kWh", "度": "kWh", "千瓦时": "kWh",
    "兆瓦时": "MWh", "万千瓦时": "万kWh", "亿千瓦时": "亿kWh", "千瓦": "kW", "兆瓦": "MW",
    "万千瓦": "万kW", "吉焦": "GJ", "兆焦": "MJ", "千焦": "kJ", "大卡": "kcal", "千卡": "kcal",
    "吨": "t", "公斤": "kg", "千克": "kg", "克": "g", "万吨": "万t", "T": "t", "KG": "kg",
    "立方米": "m3", "m³": "m3", "Nm3": "m3", "Nm³": "m3", "标立方米": "m3", "标方": "m3",
    "万立方米": "万m3", "万m³": "万m3", "km³": "km3", "升": "L", "l": "L", "千升": "kL",
    "m²": "m2", "平方米": "m2", "小时": "h", "天": "d", "日": "d", "分钟": "min", "秒": "s",
    "年": "年", "吨标准煤": "tce", "吨标煤": "tce", "千克标准煤": "kgce", "公斤标准煤": "kgce",
    "克标准煤": "gce", "万吨标准煤": "万tce", "°C": "℃", "degC": "℃", "摄氏度": "℃", "": "1",
}  # fmt: skip
"""What people type, and the canonical unit it stands for."""

SPELLED = re.compile(r"[A-Za-z_]{1,30}( ?(/|\*|per) ?[A-Za-z_]{1,30})?")
"""What is tried as a unit written out in English."""

AMBIGUOUS = {
    "ton": "write t for the metric ton",
    "tons": "write t for the metric ton",
    "ton/h": "write t/h for metric tons",
    "cal": "write kcal",
}
"""What people type that means different things to different readers."""


def _unknown(unit: str) -> UnitError:
    return UnitError(
        f"unit {unit!r} is unknown",
        fix="use a unit of core.units, such as kWh, MJ, kg, t, m3, kW, t/h, kgce/t",
    )


@cache
def _analyse(unit: str) -> tuple[tuple[str, str], float]:
    """Return dimension (above, below the line) and size in base units of a canonical unit."""
    if unit in POWER:
        return ("energy", "time"), POWER[unit]
    if unit in SIMPLE:
        dimension, size = SIMPLE[unit]
        return (dimension, ""), size
    above, line, below = unit.partition("/")
    below = below.removeprefix("(").removesuffix(")")
    if not line or above not in SIMPLE or below not in SIMPLE:
        raise _unknown(unit)
    (over, size), (under, per) = SIMPLE[above], SIMPLE[below]
    return (over, under), size / per


def is_unit(unit: str) -> bool:
    """Return whether `unit` is a canonical unit of the platform."""
    try:
        _analyse(unit)
    except UnitError:
        return False
    return True


def dimension(unit: str) -> str:
    """Return the dimension of a canonical unit, such as ``energy`` or ``coal/mass``.

    Raises
    ------
    UnitError
        The unit is unknown.
    """
    above, below = _analyse(unit)[0]
    return f"{above}/{below}" if below else above


def conversion_factor(from_unit: str, to_unit: str) -> float:
    """Return by what a value in `from_unit` is multiplied to be in `to_unit` [to per from].

    Raises
    ------
    UnitError
        A unit is unknown, or the two measure different things.
    """
    if from_unit == to_unit:
        _analyse(from_unit)
        return 1.0
    (from_dimension, from_size), (to_dimension, to_size) = _analyse(from_unit), _analyse(to_unit)
    if from_dimension != to_dimension:
        raise UnitError(
            f"unit {from_unit!r} ({dimension(from_unit)}) does not convert into {to_unit!r} "
            f"({dimension(to_unit)})",
            fix="give the point, product or entry a unit of the right kind",
        )
    return from_size / to_size


def convert(value: Number, from_unit: str, to_unit: str) -> Number:
    """Return `value` [from_unit] in `to_unit`; arrays keep their shape.

    Raises
    ------
    UnitError
        A unit is unknown, or the two measure different things.
    """
    return value * conversion_factor(from_unit, to_unit)


def is_rate(unit: str) -> bool:
    """Return whether `unit` is an amount by time (kW, m3/h, t/h) that integrates to an amount.

    Raises
    ------
    UnitError
        The unit is unknown.
    """
    return _analyse(unit)[0][1] == "time"


def integral_unit(unit: str) -> str:
    """Return the unit of a rate's integral over time: kW → kWh, m3/h → m3.

    Raises
    ------
    UnitError
        The unit is unknown or no rate.
    """
    if not is_rate(unit):
        raise UnitError(
            f"unit {unit!r} is no rate, it does not integrate over time",
            fix="a gauge of an amount needs a rate such as kW, t/h or m3/h",
        )
    return INTEGRALS.get(unit) or unit.partition("/")[0]


def hourly_factor(rate_unit: str, amount_unit: str) -> float:
    """Return the amount [amount_unit] that a rate of one [rate_unit] makes in one hour.

    Raises
    ------
    UnitError
        The first is no rate, or its integral does not convert into the second.
    """
    per_hour = 1.0 if rate_unit in POWER else PER_HOUR.get(rate_unit.partition("/")[2], 1 / 24)
    return conversion_factor(integral_unit(rate_unit), amount_unit) * per_hour


def amount_unit(unit: str) -> str:
    """Return the unit of a point's amounts: the integral's of a rate, else `unit` itself."""
    return integral_unit(unit) if is_rate(unit) else unit


def parse_unit(text: str) -> str:
    """Return the canonical unit for what a user typed (``千瓦时``, ``Nm³``, ``megajoule``).

    Raises
    ------
    UnitError
        It is unknown, ambiguous, or no unit that the platform keeps.
    """
    typed = text.strip()
    if typed in AMBIGUOUS:
        raise UnitError(f"unit {typed!r} is ambiguous", fix=AMBIGUOUS[typed])
    if is_unit(typed):
        return typed
    if typed in ALIASES:
        return ALIASES[typed]
    above, _, below = typed.partition("/")
    if above and below:
        candidate = f"{ALIASES.get(above, above)}/{ALIASES.get(below, below)}"
        if is_unit(candidate):
            return candidate
    return _parse_spelled(typed)


@cache
def _spelled() -> tuple[Callable[[str], tuple[str, str]], dict[tuple[str, str], str]]:
    """Return pint's measure of a text (dimensionality, size), and canonical units by it."""
    import pint

    registry: pint.UnitRegistry[float] = pint.UnitRegistry(cache_folder=None)

    def measure(text: str) -> tuple[str, str]:
        quantity = registry.Quantity(1, text).to_base_units()
        return str(quantity.dimensionality), f"{quantity.magnitude:.9e}"

    plain = ["W", "kW", "MW", "GW", "kWh", "MWh", "GWh", "J", "kJ", "MJ", "GJ", "TJ"]
    plain += ["g", "kg", "t", "L", "m3", "s", "min", "h", "d", "kg/h", "kg/s", "t/h", "L/min"]
    plain += ["m3/h", "m3/s", "GJ/h", "Pa", "kPa", "MPa", "bar", "V", "kV", "A", "Hz", "kWh/t"]
    known: dict[tuple[str, str], str] = {}
    for unit in plain:
        known.setdefault(measure(unit.replace("m3", "m**3")), unit)
    return measure, known


def _parse_spelled(typed: str) -> str:
    if not SPELLED.fullmatch(typed):
        raise _unknown(typed)
    import pint

    measure, known = _spelled()
    try:
        found = known.get(measure(typed))
    except (pint.PintError, ValueError, TypeError, AttributeError) as error:
        raise _unknown(typed) from error
    if found is None:
        raise _unknown(typed)
    return found
