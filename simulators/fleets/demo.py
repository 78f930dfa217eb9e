"""The demo fleet: twelve fictitious enterprises in three leagues 盟市 of Inner Mongolia.

Every name begins with 模拟 and every credit code with a place that does not exist. The leagues and
banners are real (GB/T 2260), their enterprises are not.
"""

from __future__ import annotations

from functools import cache

from core.calendar import DAY_MS, HOUR_MS, local_midnight_ms, to_local
from simulators.fleets.credit_code import fictitious_code
from simulators.fleets.faults import Blip, Dead, Fault, Gap, Sparse
from simulators.fleets.member import Member, Pace, ProductSpec, replace_meter, roll_over
from simulators.plants import CalciumCarbide, CoalPower, DataCentre, Plant
from simulators.plants.points import PointSpec

REGIONS: dict[str, tuple[str, str | None]] = {
    "150000": ("内蒙古自治区", None),
    "150300": ("乌海市", "150000"),
    "150302": ("海勃湾区", "150300"),
    "150303": ("海南区", "150300"),
    "150304": ("乌达区", "150300"),
    "150600": ("鄂尔多斯市", "150000"),
    "150603": ("康巴什区", "150600"),
    "150621": ("达拉特旗", "150600"),
    "150622": ("准格尔旗", "150600"),
    "150624": ("鄂托克旗", "150600"),
    "150900": ("乌兰察布市", "150000"),
    "150902": ("集宁区", "150900"),
    "150926": ("察哈尔右翼前旗", "150900"),
    "150981": ("丰镇市", "150900"),
}
"""GB/T 2260 code → (name, code above)."""

BENCHMARK, BETWEEN, BELOW, UNDETERMINED = (
    "benchmark",
    "between",
    "below_baseline",
    "undetermined",
)
"""Levels of the rule ``benchmark_class``."""

CARBIDE = ProductSpec("CAC2", "电石（折标 300 L/kg）", "t", "无机盐/电石//单位产品综合能耗")
CENTRE = ProductSpec("IT", "IT 设备用电", "kWh", "数据中心/能效等级//PUE")


def _power(condition: str) -> ProductSpec:
    return ProductSpec("POWER", "供电量", "kWh", f"燃煤发电/供电/{condition}/供电煤耗")


@cache
def build_demo(born_ms: int) -> tuple[Member, ...]:
    """Return the fleet as it stands for a scenario born at `born_ms` [ms since the epoch, UTC].

    The order is that in which history is sent: what shows most first.
    """
    day_ms = local_midnight_ms(to_local(born_ms).date())
    first = CalciumCarbide(101, electricity_kwh_t=2920.0, coke_t_t=0.53, gas_sold_share=0.95)
    second = CalciumCarbide(102, electricity_kwh_t=3090.0, coke_t_t=0.565)
    open_furnace = CalciumCarbide(
        103,
        furnaces=3,
        capacity_t_h=5.5,
        electricity_kwh_t=3390.0,
        coke_t_t=0.60,
        gas_sold_share=0.0,
    )
    fourth = CalciumCarbide(104, electricity_kwh_t=3150.0, coke_t_t=0.572, gas_sold_share=0.8)
    plan = [
        _member(3, "模拟电石三厂", "150303", open_furnace, planted=(BELOW, Pace.EXCEEDED),
                faults=(Gap(frozenset(), day_ms - 47 * DAY_MS, day_ms - 44 * DAY_MS),)),
        _member(1, "模拟电石一厂", "150624", first, planted=(BENCHMARK, Pace.WITHIN)),
        _member(2, "模拟电石二厂", "150622", second, planted=(BETWEEN, Pace.OVER),
                points=replace_meter(second, "E.IN", day_ms - 95 * DAY_MS + 10 * HOUR_MS
                                     + HOUR_MS // 2, multiplier=66_000.0)),
        _member(6, "模拟火电一厂", "150622", CoalPower(106, 600.0, rated_g_kwh=268.0),
                planted=(BENCHMARK, Pace.WITHIN), product=_power("超超临界 600 MW")),
        _member(8, "模拟火电三厂", "150302", CoalPower(108, 330.0, rated_g_kwh=326.0),
                planted=(BELOW, Pace.OVER), product=_power("亚临界 300 MW")),
        _member(12, "模拟数据中心三号", "150603",
                DataCentre(112, 12.0, loss_share=0.22, fan_share=0.31, compressor_per_k=0.015),
                planted=(BELOW, Pace.WILL_EXCEED)),
        _member(10, "模拟数据中心一号", "150902", DataCentre(110, 30.0),
                planted=(BENCHMARK, Pace.WITHIN)),
        _member(5, "模拟电石五厂", "150981", CalciumCarbide(105, electricity_kwh_t=3120.0),
                planted=(UNDETERMINED, Pace.WITHIN),
                faults=(Sparse(frozenset(), 505, 0.35),
                        Dead(frozenset({"C.COKE"}), day_ms - 60 * DAY_MS, day_ms - 20 * DAY_MS))),
        _member(4, "模拟电石四厂", "150304", fourth, planted=(BETWEEN, Pace.WILL_EXCEED),
                points=roll_over(fourth, "E.IN", day_ms - 33 * DAY_MS + HOUR_MS // 3,
                                 register_max=10_000.0)),
        _member(9, "模拟火电四厂", "150981", CoalPower(109, 660.0, rated_g_kwh=289.0),
                planted=(BETWEEN, Pace.WILL_EXCEED), product=_power("超临界 600 MW"),
                faults=(Blip(frozenset({"G.NET"}), day_ms - 12 * DAY_MS + 9 * HOUR_MS),)),
        _member(7, "模拟火电二厂", "150621", CoalPower(107, 600.0, rated_g_kwh=293.0),
                planted=(BETWEEN, Pace.WITHIN), product=_power("亚临界 600 MW")),
        _member(11, "模拟数据中心二号", "150926",
                DataCentre(111, 22.0, loss_share=0.15, fan_share=0.18, compressor_per_k=0.008),
                planted=(BETWEEN, Pace.WITHIN)),
    ]  # fmt: skip
    return tuple(plan)


_SECTORS = {CalciumCarbide: "2613", CoalPower: "4411", DataCentre: "6450"}
_PRODUCTS = {CalciumCarbide: CARBIDE, DataCentre: CENTRE}


def _member(
    number: int,
    name: str,
    region_code: str,
    plant: Plant,
    *,
    planted: tuple[str, Pace],
    product: ProductSpec | None = None,
    points: tuple[PointSpec, ...] | None = None,
    faults: tuple[Fault, ...] = (),
) -> Member:
    kind = type(plant)
    return Member(
        fictitious_code(number),
        name,
        region_code,
        _SECTORS[kind],
        plant,
        product or _PRODUCTS[kind],
        plant.points() if points is None else points,
        *planted,
        faults=faults,
        trusted=planted[0] != UNDETERMINED,
    )
