"""The boards as files: what Grafana 9.4 and later need of them, without any server."""

from __future__ import annotations

import json
import re
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
import yaml

from dashboards.grafana import BOARDS
from dashboards.grafana.board import to_json
from dashboards.grafana.files import make_files
from dashboards.grafana.rules import RULES

ROOT = Path(__file__).resolve().parents[3]
BOARD = {uid: json.loads(to_json(build())) for uid, build in BOARDS.items()}
KINDS = {"timeseries", "stat", "table", "bargauge", "gauge", "barchart", "state-timeline", "text"}
SOURCES = {"nengheng-influxdb": "influxdb", "nengheng-postgresql": "postgres"}
UNITS = {
    "none", "short", "string", "percentunit", "s", "ms", "dtdurationms", "decbytes", "kwatt",
    "kwatth", "dateTimeAsIso",
}  # fmt: skip
"""Units that Grafana 9.4 lists, besides suffixes and formats of time."""
boards = pytest.mark.parametrize("uid", BOARD)


def walk(value: Any) -> list[dict[str, Any]]:
    """Return every object in a document."""
    if isinstance(value, dict):
        return [value, *(found for inner in value.values() for found in walk(inner))]
    if isinstance(value, list):
        return [found for inner in value for found in walk(inner)]
    return []


@boards
def test_the_frame_is_that_of_grafana_9_4(uid: str) -> None:
    board = BOARD[uid]
    assert board["uid"] == uid
    assert board["schemaVersion"] == 37
    assert board["timezone"] == "Asia/Shanghai"
    assert "id" not in board
    assert {panel["type"] for panel in board["panels"]} <= KINDS
    names = {variable["name"] for variable in board["templating"]["list"]}
    linked = set()
    for link in board["links"]:
        path, _, query = link["url"].partition("?")
        assert (link["type"], link["keepTime"]) == ("link", True)
        sister = path.removeprefix("/d/")
        linked.add(sister)
        handed = set(re.findall(r"\$\{(\w+):queryparam\}", query))
        there = {
            variable["name"] for variable in BOARD[path.removeprefix("/d/")]["templating"]["list"]
        }
        assert handed <= names & there
        if path == "/d/nengheng-enterprise":
            assert "enterprise" not in handed, "there one is chosen, here perhaps many"
    assert linked == set(BOARD) - {uid}


@boards
def test_every_panel_says_what_it_is(uid: str) -> None:
    panels = BOARD[uid]["panels"]
    assert len({panel["id"] for panel in panels}) == len(panels)
    assert len({panel["title"] for panel in panels}) == len(panels)
    for panel in panels:
        assert re.search(r"[一-鿿]", panel["title"])
        assert re.search(r"登记库|InfluxDB", panel["description"])
        defaults = panel["fieldConfig"]["defaults"]
        assert defaults["noValue"] == "无数据"
        units = [defaults["unit"]]
        for override in panel["fieldConfig"]["overrides"]:
            units += [p["value"] for p in override["properties"] if p["id"] == "unit"]
        for unit in units:
            assert unit in UNITS or unit.startswith(("suffix:", "time:")), unit
        if panel["type"] == "table":
            assert "displayMode" in defaults["custom"]


@boards
def test_texts_are_no_numbers(uid: str) -> None:
    """A code of digits would be shown rounded and with the panel's unit."""
    texts = {
        "matcher": {"id": "byType", "options": "string"},
        "properties": [{"id": "unit", "value": "string"}],
    }
    for panel in BOARD[uid]["panels"]:
        overrides = panel["fieldConfig"]["overrides"]
        assert (texts in overrides[:1]) == (panel["type"] != "timeseries")
        assert texts not in overrides[1:], "it comes first, so that a column's own unit wins"


@boards
def test_panels_lie_side_by_side(uid: str) -> None:
    places = [panel["gridPos"] for panel in BOARD[uid]["panels"]]
    assert all(p["x"] >= 0 and p["x"] + p["w"] <= 24 for p in places)
    for one, other in combinations(places, 2):
        assert (
            one["x"] + one["w"] <= other["x"]
            or other["x"] + other["w"] <= one["x"]
            or one["y"] + one["h"] <= other["y"]
            or other["y"] + other["h"] <= one["y"]
        )


