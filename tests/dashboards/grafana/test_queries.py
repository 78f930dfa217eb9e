"""Every query of every panel and variable runs and gives the columns that its panel shows."""

from __future__ import annotations

import json
import math
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
import pytest
from demo_week import NOW_MS, START_MS
from grafana import Frame, Span, Value, choose, unlike
from grafana import replace as replace_variables
from sqlalchemy import select

from cli.local_servers.postgresql import find_postgres
from core.calendar import HOUR_MS
from core.registry.models import MeterEpoch, Point
from core.registry.results import Account, Alert, Book, Verdict
from dashboards.grafana import BOARDS
from dashboards.grafana.board import to_json
from dashboards.grafana.rules import RULES
from simulators.fleets import build_fleet

pytestmark = [
    pytest.mark.influxdb,
    pytest.mark.postgresql,
    pytest.mark.xdist_group("grafana"),
    pytest.mark.timeout(300),
]

READONLY = Path(__file__).resolve().parents[3] / "deploy" / "grafana" / "readonly.sql"
SPAN = Span(START_MS, NOW_MS)
BOARD = {uid: json.loads(to_json(build())) for uid, build in BOARDS.items()}
PANELS = [
    pytest.param(uid, panel, id=f"{uid}-{panel['id']}")
    for uid, board in BOARD.items()
    for panel in board["panels"]
]
MEMBERS = {member.name: member for member in build_fleet("demo", NOW_MS)}
FIRST = MEMBERS["模拟电石一厂"].code
WORST = MEMBERS["模拟电石三厂"].code
EMPTY = {
    "其他瞬时值（读数）",
    "分时用量 · 体积类（气、水）（m3）",
    "分时用量 · 热量（GJ）",
    "租约",
}
"""Panels for which this works or this week has nothing to show."""


def frame_of(fleet: Any, uid: str, title: str, **picked: Value) -> Frame:
    """Return the table of a panel found by its title."""
    board = BOARD[uid]
    values = choose(fleet.grafana, board["templating"]["list"], SPAN, picked)
    (panel,) = [p for p in board["panels"] if p["title"] == title]
    return fleet.grafana.sql(panel["targets"][0]["rawSql"], SPAN, values)


def series_of(fleet: Any, uid: str, title: str, **picked: Value) -> list[Any]:
    board = BOARD[uid]
    values = choose(fleet.grafana, board["templating"]["list"], SPAN, picked)
    (panel,) = [p for p in board["panels"] if p["title"] == title]
    return [
        one
        for target in panel["targets"]
        for one in fleet.grafana.influxql(target["query"], SPAN, values)
    ]


@pytest.mark.parametrize(("uid", "panel"), PANELS)
def test_a_panel_shows_the_columns_it_says(uid: str, panel: dict[str, Any], fleet: Any) -> None:
    picked = {"enterprise": WORST} if uid == "nengheng-enterprise" else {}
    values = choose(fleet.grafana, BOARD[uid]["templating"]["list"], SPAN, picked)
    shown: list[Any] = []
    for target in panel["targets"]:
        if "query" in target:
            series = fleet.grafana.influxql(target["query"], SPAN, values)
            shown += series
            for tags, frame in series:
                assert frame.names[0] == "time"
                assert len(frame.names) == 2
                assert ("$tag_point" in target["alias"]) == ("point" in tags)
            continue
        frame = fleet.grafana.sql(target["rawSql"], SPAN, values)
        shown += frame.rows
        check_shape(panel, target, frame)
    assert shown or panel["title"] in EMPTY


def check_shape(panel: dict[str, Any], target: dict[str, Any], frame: Frame) -> None:
    """Check names and kinds against what the panel's kind needs and what it decorates."""
    assert len(set(frame.names)) == len(frame.names)
    for override in panel["fieldConfig"]["overrides"]:
        if override["matcher"]["id"] == "byType":
            continue
        assert override["matcher"]["options"] in frame.names
        unit = {p["id"]: p["value"] for p in override["properties"]}.get("unit", "")
        if unit.startswith(("time:", "dateTime")):
            assert frame.kind(override["matcher"]["options"]) == "time"
    if target["format"] == "time_series":
        times = frame.column("time")
        assert frame.kind("time") == "time"
        assert times == sorted(times)
        assert "number" in frame.kinds
    elif panel["type"] == "stat":
        assert len(frame.rows) == 1
    elif panel["type"] == "bargauge":
        assert frame.kinds == ["string", "number"]
    else:
        assert panel["type"] == "table"


