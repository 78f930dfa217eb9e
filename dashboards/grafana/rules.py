"""Alert rules for the platform's own health, for Grafana's provisioning and its HTTP API.

No text holds a dollar sign: Grafana would take it for a variable of its environment. So queries use
the database's own clock, and annotations name labels with a dot.

Where no data come back, a rule fires if that itself is the fault (no collector, no reading) and
rests otherwise. A query that fails is an error of its own state, not this rule's alarm.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from dashboards.grafana.datasources import INFLUXDB, POSTGRESQL

FOLDER = "能衡平台告警"
FOLDER_UID = "nengheng-alerting"
"""A folder of their own: provisioning makes the folders of boards and of rules apart."""
GROUP = "能衡平台健康"
INTERVAL_S = 60
"""How often the rules are asked [s]."""
NOW_MS = "extract(epoch FROM now()) * 1000"
CLOSES = "received - (stored + duplicate + quarantined + dropped + pending)"

NoData = Literal["OK", "Alerting"]


@dataclass(frozen=True)
class Rule:
    """One rule; it fires where the query's only number passes `bound` for `wait`.

    Attributes
    ----------
    query : str
        SQL that gives text columns, which become labels, and one number a row; or InfluxQL.
    bound : float
        Limit of the number [query's unit]; `below` fires under it, else above.
    wait : str
        How long it must last, such as ``5m``.
    """

    uid: str
    title: str
    query: str
    bound: float
    wait: str
    severity: Literal["critical", "warning"]
    summary: str
    description: str
    no_data: NoData = "OK"
    influx: bool = False
    below: bool = False


RULES = (
    Rule(
        "nengheng-collector-silent",
        "采集进程无心跳 / Collector silent",
        f"SELECT name AS collector, (({NOW_MS} - beat_ms) / 1000)::float8 AS value FROM collector",
        120,
        "2m",
        "critical",
        "采集进程 {{ .Labels.collector }} 超过 2 分钟没有心跳 / "
        "Collector {{ .Labels.collector }} has not reported for over 2 min",
        "登记库 collector.beat_ms。没有任何采集进程登记时同样报警。检查：systemctl status、"
        "日志、到 PostgreSQL 的连接。 / Also fires when no collector has ever reported. "
        "Check the process, its log and its way to PostgreSQL.",
        no_data="Alerting",
    ),
    Rule(
        "nengheng-pending-high",
        "积压过多 / Backlog high",
        "SELECT collector, sum(pending)::float8 AS value FROM book GROUP BY collector",
        100_000,
        "10m",
        "warning",
        "采集进程 {{ .Labels.collector }} 积压超过 10 万条报文 / "
        "Collector {{ .Labels.collector }} has over 100,000 messages pending",
        "报文已写入日志并已确认，只是尚未入库；检查时序库是否缓慢或拒绝写入。 / Messages are "
        "journalled and acknowledged, but not stored: is the time-series store slow or refusing?",
    ),
    Rule(
        "nengheng-books-open",
        "收支账不平 / Books do not close",
        f"SELECT collector, sum(abs({CLOSES}))::float8 AS value FROM book GROUP BY collector",
        0,
        "5m",
        "critical",
        "采集进程 {{ .Labels.collector }} 的收支账不平 / "
        "The books of collector {{ .Labels.collector }} do not close",
        "接收 ≠ 入库 + 重复 + 隔离 + 丢弃 + 待处理。运行 nengheng books audit 重新清点。 / "
        "Recount with `nengheng books audit`.",
    ),
    Rule(
        "nengheng-quarantine-high",
        "隔离报文过多 / Quarantine high",
        "SELECT collector, (100.0 * sum(quarantined) / nullif(sum(received), 0))::float8 AS value "
        "FROM book GROUP BY collector HAVING sum(received) > 0",
        1,
        "15m",
        "warning",
        "采集进程 {{ .Labels.collector }} 的隔离报文超过接收的 1% / "
        "Over 1 % of what collector {{ .Labels.collector }} received is in quarantine",
        "运行 nengheng quarantine list 查看原因；修正后可重放，不会丢失。 / See the reasons with "
        "`nengheng quarantine list`; after a mend they can be replayed.",
    ),
    Rule(
        "nengheng-dirty-hours-stuck",
        "脏小时未重算 / Dirty hours stuck",
        f"SELECT count(*)::float8 AS value FROM dirty_hour WHERE hour_ms < {NOW_MS} - 7200000",
        0,
        "30m",
        "warning",
        "早于两小时的脏小时持续半小时未清空 / "
        "Hours older than two have waited half an hour to be recomputed",
        "调度进程停止、租约未续或每次重算都失败；大批补报时也会短暂出现。查看运行台账与租约。 / "
        "Is the scheduler down, without its lease, or failing? A large backfill does it for a "
        "while. See the run ledger.",
    ),
    Rule(
        "nengheng-run-failed",
        "任务失败 / Run failed",
        "SELECT job, count(*)::float8 AS value FROM job_run WHERE state = 'failed' "
        f"AND started_ms >= {NOW_MS} - 900000 GROUP BY job",
        0,
        "0s",
        "warning",
        "任务 {{ .Labels.job }} 在 15 分钟内失败 / Job {{ .Labels.job }} failed within 15 min",
        "登记库 job_run.detail 载有原因。 / The run ledger's detail says why.",
    ),
    Rule(
        "nengheng-journal-broken",
        "日志段断链 / Journal chain broken",
        "SELECT collector, count(*) FILTER (WHERE number <> before_number + 1 "
        "OR base <> before_end)::float8 AS value FROM (SELECT collector, number, base, "
        "lag(number) OVER w AS before_number, lag(base + size) OVER w AS before_end "
        "FROM journal_link WINDOW w AS (PARTITION BY collector ORDER BY number)) AS chain "
        "GROUP BY collector",
        0,
        "0s",
        "critical",
        "采集进程 {{ .Labels.collector }} 的日志段不相接 / "
        "The journal segments of collector {{ .Labels.collector }} do not join",
        "段号或起始位置缺失；运行 nengheng journal verify 对照登记库核查摘要。 / A number or a "
        "position is missing; run `nengheng journal verify`.",
    ),
    Rule(
        "nengheng-store-silent",
        "时序库无新读数 / Store silent",
        'SELECT count("v") FROM "reading" WHERE time > now() - 30m',
        1,
        "5m",
        "critical",
        "InfluxDB 半小时内没有任何新读数 / No reading of the last half hour in InfluxDB",
        "没有数据即报警：所有网关断线、采集停止或时序库拒绝写入。 / Fires on no data: every "
        "gateway is off, collecting has stopped, or the store refuses.",
        no_data="Alerting",
        influx=True,
        below=True,
    ),
)


def make_rule(rule: Rule) -> dict[str, object]:
    """Return a rule as both the provisioning file and the HTTP API have it."""
    return {
        "uid": rule.uid,
        "title": rule.title,
        "condition": "C",
        "for": rule.wait,
        "noDataState": rule.no_data,
        "execErrState": "Error",
        "labels": {"platform": "nengheng", "severity": rule.severity},
        "annotations": {"summary": rule.summary, "description": rule.description},
        "data": [_query(rule), *([_reduce()] if rule.influx else []), _threshold(rule)],
    }


def make_group() -> dict[str, object]:
    """Return the provisioning document with all rules."""
    group = {
        "orgId": 1,
        "name": GROUP,
        "folder": FOLDER,
        "interval": f"{INTERVAL_S}s",
        "rules": [make_rule(rule) | {"isPaused": False} for rule in RULES],
    }
    return {"apiVersion": 1, "groups": [group]}


def _query(rule: Rule) -> dict[str, object]:
    source = INFLUXDB if rule.influx else POSTGRESQL
    model: dict[str, object] = {
        "refId": "A",
        "datasource": {"type": source.type_val, "uid": source.uid},
        "intervalMs": 60_000,
        "maxDataPoints": 43_200,
        "rawQuery": True,
    }
    if rule.influx:
        model |= {"query": rule.query, "resultFormat": "time_series"}
    else:
        model |= {"rawSql": rule.query, "format": "table", "editorMode": "code"}
    return {
        "refId": "A",
        "queryType": "",
        "relativeTimeRange": {"from": 3600, "to": 0},
        "datasourceUid": source.uid,
        "model": model,
    }


def _expression(ref: str, kind: str, fields: dict[str, object]) -> dict[str, object]:
    model = {
        "refId": ref,
        "type": kind,
        "datasource": {"type": "__expr__", "uid": "__expr__"},
        "intervalMs": 60_000,
        "maxDataPoints": 43_200,
    }
    return {
        "refId": ref,
        "queryType": "",
        "relativeTimeRange": {"from": 3600, "to": 0},
        "datasourceUid": "__expr__",
        "model": model | fields,
    }


def _reduce() -> dict[str, object]:
    """Return the last value of a series; a table gives numbers as it is."""
    return _expression("B", "reduce", {"expression": "A", "reducer": "last"})


def _threshold(rule: Rule) -> dict[str, object]:
    evaluator = {"type": "lt" if rule.below else "gt", "params": [rule.bound]}
    return _expression(
        "C",
        "threshold",
        {"expression": "B" if rule.influx else "A", "conditions": [{"evaluator": evaluator}]},
    )