@boards
def test_data_sources_are_named_by_uid(uid: str) -> None:
    board = BOARD[uid]
    named = [found["datasource"] for found in walk(board) if "datasource" in found]
    assert named
    assert all(SOURCES[one["uid"]] == one["type"] for one in named)
    for panel in board["panels"]:
        for target in panel["targets"]:
            assert target["datasource"] == panel["datasource"]
            assert target["rawQuery"] is True
            if panel["datasource"]["type"] == "postgres":
                assert target["editorMode"] == "code"
                assert target["format"] in ("table", "time_series")
            else:
                assert target["resultFormat"] == "time_series"


@boards
def test_variables_are_told_apart_and_used(uid: str) -> None:
    variables = BOARD[uid]["templating"]["list"]
    names = [variable["name"] for variable in variables]
    assert [variable["id"] for variable in variables] == names
    for variable in variables:
        assert "allValue" not in variable
        later = variables[names.index(variable["name"]) + 1 :]
        text = json.dumps([later, BOARD[uid]["panels"]], ensure_ascii=False)
        assert f"${{{variable['name']}:" in text, f"{variable['name']} is not used"
        used = set(re.findall(r"\$\{(\w+)[:}]", variable.get("query") or ""))
        assert used <= set(names[: names.index(variable["name"])])


@boards
def test_no_query_uses_what_9_4_does_not_know(uid: str) -> None:
    """`__unixEpochFrom` came later, and a bracket within a macro's argument ends it too early."""
    for found in walk(BOARD[uid]):
        for key in ("rawSql", "query"):
            text = found.get(key)
            if isinstance(text, str):
                macros = set(re.findall(r"\$(__\w+)", text))
                assert macros <= {
                    "__timeTo",
                    "__unixEpochNanoFrom",
                    "__unixEpochNanoTo",
                    "__interval",
                }
                assert not re.search(r"\$\{\w+\}", text), "every variable names its format"


def test_the_files_are_what_the_code_makes() -> None:
    for name, text in make_files().items():
        written = (ROOT / "deploy" / "grafana" / name).read_text("utf-8")
        assert written == text, f"{name}: run `nengheng dashboards write deploy/grafana`"
    boards_there = {path.stem for path in (ROOT / "deploy/grafana/dashboards").iterdir()}
    assert boards_there == set(BOARDS)


def test_provisioning_files_are_yaml_that_grafana_takes() -> None:
    files = {
        name: yaml.safe_load(text) for name, text in make_files().items() if name.endswith(".yaml")
    }
    assert all(document["apiVersion"] == 1 for document in files.values())
    sources = files["provisioning/datasources/nengheng.yaml"]["datasources"]
    assert {source["uid"]: source["type"] for source in sources} == SOURCES
    influx = next(source for source in sources if source["type"] == "influxdb")
    assert influx["secureJsonData"] == {"httpHeaderValue1": "Token ${NENGHENG_INFLUX_TOKEN}"}
    (provider,) = files["provisioning/dashboards/nengheng.yaml"]["providers"]
    assert provider["type"] == "file"


def test_alert_rules_are_whole() -> None:
    text = make_files()["provisioning/alerting/nengheng.yaml"]
    assert "$" not in text, "Grafana would take it for a variable of its environment"
    (group,) = yaml.safe_load(text)["groups"]
    assert group["interval"] == "60s"
    assert [rule["uid"] for rule in group["rules"]] == [rule.uid for rule in RULES]
    for rule in group["rules"]:
        assert len(rule["uid"]) <= 40
        assert rule["noDataState"] in ("OK", "Alerting")
        assert rule["execErrState"] == "Error"
        assert rule["labels"]["severity"] in ("critical", "warning")
        for words in rule["annotations"].values():
            chinese, _, english = words.rpartition(" / ")
            assert re.search(r"[一-鿿]", chinese)
            assert not re.search(r"[一-鿿]", english)
        refs = [query["refId"] for query in rule["data"]]
        assert rule["condition"] == refs[-1]
        for query in rule["data"]:
            assert query["refId"] == query["model"]["refId"]
            assert query["datasourceUid"] in {*SOURCES, "__expr__"}
            assert query["model"]["datasource"]["uid"] == query["datasourceUid"]
        for query in rule["data"][1:]:
            assert query["model"]["expression"] in refs[: refs.index(query["refId"])]
