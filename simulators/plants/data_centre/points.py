"""Points of a data centre."""

from __future__ import annotations

from core.vocabulary import Flow, Kind
from simulators.plants.plant import BUILT_MS
from simulators.plants.points import MeterSpec, PointSpec

PRODUCT = "IT"


def build_points() -> tuple[PointSpec, ...]:
    """Return the points of a centre."""

    def register(code: str, name: str, quantity: str, flow: Flow) -> PointSpec:
        meter = MeterSpec(BUILT_MS, multiplier=2_000.0, serial=f"SIM-{code}")
        return PointSpec(
            code,
            name,
            quantity,
            Kind.REGISTER,
            flow,
            "" if flow is Flow.OUTPUT else "electricity",
            "kWh",
            product_code=None if flow is Flow.CONSUMED else PRODUCT,
            meters=(meter,),
        )

    return (
        register("E.IN", "总进线电量", "electricity_kwh", Flow.PURCHASED),
        register("E.IT", "IT 设备用电量", "it_kwh", Flow.OUTPUT),
        register("E.COOL", "制冷用电量", "cooling_kwh", Flow.CONSUMED),
        register("E.LOSS", "供配电及其他用电量", "other_kwh", Flow.CONSUMED),
        PointSpec(
            "P.IT",
            "IT 设备功率",
            "it_kwh",
            Kind.GAUGE,
            Flow.CONSUMED,
            "electricity",
            "kW",
        ),
        PointSpec("C.OIL", "柴油发电机用油", "oil_t", Kind.INTERVAL, Flow.PURCHASED, "diesel", "t"),
    )