@pytest.mark.parametrize("uid", BOARD)
def test_a_board_holds_for_nothing_chosen(uid: str, fleet: Any) -> None:
    """An enterprise without points, a region without enterprises: empty panels, no errors."""
    board = BOARD[uid]
    names = {variable["name"] for variable in board["templating"]["list"]}
    picked: dict[str, Value] = {"region": "150624", "enterprise": [], "point": []}
    values = choose(fleet.grafana, board["templating"]["list"], SPAN, picked)
    for name in names - {"region", "basis"}:
        values[name] = []
    for panel in board["panels"]:
        for target in panel["targets"]:
            if "query" in target:
                assert fleet.grafana.influxql(target["query"], SPAN, values) == []
            else:
                fleet.grafana.sql(target["rawSql"], SPAN, values)


def test_variables_follow_each_other(fleet: Any) -> None:
    variables = BOARD["nengheng-enterprise"]["templating"]["list"]
    values = choose(fleet.grafana, variables, SPAN)
    assert values["region"] == "150000"
    below = choose(fleet.grafana, variables, SPAN, {"region": "150303"})
    assert below["enterprise"] == MEMBERS["模拟电石三厂"].code
    assert set(below["point"]) == {p.code for p in MEMBERS["模拟电石三厂"].points}
    assert set(below["t_point"]) <= set(below["point"])
    alerts = choose(fleet.grafana, BOARD["nengheng-alerts"]["templating"]["list"], SPAN)
    assert len(alerts["enterprise"]) == len(MEMBERS) + 1


def test_namesakes_can_both_be_chosen(fleet: Any) -> None:
    """Of choices that read the same, Grafana drops all but the first."""
    copies = (
        "INSERT INTO enterprise (code, name, region_code, sector_code, simulated) "
        "SELECT '91150622MA0NAMESAK', name, region_code, sector_code, simulated FROM enterprise "
        "WHERE code = %s",
        "INSERT INTO region (code, name, parent_code) "
        "SELECT '150699', name, parent_code FROM region WHERE code = '150622'",
    )
    region, enterprise, *_ = BOARD["nengheng-alerts"]["templating"]["list"]
    with psycopg.connect(fleet.grafana.conninfo) as connection:
        connection.execute(copies[0].encode(), [FIRST])
        connection.execute(copies[1].encode())
        for variable, codes in (
            (region, {"150622", "150699"}),
            (enterprise, {FIRST, "91150622MA0NAMESAK"}),
        ):
            text = replace_variables(variable["query"], {"region": "150000"})
            cursor = connection.execute(text.encode())
            frame = Frame(["__text", "__value"], ["string", "string"], cursor.fetchall())
            assert unlike(frame) == frame.column("__value")
            labels = dict(zip(frame.column("__value"), frame.column("__text"), strict=True))
            assert all(labels[code].endswith(" " + code) for code in codes)
            assert not any(labels[code].endswith(code) for code in set(labels) - codes)
        connection.rollback()


def test_simulated_data_are_marked(fleet: Any) -> None:
    for uid in BOARD:
        picked = {"enterprise": FIRST} if uid == "nengheng-enterprise" else {}
        (text,) = frame_of(fleet, uid, "数据性质", **picked).rows[0]
        assert text.startswith("模拟数据：")
    real = frame_of(fleet, "nengheng-enterprise", "数据性质", enterprise="91150622MA0N1A2B3C")
    assert real.rows == [("真实企业：1 家",)]


def test_pace_is_what_the_verdicts_say(fleet: Any) -> None:
    frame = frame_of(fleet, "nengheng-region", "各单位预算进度与预计超出日")
    assert len(frame.rows) == len(MEMBERS)
    with fleet.registry.read() as session:
        verdicts = {
            v.subject: v
            for v in session.scalars(
                select(Verdict).where(Verdict.rule == "quota_pace", Verdict.period == "year")
            )
        }
    for row in frame.records():
        verdict = verdicts[f"enterprise:{row['信用代码']}"]
        assert row["结论"] == verdict.level
        assert row["已用"] == pytest.approx(verdict.value)
        assert row["计划至今"] == pytest.approx(verdict.reference)
        exceed_ms = verdict.evidence["exceed_ms"]
        assert (row["预计超出日"] is None) == (exceed_ms is None)
        if exceed_ms is not None:
            assert row["预计超出日"].timestamp() * 1000 == pytest.approx(exceed_ms)
    severities = [verdicts[f"enterprise:{code}"].severity for code in frame.column("信用代码")]
    assert severities == sorted(severities, reverse=True)


