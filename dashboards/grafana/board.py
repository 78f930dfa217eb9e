"""A board's frame: uid, zone, links to its sisters, panels in rows, numbers of panels."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from grafana_foundation_sdk.builders.dashboard import Dashboard
from grafana_foundation_sdk.builders.dashboard import DashboardLink as Link
from grafana_foundation_sdk.cog.encoder import JSONEncoder
from grafana_foundation_sdk.models import dashboard

from dashboards.grafana.datasources import Sql
from dashboards.grafana.looks import BLUE, GREEN, GREY, ORANGE, starts_with, steps
from dashboards.grafana.panels import WIDTH, Looks, Panel, make_stat
from dashboards.grafana.variables import Variable

TAG = "nengheng"
FOLDER = "能衡"
FOLDER_UID = "nengheng"
"""Folder of the boards in Grafana."""
SCHEMA = 37
"""Schema of Grafana 9.4's dashboards; later ones migrate it as they load it."""
COLOURS = {"模拟数据": ORANGE, "真实企业": GREEN, "无企业": GREY}


@dataclass(frozen=True)
class Frame:
    """What tells a board from its sisters; `span` is the time it opens with."""

    uid: str
    title: str
    description: str
    span: tuple[str, str]
    refresh: str = "1m"


def make_board(
    frame: Frame, variables: Sequence[Variable], panels: Sequence[Panel]
) -> dashboard.Dashboard:
    """Return the finished board; panels flow from left to right in rows of 24 columns."""
    board = (
        Dashboard(frame.title)
        .uid(frame.uid)
        .description(frame.description)
        .tags([TAG])
        .timezone("Asia/Shanghai")
        .week_start("monday")
        .time(*frame.span)
        .refresh(frame.refresh)
        .tooltip(dashboard.DashboardCursorSync.CROSSHAIR)
    )
    for link in _links(frame.uid, {variable.name for variable in variables}):
        board.link(link)
    for variable in variables:
        board.with_variable(variable)
    made = board.build()
    made.schema_version = SCHEMA
    made.annotations = dashboard.AnnotationContainer(list_val=[])
    made.panels = [*_place(panels)]
    return made


SISTERS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "nengheng-region": ("区域总览", ("region", "basis")),
    "nengheng-enterprise": ("用能单位", ("region", "basis")),
    "nengheng-alerts": ("预警", ("region", "enterprise")),
    "nengheng-operations": ("平台运行", ("region",)),
}
"""Every board: what links to it say, and the variables they hand on.

The one of a single enterprise is handed none, for another board may have many chosen.
"""


def _links(uid: str, known: set[str]) -> list[Link]:
    """Return the links from a board that knows some variables to its sisters."""
    return [
        Link(title)
        .type(dashboard.DashboardLinkType.LINK)
        .icon("dashboard")
        .url(
            f"/d/{sister}?" + "&".join(f"${{{name}:queryparam}}" for name in names if name in known)
        )
        .keep_time(True)
        for sister, (title, names) in SISTERS.items()
        if sister != uid
    ]


def _place(panels: Sequence[Panel]) -> list[dashboard.Panel]:
    """Give panels their numbers and places."""
    placed: list[dashboard.Panel] = []
    x = y = tallest = 0
    for number, panel in enumerate(panels, start=1):
        made = panel.build()
        assert made.grid_pos is not None
        width, height = made.grid_pos.w, made.grid_pos.h
        if x + width > WIDTH:
            x, y, tallest = 0, y + tallest, 0
        made.id_val = number
        made.grid_pos = dashboard.GridPos(h=height, w=width, x=x, y=y)
        x, tallest = x + width, max(tallest, height)
        placed.append(made)
    return placed


def make_simulated(statement: str) -> Panel:
    """Return the strip that says whether the board's enterprises are simulated."""
    return make_stat(
        Looks(
            "数据性质",
            "登记库 enterprise.simulated：所选范围内是否有仿真企业。模拟数据不得当作真实企业使用。",
            "string",
            height=3,
            thresholds=steps(base=BLUE),
            mappings=starts_with(COLOURS),
        ),
        Sql(statement),
        words=True,
    )


def to_json(board: dashboard.Dashboard) -> str:
    """Return the board's JSON as files and Grafana take it, the same every time."""
    return json.dumps(board, cls=JSONEncoder, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
