"""Board of a region's subtree: quota, who is over pace, who is below baseline, whose data fail."""

from __future__ import annotations

from grafana_foundation_sdk.models import dashboard

from dashboards.grafana import variables
from dashboards.grafana.board import Frame, make_board, make_simulated
from dashboards.grafana.datasources import Sql
from dashboards.grafana.looks import (
    DAY,
    LEVEL,
    MINUTE,
    ORANGE,
    RED,
    TCE,
    chip,
    coloured,
    steps,
    to_enterprise,
    unit,
    wide,
)
from dashboards.grafana.panels import (
    Looks,
    Panel,
    make_bars,
    make_curves,
    make_stat,
    make_table,
)
from dashboards.grafana.sql import (
    FROM_MS,
    INDICATOR,
    OVER_PACE,
    POSITIONS,
    SUBTREE,
    TO_MS,
    YEAR,
    moment,
    simulated,
    whole,
    with_clause,
)

FRAME = Frame(
    "nengheng-region",
    "能衡 · 区域总览",
    "所选行政区及其下级：预算执行、超进度与低于基准的单位、数据可信度。"
    "年度取时间范围终点所在年（北京时间）。",
    ("now/y", "now"),
)
COVERAGE = steps((0.9, "#2e7d32"), base=RED)
"""Below the usual floor of 90 % a verdict is undetermined."""
MEMBERS = """members AS (
  SELECT e.code, 'enterprise:' || e.code AS subject, e.name, r.name AS region
  FROM enterprise e JOIN region r ON r.code = e.region_code
  WHERE e.region_code IN (SELECT code FROM subtree)
)"""
STANDING = """standing AS (
  SELECT v.* FROM verdict v CROSS JOIN year y
  WHERE v.period = 'year' AND v.start_ms = y.start_ms AND v.version = 0
    AND v.subject IN (SELECT subject FROM members)
)"""
WITHIN = with_clause(SUBTREE, YEAR, POSITIONS, MEMBERS, STANDING)

QUOTA = f"""{WITHIN}, own AS (
  SELECT * FROM positions WHERE holder = ANY(
    SELECT 'region:' || code FROM unnest(ARRAY[${{region:sqlstring}}]::text[]) AS chosen(code))
), held AS (
  SELECT * FROM own UNION ALL
  SELECT * FROM positions
  WHERE holder IN (SELECT subject FROM members) AND NOT EXISTS (SELECT 1 FROM own)
)
SELECT {whole("quota")} AS "年度预算", {whole("used")} AS "已用", {whole("plan")} AS "计划至今",
  {whole("projection")} AS "年末预测", {whole("quota")} - {whole("used")} AS "剩余",
  sum(quota * coalesce(coverage, 0)) / nullif(sum(quota), 0) AS "覆盖率"
FROM held"""

COUNTS = f"""{WITHIN}
SELECT (SELECT count(*) FROM members) AS "监管单位",
  (SELECT count(DISTINCT subject) FROM standing
   WHERE rule = 'quota_pace' AND level IN ({OVER_PACE})) AS "超进度单位",
  (SELECT count(DISTINCT subject) FROM standing
   WHERE rule = 'benchmark_class' AND level = 'below_baseline') AS "低于基准单位",
  (SELECT count(DISTINCT subject) FROM standing WHERE level = 'undetermined') AS "无法判定单位",
  (SELECT count(*) FROM alert a WHERE a.resolved_ms IS NULL AND (
    a.subject IN (SELECT subject FROM members)
    OR a.subject IN (SELECT 'region:' || code FROM subtree))) AS "未解除预警\""""

PACE = f"""{WITHIN}
SELECT m.name AS "用能单位", m.code AS "信用代码", m.region AS "行政区", p.level AS "结论",
  p.used AS "已用", p.plan AS "计划至今", p.used / nullif(p.plan, 0) AS "进度比",
  p.quota AS "年度预算", p.used / nullif(p.quota, 0) AS "已用占比",
  p.projection AS "年末预测", {moment("p.exceed_ms")} AS "预计超出日",
  p.coverage AS "覆盖率", p.reason AS "依据"
FROM positions p JOIN members m ON m.subject = p.holder
ORDER BY p.severity DESC NULLS LAST, p.exceed_ms NULLS LAST, m.code"""

