"""The rows of the matrix: every route, and calls of it about something that is somebody's."""

from __future__ import annotations

from tests.api.role_calls import Row, do, get
from tests.api.role_tables import TABLES
from tests.api.role_world import BANNER, KEY, SINCE_MS, YEAR_MS

LISTS = [
    get(path, shows=True)
    for path in (
        "/enterprises", "/gateways", "/points", "/products", "/quotas", "/entries", "/park-members",
        "/lines", "/equipment", "/permits", "/outlets", "/permit-limits", "/memberships",
        "/attributes", "/verdicts", "/alerts", "/findings", "/quality", "/subscriptions",
        "/maintenance", "/notifications", "/quotas/tree", "/quotas/history", "/quotas/transfers",
        "/certificates", "/books", "/quarantine", "/closings", "/warnings", "/dispatch",
        "/dispatch.csv", "/warnings/held-back", "/levels/efficiency-list",
    )
] + [
    get("/regions"),
    get("/parks"),
    get("/accounts", "/accounts?period=year", shows=True),
    get("/closings/verify"),
    get("/levels/ranking", f"/levels/ranking?benchmark_key={KEY}&year=2025", shows=True),
    get("/verdicts", "/verdicts?limit=1"),
]  # fmt: skip

EMPTY = {"other": 200}
"""A list that is asked for somebody else's is as empty as one of what is not there."""
OF_ENTERPRISE = [
    get(path, f"{path}?enterprise={{enterprise}}", of="enterprise")
    for path in (
        "/gateways", "/points", "/epochs", "/products", "/park-members", "/lines", "/equipment",
        "/permits", "/outlets", "/permit-limits", "/memberships", "/attributes", "/quality/fitting",
    )
] + [
    get("/enterprises", "/enterprises?text={enterprise}", of="enterprise", **EMPTY),
    get("/points", "/points?enterprise={enterprise}&latest=true", of="enterprise"),
    get("/books", "/books?enterprise={enterprise}", of="enterprise", **EMPTY),
    get("/quarantine", "/quarantine?enterprise={enterprise}", of="enterprise", **EMPTY),
    get("/quarantine", "/quarantine?enterprise={enterprise},", of="enterprise", **EMPTY),
    get("/quarantine/{number}", "/quarantine/{quarantine}", of="enterprise"),
    get("/quality", "/quality?enterprise={enterprise}", of="enterprise", **EMPTY),
    get("/quality/{enterprise}", "/quality/{enterprise}", of="enterprise"),
    get("/enterprises/{enterprise}", "/enterprises/{enterprise}", of="enterprise", shows=True),
    get("/enterprises/{enterprise}/load", "/enterprises/{enterprise}/load", of="enterprise"),
    get(
        "/enterprises/{enterprise}/consumption",
        "/enterprises/{enterprise}/consumption",
        of="enterprise",
    ),
    *(
        get(
            path,
            f"{path}?enterprise={{enterprise}}&point=E&start={SINCE_MS}&end={SINCE_MS + 9**9}",
            of="enterprise",
        )
        for path in ("/readings", "/amounts")
    ),
    get("/balance", f"/balance?subject=enterprise:{{enterprise}}&start={SINCE_MS}",
         of="enterprise"),
    get("/balance", f"/balance?subject=line:{{enterprise}}/F1&start={SINCE_MS}", of="enterprise"),
    get("/accounts", "/accounts?subject=line:{enterprise}/F1&period=year", of="enterprise",
         **EMPTY),
    get("/accounts", "/accounts?subject=enterprise:{enterprise}&period=hour", of="enterprise"),
    get("/carbon", "/carbon?subject=enterprise:{enterprise}", of="enterprise"),
]  # fmt: skip