def test_the_districts_sums_are_their_enterprises(fleet: Any) -> None:
    frame = frame_of(fleet, "nengheng-region", "本区与下级行政区")
    rows = {row["区划代码"]: row for row in frame.records()}
    assert set(rows) == {"150000", "150300", "150600", "150900"}
    with fleet.registry.read() as session:
        year = {
            a.subject: a.amount
            for a in session.scalars(
                select(Account).where(
                    Account.indicator == "coal_calorific_tce", Account.period == "year"
                )
            )
        }
    assert rows["150000"]["监管单位"] == len(MEMBERS) + 1
    for code, row in rows.items():
        assert row["本年综合能耗"] == pytest.approx(year[f"region:{code}"])
    assert rows["150000"]["预算合计"] == pytest.approx(
        sum(rows[code]["预算合计"] for code in rows if code != "150000")
    )


def test_counts_are_those_of_the_registry(fleet: Any) -> None:
    (row,) = frame_of(fleet, "nengheng-region", "单位与预警").records()
    with fleet.registry.read() as session:
        alerts = len(list(session.scalars(select(Alert).where(Alert.resolved_ms.is_(None)))))
        below = {
            v.subject
            for v in session.scalars(
                select(Verdict).where(Verdict.level == "below_baseline", Verdict.period == "year")
            )
        }
    assert alerts > 0
    assert below
    assert row["未解除预警"] == alerts
    assert row["低于基准单位"] == len(below)
    shown = frame_of(fleet, "nengheng-region", "低于基准水平的产品")
    assert {f"enterprise:{code}" for code in shown.column("信用代码")} == below
    assert len(frame_of(fleet, "nengheng-alerts", "未解除").rows) == alerts


def test_the_quota_curve_ends_at_the_account_and_the_plan(fleet: Any) -> None:
    curve = frame_of(fleet, "nengheng-enterprise", "预算执行曲线（累计）", enterprise=FIRST)
    (position,) = frame_of(fleet, "nengheng-enterprise", "预算执行", enterprise=FIRST).records()
    before = [row for row in curve.records() if row["time"].timestamp() * 1000 <= NOW_MS]
    assert len(before) == 7
    assert before[-1]["累计用能"] == pytest.approx(position["已用"])
    assert before[-1]["计划"] == pytest.approx(position["计划至今"])
    assert {row["年度预算"] for row in before} == {position["年度预算"]}
    assert position["结论"] is not None


def test_hourly_amounts_add_up_to_the_months_account(fleet: Any) -> None:
    series = series_of(fleet, "nengheng-enterprise", "分时用量 · 电量（kWh）", enterprise=FIRST)
    by_point = {
        tags["point"]: math.fsum(v for _, v in frame.rows if v is not None)
        for tags, frame in series
    }
    with fleet.registry.read() as session:
        account = session.scalars(
            select(Account).where(
                Account.subject == f"enterprise:{FIRST}",
                Account.indicator == "carrier:electricity",
                Account.period == "month",
            )
        ).one()
        kwh = {
            p.code
            for p in session.scalars(select(Point).where(Point.enterprise_code == FIRST))
            if p.unit in ("kWh", "MWh") and p.kind != "gauge"
        }
    assert set(by_point) == kwh
    assert by_point["E.IN"] == pytest.approx(account.amount)


