"""Board of one enterprise: load, hourly use, quota curve, benchmark class, alerts, findings."""

from __future__ import annotations

from grafana_foundation_sdk.models import dashboard

from dashboards.grafana import variables
from dashboards.grafana.alerts import OPEN_COLUMNS, select_alerts
from dashboards.grafana.board import Frame, make_board, make_simulated
from dashboards.grafana.datasources import InfluxQl, Sql
from dashboards.grafana.looks import (
    DAY,
    GJ,
    KWH,
    LEVEL,
    M3,
    MINUTE,
    RED,
    TCE,
    TONNE,
    chip,
    coloured,
    steps,
    unit,
    wide,
)
from dashboards.grafana.panels import Looks, Panel, make_curves, make_stat, make_table
from dashboards.grafana.sql import (
    ENTERPRISES,
    FROM_MS,
    INDICATOR,
    POINTS,
    POSITIONS,
    TO_MS,
    YEAR,
    in_tce,
    moment,
    of_enterprises,
    simulated,
    whole,
    with_clause,
)

FRAME = Frame(
    "nengheng-enterprise",
    "能衡 · 用能单位",
    "一家用能单位：负荷、逐时用量、预算执行曲线、能效对标、预警与数据质量发现。"
    "年度取时间范围终点所在年（北京时间）。",
    ("now-7d", "now"),
)
AMOUNTS = {
    "电量": ("kWh", KWH, {"kWh": "", "MWh": " * 1000"}),
    "质量类（固、液体燃料与产品）": ("t", TONNE, {"t": "", "kg": " / 1000"}),
    "体积类（气、水）": ("m3", M3, {"m3": ""}),
    "热量": ("GJ", GJ, {"GJ": "", "MJ": " / 1000"}),
}
"""Hourly amounts with a panel of their own: its unit, as written and as Grafana knows it, and how
each unit in which such amounts are stored comes to it.
"""
CONNECT_MS = 3_600_000.0
"""Readings up to an hour apart are joined [ms]."""
USABLE = '("q" = 0 OR "q" = 1 OR "q" = 3)'
"""Quality: neither maintenance nor fault."""
KNOWN = '("coverage" > 0 OR "estimated" > 0 OR "estimated" < 0)'
"""An hour of which anything is known; one that vanished stands as a zero with coverage 0."""
COVERAGE = steps((0.9, "#2e7d32"), base=RED)

POSITION = f"""{with_clause(YEAR, POSITIONS)}
SELECT {whole("quota")} AS "年度预算", {whole("used")} AS "已用", {whole("plan")} AS "计划至今",
  {whole("projection")} AS "年末预测", {whole("quota")} - {whole("used")} AS "剩余",
  {moment("min(exceed_ms)")} AS "预计超出日",
  sum(quota * coalesce(coverage, 0)) / nullif(sum(quota), 0) AS "覆盖率",
  CASE WHEN count(*) = 1 THEN min(level) END AS "结论"
FROM positions WHERE {of_enterprises("holder")}"""

CURVE = f"""{with_clause(YEAR)}, held AS (
  SELECT q.id, q.holder, q.amount * {in_tce("q.unit")} AS amount, {in_tce("q.unit")} AS scale
  FROM quota q CROSS JOIN year y
  WHERE q.year = y.number AND q.kind = 'energy' AND q.basis = ${{basis:sqlstring}}
    AND {of_enterprises("q.holder")}
), months AS (
  SELECT n AS month,
    (extract(epoch FROM make_timestamptz(y.number, n, 1, 0, 0, 0, 'Asia/Shanghai')) * 1000
    )::bigint AS start_ms,
    (extract(epoch FROM make_timestamptz(y.number + n / 12, n % 12 + 1, 1, 0, 0, 0,
      'Asia/Shanghai')) * 1000)::bigint AS end_ms
  FROM year y, generate_series(1, 12) AS n
), planned AS (
  SELECT m.start_ms, m.end_ms, sum(CASE
    WHEN EXISTS (SELECT 1 FROM quota_month x WHERE x.quota_id = h.id)
      THEN coalesce(p.amount, 0) * h.scale
    ELSE h.amount * (m.end_ms - m.start_ms) / (y.end_ms - y.start_ms)::float8 END) AS amount
  FROM held h CROSS JOIN months m CROSS JOIN year y
  LEFT JOIN quota_month p ON p.quota_id = h.id AND p.month = m.month
  GROUP BY m.start_ms, m.end_ms
), days AS (
  SELECT t AS start_ms FROM year y,
    generate_series(y.start_ms, least({TO_MS}, y.end_ms - 1), 86400000::bigint) AS t
), used AS (
  SELECT d.start_ms, sum(a.amount) AS amount FROM days d
  LEFT JOIN account a ON a.start_ms = d.start_ms AND a.period = 'day' AND a.version = 0
    AND a.indicator = {INDICATOR} AND a.subject IN (SELECT holder FROM held)
  GROUP BY d.start_ms
), sums AS (
  SELECT start_ms, CASE WHEN amount IS NOT NULL
    THEN sum(amount) OVER (ORDER BY start_ms) END AS amount FROM used
)
SELECT {moment("(s.start_ms + 86400000)")} AS time, s.amount AS "累计用能",
  (SELECT sum(p.amount * greatest(0, least(1,
     (s.start_ms + 86400000 - p.start_ms) / (p.end_ms - p.start_ms)::float8)))
   FROM planned p) AS "计划",
  (SELECT sum(amount) FROM held) AS "年度预算"
FROM sums s WHERE s.start_ms + 86400000 >= {FROM_MS} ORDER BY 1"""

