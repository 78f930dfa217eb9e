"""The matrix: every route with what it needs, and calls of it about something that is somebody's.

A row's `url` and `body` may hold ``{enterprise}``, ``{region}``, ``{subject}``, ``{holder}`` and
what hangs on them (``{alert}``, ``{verdict}`` …): then it is called with the caller's own, with
others' and with ones that are not there.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tests.api.role_world import KEY, SINCE_MS, YEAR_MS

ALL = frozenset(
    {"operator", "energy", "environment", "statistics", "water", "far", "near", "next"}
    | {"delegate", "withdrawn", "testers"}
)
REGULATORS = frozenset({"energy", "environment", "statistics", "water", "far"})
MAY: dict[str, frozenset[str]] = {
    "": ALL | {"narrowed"},
    "read": ALL | {"narrowed"},
    "read_platform": frozenset({"operator"}),
    "read_audit": frozenset({"operator"}),
    "enter": frozenset({"operator", "statistics", "near", "next", "delegate", "withdrawn"})
    | {"narrowed"},
    "enter_own": frozenset({"operator", "near", "next", "delegate", "withdrawn", "narrowed"}),
    "enter_region": frozenset({"operator", "statistics"}),
    "manage_gateways": frozenset({"operator", "near", "next", "delegate", "withdrawn"}),
    "handle_alerts": ALL - {"testers"},
    "assign_alerts": REGULATORS | {"operator"},
    "set_quotas": frozenset({"operator", "energy", "environment", "water", "far"}),
    "set_energy": frozenset({"operator", "energy", "far"}),
    "dispatch": frozenset({"operator", "energy", "far"}),
    "close_periods": frozenset({"operator", "energy", "statistics", "far"}),
    "edit_registry": frozenset({"operator"}),
    "manage_quarantine": frozenset({"operator"}),
    "recompute": frozenset({"operator"}),
    "replay": ALL - REGULATORS,
    "manage_users": frozenset({"operator"}),
    "manage_delegates": frozenset({"operator", "near", "next"}),
    "see_delegations": frozenset({"operator", "near", "next", "delegate", "withdrawn"}),
}
"""Who may do what, as it was agreed: written out, so that a slip in the table of grants shows."""


@dataclass(frozen=True)
class Row:
    """A call of a route.

    Attributes
    ----------
    route : str
        Method and path as the application has it.
    needs : str
        The permission, '' for anybody who is known, ``open`` for everybody.
    url : str
        The call's path and query, the route's own path where it is empty.
    of : str
        What the places in `url` and `body` stand for: enterprise, region or subject (either).
    shows : bool
        Whether an answer must show the caller's own, so that an empty one is no proof.
    ok : tuple of int
        Statuses of an allowed call about the caller's own.
    other : int
        Status of a call about what is not there or somebody else's.
    """

    route: str
    needs: str = "read"
    url: str = ""
    body: Any = None
    of: str = ""
    shows: bool = False
    ok: tuple[int, ...] = (200,)
    other: int = 404

    @property
    def method(self) -> str:
        return self.route.split(" ")[0]

    @property
    def path(self) -> str:
        return self.url or self.route.split(" ")[1]


def _get(path: str, url: str = "", **given: Any) -> Row:
    full = f"/api/v1{url}" if url else ""
    return Row(f"GET /api/v1{path}", url=full, **given)


def _do(route: str, needs: str, url: str = "", **given: Any) -> Row:
    method, path = route.split(" ")
    full = f"/api/v1{url}" if url else ""
    return Row(f"{method} /api/v1{path}", needs, full, **given)


LISTS = [
    _get(path, shows=True)
    for path in (
        "/enterprises", "/gateways", "/points", "/products", "/quotas", "/entries", "/park-members",
        "/lines", "/equipment", "/permits", "/outlets", "/permit-limits", "/memberships",
        "/attributes", "/verdicts", "/alerts", "/findings", "/quality", "/subscriptions",
        "/maintenance", "/notifications", "/quotas/tree", "/quotas/history", "/quotas/transfers",
        "/certificates", "/books", "/quarantine", "/closings", "/warnings", "/dispatch",
        "/dispatch.csv", "/warnings/held-back", "/levels/efficiency-list",
    )
] + [
    _get("/regions"),
    _get("/parks"),
    _get("/accounts", "/accounts?period=year", shows=True),
    _get("/closings/verify"),
    _get("/levels/ranking", f"/levels/ranking?benchmark_key={KEY}&year=2025", shows=True),
    _get("/verdicts", "/verdicts?limit=1"),
]  # fmt: skip

EMPTY = {"other": 200}
"""A list that is asked for somebody else's is as empty as one of what is not there."""
OF_ENTERPRISE = [
    _get(path, f"{path}?enterprise={{enterprise}}", of="enterprise")
    for path in (
        "/gateways", "/points", "/epochs", "/products", "/park-members", "/lines", "/equipment",
        "/permits", "/outlets", "/permit-limits", "/memberships", "/attributes", "/quality/fitting",
    )
] + [
    _get("/enterprises", "/enterprises?text={enterprise}", of="enterprise", **EMPTY),
    _get("/points", "/points?enterprise={enterprise}&latest=true", of="enterprise"),
    _get("/books", "/books?enterprise={enterprise}", of="enterprise", **EMPTY),
    _get("/quarantine", "/quarantine?enterprise={enterprise}", of="enterprise", **EMPTY),
    _get("/quarantine", "/quarantine?enterprise={enterprise},", of="enterprise", **EMPTY),
    _get("/quarantine/{number}", "/quarantine/{quarantine}", of="enterprise"),
    _get("/quality", "/quality?enterprise={enterprise}", of="enterprise", **EMPTY),
    _get("/quality/{enterprise}", "/quality/{enterprise}", of="enterprise"),
    _get("/enterprises/{enterprise}", "/enterprises/{enterprise}", of="enterprise", shows=True),
    _get("/enterprises/{enterprise}/load", "/enterprises/{enterprise}/load", of="enterprise"),
    _get(
        "/enterprises/{enterprise}/consumption",
        "/enterprises/{enterprise}/consumption",
        of="enterprise",
    ),
    *(
        _get(
            path,
            f"{path}?enterprise={{enterprise}}&point=E&start={SINCE_MS}&end={SINCE_MS + 9**9}",
            of="enterprise",
        )
        for path in ("/readings", "/amounts")
    ),
    _get("/balance", f"/balance?subject=enterprise:{{enterprise}}&start={SINCE_MS}",
         of="enterprise"),
    _get("/balance", f"/balance?subject=line:{{enterprise}}/F1&start={SINCE_MS}", of="enterprise"),
    _get("/accounts", "/accounts?subject=line:{enterprise}/F1&period=year", of="enterprise",
         **EMPTY),
    _get("/accounts", "/accounts?subject=enterprise:{enterprise}&period=hour", of="enterprise"),
    _get("/carbon", "/carbon?subject=enterprise:{enterprise}", of="enterprise"),
]  # fmt: skip

