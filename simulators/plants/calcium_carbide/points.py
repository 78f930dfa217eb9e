"""Points of a calcium-carbide works."""

from __future__ import annotations

from core.vocabulary import Flow, Kind
from simulators.plants.plant import BUILT_MS
from simulators.plants.points import MeterSpec, PointSpec

PRODUCT = "CAC2"


def build_points(furnaces: int, *, sells_gas: bool) -> tuple[PointSpec, ...]:
    """Return the points of a works with `furnaces` [1] furnaces."""
    high_voltage = MeterSpec(BUILT_MS, multiplier=132_000.0, serial="SIM-HV-1")
    furnace = MeterSpec(BUILT_MS, multiplier=42_000.0, serial="SIM-F-1")
    scale = MeterSpec(BUILT_MS, register_max=100_000.0, serial="SIM-W-1")
    points = [
        PointSpec(
            "E.IN",
            "总进线电量",
            "electricity_kwh",
            Kind.REGISTER,
            Flow.PURCHASED,
            "electricity",
            "kWh",
            product_code=PRODUCT,
            meters=(high_voltage,),
        ),
        PointSpec(
            "C.COKE",
            "入炉焦炭（干基）",
            "coke_t",
            Kind.INTERVAL,
            Flow.PURCHASED,
            "coke",
            "t",
            product_code=PRODUCT,
        ),
        PointSpec(
            "Q.CAC2",
            "电石产量（折标）",
            "carbide_t",
            Kind.REGISTER,
            Flow.OUTPUT,
            "",
            "t",
            product_code=PRODUCT,
            meters=(scale,),
        ),
        PointSpec(
            "P.TOTAL",
            "总有功功率",
            "electricity_kwh",
            Kind.GAUGE,
            Flow.CONSUMED,
            "electricity",
            "kW",
        ),
    ]
    points += [
        PointSpec(
            f"E.F{number}",
            f"{number}号电石炉电量",
            f"furnace_{number}_kwh",
            Kind.REGISTER,
            Flow.CONSUMED,
            "electricity",
            "kWh",
            meters=(furnace,),
        )
        for number in range(1, furnaces + 1)
    ]
    if sells_gas:
        gas = MeterSpec(BUILT_MS, register_max=1_000_000.0, serial="SIM-G-1")
        points.append(
            PointSpec(
                "H.GAS",
                "外供炉气热量",
                "gas_sold_gj",
                Kind.REGISTER,
                Flow.SOLD,
                "heat",
                "GJ",
                product_code=PRODUCT,
                meters=(gas,),
            )
        )
    return tuple(points)