MONTHS = f"""SELECT to_char({moment("a.start_ms")} AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM') AS "月",
  coalesce(nullif(a.indicator, ''), '') AS "指标", a.amount AS "用量", a.unit AS "单位",
  a.measured AS "实测", a.estimated AS "估算", a.coverage AS "覆盖率"
FROM account a
WHERE {of_enterprises("a.subject")} AND a.period = 'month' AND a.version = 0
  AND a.start_ms >= {FROM_MS} - 366 * 86400000::bigint AND a.start_ms <= {TO_MS}
ORDER BY a.start_ms DESC, a.indicator"""

CLASSES = f"""{with_clause(YEAR)}
SELECT coalesce(p.name, v.detail) AS "产品", v.level AS "结论", v.value AS "单位产品能耗",
  (v.evidence ->> 'benchmark')::float8 AS "标杆水平",
  (v.evidence ->> 'baseline')::float8 AS "基准水平",
  (v.evidence ->> 'limit_grade')::int AS "限额等级",
  CASE v.unit WHEN '1' THEN '无量纲' ELSE v.unit END AS "单位",
  v.evidence ->> 'edition' AS "版本",
  CASE v.evidence ->> 'level_confidence' WHEN 'recalled' THEN '凭记忆录入，待核' ELSE '已核对'
  END AS "水平来源", v.coverage AS "覆盖率",
  CASE WHEN v.provisional THEN '暂定' ELSE '最终' END AS "状态", v.reason AS "依据"
FROM verdict v CROSS JOIN year y
LEFT JOIN product p ON 'enterprise:' || p.enterprise_code = v.subject AND p.code = v.detail
WHERE {of_enterprises("v.subject")} AND v.rule = 'benchmark_class' AND v.period = 'year'
  AND v.start_ms = y.start_ms AND v.version = 0
ORDER BY v.severity DESC, v.detail"""

FINDINGS = f"""SELECT {moment("f.start_ms")} AS "起", {moment("f.end_ms")} AS "止",
  coalesce(nullif(f.point_code, ''), '–') AS "计量点", f.code AS "类别", f.text AS "说明"
FROM finding f
WHERE {of_enterprises("f.subject")} AND (f.point_code = '' OR f.point_code = {POINTS})
  AND f.end_ms >= {FROM_MS} AND f.start_ms <= {TO_MS}
ORDER BY f.start_ms DESC, f.point_code LIMIT 500"""

POINTS_TABLE = f"""SELECT p.code AS "计量点", p.name AS "名称",
  CASE p.kind WHEN 'register' THEN '累计表底' WHEN 'interval' THEN '时段量'
    WHEN 'gauge' THEN '瞬时值' ELSE p.kind END AS "类型",
  p.carrier AS "品种", p.flow AS "流向", p.unit AS "单位", p.expected_s AS "应报间隔",
  p.gateway_code AS "网关"
FROM point p WHERE p.enterprise_code = {ENTERPRISES} AND p.code = {POINTS} ORDER BY p.code"""


def build() -> dashboard.Dashboard:
    """Return the board."""
    of_unit = [
        variables.points_of(_points(unit), variables.counted_in(unit))
        for _, _, stored in AMOUNTS.values()
        for unit in stored
    ]
    gauges = [
        variables.points_of("kw_point", "kind = 'gauge' AND unit = 'kW'"),
        variables.points_of("other_point", "kind = 'gauge' AND unit <> 'kW'"),
    ]
    shown = [variables.region(), variables.enterprise(), variables.point(), variables.basis()]
    return make_board(
        FRAME,
        [*shown, *of_unit, *gauges],
        [
            make_simulated(simulated(f"e.code = {ENTERPRISES}")),
            *_quota(),
            *_load(),
            *_hours(),
            *_lists(),
        ],
    )


def _points(unit: str) -> str:
    """Return the variable with the points whose hourly amounts are in a unit."""
    return f"{unit.lower()}_point"


def _where(measurement: str, point: str, condition: str) -> str:
    return (
        f'FROM "{measurement}" WHERE "enterprise" =~ /^${{enterprise:regex}}$/ '
        f'AND "point" =~ /^${{{point}:regex}}$/ AND {condition} AND $timeFilter '
        'GROUP BY time($__interval), "point" fill(null)'
    )


