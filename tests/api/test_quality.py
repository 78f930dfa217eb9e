"""Quality, connection, fitting and pictures over the API."""

from __future__ import annotations

from xml.etree import ElementTree

import numpy as np
import pytest

from analytics.quality.measuring import run_quality
from api.drawing import Curve, Frame, draw_bars, draw_curves
from api.services.pictures import draw_finding
from api.viewer import operator
from core.registry.results import Finding
from core.registry.structure import Membership
from tests.api.conftest import CARBIDE, GAPPY, START_MS, Client, Platform

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module", autouse=True)
def _measured(platform: Platform) -> None:
    run_quality(platform.context)
    with platform.parts.registry.session() as session:
        for code in (CARBIDE, GAPPY):
            session.add(
                Membership(
                    enterprise_code=code, list_code="key_energy", valid_from_ms=0, source="a test"
                )
            )


def test_months_have_six_indices_and_a_score(client: Client) -> None:
    months = client.items("/api/v1/quality", enterprise=GAPPY)
    assert [month["month"][:7] for month in months][-1] == "2026-01"
    january = months[-1]
    names = [row["index"] for row in january["indices"]]
    assert names == [
        "completeness", "timeliness", "accuracy", "validity", "consistency", "transmission"
    ]  # fmt: skip
    assert 0 < january["indices"][0]["value"] < 1
    assert 0 <= january["score"] <= 100
    assert client.items("/api/v1/quality", region="150300", month="2026-01-15") == [january]


def test_a_month_is_shown_by_point(client: Client) -> None:
    detail = client.ok(f"/api/v1/quality/{GAPPY}", month="2026-01-20")
    (point,) = detail["points"]
    assert point["point"] == "E"
    assert point["expected"] == 744
    assert 0 < point["received"] < 744
    answer = client.get(f"/api/v1/quality/{GAPPY}", params={"month": "2020-01-01"})
    assert answer.status_code == 404


def test_connection_counts_those_whom_lists_oblige(client: Client) -> None:
    found = client.ok("/api/v1/quality/connection", region="150000", month="2026-01-10")
    assert (found["obliged"], found["connected"], found["rate"]) == (2, 2, 1.0)
    empty = client.ok("/api/v1/quality/connection", region="150300", month="2025-01-10")
    assert (empty["obliged"], empty["silent"], empty["rate"]) == (1, 1, 0.0)


def test_fitting_counts_meters_by_level(client: Client) -> None:
    rows = client.items("/api/v1/quality/fitting", enterprise=CARBIDE)
    found = {(row["carriers"], row["level"]): row for row in rows}
    assert found["electricity", 1]["rate"] == 100.0
    assert found["electricity", 1]["least"] == 100.0
    assert found["coke", 1]["confidence"] == "recalled"


@pytest.mark.parametrize(
    ("code", "evidence"),
    [
        ("flat_line", {}),
        ("copied_day", {"source_start_ms": START_MS}),
        ("clock_games", {}),
        ("digits", {"digits": [5] * 10, "usual_shares": [0.1] * 10}),
    ],
)
def test_a_finding_is_drawn(platform: Platform, client: Client, code: str, evidence: dict) -> None:
    subject, start = f"enterprise:{CARBIDE}", START_MS + 10 * 86_400_000
    with platform.parts.registry.session() as session:
        session.add(
            Finding(
                subject=subject,
                point_code="T1/EP",
                code=code,
                start_ms=start,
                end_ms=start + 86_400_000,
                text="",
                text_en="",
                evidence=evidence,
            )
        )
    asked = {"subject": subject, "point": "T1/EP", "code": code, "start": start}
    answer = client.get("/api/v1/findings/picture", params=asked)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "image/svg+xml"
    root = ElementTree.fromstring(answer.text)
    assert root.tag == f"{SVG}svg"
    assert root.findall(f"{SVG}polyline") or code == "digits"
    assert draw_finding(operator(platform.parts), subject, "T1/EP", code, start_ms=start)
    asked["code"] = "no_such"
    assert client.get("/api/v1/findings/picture", params=asked).status_code == 404


def test_a_long_curve_is_thinned_without_losing_spikes_and_texts_are_no_markup() -> None:
    y = np.zeros(200_000)
    y[123_456] = 7.0
    y[50_000:60_000] = np.nan
    curve = Curve("<script>", np.arange(200_000.0), y)
    picture = draw_curves(Frame("a & <b>", "kWh", [(1e5, 1.1e5)], "m"), [curve], str)
    root = ElementTree.fromstring(picture)
    lines = root.findall(f"{SVG}polyline")
    assert len(lines) == 2
    assert len(picture) < 120_000
    heights = [float(p.split(",")[1]) for line in lines for p in line.attrib["points"].split()]
    assert min(heights) < 80
    assert b"<script>" not in picture


@pytest.mark.parametrize("y", [[], [1.0], [np.nan], [2.0, 2.0]])
def test_degenerate_curves_are_drawn(y: list[float]) -> None:
    curve = Curve("c", np.arange(float(len(y))), np.array(y))
    ElementTree.fromstring(draw_curves(Frame("t", "u"), [curve], str))
    ElementTree.fromstring(draw_bars(Frame("t", "u"), ["1"], [0.0], [0.0]))