LOG_INS = "/gateways/{enterprise}/{gateway}/log-ins"
UNKNOWN = "/gateways/{enterprise}/{gateway}/unknown-points"
OF_ENTERPRISE += [
    _get("/gateways/{enterprise}/{gateway}", "/gateways/{enterprise}/GW1", of="enterprise"),
    _get("/products/{enterprise}/{product}", "/products/{enterprise}/CAC2", of="enterprise"),
    _get("/points/{enterprise}/{point:path}", "/points/{enterprise}/E", of="enterprise"),
    _get("/entries/{entry}", "/entries/{entry}", of="enterprise"),
    _get(LOG_INS, "/gateways/{enterprise}/GW1/log-ins", of="enterprise"),
    _get(UNKNOWN, "/gateways/{enterprise}/GW1/unknown-points", of="enterprise"),
]
OF_REGION = [
    _get("/regions/{region}", "/regions/{region}", of="region"),
    _get("/regions", "/regions?under={region}", of="region"),
    _get("/regions/{region}/overview", "/regions/{region}/overview", of="region"),
    _get("/regions/{region}/account", "/regions/{region}/account", of="region"),
    _get("/regions/{region}/targets", "/regions/{region}/targets", of="region"),
    _get("/quality/connection", "/quality/connection?region={region}", of="region"),
    _get("/carbon", "/carbon?subject=region:{region}", of="region"),
    _get("/pace/effect", "/pace/effect?region={region}&energy_tce=1&added_value=1", of="region",
         ok=(200, 422)),
    *(
        _get(path, f"{path}?region={{region}}", of="region")
        for path in (
            "/enterprises", "/parks", "/quality", "/warnings", "/warnings/held-back", "/dispatch",
            "/dispatch.csv", "/levels/efficiency-list",
        )
    ),
    _get("/levels/ranking", f"/levels/ranking?benchmark_key={KEY}&region={{region}}", of="region"),
]  # fmt: skip

