"""Board of the platform itself: lag, journal, books, quarantine, collectors, jobs."""

from __future__ import annotations

from grafana_foundation_sdk.models import dashboard

from dashboards.grafana import variables
from dashboards.grafana.board import Frame, make_board, make_simulated
from dashboards.grafana.datasources import InfluxQl, Sql
from dashboards.grafana.looks import (
    MESSAGES,
    MINUTE,
    ORANGE,
    READINGS,
    RED,
    STATE,
    TRUTH,
    chip,
    coloured,
    steps,
    unit,
    wide,
)
from dashboards.grafana.panels import Looks, Panel, make_bars, make_curves, make_stat, make_table
from dashboards.grafana.sql import (
    ENTERPRISES,
    FROM_MS,
    TO_MS,
    moment,
    simulated,
)

FRAME = Frame(
    "nengheng-operations",
    "能衡 · 平台运行",
    "平台自身：积压、日志段、收支账、隔离、采集进程、脏小时与运行台账。只需 PostgreSQL 与 "
    "InfluxDB。",
    ("now-6h", "now"),
    refresh="30s",
)
NOW_MS = "(extract(epoch FROM now()) * 1000)::bigint"
COLLECTORS = "ANY(ARRAY[${collector:sqlstring}]::text[])"
CLOSES = "b.received = b.stored + b.duplicate + b.quarantined + b.dropped + b.pending"
BOOKS_FROM = f"""FROM book b WHERE b.collector = {COLLECTORS}
  AND (b.enterprise_code = '' OR b.enterprise_code = {ENTERPRISES})"""

LINKED = f"""WITH chain AS (
  SELECT l.*, lag(number) OVER w AS number_before, lag(base + size) OVER w AS end_before
  FROM journal_link l WHERE l.collector = {COLLECTORS}
  WINDOW w AS (PARTITION BY collector ORDER BY number)
)"""
BROKEN = "(number_before IS NOT NULL AND (number <> number_before + 1 OR base <> end_before))"

STATE_NOW = f"""SELECT
  (SELECT sum(b.pending)::bigint {BOOKS_FROM}) AS "待处理报文",
  (SELECT max({NOW_MS} - nullif(b.carried_ms, 0)) {BOOKS_FROM}) AS "账目最久未更新",
  (SELECT count(*) {BOOKS_FROM} AND NOT ({CLOSES})) AS "不平的账",
  (SELECT sum(b.quarantined)::bigint {BOOKS_FROM}) AS "隔离报文",
  (SELECT max({NOW_MS} - c.beat_ms) FROM collector c WHERE c.name = {COLLECTORS}) AS "最久心跳",
  (SELECT count(*) FROM dirty_hour) AS "脏小时",
  (SELECT count(*) FROM job_run WHERE state = 'failed'
    AND started_ms >= {FROM_MS} AND started_ms <= {TO_MS}) AS "失败的运行\""""

SEATS = f"""SELECT c.name AS "采集进程", c.number AS "编号", c.part || '/' || c.parts AS "分担",
  coalesce(nullif(c.url, ''), '–') AS "地址", c.version AS "版本",
  {moment("c.started_ms")} AS "启动", {moment("c.beat_ms")} AS "最近心跳",
  {NOW_MS} - c.beat_ms AS "距今", b.pending AS "待处理", b.received AS "接收"
FROM collector c LEFT JOIN (SELECT collector, sum(pending)::bigint AS pending,
  sum(received)::bigint AS received FROM book GROUP BY collector) b ON b.collector = c.name
WHERE c.name = {COLLECTORS} ORDER BY c.number"""

PENDING = f"""SELECT b.collector AS "采集进程", sum(b.pending)::bigint AS "待处理"
{BOOKS_FROM} GROUP BY b.collector ORDER BY 1"""

BOOKS = f"""SELECT coalesce(e.name, nullif(b.enterprise_code, ''), '无法归属') AS "用能单位",
  coalesce(nullif(b.gateway_code, ''), '–') AS "网关", b.collector AS "采集进程",
  CASE WHEN {CLOSES} THEN 'true' ELSE 'false' END AS "账平",
  b.received AS "接收", b.stored AS "入库", b.duplicate AS "重复", b.quarantined AS "隔离",
  b.dropped AS "丢弃", b.pending AS "待处理", b.decoded AS "解码读数",
  b.readings_stored AS "入库读数", b.readings_quarantined AS "隔离读数",
  b.readings_dropped AS "丢弃读数", coalesce(g.delivery, '–') AS "交付",
  {moment("nullif(b.last_arrival_ms, 0)")} AS "最近到报",
  {moment("nullif(b.carried_ms, 0)")} AS "账目时间"
FROM book b LEFT JOIN enterprise e ON e.code = b.enterprise_code
LEFT JOIN gateway g ON g.enterprise_code = b.enterprise_code AND g.code = b.gateway_code
WHERE b.collector = {COLLECTORS}
  AND (b.enterprise_code = '' OR b.enterprise_code = {ENTERPRISES})
ORDER BY ({CLOSES}), b.quarantined DESC, 1, 2"""