@pytest.mark.parametrize(
    ("name", "title", "point"),
    [
        ("模拟电石一厂", "分时用量 · 热量（GJ）", "H.GAS"),
        ("模拟火电一厂", "分时用量 · 质量类（固、液体燃料与产品）（t）", "C.COAL"),
        ("模拟电石一厂", "分时用量 · 质量类（固、液体燃料与产品）（t）", "Q.CAC2"),
        ("模拟火电一厂", "分时用量 · 电量（kWh）", "G.GROSS"),
        ("模拟火电一厂", "分时用量 · 电量（kWh）", "G.NET"),
    ],
)
def test_hourly_amounts_are_in_the_unit_that_the_panel_says(
    name: str, title: str, point: str, fleet: Any
) -> None:
    """They are stored in the unit of the carrier or product, whatever the meter counts in."""
    member = MEMBERS[name]
    (frame,) = [
        frame
        for tags, frame in series_of(fleet, "nengheng-enterprise", title, enterprise=member.code)
        if tags == {"point": point}
    ]
    shown = math.fsum(value for _, value in frame.rows if value is not None)
    register = [
        value
        for hour_ms in (START_MS, NOW_MS - HOUR_MS)
        for value in member.feed.read(hour_ms, hour_ms + HOUR_MS, step_s=1800)[point][1]
    ]
    with fleet.registry.read() as session:
        multiplier = session.scalars(
            select(MeterEpoch.multiplier).where(
                MeterEpoch.enterprise_code == member.code, MeterEpoch.point_code == point
            )
        ).one()
    factor = multiplier * (1000 if "kWh" in title else 1)
    assert shown == pytest.approx((register[-1] - register[0]) * factor, rel=1e-3)


def test_an_hour_that_vanished_is_missing_and_odd_codes_are_found(fleet: Any) -> None:
    ((tags, frame),) = series_of(
        fleet,
        "nengheng-enterprise",
        "分时用量 · 电量（kWh）",
        enterprise="91150622MA0N1A2B3C",
    )
    assert tags == {"point": "A.1/B:2-c"}
    shown = {time: value for time, value in frame.rows if value is not None}
    assert shown == {START_MS: 7.0}
    assert dict(frame.rows)[START_MS + HOUR_MS] is None


def test_load_is_the_mean_of_the_readings(fleet: Any) -> None:
    ((tags, frame),) = series_of(fleet, "nengheng-enterprise", "负荷（读数）", enterprise=FIRST)
    assert tags == {"point": "P.TOTAL"}
    feed = MEMBERS["模拟电石一厂"].feed.read(START_MS, START_MS + HOUR_MS, step_s=1800)
    values = list(feed["P.TOTAL"][1])
    assert frame.rows[0][1] == pytest.approx(sum(values) / len(values))


def test_books_close_and_add_up(fleet: Any) -> None:
    frame = frame_of(fleet, "nengheng-operations", "报文收支账")
    with fleet.registry.read() as session:
        books = list(session.scalars(select(Book)))
    assert len(frame.rows) == len(books) == len(MEMBERS) + 1
    assert set(frame.column("账平")) == {"true"}
    assert sum(frame.column("接收")) == sum(book.received for book in books)
    assert "无法归属" in frame.column("用能单位")
    (now,) = frame_of(fleet, "nengheng-operations", "此刻").records()
    assert now["不平的账"] == 0
    assert now["隔离报文"] == 2
    assert now["脏小时"] == 1


def test_a_gap_in_the_chain_of_segments_shows(fleet: Any) -> None:
    (row,) = [
        r
        for r in frame_of(fleet, "nengheng-operations", "日志段与链").records()
        if r["采集进程"] == "embedded"
    ]
    assert row["断链"] >= 1


def test_the_readonly_role_runs_every_query_and_sees_no_secret(fleet: Any) -> None:
    programs = find_postgres()
    assert programs is not None
    variables = ["-v", "ON_ERROR_STOP=1", "-v", "password=let'me"]
    for _ in range(2):  # again after an upgrade
        done = subprocess.run(
            [programs / "psql", fleet.grafana.conninfo, "-X", "-f", READONLY, *variables],
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
    owner = urlsplit(fleet.grafana.conninfo)
    conninfo = owner._replace(
        netloc=f"nengheng_grafana:let%27me@{owner.hostname}:{owner.port}"
    ).geturl()
    reader = replace(fleet.grafana, conninfo=conninfo)
    for board in BOARD.values():
        values = choose(reader, board["templating"]["list"], SPAN)
        for panel in board["panels"]:
            for target in panel["targets"]:
                if "rawSql" in target:
                    reader.sql(target["rawSql"], SPAN, values)
    with psycopg.connect(conninfo, autocommit=True) as connection:
        for rule in RULES:
            if not rule.influx:
                connection.execute(rule.query.encode())
        for statement in (
            "SELECT * FROM gateway_key",
            "SELECT * FROM gateway_credential",
            "DELETE FROM alert",
        ):
            with pytest.raises(psycopg.Error, match=r"denied|read-only"):
                connection.execute(statement.encode())