SHARES = f"""{WITHIN}
SELECT m.name AS "用能单位", p.used / nullif(p.quota, 0) AS "已用占年度预算"
FROM positions p JOIN members m ON m.subject = p.holder
ORDER BY 2 DESC NULLS LAST, m.name"""

BELOW = f"""{WITHIN}
SELECT m.name AS "用能单位", m.code AS "信用代码", m.region AS "行政区",
  coalesce(p.name, s.detail) AS "产品", s.level AS "结论", s.value AS "单位产品能耗",
  s.reference AS "基准水平", s.value / nullif(s.reference, 0) AS "与基准之比",
  CASE s.unit WHEN '1' THEN '无量纲' ELSE s.unit END AS "单位", s.coverage AS "覆盖率",
  s.reason AS "依据"
FROM standing s JOIN members m ON m.subject = s.subject
LEFT JOIN product p ON p.enterprise_code = m.code AND p.code = s.detail
WHERE s.rule = 'benchmark_class' AND s.level = 'below_baseline'
ORDER BY s.value / nullif(s.reference, 0) DESC NULLS LAST, m.code"""

DISTRICTS = f"""{
    with_clause(
        YEAR,
        POSITIONS,
        '''below AS (
  SELECT code AS root, code FROM region WHERE code = ANY(ARRAY[${region:sqlstring}]::text[])
    OR parent_code = ANY(ARRAY[${region:sqlstring}]::text[])
  UNION
  SELECT b.root, r.code FROM below b JOIN region r ON r.parent_code = b.code
)''',
        '''use AS (
  SELECT a.subject, a.amount, a.coverage FROM account a CROSS JOIN year y
  WHERE a.period = 'year' AND a.start_ms = y.start_ms AND a.version = 0
    AND a.indicator = '''
        + INDICATOR
        + ")",
    )
}
SELECT r.name AS "行政区", r.code AS "区划代码", count(e.code) AS "监管单位",
  sum(u.amount) AS "本年综合能耗",
  sum(p.quota) AS "预算合计", sum(p.used) AS "预算内已用",
  sum(p.used) / nullif(sum(p.quota), 0) AS "已用占比",
  count(*) FILTER (WHERE p.level IN ({OVER_PACE})) AS "超进度单位",
  avg(u.coverage) AS "平均覆盖率"
FROM below b JOIN region r ON r.code = b.root
LEFT JOIN enterprise e ON e.region_code = b.code
LEFT JOIN positions p ON p.holder = 'enterprise:' || e.code
LEFT JOIN use u ON u.subject = 'enterprise:' || e.code
GROUP BY r.code, r.name ORDER BY r.code"""

DAILY = f"""SELECT {moment("a.start_ms")} AS time,
  CASE WHEN a.coverage > 0 OR a.amount <> 0 THEN a.amount END AS "日综合能耗"
FROM account a
WHERE a.subject = ANY(
    SELECT 'region:' || code FROM unnest(ARRAY[${{region:sqlstring}}]::text[]) AS chosen(code))
  AND a.indicator = {INDICATOR} AND a.period = 'day' AND a.version = 0
  AND a.start_ms >= {FROM_MS} AND a.start_ms <= {TO_MS}
ORDER BY 1"""

DOUBTS = f"""{WITHIN}
SELECT m.name AS "用能单位", m.code AS "信用代码", u.coverage AS "覆盖率",
  (SELECT count(*) FROM standing s
   WHERE s.subject = m.subject AND s.level = 'undetermined') AS "无法判定",
  (SELECT count(*) FROM finding f WHERE f.subject = m.subject
     AND f.end_ms >= {TO_MS} - 30 * 86400000::bigint AND f.start_ms <= {TO_MS}) AS "近30天发现",
  b.quarantined AS "隔离报文", {moment("b.last_ms")} AS "最近到报"
FROM members m
CROSS JOIN year y
LEFT JOIN account u ON u.subject = m.subject AND u.period = 'year' AND u.start_ms = y.start_ms
  AND u.version = 0 AND u.indicator = {INDICATOR}
LEFT JOIN (SELECT enterprise_code, sum(quarantined)::bigint AS quarantined,
    nullif(max(last_arrival_ms), 0) AS last_ms FROM book GROUP BY enterprise_code
  ) b ON b.enterprise_code = m.code
ORDER BY 4 DESC, u.coverage NULLS FIRST, 6 DESC NULLS LAST, m.code"""