OF_SUBJECT = [
    *(
        _get(path, f"{path}?{name}={{subject}}{more}", of="subject", **EMPTY)
        for path, name, more in (
            ("/quotas", "holder", ""),
            ("/entries", "subject", ""),
            ("/verdicts", "subject", ""),
            ("/alerts", "subject", ""),
            ("/findings", "subject", ""),
            ("/closings", "subject", ""),
            ("/warnings", "subject", ""),
            ("/quotas/history", "holder", ""),
            ("/certificates", "holder", ""),
            ("/accounts", "subject", "&period=day"),
        )
    ),
    _get("/verdicts/{verdict}", "/verdicts/{verdict}", of="subject"),
    _get("/explain/verdicts/{verdict}", "/explain/verdicts/{verdict}", of="subject",
         ok=(200, 409, 500)),
    _get(
        "/explain/accounts",
        "/explain/accounts?subject={subject}&indicator=coal_calorific_tce&period=year"
        f"&start={YEAR_MS}",
        of="subject",
    ),
    _get("/findings/picture", f"/findings/picture?subject={{subject}}&point=E&code=flat_line"
         f"&start={SINCE_MS}", of="subject"),
    _get("/quotas/curve", "/quotas/curve?holder={subject}", of="subject"),
    _get("/pace/what-if", "/pace/what-if?holder={subject}", of="subject"),
    _get("/pace/backtest", "/pace/backtest?holder={subject}&year=2026", of="subject",
         ok=(200, 422)),
    _get("/pace/season", "/pace/season?holder={subject}&year=2026", of="subject", ok=(200, 422)),
    _get("/accounts/year-on-year", f"/accounts/year-on-year?subject={{subject}}&start={YEAR_MS}",
         of="subject"),
    _get("/unit-energy", f"/unit-energy?subject={{subject}}&start={YEAR_MS}", of="subject"),
    _get("/alerts/{alert}/history", "/alerts/{alert}/history", of="subject"),
]  # fmt: skip

KNOWN = [
    _get("/catalogue/carriers", needs=""),
    _get("/catalogue/factors", "/catalogue/factors?carrier=electricity", needs=""),
    _get("/catalogue/levels", f"/catalogue/levels?benchmark_key={KEY}", needs=""),
    _get("/catalogue/lists", needs=""),
    _get("/catalogue/schemes", needs=""),
    _get("/warnings/schemes", needs=""),
    _get("/session", needs=""),
    _get("/sessions", needs="", ok=(200, 403)),
    _get("/tokens", needs=""),
    _get("/overview", ok=(200, 404)),
]
OPEN = [Row("GET /health", "open"), Row("GET /openapi.json", "open")]
PLATFORM = [
    Row("GET /metrics", "read_platform"),
    _get("/books/audit", needs="read_platform"),
    _get("/channels", needs="read_platform"),
    _get("/users", needs="manage_users"),
    _get("/users/{user}", "/users/0123456789abcdef", needs="manage_users", ok=(404,)),
    _get("/delegations", needs="see_delegations"),
    _get("/audit", needs="read_audit"),
]

