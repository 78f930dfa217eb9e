import csv
from pathlib import Path

import pytest

from core.calendar import parse_time
from core.clock import FixedClock
from core.registry.credit_code import check_character
from core.registry.database import open_registry
from core.registry.transfer import ImportReport, import_files

NOW_MS = parse_time("2026-06-15T12:30:00")


def credit_code(number: int) -> str:
    body = f"91150600MA{number:07d}"
    return body + check_character(body)


E1, E2 = credit_code(1), credit_code(2)

FILES: dict[str, list[dict[str, object]]] = {
    "region": [
        {"code": "150622", "name": "准格尔旗", "parent_code": "150600"},
        {"code": "150600", "name": "鄂尔多斯市", "parent_code": "150000"},
        {"code": "150000", "name": "内蒙古自治区", "parent_code": ""},
        {"code": "150200", "name": "包头市", "parent_code": "150000"},
    ],
    "enterprise": [
        {"code": E1, "name": "电石一厂", "region_code": "150622", "sector_code": "C2613"},
        {"code": E2, "name": "热电, 二厂", "region_code": "150200", "sector_code": "4411"},
    ],
    "gateway": [
        {"enterprise_code": E1, "code": "gw1", "name": "总降", "delivery": "broker"},
        {"enterprise_code": E2, "code": "gw1", "name": "", "delivery": ""},
    ],
    "product": [
        {
            "enterprise_code": E1,
            "code": "carbide",
            "name": "电石",
            "unit": "吨",
            "benchmark_key": "无机盐/电石//单位产品综合能耗",
        },
    ],
    "point": [
        {
            "enterprise_code": E1,
            "code": "P-1",
            "name": "进线",
            "gateway_code": "gw1",
            "kind": "register",
            "carrier": "electricity",
            "flow": "purchased",
            "unit": "千瓦时",
            "expected_s": "900",
            "in_service": "2025-01-01",
            "product_code": "carbide",
        },
        {
            "enterprise_code": E1,
            "code": "OUT",
            "name": "",
            "gateway_code": "",
            "kind": "gauge",
            "carrier": "",
            "flow": "output",
            "unit": "t/h",
            "expected_s": "60",
            "in_service": "",
            "product_code": "carbide",
        },
    ],
    "meter_epoch": [
        {
            "enterprise_code": E1,
            "point_code": "P-1",
            "start": "2025-01-01",
            "stop": "2026-03-01T08:00:00+08:00",
            "start_value": "0",
            "stop_value": "12345.6",
            "multiplier": "2000",
            "register_max": "999999.9",
        },
        {
            "enterprise_code": E1,
            "point_code": "P-1",
            "start": "2026-03-01T08:00:00+08:00",
            "multiplier": "3000",
            "jitter": "0.1",
        },
    ],
    "quota": [
        {
            "holder": f"enterprise:{E1}",
            "year": "2026",
            "kind": "energy",
            "basis": "calorific",
            "amount": "123456.7",
            "unit": "tce",
            "source": "鄂能控〔2026〕1号",
        },
        {
            "holder": "region:150600",
            "year": "2026",
            "kind": "carbon",
            "basis": "",
            "amount": "1200",
            "unit": "tCO2",
            "source": "plan",
            **{f"m{month:02d}": "100" for month in range(1, 13)},
        },
    ],
    "entry": [
        {
            "subject": f"enterprise:{E1}",
            "item": "output:carbide",
            "start": "2026-05-01",
            "end": "2026-06-01",
            "value": "30000.5",
            "unit": "t",
            "document": "日报 5 月",
            "entered_by": "王工",
        },
    ],
}


def write_rows(path: Path, rows: list[dict[str, object]]) -> Path:
    names = list(dict.fromkeys(name for row in rows for name in row))
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, names, restval="")
        writer.writeheader()
        writer.writerows(rows)
    return path


class World:
    """The example registry as files that a test changes before it imports them."""

    e1, e2, now_ms = E1, E2, NOW_MS
    credit_code = staticmethod(credit_code)

    def __init__(self, directory: Path, registry) -> None:
        self.directory = directory
        self.registry = registry
        self.clock = FixedClock(NOW_MS)
        self.files = {name: [dict(row) for row in rows] for name, rows in FILES.items()}

    def take(self, *names: str, dry_run: bool = False, **options) -> ImportReport:
        paths = [
            write_rows(self.directory / f"{name}.csv", self.files[name])
            for name in names or self.files
            if self.files[name]
        ]
        return import_files(self.registry, paths, clock=self.clock, dry_run=dry_run, **options)

    def refused(self, *names: str) -> list[tuple[int, str, str]]:
        report = self.take(*names)
        assert not report.applied
        assert all(row.reason and row.fix for row in report.rows)
        return [(row.row, row.column, row.reason) for row in report.rows]


@pytest.fixture
def world(tmp_path: Path, registry) -> World:
    return World(tmp_path, registry)


@pytest.fixture
def filled(world: World) -> World:
    assert world.take().rows == []
    return world


@pytest.fixture
def second(tmp_path: Path):
    with open_registry(tmp_path / "second.db") as opened:
        yield opened