def _quota() -> list[Panel]:
    return [
        make_stat(
            Looks(
                "预算执行",
                "登记库 quota 与 verdict（quota_pace，本年）：所选单位的能源预算；选多家时为合计。",
                TCE,
                height=4,
                columns={
                    "覆盖率": unit("percentunit", 1),
                    "预计超出日": unit(DAY),
                    "结论": chip(LEVEL)[:1],
                },
            ),
            Sql(POSITION),
        ),
        make_curves(
            Looks(
                "预算执行曲线（累计）",
                "登记库 account（日）累计用能，与 quota_month 月计划（无月计划时按天均摊）对照；"
                "某日无数据则留空。时间范围为相对时间时显示本年至今。",
                TCE,
                height=10,
            ),
            Sql(CURVE, form="time_series"),
        ).over("now/y"),
    ]


def _load() -> list[Panel]:
    select = 'SELECT mean("v") '
    return [
        make_curves(
            Looks(
                "负荷（读数）",
                "InfluxDB reading.v：单位为 kW 的瞬时值计量点，窗口均值，不含检修与故障读数；"
                "相距一小时以内的读数相连，其余留空。",
                "kwatt",
                width=12,
                height=9,
            ),
            InfluxQl(select + _where("reading", "kw_point", USABLE), alias="$tag_point"),
            connect_ms=CONNECT_MS,
        ).at_least("15m"),
        make_curves(
            Looks(
                "其他瞬时值（读数）",
                "InfluxDB reading.v：单位不是 kW 的瞬时值计量点，窗口均值；各点单位见“计量点”表。",
                "short",
                width=12,
                height=9,
            ),
            InfluxQl(select + _where("reading", "other_point", USABLE), alias="$tag_point"),
            connect_ms=CONNECT_MS,
        ).at_least("15m"),
    ]


def _hours() -> list[Panel]:
    panels = [
        make_curves(
            Looks(
                f"分时用量 · {name}（{written}）",
                f"InfluxDB consumption.amount：累计表底与时段量计量点，一律折为 {written}，"
                "每柱为该时段（至少一小时）合计，含估算；无数据的时段留空。",
                shown,
                width=12,
                height=9,
            ),
            *(
                InfluxQl(
                    f'SELECT sum("amount"){scale} ' + _where("consumption", _points(unit), KNOWN),
                    alias="$tag_point",
                    ref=ref,
                )
                for ref, (unit, scale) in zip("AB", stored.items(), strict=False)
            ),
            bars=True,
        ).at_least("1h")
        for name, (written, shown, stored) in AMOUNTS.items()
    ]
    coverage = make_curves(
        Looks(
            "逐时覆盖率",
            "InfluxDB consumption.coverage：每小时实测时长占比的均值；0 为全时段未实测，"
            "留空为尚未计算。",
            "percentunit",
            height=7,
        ),
        InfluxQl(
            'SELECT mean("coverage") ' + _where("consumption", "point", '"coverage" >= 0'),
            alias="$tag_point",
        ),
    ).at_least("1h")
    coverage.defaults.min_val, coverage.defaults.max_val = 0, 1
    return [*panels, coverage]


def _lists() -> list[Panel]:
    return [
        make_table(
            Looks(
                "能效对标",
                "登记库 verdict（benchmark_class，本年）：每个产品的单位产品能耗、"
                "标杆与基准水平及限额等级（4 为超出 3 级）；"
                "数值单位见“单位”列。",
                "none",
                height=7,
                columns={
                    "产品": wide(170),
                    "结论": chip(LEVEL),
                    "单位产品能耗": unit("none", 3),
                    "覆盖率": coloured(COVERAGE, "percentunit"),
                    "依据": wide(520),
                },
            ),
            Sql(CLASSES),
        ),
        make_table(
            Looks(
                "预警",
                "登记库 alert：所选单位未解除的与时间范围内解除的预警。",
                "none",
                columns=OPEN_COLUMNS,
            ),
            Sql(select_alerts(of_enterprises("a.subject"))),
        ),
        make_table(
            Looks(
                "数据质量发现",
                "登记库 finding：时间范围内所选计量点的发现（缺口、倒走、换表、翻转、"
                "未声明归零等），最近 500 条。",
                "none",
                width=12,
                columns={
                    "起": [*unit(MINUTE), *wide(140)],
                    "止": [*unit(MINUTE), *wide(140)],
                    "说明": wide(420),
                },
            ),
            Sql(FINDINGS),
        ),
        make_table(
            Looks(
                "计量点",
                "登记库 point：所选计量点的名称、类型、品种、流向与单位。",
                "none",
                width=12,
                columns={"应报间隔": unit("s")},
            ),
            Sql(POINTS_TABLE),
        ),
        make_table(
            Looks(
                "逐月账",
                "登记库 account（月）：近一年各指标用量及其实测、估算与覆盖率；"
                "数值单位见“单位”列。",
                "none",
                height=9,
                columns={"覆盖率": coloured(COVERAGE, "percentunit")},
            ),
            Sql(MONTHS),
        ),
    ]
