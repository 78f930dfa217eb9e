"""Points of a coal-fired power station."""

from __future__ import annotations

from core.vocabulary import Flow, Kind
from simulators.plants.plant import BUILT_MS
from simulators.plants.points import MeterSpec, PointSpec

PRODUCT = "POWER"


def build_points() -> tuple[PointSpec, ...]:
    """Return the points of a station with one unit."""
    belt = MeterSpec(BUILT_MS, register_max=1_000_000.0, resolution=0.1, serial="SIM-B-1")
    generator = MeterSpec(BUILT_MS, multiplier=1_000.0, serial="SIM-G-1")
    line = MeterSpec(BUILT_MS, multiplier=1_000.0, serial="SIM-L-1")
    house = MeterSpec(BUILT_MS, multiplier=100.0, serial="SIM-H-1")

    def electricity(
        code: str, name: str, quantity: str, *, flow: Flow, meter: MeterSpec
    ) -> PointSpec:
        return PointSpec(
            code,
            name,
            quantity,
            Kind.REGISTER,
            flow,
            "" if flow is Flow.OUTPUT else "electricity",
            "MWh",
            per_unit=1e-3,
            product_code=PRODUCT if flow is Flow.OUTPUT else None,
            meters=(meter,),
        )

    return (
        PointSpec(
            "C.COAL",
            "入炉煤量",
            "coal_t",
            Kind.REGISTER,
            Flow.PURCHASED,
            "raw_coal",
            "t",
            product_code=PRODUCT,
            meters=(belt,),
        ),
        electricity("G.GROSS", "发电量", "gross_kwh", flow=Flow.PRODUCED, meter=generator),
        electricity("G.OWN", "厂用电量", "own_kwh", flow=Flow.CONSUMED, meter=house),
        electricity("G.NET", "供电量", "net_kwh", flow=Flow.OUTPUT, meter=line),
        electricity("G.SOLD", "上网电量", "sold_kwh", flow=Flow.SOLD, meter=line),
        PointSpec(
            "P.UNIT",
            "机组出力",
            "gross_kwh",
            Kind.GAUGE,
            Flow.CONSUMED,
            "electricity",
            "MW",
            per_unit=1e-3,
        ),
        PointSpec(
            "C.OIL",
            "点火用柴油",
            "oil_t",
            Kind.INTERVAL,
            Flow.PURCHASED,
            "diesel",
            "t",
            product_code=PRODUCT,
        ),
    )
