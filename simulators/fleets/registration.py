"""The fleet's registry rows: what an operator would have typed in for these enterprises."""

from __future__ import annotations

from pathlib import Path
from zlib import crc32

import numpy as np

from core.calendar import DAY_MS
from core.vocabulary import Kind
from simulators.fleets.demo import REGIONS
from simulators.fleets.member import Member, max_rate
from simulators.fleets.quotas import SOURCE, QuotaPlan, plan_quota, plan_regions
from simulators.plants.plant import BUILT_MS
from simulators.plants.points import MeterSpec, PointSpec
from simulators.registry_csv import Row, time_cell, write_tables

CALIBRATION_MS = 2 * 365 * DAY_MS
"""A meter is calibrated once in so long [ms]."""
FORGOTTEN_ONE_IN = 12
"""Of so many meters the last calibration of one was forgotten, so that quality has some to find."""


def write_fleet(members: tuple[Member, ...], directory: Path, *, born_ms: int) -> list[Path]:
    """Write the registry files of `members` for a scenario born at `born_ms` [ms]."""
    plans = [plan_quota(member, born_ms) for member in members]
    plans += plan_regions(members, born_ms)
    return write_tables(
        directory,
        {
            "region": [
                {"code": code, "name": name, "parent_code": parent}
                for code, (name, parent) in REGIONS.items()
            ],
            "enterprise": [_enterprise_row(member) for member in members],
            "gateway": [
                {"enterprise_code": m.code, "code": m.gateway, "name": "模拟网关"} for m in members
            ],
            "product": [_product_row(member) for member in members],
            "point": [_point_row(m, point) for m in members for point in m.points],
            "meter_epoch": [
                _epoch_row(m, point, meter, born_ms)
                for m in members
                for point in m.points
                for meter in point.meters
            ],
            "quota": [_quota_row(plan) for plan in plans],
        },
    )


def _enterprise_row(member: Member) -> Row:
    return {
        "code": member.code,
        "name": member.name,
        "region_code": member.region_code,
        "sector_code": member.sector_code,
        "simulated": True,
    }


def _product_row(member: Member) -> Row:
    product = member.product
    return {
        "enterprise_code": member.code,
        "code": product.code,
        "name": product.name,
        "unit": product.unit,
        "benchmark_key": product.benchmark_key,
    }


def _point_row(member: Member, point: PointSpec) -> Row:
    return {
        "enterprise_code": member.code,
        "code": point.code,
        "name": point.name,
        "gateway_code": member.gateway,
        "kind": point.kind,
        "carrier": point.carrier,
        "flow": point.flow,
        "unit": point.unit,
        "expected_s": point.expected_s,
        "in_service": time_cell(BUILT_MS),
        "product_code": point.product_code,
    }


def _calibration_due_ms(member: Member, point: PointSpec, meter: MeterSpec, born_ms: int) -> int:
    """Return when a meter's calibration runs out [ms]: ahead of `born_ms` [ms] but for a few."""
    until_ms = born_ms if meter.stop_ms is None else meter.stop_ms
    done = max((until_ms - meter.start_ms) // CALIBRATION_MS, 0)
    forgotten = crc32(f"{member.code}/{point.code}".encode()) % FORGOTTEN_ONE_IN == 0
    return meter.start_ms + (max(done - 1, 0) + 1 if forgotten else done + 1) * CALIBRATION_MS


def _epoch_row(member: Member, point: PointSpec, meter: MeterSpec, born_ms: int) -> Row:
    """Return an epoch; what a meter of the plant's first days showed then is no account of ours."""
    return {
        "enterprise_code": member.code,
        "point_code": point.code,
        "start": time_cell(meter.start_ms),
        "stop": time_cell(meter.stop_ms),
        "start_value": None if meter.start_ms == BUILT_MS else meter.start_value,
        "stop_value": _stop_value(member, point, meter),
        "multiplier": meter.multiplier,
        "register_max": meter.register_max,
        "max_rate": max_rate(member.feed, point, meter),
        "calibration_due": time_cell(_calibration_due_ms(member, point, meter, born_ms)),
        "serial": meter.serial,
    }


def _stop_value(member: Member, point: PointSpec, meter: MeterSpec) -> float | None:
    """Return what a meter showed when it was taken away [raw unit]."""
    if point.kind is not Kind.REGISTER or meter.stop_ms is None:
        return None
    return float(member.feed.values_of(point, meter, np.array([meter.stop_ms], np.int64))[0])


def _quota_row(plan: QuotaPlan) -> Row:
    row: dict[str, object] = {
        "holder": plan.holder,
        "year": plan.year,
        "kind": "energy",
        "basis": "calorific",
        "amount": plan.amount,
        "unit": "tce",
        "source": SOURCE,
    }
    return row | {f"m{month:02d}": amount for month, amount in enumerate(plan.months, start=1)}