SUBJECT_BODY = {"subject": "{subject}", "reason": "测试的理由", "period": "month"}
WINDOW = {"subject": "{subject}", "reason": "检修", "start": "2027-01-01", "end": "2027-01-02"}
DONE = (200, 201, 204)
FIGURE = {"start": "2026-02-01", "end": "2026-03-01", "value": 7, "document": "某月报"}
OUTPUT = {"subject": "enterprise:{enterprise}", "item": "output:CAC2", "unit": "t", **FIGURE}
GDP = {"subject": "region:{region}", "item": "gdp", "unit": "万元", **FIGURE}
STATED = (201, 409, 422)
WRITES = [
    _do("POST /entries", "enter_own", of="enterprise", body=OUTPUT, ok=STATED),
    _do("POST /entries", "enter_region", of="region", body=GDP, ok=STATED),
    _do("POST /entries/{entry}/versions", "enter_own", "/entries/{entry}/versions",
        of="enterprise", ok=STATED,
        body={"value": 8, "unit": "t", "document": "地磅", "reason": "复核"}),
    _do("POST /points/{enterprise}/{point:path}/meter-changes", "manage_gateways",
        "/points/{enterprise}/E/meter-changes", of="enterprise", ok=STATED,
        body={"at": "2026-03-05", "start_value": 0}),
    _do("POST /gateways", "manage_gateways", of="enterprise", ok=(201, 409),
        body={"enterprise": "{enterprise}", "code": "GW2", "name": "二号"}),
    _do(f"POST {LOG_INS}", "manage_gateways", "/gateways/{enterprise}/GW1/log-ins",
        of="enterprise", body={"keep_old_s": 0}),
    _do(f"DELETE {LOG_INS}", "manage_gateways", "/gateways/{enterprise}/GW1/log-ins",
        of="enterprise", ok=(200, 204)),
    _do("POST /gateways/{enterprise}/{gateway}/points", "manage_gateways",
        "/gateways/{enterprise}/GW1/points", of="enterprise", ok=(200, 201, 409, 422),
        body={"points": [{"code": "T1.EP", "name": "进线", "kind": "register", "unit": "kWh",
                          "carrier": "electricity", "flow": "purchased", "expected_s": 60}]}),
    *(
        _do(f"POST /alerts/{{alert}}/{act}", needs, f"/alerts/{{alert}}/{act}", of="subject",
            body=body, ok=(*DONE, 409))
        for act, needs, body in (
            ("acknowledge", "handle_alerts", {"text": "看到了"}),
            ("comment", "handle_alerts", {"text": "看到了"}),
            ("assign", "assign_alerts", {"assignee": "某人"}),
            ("resolve", "assign_alerts", {"text": "好了"}),
        )
    ),
    _do("POST /maintenance", "assign_alerts", of="subject", body=WINDOW, ok=DONE),
    _do("DELETE /maintenance/{number}", "assign_alerts", "/maintenance/{window}", of="subject",
        ok=(204, 404)),
    _do("POST /closings", "close_periods", of="subject", ok=(201, 409),
        body={"subject": "{subject}", "period": "month", "start": "2026-03-01"}),
    _do("POST /closings/restate", "close_periods", of="subject", ok=(201, 409),
        body={**SUBJECT_BODY, "start": "2026-03-01"}),
    _do("POST /quarantine/{number}/replay", "replay", "/quarantine/{quarantine}/replay",
        of="enterprise", ok=(200, 409)),
    _do("POST /quarantine/replay", "replay", of="enterprise",
        body={"enterprise": "{enterprise}", "reason": "unknown_point"}, **EMPTY),
    _do("POST /quarantine/replay", "manage_quarantine", body={"reason": "seq_reused"}),
    _do("POST /quarantine/{number}/drop", "manage_quarantine", "/quarantine/999999/drop",
        body={"reason": "测试"}, ok=(404,)),
    _do("PUT /channels/{name}", "edit_registry", "/channels/home",
        body={"url": "json://127.0.0.1:9/", "language": "zh"}),
    _do("POST /channels/{name}/test", "edit_registry", "/channels/none/test", ok=(404,)),
    _do("DELETE /channels/{name}", "edit_registry", "/channels/none", ok=(404,)),
    _do("POST /subscriptions", "edit_registry", ok=(404,),
        body={"channel": "none", "subject": "region:150600"}),
    _do("DELETE /subscriptions/{number}", "edit_registry", "/subscriptions/999999", ok=(404,)),
    _do("POST /registry/reload", "edit_registry", ok=(204,)),
    _do("POST /imports", "edit_registry", ok=(422,),
        body={"files": [{"name": "region.csv", "content": "code\nx\n"}], "dry_run": True}),
    _do("POST /recompute", "recompute", ok=(202,),
        body={"start": "2026-03-02", "end": "2026-03-03", "enterprise": None}),
    _do("POST /users", "manage_users", ok=(422,),
        body={"login": "x y", "name": "某", "role": "operator", "password": "short"}),
    _do("PUT /users/{user}", "manage_users", "/users/0123456789abcdef", ok=(404,),
        body={"name": "某", "role": "operator"}),
    *(
        _do(f"POST /users/{{user}}/{act}", "manage_users", f"/users/0123456789abcdef/{act}",
            body={"password": ""} if act == "password" else None, ok=(404,))
        for act in ("password", "disable", "enable", "sign-out")
    ),
    _do("POST /delegations", "manage_delegates", of="enterprise", ok=(404,),
        body={"enterprise": "{enterprise}", "login": "nobody-there"}),
    _do("DELETE /delegations/{number}", "manage_delegates", "/delegations/999999", ok=(404,)),
    _do("POST /tokens", "", ok=(403, 404, 422),
        body={"name": "脚本", "scope": ["read"], "expires": "2027-01-01"}),
    _do("DELETE /tokens/{token}", "", "/tokens/0123456789abcdef", ok=(403, 404)),
    _do("DELETE /sessions/{session}", "", "/sessions/0123456789abcdef", ok=(403, 404)),
    _do("DELETE /session", "", ok=(409,)),
    _do("POST /session/password", "", ok=(409,),
        body={"current": "没有这一句", "new": "另外的一句很长的话"}),
]  # fmt: skip

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
    return _do("POST /tables/{table}/rows", needs, url, of=of, body=body, **TRIED)


