"""The registry rows of a map: enterprise, gateway, products and points, for ``--register``."""

from __future__ import annotations

from pathlib import Path

from core.registry.codes import parent_region_code
from core.vocabulary import Kind
from simulators.registry_csv import Row, write_tables
from simulators.replay.map import PointTable, ReplayMap

ASSUMED = "（时间为推定 time assumed）"
"""Marks the points of a file without times."""


def registry_files(given: ReplayMap, directory: Path) -> list[Path]:
    """Write the registry files of a map into `directory`; return them.

    The region goes with them only where it is of the top level, such as the made-up one of
    recordings from abroad; a banner of the real tree must be in the registry already.
    """
    enterprise = given.enterprise
    return write_tables(
        directory,
        {
            "region": _region_rows(given),
            "enterprise": [
                {
                    "code": enterprise.code,
                    "name": enterprise.name,
                    "region_code": enterprise.region_code,
                    "sector_code": enterprise.sector_code,
                    "simulated": enterprise.simulated,
                }
            ],
            "gateway": [
                {
                    "enterprise_code": enterprise.code,
                    "code": given.gateway.code,
                    "name": given.gateway.name,
                }
            ],
            "product": [
                {
                    "enterprise_code": enterprise.code,
                    "code": product.code,
                    "name": product.name,
                    "unit": product.unit,
                    "benchmark_key": product.benchmark_key,
                }
                for product in given.products
            ],
            "point": [_point_row(given, point) for point in given.points],
        },
    )


def _region_rows(given: ReplayMap) -> list[Row]:
    code = given.enterprise.region_code
    if parent_region_code(code) is not None:
        return []
    return [{"code": code, "name": given.enterprise.region_name, "parent_code": None}]


def _point_row(given: ReplayMap, point: PointTable) -> Row:
    kind = Kind.REGISTER if point.as_ == "register" else point.kind
    return {
        "enterprise_code": given.enterprise.code,
        "code": point.code,
        "name": point.name + (ASSUMED if given.is_assumed() else ""),
        "gateway_code": given.gateway.code,
        "kind": kind,
        "carrier": point.carrier,
        "flow": point.flow,
        "unit": point.unit,
        "expected_s": point.expected_s or given.time.step_s,
        "in_service": "1970-01-01T00:00:00Z",
        "product_code": point.product_code,
    }
