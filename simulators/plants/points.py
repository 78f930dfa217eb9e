"""What a simulated plant measures: points and the meters behind them."""

from __future__ import annotations

from dataclasses import dataclass

from core.vocabulary import Flow, Kind


@dataclass(frozen=True)
class MeterSpec:
    """One meter behind a register point, from its installation to its removal.

    Attributes
    ----------
    start_ms : int
        Installation [ms since the epoch, UTC].
    stop_ms : int | None
        Removal [ms since the epoch, UTC], None while it is in place.
    start_value : float
        What it shows when installed [raw unit].
    multiplier : float
        CT·PT multiplier [1].
    register_max : float | None
        Raw value at which it starts again at 0 [raw unit], None where that is out of reach.
    resolution : float
        Last digit [raw unit].
    serial : str
        Number on its plate.
    """

    start_ms: int
    stop_ms: int | None = None
    start_value: float = 0.0
    multiplier: float = 1.0
    register_max: float | None = None
    resolution: float = 0.001
    serial: str = ""


@dataclass(frozen=True)
class PointSpec:
    """One measured quantity of a plant.

    Attributes
    ----------
    code, name : str
        Code within the enterprise, and what people call it.
    quantity : str
        Name of the plant's hourly quantity behind it.
    kind, flow : Kind, Flow
        What it measures and what that is to the enterprise.
    carrier : str
        Catalogue carrier code.
    unit : str
        Unit of the value after the multiplier.
    per_unit : float
        How much of `unit` one unit of the quantity is [unit per unit of the quantity].
    expected_s : int
        Time between readings [s].
    product_code : str | None
        Product whose energy or output it measures.
    meters : tuple of MeterSpec
        Meters of a register, in order of time; empty for other kinds.
    """

    code: str
    name: str
    quantity: str
    kind: Kind
    flow: Flow
    carrier: str
    unit: str
    per_unit: float = 1.0
    expected_s: int = 3600
    product_code: str | None = None
    meters: tuple[MeterSpec, ...] = ()