QUARANTINE = f"""SELECT coalesce(e.name, nullif(b.enterprise_code, ''), '无法归属') || ' '
    || b.gateway_code AS "来源", b.quarantined AS "隔离报文"
FROM book b LEFT JOIN enterprise e ON e.code = b.enterprise_code
WHERE b.collector = {COLLECTORS}
  AND (b.enterprise_code = '' OR b.enterprise_code = {ENTERPRISES}) AND b.quarantined > 0
ORDER BY 2 DESC, 1 LIMIT 50"""

JOURNAL = f"""{LINKED}
SELECT collector AS "采集进程", count(*) AS "段数", sum(size)::bigint AS "字节",
  min(number) AS "首段", max(number) AS "末段", {moment("max(sealed_ms)")} AS "最近封段",
  {NOW_MS} - max(sealed_ms) AS "距今", count(*) FILTER (WHERE {BROKEN}) AS "断链"
FROM chain GROUP BY collector ORDER BY collector"""

SEALED = f"""SELECT {moment("l.sealed_ms")} AS time, l.collector AS metric, l.size AS value
FROM journal_link l
WHERE l.collector = {COLLECTORS} AND l.sealed_ms >= {FROM_MS} AND l.sealed_ms <= {TO_MS}
ORDER BY 1"""

DIRTY = f"""SELECT coalesce(e.name, d.enterprise_code) AS "用能单位", count(*) AS "脏小时",
  {moment("min(d.hour_ms)")} AS "最早", {moment("max(d.hour_ms)")} AS "最晚"
FROM dirty_hour d LEFT JOIN enterprise e ON e.code = d.enterprise_code
GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 100"""

RUNS = f"""SELECT {moment("j.started_ms")} AS "开始", j.job AS "任务", j.state AS "状态",
  j.ended_ms - j.started_ms AS "历时", j.lease_number AS "租约号", j.detail AS "说明"
FROM job_run j WHERE j.started_ms >= {FROM_MS} AND j.started_ms <= {TO_MS}
ORDER BY j.id DESC LIMIT 500"""

LEASES = """SELECT l.name AS "租约", l.holder AS "持有者", l.number AS "租约号", l.beat AS "心跳"
FROM lease l ORDER BY l.name"""

FOUND = f"""SELECT f.code AS "类别", count(*) AS "条数", count(DISTINCT f.subject) AS "单位",
  {moment("max(f.end_ms)")} AS "最近"
FROM finding f WHERE f.end_ms >= {FROM_MS} AND f.start_ms <= {TO_MS}
GROUP BY f.code ORDER BY 2 DESC, 1"""

WRITTEN = (
    'SELECT count("v") FROM "reading" WHERE "enterprise" =~ /^${enterprise:regex}$/ '
    "AND $timeFilter GROUP BY time($__interval) fill(null)"
)


def build() -> dashboard.Dashboard:
    """Return the board."""
    return make_board(
        FRAME,
        [variables.region(), variables.enterprise().many(), variables.collector()],
        [
            make_simulated(simulated(f"e.code = {ENTERPRISES}")),
            *_now(),
            *_books(),
            *_journal(),
            *_jobs(),
        ],
    )