TABLES = [
    _get("/tables"),
    _get("/tables/{table}/rows", "/tables/enterprise/rows", shows=True),
    _get("/tables/{table}/rows", "/tables/quota_transfer/rows"),
    _get(ROW, OWN_ROW, of="enterprise"),
    _get(ROW, "/tables/region/rows/{row}", of="region"),
    _get(f"{ROW}/history", f"{OWN_ROW}/history", of="enterprise"),
    _get("/registry/export", "/registry/export?table=enterprise"),
    _get("/registry/template", "/registry/template?table=enterprise"),
    _do(f"PATCH {ROW}", "edit_registry", OWN_ROW, of="enterprise", **TRIED,
        body={"values": {"name": "新名"}, "dry_run": True}),
    _do(f"DELETE {ROW}", "edit_registry", f"{OWN_ROW}?dry_run=true", of="enterprise",
        ok=(204, 409, 422)),
    _row("point", "manage_gateways", "enterprise", {"enterprise_code": "{enterprise}", **POINT}),
    _row("product", "edit_registry", "enterprise",
         {"enterprise_code": "{enterprise}", "code": "X", "name": "品", "unit": "t"}),
    _row("quota", "set_energy", "enterprise", {"holder": "enterprise:{enterprise}", **QUOTA}),
    _row("dispatch_task", "dispatch", "enterprise", {"subject": "{subject}", **TASK}),
    _get("/jobs"),
    _get("/jobs/{job}", JOB, ok=(404,)),
    _get("/jobs/{job}/file", f"{JOB}/file", ok=(404,)),
    _do("POST /jobs/{job}/cancel", "", f"{JOB}/cancel", ok=(404,)),
    _do("POST /jobs/import", "edit_registry", ok=(202, 409),
        body={"files": [{"name": "region.csv", "content": "code\nx\n"}], "dry_run": True}),
    _do("POST /jobs/replay", "replay", ok=(202, 409), body={"reason": "unknown_point"}),
    _do("POST /jobs/export", "read", ok=(202, 409), body={"list": "alerts"}),
    _do("POST /jobs/recompute", "recompute", ok=(202,),
        body={"start": "2026-03-02", "end": "2026-03-03", "enterprise": None}),
]  # fmt: skip

ELSEWHERE = frozenset(
    {"POST /api/v1/session", "POST /api/v1/push/{enterprise}/{gateway}"}
    | {"GET /api/v1/session/oidc", "GET /api/v1/session/oidc/callback"}
)
"""Routes that know nobody: signing in, and the door of gateways, with log-ins of their own."""

ROWS = LISTS + OF_ENTERPRISE + OF_REGION + OF_SUBJECT + TABLES + KNOWN + OPEN + PLATFORM + WRITES


def fill(given: Any, values: dict[str, str]) -> Any:
    """Return a text or body with its places filled."""
    if isinstance(given, dict):
        return {name: fill(value, values) for name, value in given.items()}
    if isinstance(given, list):
        return [fill(value, values) for value in given]
    if not isinstance(given, str):
        return given
    for name, value in values.items():
        given = given.replace(f"{{{name}}}", value)
    return given