LOG_INS = "/gateways/{enterprise}/{gateway}/log-ins"
UNKNOWN = "/gateways/{enterprise}/{gateway}/unknown-points"
OF_ENTERPRISE += [
    get("/gateways/{enterprise}/{gateway}", "/gateways/{enterprise}/GW1", of="enterprise"),
    get("/products/{enterprise}/{product}", "/products/{enterprise}/CAC2", of="enterprise"),
    get("/points/{enterprise}/{point:path}", "/points/{enterprise}/E", of="enterprise"),
    get("/entries/{entry}", "/entries/{entry}", of="enterprise"),
    get("/lines/{enterprise}/{line:path}", "/lines/{enterprise}/F1", of="enterprise", shows=True),
    get(
        "/permits/{enterprise}/{number:path}",
        "/permits/{enterprise}/N1",
        of="enterprise",
        shows=True,
    ),
    get(LOG_INS, "/gateways/{enterprise}/GW1/log-ins", of="enterprise"),
    get(UNKNOWN, "/gateways/{enterprise}/GW1/unknown-points", of="enterprise"),
]
ROW = "/tables/{table}/rows/{row}"
OF_ENTERPRISE += [
    get("/tables/{table}/rows", "/tables/point/rows?enterprise={enterprise}", of="enterprise",
         **EMPTY),
    get(ROW, "/tables/point/rows/{point_row}", of="enterprise", shows=True),
    get(f"{ROW}/history", "/tables/point/rows/{point_row}/history", of="enterprise"),
]  # fmt: skip
OF_REGION = [
    get("/regions/{region}", "/regions/{region}", of="region"),
    get("/regions", "/regions?under={region}", of="region"),
    get("/regions/{region}/overview", "/regions/{region}/overview", of="region"),
    get("/regions/{region}/branches", "/regions/{region}/branches", of="region"),
    get("/regions/{region}/account", "/regions/{region}/account", of="region"),
    get("/regions/{region}/targets", "/regions/{region}/targets", of="region"),
    get("/quality/connection", "/quality/connection?region={region}", of="region"),
    get("/carbon", "/carbon?subject=region:{region}", of="region"),
    get("/pace/effect", "/pace/effect?region={region}&energy_tce=1&added_value=1", of="region",
         ok=(200, 422)),
    *(
        get(path, f"{path}?region={{region}}", of="region")
        for path in (
            "/enterprises", "/parks", "/quality", "/warnings", "/warnings/held-back", "/dispatch",
            "/dispatch.csv", "/levels/efficiency-list",
        )
    ),
    get("/levels/ranking", f"/levels/ranking?benchmark_key={KEY}&region={{region}}", of="region"),
]  # fmt: skip