def _now() -> list[Panel]:
    old = steps((120_000, ORANGE), (600_000, RED))
    some = steps((1, ORANGE))
    return [
        make_stat(
            Looks(
                "此刻",
                "登记库 book、collector、dirty_hour、job_run：积压、心跳与账目；"
                "心跳与账目距今以数据库时钟计。",
                "none",
                height=4,
                columns={
                    "账目最久未更新": [*unit("dtdurationms"), ("thresholds", old)],
                    "最久心跳": [*unit("dtdurationms"), ("thresholds", old)],
                    "不平的账": [("thresholds", steps((1, RED)))],
                    "失败的运行": [("thresholds", steps((1, RED)))],
                    "隔离报文": [("thresholds", some)],
                    "待处理报文": [("thresholds", steps((10_000, ORANGE), (100_000, RED)))],
                },
            ),
            Sql(STATE_NOW),
        ),
        make_table(
            Looks(
                "采集进程",
                "登记库 collector 与 book：每个采集进程的席位、分担、心跳与积压报文数。",
                "none",
                width=16,
                height=7,
                columns={
                    "启动": [*unit(MINUTE), *wide(140)],
                    "最近心跳": [*unit(MINUTE), *wide(140)],
                    "距今": coloured(old, "dtdurationms"),
                },
            ),
            Sql(SEATS),
        ),
        make_bars(
            Looks(
                "积压",
                "登记库 book.pending：已写入日志、尚未入库的报文数，按采集进程。",
                MESSAGES,
                width=8,
                height=7,
                thresholds=steps((10_000, ORANGE), (100_000, RED)),
            ),
            Sql(PENDING),
        ),
        make_curves(
            Looks(
                "入库读数（按读数时间）",
                "InfluxDB reading：每个时间窗内的读数个数；没有读数的窗口为 0。",
                READINGS,
                height=7,
            ),
            InfluxQl(WRITTEN, alias="读数"),
            bars=True,
        ).at_least("5m"),
    ]


def _books() -> list[Panel]:
    return [
        make_table(
            Looks(
                "报文收支账",
                "登记库 book：接收 = 入库 + 重复 + 隔离 + 丢弃 + 待处理；不平者在前。"
                "报文与读数均为累计条数。",
                "none",
                height=11,
                columns={
                    "用能单位": wide(170),
                    "账平": chip(TRUTH, 70),
                    "隔离": coloured(steps((1, ORANGE)), "none"),
                    "最近到报": [*unit(MINUTE), *wide(140)],
                    "账目时间": [*unit(MINUTE), *wide(140)],
                },
            ),
            Sql(BOOKS),
        ),
        make_bars(
            Looks(
                "隔离报文来源",
                "登记库 book.quarantined：隔离区中报文最多的网关。原因须用 nengheng quarantine "
                "list 或 /metrics 查看。",
                MESSAGES,
                width=12,
                thresholds=steps((1, ORANGE), (1000, RED)),
            ),
            Sql(QUARANTINE),
        ),
        make_table(
            Looks(
                "数据质量发现",
                "登记库 finding：时间范围内按类别的条数，含报文序号缺口。",
                "none",
                width=12,
                columns={"最近": [*unit(MINUTE), *wide(140)]},
            ),
            Sql(FOUND),
        ),
    ]


def _journal() -> list[Panel]:
    return [
        make_table(
            Looks(
                "日志段与链",
                "登记库 journal_link：已封日志段的数目、字节与距今；"
                "断链为段号或起始位置不相接的处数。",
                "none",
                width=12,
                columns={
                    "字节": unit("decbytes"),
                    "最近封段": [*unit(MINUTE), *wide(140)],
                    "距今": unit("dtdurationms"),
                    "断链": coloured(steps((1, RED)), "none"),
                },
            ),
            Sql(JOURNAL),
        ),
        make_curves(
            Looks(
                "封段大小",
                "登记库 journal_link.size：时间范围内每次封段的字节数，按采集进程。",
                "decbytes",
                width=12,
            ),
            Sql(SEALED, form="time_series"),
            bars=True,
        ),
    ]


def _jobs() -> list[Panel]:
    return [
        make_table(
            Looks(
                "运行台账",
                "登记库 job_run：时间范围内的任务运行、状态与历时，最近 500 条。",
                "none",
                height=9,
                columns={
                    "开始": [*unit("dateTimeAsIso"), *wide(165)],
                    "状态": chip(STATE, 80),
                    "历时": unit("ms"),
                    "说明": wide(600),
                },
            ),
            Sql(RUNS),
        ),
        make_table(
            Looks(
                "脏小时",
                "登记库 dirty_hour：等待重算的小时数，按单位，前 100 家。",
                "none",
                width=12,
                columns={
                    "最早": [*unit(MINUTE), *wide(140)],
                    "最晚": [*unit(MINUTE), *wide(140)],
                },
            ),
            Sql(DIRTY),
        ),
        make_table(
            Looks(
                "租约",
                "登记库 lease：每项工作此刻的持有者与租约号；号变大表示换了持有者。",
                "none",
                width=12,
            ),
            Sql(LEASES),
        ),
    ]
