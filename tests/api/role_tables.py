"""The rows of the matrix about tables of the registry and about jobs."""

from __future__ import annotations

from typing import Any

from tests.api.role_calls import Row, do, get

ROW = "/tables/{table}/rows/{row}"
OWN_ROW = "/tables/enterprise/rows/{row}"
JOB = "/jobs/0123456789abcdef0123456789abcdef"
POINT = {"code": "T9", "name": "表", "kind": "interval", "carrier": "electricity",
         "flow": "purchased", "unit": "kWh", "expected_s": "60", "gateway_code": "GW1"}  # fmt: skip
QUOTA = {"year": "2027", "kind": "energy", "basis": "calorific", "amount": "1", "unit": "tce",
         "source": "文件"}  # fmt: skip
TASK = {"quarter": "2026-Q1", "number": "9", "task": "改", "who": "某", "next_step": "看"}
TRIED: dict[str, Any] = {"ok": (200, 201, 409, 422)}


def _row(table: str, needs: str, of: str, cells: dict[str, str]) -> Row:
    body = {"values": cells, "dry_run": True}
    url = f"/tables/{table}/rows"
    return do("POST /tables/{table}/rows", needs, url, of=of, body=body, **TRIED)


TABLES = [
    get("/tables"),
    get("/tables/{table}/rows", "/tables/enterprise/rows", shows=True),
    get("/tables/{table}/rows", "/tables/quota_transfer/rows"),
    get(ROW, OWN_ROW, of="enterprise"),
    get(ROW, "/tables/region/rows/{row}", of="region"),
    get(f"{ROW}/history", f"{OWN_ROW}/history", of="enterprise"),
    get("/registry/export", "/registry/export?table=enterprise"),
    get("/registry/template", "/registry/template?table=enterprise"),
    do(f"PATCH {ROW}", "edit_registry", OWN_ROW, of="enterprise", **TRIED,
        body={"values": {"name": "新名"}, "dry_run": True}),
    do(f"DELETE {ROW}", "edit_registry", f"{OWN_ROW}?dry_run=true", of="enterprise",
        ok=(204, 409, 422)),
    _row("point", "manage_gateways", "enterprise", {"enterprise_code": "{enterprise}", **POINT}),
    _row("product", "edit_registry", "enterprise",
         {"enterprise_code": "{enterprise}", "code": "X", "name": "品", "unit": "t"}),
    _row("quota", "set_energy", "enterprise", {"holder": "enterprise:{enterprise}", **QUOTA}),
    _row("dispatch_task", "dispatch", "enterprise", {"subject": "{subject}", **TASK}),
    get("/jobs"),
    get("/jobs/{job}", JOB, ok=(404,)),
    get("/jobs/{job}/file", f"{JOB}/file", ok=(404,)),
    do("POST /jobs/{job}/cancel", "", f"{JOB}/cancel", ok=(404,)),
    do("POST /jobs/import", "edit_registry", ok=(202, 409),
        body={"files": [{"name": "region.csv", "content": "code\nx\n"}], "dry_run": True}),
    do("POST /jobs/replay", "replay", ok=(202, 409), body={"reason": "unknown_point"}),
    do("POST /jobs/export", "read", ok=(202, 409), body={"list": "alerts"}),
    do("POST /jobs/recompute", "recompute", ok=(202,),
        body={"start": "2026-03-02", "end": "2026-03-03", "enterprise": None}),
]  # fmt: skip