def build() -> dashboard.Dashboard:
    """Return the board."""
    inside = "e.region_code IN (SELECT code FROM subtree)"
    return make_board(
        FRAME,
        [variables.region(), variables.basis()],
        [make_simulated(simulated(inside, parts=(SUBTREE,))), *_figures(), *_lists()],
    )


def _figures() -> list[Panel]:
    counts = steps((1, ORANGE))
    return [
        make_stat(
            Looks(
                "本区预算执行",
                "登记库 quota 与 verdict（quota_pace）：本区自有能源预算；"
                "无自有预算时为所辖单位合计，"
                "有一家未知则合计未知。",
                TCE,
                width=14,
                height=4,
                columns={"覆盖率": unit("percentunit", 1)},
            ),
            Sql(QUOTA),
        ),
        make_stat(
            Looks(
                "单位与预警",
                "登记库 enterprise、verdict（本年）、alert："
                "所选行政区及下级的单位数与未解除预警数。",
                "none",
                width=10,
                height=4,
                columns={
                    name: [("thresholds", counts)]
                    for name in ("超进度单位", "低于基准单位", "无法判定单位", "未解除预警")
                },
            ),
            Sql(COUNTS),
        ),
        make_curves(
            Looks(
                "区域日综合能耗",
                "登记库 account：所辖监管单位之和（日），非官方统计数；全天无实测的日子留空。",
                TCE,
                width=14,
                height=9,
            ),
            Sql(DAILY, form="time_series"),
            bars=True,
        ),
        make_bars(
            Looks(
                "各单位已用占年度预算",
                "登记库 verdict（quota_pace）：本年已用 ÷ 年度预算，前 50 家。",
                "percentunit",
                width=10,
                height=9,
                thresholds=steps((0.8, ORANGE), (1, RED)),
            ),
            Sql(SHARES),
        ),
    ]


def _lists() -> list[Panel]:
    share = unit("percentunit", 1)
    return [
        make_table(
            Looks(
                "各单位预算进度与预计超出日",
                "登记库 quota 与 verdict（quota_pace）：按严重程度与预计超出日排序；"
                "点信用代码进入单位看板。",
                TCE,
                height=11,
                columns={
                    "用能单位": wide(170),
                    "信用代码": [*wide(185), *to_enterprise("信用代码")],
                    "结论": chip(LEVEL),
                    "进度比": share,
                    "已用占比": share,
                    "覆盖率": coloured(COVERAGE, "percentunit"),
                    "预计超出日": [*unit(DAY), *wide(115)],
                    "依据": wide(520),
                },
            ),
            Sql(PACE),
        ),
        make_table(
            Looks(
                "低于基准水平的产品",
                "登记库 verdict（benchmark_class，本年）：单位产品能耗差于基准水平者；"
                "数值单位见“单位”列。",
                "none",
                height=8,
                columns={
                    "用能单位": wide(170),
                    "信用代码": [*wide(185), *to_enterprise("信用代码")],
                    "结论": chip(LEVEL),
                    "单位产品能耗": unit("none", 3),
                    "基准水平": unit("none", 3),
                    "与基准之比": unit("percentunit", 1),
                    "覆盖率": coloured(COVERAGE, "percentunit"),
                    "依据": wide(480),
                },
            ),
            Sql(BELOW),
        ),
        make_table(
            Looks(
                "本区与下级行政区",
                "登记库 region、account、quota、verdict：每个行政区含其下级；"
                "本年综合能耗为监管单位之和。",
                TCE,
                width=12,
                columns={
                    "行政区": wide(130),
                    "监管单位": unit("none"),
                    "超进度单位": coloured(steps((1, ORANGE)), "none"),
                    "已用占比": share,
                    "平均覆盖率": share,
                },
            ),
            Sql(DISTRICTS),
        ),
        make_table(
            Looks(
                "数据可信度",
                "登记库 account、verdict、finding、book：覆盖率（实测时长占比）、无法判定数、"
                "发现数与隔离报文数。",
                "none",
                width=12,
                columns={
                    "用能单位": wide(150),
                    "信用代码": [*wide(185), *to_enterprise("信用代码")],
                    "覆盖率": coloured(COVERAGE, "percentunit"),
                    "最近到报": [*unit(MINUTE), *wide(140)],
                },
            ),
            Sql(DOUBTS),
        ),
    ]
