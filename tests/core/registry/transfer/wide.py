"""Rows of every table that says what an enterprise consists of and belongs to."""

from __future__ import annotations

PERMIT = "91150600MA0000001P"


def wide_files(e1: str, e2: str) -> dict[str, list[dict[str, object]]]:
    """Return example rows for two enterprises, by table."""
    owner = {"enterprise_code": e1}
    return {
        "park": [
            {"code": "MENGSU", "name": "蒙苏", "region_code": "150622", "kind": "zero_carbon"},
            {"code": "DALU", "name": "大路", "region_code": "150622"},
        ],
        "park_member": [
            {"park_code": "MENGSU", **owner, "valid_from": "2026-02-01", "source": "协议"},
            {
                "park_code": "MENGSU",
                "enterprise_code": e2,
                "valid_to": "2026/3/1",
                "source": "协议",
            },
        ],
        "membership": [
            {
                **owner,
                "list_code": "key_energy",
                "valid_from": "2021-01-01",
                "valid_to": "2026-01-01",
                "source": "名单 2021",
            },
            {**owner, "list_code": "key_energy", "valid_from": "2026-01-01", "source": "名单 2026"},
            {**owner, "list_code": "own:ladder", "source": "表"},
        ],
        "attribute": [
            {
                **owner,
                "name": "region",
                "valid_to": "2026-05-01",
                "value": "150200",
                "source": "批复",
            },
            {**owner, "name": "sector", "valid_to": "2025-01-01", "value": "C26", "source": "批复"},
            {**owner, "name": "name", "valid_to": "2024-01-01", "value": "旧名", "source": "执照"},
        ],
        "process_line": [
            {
                **owner,
                "code": "F1",
                "name": "1# 炉",
                "product_code": "carbide",
                "capacity": "450000",
                "unit": "t/a",
                "vintage": "new",
                "in_service": "2024-06-01",
                "out_of_service": "2040-01-01",
            },
            {**owner, "code": "F2", "vintage": "planned"},
        ],
        "equipment": [
            {
                **owner,
                "code": "B1",
                "name": "锅炉",
                "kind": "boiler",
                "line_code": "F1",
                "capacity": "75",
                "unit": "t/h",
                "policy_class": "restricted",
                "in_service": "2012-05-01",
            },
        ],
        "discharge_permit": [
            {
                **owner,
                "number": PERMIT,
                "issuer": "局",
                "valid_from": "2023-07-01",
                "valid_to": "2028-07-01",
                "source": "许可证",
            },
        ],
        "outlet": [
            {**owner, "code": "DA001", "name": "烟囱", "medium": "air", "line_code": "F1"},
        ],
        "permit_limit": [
            {
                **owner,
                "permit_number": PERMIT,
                "outlet_code": "DA001",
                "pollutant": "nox",
                "kind": "concentration",
                "period": "hour",
                "valid_from": "2023-07-01",
                "amount": "100",
                "unit": "mg/m3",
                "reference_oxygen": "6",
            },
            {
                **owner,
                "permit_number": PERMIT,
                "pollutant": "nox",
                "kind": "mass",
                "period": "year",
                "valid_from": "2023-07-01",
                "amount": "120.5",
                "unit": "t",
            },
        ],
        "point": [
            metered(e1, "MAIN", meter_level="1"),
            metered(e1, "SUB-1", parent_code="MAIN", line_code="F1", meter_level="2"),
            metered(e1, "SUB-2", parent_code="SUB-1", equipment_code="B1", meter_level="3"),
            virtual(e1, "REST", "MAIN - SUB-1"),
            virtual(e1, "TWICE", "2 * (REST + SUB-2)"),
        ],
        "entry": [
            {
                "subject": f"line:{e1}/F1",
                "item": "output:carbide",
                "start": "2026-05-01",
                "end": "2026-06-01",
                "value": "12000",
                "unit": "t",
                "document": "日报",
                "entered_by": "王工",
                "reason": "地磅复核",
            },
            {
                "subject": "park:MENGSU",
                "item": "renewable_electricity",
                "start": "2026-05-01",
                "end": "2026-06-01",
                "value": "120",
                "unit": "万kWh",
                "document": "台账",
                "entered_by": "李",
            },
        ],
    }


def metered(enterprise: str, code: str, **cells: object) -> dict[str, object]:
    """Return the row of a meter of purchased electricity."""
    return {
        "enterprise_code": enterprise,
        "code": code,
        "kind": "interval",
        "carrier": "electricity",
        "flow": "consumed",
        "unit": "kWh",
        "expected_s": "900",
        **cells,
    }


def virtual(enterprise: str, code: str, formula: str, **cells: object) -> dict[str, object]:
    """Return the row of a virtual point."""
    made = {"kind": "virtual", "expected_s": "3600", "formula": formula}
    return metered(enterprise, code, **made, **cells)
