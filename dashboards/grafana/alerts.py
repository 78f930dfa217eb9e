"""Board of alerts: open ones by severity, all episodes, how many open a day."""

from __future__ import annotations

from grafana_foundation_sdk.models import dashboard

from dashboards.grafana import variables
from dashboards.grafana.board import Frame, make_board, make_simulated
from dashboards.grafana.datasources import Sql
from dashboards.grafana.looks import (
    BLUE,
    DARK_RED,
    LEVEL,
    MINUTE,
    ORANGE,
    RED,
    RULE,
    SEVERITY,
    chip,
    steps,
    unit,
    wide,
)
from dashboards.grafana.panels import Columns, Looks, make_curves, make_stat, make_table
from dashboards.grafana.sql import (
    ENTERPRISES,
    FROM_MS,
    SUBTREE,
    TO_MS,
    moment,
    of_enterprises,
    simulated,
    with_clause,
)

FRAME = Frame(
    "nengheng-alerts",
    "能衡 · 预警",
    "所选单位与行政区的预警：一次预警自发生至解除为一条。行政区自身的预警始终包含在内。",
    ("now-30d", "now"),
)
WITHIN = with_clause(SUBTREE)
CHOSEN = f"""({of_enterprises("a.subject")}
  OR a.subject IN (SELECT 'region:' || code FROM subtree))"""
OPEN_COLUMNS: Columns = {
    "对象": wide(170),
    "代码": wide(190),
    "规则": [*chip(RULE)[:1], *wide(100)],
    "严重程度": chip(SEVERITY, 95),
    "结论": chip(LEVEL),
    "发生": [*unit(MINUTE), *wide(140)],
    "变化": [*unit(MINUTE), *wide(140)],
    "解除": [*unit(MINUTE), *wide(140)],
    "历时": [*unit("dtdurationms"), *wide(130)],
    "依据": wide(560),
}


def select_alerts(condition: str, *, head: str = "", only_open: bool = False) -> str:
    """Return the query of episodes that fulfil `condition`, worst and newest first."""
    state = "a.resolved_ms IS NULL"
    if not only_open:
        state = f"(a.resolved_ms IS NULL OR a.resolved_ms >= {FROM_MS}) AND a.opened_ms <= {TO_MS}"
    return f"""{head}SELECT coalesce(e.name, r.name, a.subject) AS "对象",
  split_part(a.subject, ':', 2) AS "代码", a.rule AS "规则", a.severity AS "严重程度",
  a.level AS "结论", {moment("a.opened_ms")} AS "发生", {moment("a.changed_ms")} AS "变化",
  {moment("a.resolved_ms")} AS "解除",
  coalesce(a.resolved_ms, {TO_MS}) - a.opened_ms AS "历时", a.reason AS "依据"
FROM alert a
LEFT JOIN enterprise e ON a.subject = 'enterprise:' || e.code
LEFT JOIN region r ON a.subject = 'region:' || r.code
WHERE {state} AND {condition}
ORDER BY (a.resolved_ms IS NOT NULL), a.severity DESC, a.opened_ms DESC, a.id DESC LIMIT 1000"""


COUNTS = f"""{WITHIN}
SELECT count(*) AS "未解除", count(*) FILTER (WHERE a.severity = 4) AS "特别严重",
  count(*) FILTER (WHERE a.severity = 3) AS "严重",
  count(*) FILTER (WHERE a.severity = 2) AS "警告",
  count(*) FILTER (WHERE a.severity < 2) AS "提示"
FROM alert a WHERE a.resolved_ms IS NULL AND {CHOSEN}"""

OPENED = f"""{WITHIN}
SELECT date_trunc('day', {moment("a.opened_ms")} AT TIME ZONE 'Asia/Shanghai')
    AT TIME ZONE 'Asia/Shanghai' AS time,
  count(*) AS "新发预警"
FROM alert a
WHERE a.opened_ms >= {FROM_MS} AND a.opened_ms <= {TO_MS} AND {CHOSEN}
GROUP BY 1 ORDER BY 1"""


def build() -> dashboard.Dashboard:
    """Return the board."""
    worst = {"特别严重": DARK_RED, "严重": RED, "警告": ORANGE, "提示": BLUE}
    return make_board(
        FRAME,
        [variables.region(), variables.enterprise().many()],
        [
            make_simulated(simulated(f"e.code = {ENTERPRISES}")),
            make_stat(
                Looks(
                    "未解除预警",
                    "登记库 alert：此刻未解除的条数，按严重程度分。",
                    "none",
                    width=10,
                    height=7,
                    columns={
                        name: [("thresholds", steps((1, colour)))] for name, colour in worst.items()
                    },
                    thresholds=steps((1, ORANGE)),
                ),
                Sql(COUNTS),
            ),
            make_curves(
                Looks(
                    "每日新发预警",
                    "登记库 alert.opened_ms：时间范围内每日（北京时间）发生的条数；"
                    "没有柱即当日没有新发。",
                    "none",
                    width=14,
                    height=7,
                ),
                Sql(OPENED, form="time_series"),
                bars=True,
            ),
            make_table(
                Looks(
                    "未解除",
                    "登记库 alert：此刻未解除者，重者、新者在前；历时计至时间范围终点。",
                    "none",
                    height=11,
                    columns=OPEN_COLUMNS,
                ),
                Sql(select_alerts(CHOSEN, head=WITHIN + "\n", only_open=True)),
            ),
            make_table(
                Looks(
                    "时间范围内的全部预警",
                    "登记库 alert：时间范围内存续过的预警，含已解除；最多 1000 条。",
                    "none",
                    height=11,
                    columns=OPEN_COLUMNS,
                ),
                Sql(select_alerts(CHOSEN, head=WITHIN + "\n")),
            ),
        ],
    )