OF_SUBJECT = [
    *(
        get(path, f"{path}?{name}={{subject}}{more}", of="subject", **EMPTY)
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
    get("/verdicts/{verdict}", "/verdicts/{verdict}", of="subject"),
    get("/explain/verdicts/{verdict}", "/explain/verdicts/{verdict}", of="subject",
         ok=(200, 409, 500)),
    get(
        "/explain/accounts",
        "/explain/accounts?subject={subject}&indicator=coal_calorific_tce&period=year"
        f"&start={YEAR_MS}",
        of="subject",
    ),
    get("/findings/picture", f"/findings/picture?subject={{subject}}&point=E&code=flat_line"
         f"&start={SINCE_MS}", of="subject"),
    get("/quotas/curve", "/quotas/curve?holder={subject}", of="subject"),
    get("/pace/what-if", "/pace/what-if?holder={subject}", of="subject"),
    get("/pace/backtest", "/pace/backtest?holder={subject}&year=2026", of="subject",
         ok=(200, 422)),
    get("/pace/season", "/pace/season?holder={subject}&year=2026", of="subject", ok=(200, 422)),
    get("/accounts/year-on-year", f"/accounts/year-on-year?subject={{subject}}&start={YEAR_MS}",
         of="subject"),
    get("/unit-energy", f"/unit-energy?subject={{subject}}&start={YEAR_MS}", of="subject"),
    get("/quotas/{quota}", "/quotas/{quota}", of="subject", shows=True),
    get("/subscriptions/{number}", "/subscriptions/{window}", of="subject", shows=True),
    get("/maintenance/{number}", "/maintenance/{window}", of="subject", ok=(200, 404)),
    get("/alerts/{alert}/history", "/alerts/{alert}/history", of="subject"),
]  # fmt: skip

KNOWN = [
    get("/catalogue/carriers", needs=""),
    get("/catalogue/factors", "/catalogue/factors?carrier=electricity", needs=""),
    get("/catalogue/levels", f"/catalogue/levels?benchmark_key={KEY}", needs=""),
    get("/catalogue/lists", needs=""),
    get("/catalogue/schemes", needs=""),
    get("/warnings/schemes", needs=""),
    get("/session", needs=""),
    get("/sessions", needs="", ok=(200, 403)),
    get("/tokens", needs=""),
    get("/overview", ok=(200, 404)),
    get("/quotas/transfers/{transfer}", "/quotas/transfers/NONE", ok=(404,)),
    get("/parks/{park}", f"/parks/P{BANNER}", ok=(200, 404)),
    get("/tables"),
    get("/registry/export", "/registry/export?table=gateway&kind=csv"),
    get("/registry/template", "/registry/template?table=gateway"),
]
OPEN = [Row("GET /health", "open"), Row("GET /openapi.json", "open")]
PLATFORM = [
    Row("GET /metrics", "read_platform"),
    get("/books/audit", needs="read_platform"),
    get("/channels", needs="read_platform"),
    get("/channels/{name}", "/channels/office", needs="read_platform"),
    get("/users", needs="manage_users"),
    get("/users/{user}", "/users/0123456789abcdef", needs="manage_users", ok=(404,)),
    get("/delegations", needs="see_delegations"),
    get("/audit", needs="read_audit"),
]

SUBJECT_BODY = {"subject": "{subject}", "reason": "测试的理由", "period": "month"}
WINDOW = {"subject": "{subject}", "reason": "检修", "start": "2027-01-01", "end": "2027-01-02"}
DONE = (200, 201, 204)
FIGURE = {"start": "2026-02-01", "end": "2026-03-01", "value": 7, "document": "某月报"}
OUTPUT = {"subject": "enterprise:{enterprise}", "item": "output:CAC2", "unit": "t", **FIGURE}
GDP = {"subject": "region:{region}", "item": "gdp", "unit": "万元", **FIGURE}
STATED = (201, 409, 422)
WRITES = [
    do("POST /entries", "enter_own", of="enterprise", body=OUTPUT, ok=STATED),
    do("POST /entries", "enter_region", of="region", body=GDP, ok=STATED),
    do("POST /entries/{entry}/versions", "enter_own", "/entries/{entry}/versions",
        of="enterprise", ok=STATED,
        body={"value": 8, "unit": "t", "document": "地磅", "reason": "复核"}),
    do("POST /points/{enterprise}/{point:path}/meter-changes", "manage_gateways",
        "/points/{enterprise}/E/meter-changes", of="enterprise", ok=STATED,
        body={"at": "2026-03-05", "start_value": 0}),
    do("POST /gateways", "manage_gateways", of="enterprise", ok=(201, 409),
        body={"enterprise": "{enterprise}", "code": "GW2", "name": "二号"}),
    do(f"POST {LOG_INS}", "manage_gateways", "/gateways/{enterprise}/GW1/log-ins",
        of="enterprise", body={"keep_old_s": 0}),
    do(f"DELETE {LOG_INS}", "manage_gateways", "/gateways/{enterprise}/GW1/log-ins",
        of="enterprise", ok=(200, 204)),
    do("POST /gateways/{enterprise}/{gateway}/points", "manage_gateways",
        "/gateways/{enterprise}/GW1/points", of="enterprise", ok=(200, 201, 409, 422),
        body={"points": [{"code": "T1.EP", "name": "进线", "kind": "register", "unit": "kWh",
                          "carrier": "electricity", "flow": "purchased", "expected_s": 60}]}),
    *(
        do(f"POST /alerts/{{alert}}/{act}", needs, f"/alerts/{{alert}}/{act}", of="subject",
            body=body, ok=(*DONE, 409))
        for act, needs, body in (
            ("acknowledge", "handle_alerts", {"text": "看到了"}),
            ("comment", "handle_alerts", {"text": "看到了"}),
            ("assign", "assign_alerts", {"assignee": "某人"}),
            ("resolve", "assign_alerts", {"text": "好了"}),
        )
    ),
    do("POST /maintenance", "assign_alerts", of="subject", body=WINDOW, ok=DONE),
    do("DELETE /maintenance/{number}", "assign_alerts", "/maintenance/{window}", of="subject",
        ok=(204, 404)),
    do("POST /closings", "close_periods", of="subject", ok=(201, 409),
        body={"subject": "{subject}", "period": "month", "start": "2026-03-01"}),
    do("POST /closings/restate", "close_periods", of="subject", ok=(201, 409),
        body={**SUBJECT_BODY, "start": "2026-03-01"}),
    do("POST /quarantine/{number}/replay", "replay", "/quarantine/{quarantine}/replay",
        of="enterprise", ok=(200, 409)),
    do("POST /quarantine/replay", "replay", of="enterprise",
        body={"enterprise": "{enterprise}", "reason": "unknown_point"}, **EMPTY),
    do("POST /quarantine/replay", "manage_quarantine", body={"reason": "seq_reused"}),
    do("POST /quarantine/{number}/drop", "manage_quarantine", "/quarantine/999999/drop",
        body={"reason": "测试"}, ok=(404,)),
    do("POST /quotas", "set_energy", of="enterprise", ok=(201, 409, 422),
        body={"holder": "enterprise:{enterprise}", "year": 2027, "kind": "energy", "unit": "tce",
              "basis": "calorific", "amount": 3, "reason": "测试", "source": "文件"}),
    do("POST /quotas/transfers", "set_energy", of="enterprise", ok=(422,),
        body={"from_holder": "enterprise:{enterprise}", "to_holder": "enterprise:{enterprise}",
              "year": 2027, "kind": "energy", "unit": "tce", "basis": "calorific", "amount": 3,
              "reason": "测试", "source": "文件"}),
    do("PUT /channels/{name}", "edit_registry", "/channels/home",
        body={"url": "json://127.0.0.1:9/", "language": "zh"}),
    do("POST /channels/{name}/test", "edit_registry", "/channels/none/test", ok=(404,)),
    do("DELETE /channels/{name}", "edit_registry", "/channels/none", ok=(404,)),
    do("POST /subscriptions", "edit_registry", ok=(404,),
        body={"channel": "none", "subject": "region:150600"}),
    do("DELETE /subscriptions/{number}", "edit_registry", "/subscriptions/999999", ok=(404,)),
    do("POST /registry/reload", "edit_registry", ok=(204,)),
    do("POST /imports", "edit_registry", ok=(422,),
        body={"files": [{"name": "region.csv", "content": "code\nx\n"}], "dry_run": True}),
    do("POST /tables/{table}/rows", "manage_gateways", "/tables/gateway/rows", of="enterprise",
        ok=(201,),
        body={"values": {"enterprise_code": "{enterprise}", "code": "GWX"}, "dry_run": True}),
    do("POST /tables/{table}/rows", "edit_registry", "/tables/region/rows", ok=(422,),
        body={"values": {"code": "x"}, "dry_run": True}),
    do(f"PATCH {ROW}", "manage_gateways", "/tables/point/rows/{point_row}", of="enterprise",
        body={"values": {"name": "进线"}, "dry_run": True}),
    do(f"DELETE {ROW}", "manage_gateways", "/tables/gateway/rows/{gateway_row}?dry_run=true",
        of="enterprise", ok=(204, 409)),
    do("POST /recompute", "recompute", ok=(202,),
        body={"start": "2026-03-02", "end": "2026-03-03", "enterprise": None}),
    do("POST /users", "manage_users", ok=(422,),
        body={"login": "x y", "name": "某", "role": "operator", "password": "short"}),
    do("PUT /users/{user}", "manage_users", "/users/0123456789abcdef", ok=(404,),
        body={"name": "某", "role": "operator"}),
    *(
        do(f"POST /users/{{user}}/{act}", "manage_users", f"/users/0123456789abcdef/{act}",
            body={"password": ""} if act == "password" else None, ok=(404,))
        for act in ("password", "disable", "enable", "sign-out")
    ),
    do("POST /delegations", "manage_delegates", of="enterprise", ok=(404,),
        body={"enterprise": "{enterprise}", "login": "nobody-there"}),
    do("DELETE /delegations/{number}", "manage_delegates", "/delegations/999999", ok=(404,)),
    do("POST /tokens", "", ok=(403, 404, 422),
        body={"name": "脚本", "scope": ["read"], "expires": "2027-01-01"}),
    do("DELETE /tokens/{token}", "", "/tokens/0123456789abcdef", ok=(403, 404)),
    do("DELETE /sessions/{session}", "", "/sessions/0123456789abcdef", ok=(403, 404)),
    do("DELETE /session", "", ok=(409,)),
    do("POST /session/password", "", ok=(409,),
        body={"current": "没有这一句", "new": "另外的一句很长的话"}),
]  # fmt: skip

ELSEWHERE = frozenset(
    {"POST /api/v1/session", "POST /api/v1/push/{enterprise}/{gateway}"}
    | {"GET /api/v1/session/oidc", "GET /api/v1/session/oidc/callback"}
)
"""Routes that know nobody: signing in, and the door of gateways, with log-ins of their own."""

ROWS = LISTS + OF_ENTERPRISE + OF_REGION + OF_SUBJECT + TABLES + KNOWN + OPEN + PLATFORM + WRITES
