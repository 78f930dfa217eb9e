"""Conditions of a site by which standards correct their limits, and what entries call them."""

from __future__ import annotations

import math
from typing import NamedTuple


class Condition(NamedTuple):
    """A condition of the site, as an entry ``condition:PRODUCT:NAME`` states it in `unit`.

    Values lie in ``[low, high]`` [unit]. One that is `settled` takes the newest value, others the
    mean over the period.
    """

    name: str
    unit: str
    zh: str
    en: str
    low: float = 0.0
    high: float = math.inf
    settled: bool = False


PERCENT = ("%", 0.0, 100.0)


def _percent(name: str, zh: str, en: str) -> Condition:
    unit, low, high = PERCENT
    return Condition(name, unit, zh, en, low, high)


CONDITIONS: dict[str, Condition] = {
    condition.name: condition
    for condition in (
        _percent("clinker_ratio", "熟料配比", "clinker ratio"),
        Condition("altitude", "m", "海拔", "altitude", -500.0, 9000.0, settled=True),
        Condition("site_pressure", "Pa", "当地气压", "site pressure", 1.0, settled=True),
        Condition("mixed_gas_share", "1", "混合煤气加热时间占比", "share of mixed gas", 0.0, 1.0),
        _percent("volatile_matter", "入炉煤干燥基挥发分", "dry volatile matter of the charge"),
        _percent("moisture", "入炉煤全水分", "total moisture of the charge"),
        Condition("wet_quenching", "1", "湿法熄焦（1 是 0 否）", "wet quenching", 0.0, 1.0, True),
        Condition("oven_age", "年", "炉龄", "oven age", settled=True),
        _percent("ore_grade", "入炉矿品位", "grade of the charged ore"),
        Condition("chromium_iron_ratio", "1", "铬铁比", "chromium to iron ratio"),
        _percent("rare_earth_ore_share", "稀土矿比例", "share of rare-earth ore"),
        _percent("vanadium_titanium_ore_share", "钒钛磁铁矿比例", "share of V-Ti magnetite"),
        _percent("laterite_nickel_ore_share", "红土镍矿比例", "share of laterite nickel ore"),
        _percent("iron_grade", "入炉矿铁品位", "iron grade of the burden"),
        _percent("scrap_ratio", "废钢比", "scrap ratio"),
        Condition("steel_kind", "1", "钢种代号", "number of the steel kind", 0.0, 9.0, True),
        _percent("hot_metal_ratio", "热铁水比", "hot-metal ratio"),
    )
}
"""Every condition that an entry may state, by name."""

ASKED: dict[str, tuple[str, ...]] = {
    "clinker ratio": ("clinker_ratio",),
    "altitude": ("altitude",),
    "heating fuel": ("mixed_gas_share",),
    "dry volatile matter of charge": ("volatile_matter",),
    "total moisture of charge": ("moisture",),
    "quenching": ("wet_quenching",),
    "oven age": ("oven_age",),
    "grade of charged ore": ("ore_grade",),
    "share of rare-earth ore / V-Ti magnetite / laterite nickel ore": (
        "rare_earth_ore_share",
        "vanadium_titanium_ore_share",
        "laterite_nickel_ore_share",
    ),
    "iron grade of burden": ("iron_grade",),
    "scrap ratio": ("scrap_ratio",),
    "steel kind": ("steel_kind",),
    "hot-metal ratio": ("hot_metal_ratio",),
}
"""What the file calls a variable, and the conditions that are asked for."""
