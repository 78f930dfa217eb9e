"""What if, back-test, season, effect; grades, the dispatch sheet and held-back approvals."""

from __future__ import annotations

import csv
import io

import pytest

from core.calendar import parse_time
from core.registry.models import Entry
from tests.api.conftest import CARBIDE, GAPPY, Client, Platform

HOLDER = f"enterprise:{CARBIDE}"


def test_what_if_without_changes_is_the_verdict(client: Client) -> None:
    found = client.ok("/api/v1/pace/what-if", holder=HOLDER)
    verdict = client.items("/api/v1/verdicts", subject=HOLDER, rule="quota_pace")[0]
    detail = client.ok(f"/api/v1/verdicts/{verdict['id']}")["evidence"]
    assert found["supposed"] == found["as_it_stands"]
    assert found["as_it_stands"]["projection"] == pytest.approx(detail["projection"])
    assert found["as_it_stands"]["high"] == pytest.approx(detail["projection_high"])
    assert found["as_it_stands"]["exceed_on"] == detail["exceed_date"]
    assert found["saved"] == 0


def test_ten_per_cent_less_from_august(client: Client) -> None:
    """The load is even: August to December are 153 of the year's 365 days."""
    found = client.ok("/api/v1/pace/what-if", holder=HOLDER, change=["2026-08:-10%"])
    stands, supposed = found["as_it_stands"], found["supposed"]
    daily = (stands["projection"] - found["used"]) / (365 - 31 - 28 - 9 - 12.5 / 24 + 0.5 / 24)
    assert found["saved"] == pytest.approx(0.1 * 153 * daily, rel=1e-3)
    assert supposed["projection"] < stands["projection"]
    assert supposed["remaining"] == pytest.approx(found["quota"] - supposed["projection"])
    assert found["needed_percent"] < -100, "from August nothing that can be done is enough"


@pytest.mark.parametrize(
    ("change", "said"),
    [("less", "is none"), ("2026-08:-150%", "150%"), ("2026-09/2026-08:+1%", "before its start")],
)
def test_a_change_that_makes_no_sense_is_refused(client: Client, change: str, said: str) -> None:
    answer = client.get("/api/v1/pace/what-if", params={"holder": HOLDER, "change": change})
    assert answer.status_code == 422
    assert said in answer.text


def test_what_if_of_nobody_is_missing_and_the_running_year_has_no_backtest(client: Client) -> None:
    params = {"holder": "enterprise:NOBODY"}
    assert client.get("/api/v1/pace/what-if", params=params).status_code == 404
    params = {"holder": HOLDER, "year": 2026}
    assert client.get("/api/v1/pace/backtest", params=params).status_code == 422
    assert client.get("/api/v1/pace/season", params=params).status_code == 422


def test_schemes_number_opposite_ways(client: Client) -> None:
    schemes = {row["scheme"]: row for row in client.items("/api/v1/warnings/schemes")}
    worst = [schemes[code]["levels"][0]["level"] for code in ("cn-barometer", "league-rising")]
    assert worst == ["level_1", "level_4"]
    assert all(level["source"] for row in schemes.values() for level in row["levels"])


def test_grades_of_a_quarter_are_the_worst_first_and_of_the_region_asked(client: Client) -> None:
    rows = client.items("/api/v1/warnings")
    assert rows
    assert [row["severity"] for row in rows] == sorted((r["severity"] for r in rows), reverse=True)
    assert {row["period"] for row in rows} == {"quarter"}
    there = client.items("/api/v1/warnings", region="150300", scheme="cn-barometer")
    assert {row["subject"] for row in there} == {f"enterprise:{GAPPY}", "region:150300"}
    months = client.items("/api/v1/warnings", period="month", at="2026-02-10", subject=HOLDER)
    assert {row["start"][:10] for row in months} == {"2026-02-01"}
    assert {row["turn"] for row in months} <= {"same", "worse", "better"}
    gappy = next(row for row in there if row["subject"] == f"enterprise:{GAPPY}")
    assert gappy["level"] == "undetermined"
    answer = client.get("/api/v1/warnings", params={"scheme": "weather"})
    assert answer.status_code == 422
    assert "cn-barometer" in answer.text


def test_the_dispatch_sheet_adds_up_and_proposes(client: Client) -> None:
    rows = client.items("/api/v1/dispatch", scheme="cn-barometer")
    mine = next(row for row in rows if row["subject"] == HOLDER)
    assert mine["quarter"] == "2026-Q1"
    assert mine["distance"] == pytest.approx(mine["progress"] - mine["planned"])
    assert mine["monthly_room"] == pytest.approx((mine["target"] - mine["progress"]) / 9)
    assert mine["proposed"]
    assert mine["next_step"]
    dark = next(row for row in rows if row["subject"] == f"enterprise:{GAPPY}")
    assert dark["level"] == "undetermined"


def test_the_sheet_is_csv_too(client: Client) -> None:
    answer = client.get("/api/v1/dispatch.csv", params={"region": "150600"})
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/csv")
    text = answer.content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["subject"] for row in rows] == [
        row["subject"] for row in client.items("/api/v1/dispatch", region="150600")
    ]


TASKS = (
    "subject,quarter,number,task,who,next_step,due\n"
    "{subject},{quarter},1,停用 2 号炉,李四,每周报进度,2026-03-20\n"
)


def import_tasks(platform: Platform, text: str):
    files = {"files": ("dispatch_task.csv", text.encode(), "text/csv")}
    return platform.client().post("/api/v1/imports", files=files)


def test_an_entered_task_stands_on_the_sheet(fresh: Platform) -> None:
    times_ms = parse_time("2026-01-01")
    with fresh.parts.registry.session() as session:
        from core.registry.marks import mark_dirty

        mark_dirty(session, CARBIDE, [times_ms, parse_time("2026-03-10")])
    fresh.settle()
    answer = import_tasks(fresh, TASKS.format(subject=HOLDER, quarter="2026-01-01"))
    assert answer.status_code == 200, answer.text
    rows = fresh.client().items("/api/v1/dispatch", scheme="cn-barometer")
    mine = [row for row in rows if row["subject"] == HOLDER]
    assert [(row["task"], row["who"], row["due"], row["proposed"]) for row in mine] == [
        ("停用 2 号炉", "李四", "2026-03-20", False)
    ]


def test_a_task_of_nobody_or_of_no_quarter_is_refused(fresh: Platform) -> None:
    for subject, quarter in (("enterprise:NOBODY", "2026-01-01"), (HOLDER, "2026-02-01")):
        answer = import_tasks(fresh, TASKS.format(subject=subject, quarter=quarter))
        assert answer.status_code == 422, answer.text
        assert (subject if quarter == "2026-01-01" else "2026-01-01") in answer.text


def state(subject: str, item: str, value: float, unit: str) -> Entry:
    return Entry(
        subject=subject,
        item=item,
        start_ms=parse_time("2026-01-01"),
        end_ms=parse_time("2026-03-01"),
        value=value,
        unit=unit,
        document="统计月报",
        entered_by="a test",
        entered_ms=0,
    )


def test_what_an_enterprise_and_a_project_do_to_a_region(fresh: Platform) -> None:
    """Region 90,000 tce by 1 亿元 = 9 tce/万元; a project of 1,200 tce and 60 万元 in the year.

    January and February are 59 of 365 days: the project counts 193.97 tce and 9.6986 万元.
    """
    client = fresh.client()
    params = {"region": "150622", "year": 2026, "energy_tce": 1200, "added_value": 60}
    refused = client.get("/api/v1/pace/effect", params=params)
    assert refused.status_code == 422
    assert "gdp" in refused.text
    region = "region:150622"
    with fresh.parts.registry.session() as session:
        session.add(state(region, "gdp_comparable", 1.0, "亿元"))
        session.add(state(region, "energy_official", 90_000.0, "tce"))
        session.add(state(HOLDER, "added_value_comparable", 500.0, "万元"))
    found = client.ok("/api/v1/pace/effect", **params)
    energy, value = 1200 * 59 / 365, 60 * 59 / 365
    assert found["without_part"] == pytest.approx(9.0)
    assert found["with_part"] == pytest.approx((90_000 + energy) / (10_000 + value))
    assert found["own"] == pytest.approx(20.0)
    assert found["energy_to_offset_tce"] == pytest.approx(energy - 9 * value)
    assert any("统计月报" in source for source in found["sources"])
    own = client.ok("/api/v1/pace/effect", region="150622", year=2026, enterprise=CARBIDE)
    assert own["part_value"] == 500
    assert own["region_value"] == pytest.approx(9500)
    assert own["region_energy_tce"] + own["part_energy_tce"] == pytest.approx(90_000)
    params = {"region": "150622", "enterprise": GAPPY}
    assert client.get("/api/v1/pace/effect", params=params).status_code == 404
    assert client.get("/api/v1/pace/effect", params={"region": "150622"}).status_code == 422


def test_values_of_a_region_that_are_imported_are_graded(fresh: Platform) -> None:
    """0.8 → 0.784 tce/万元 with 3.5421 % due of Ordos in 2025: 二级 and, by the league, 三级."""
    rows = ["subject,item,start,end,value,unit,document,entered_by"]
    for year, energy, gdp in ((2024, 1000.0, 1250.0), (2025, 1019.2, 1300.0)):
        span = f"{year}-01-01,{year}-04-01"
        rows.append(f"region:150600,energy_official,{span},{energy},万tce,统计公报,李四")
        rows.append(f"region:150600,gdp_comparable,{span},{gdp},亿元,统计公报,李四")
    text = "\n".join([*rows, ""])
    files = {"files": ("entry.csv", text.encode(), "text/csv")}
    client = fresh.client()
    answer = client.post("/api/v1/imports", files=files)
    assert answer.status_code == 200, answer.text
    fresh.settle()
    found = client.items("/api/v1/warnings", subject="region:150600", at="2025-02-01")
    grades = {(row["scheme"], row["indicator"]): row for row in found}
    assert grades["cn-barometer", "intensity:gdp"]["label"] == "二级预警"
    assert grades["league-rising", "intensity:gdp"]["label"] == "三级（橙色）"
    assert grades["cn-barometer", "approval"]["level"] == "open"
    tree = client.ok(
        f"/api/v1/explain/verdicts/{grades['cn-barometer', 'intensity:gdp']['verdict_id']}"
    )
    assert any("统计公报" in child["source"] for child in tree["children"])
    sheet = client.items("/api/v1/dispatch", region="150600", at="2025-03-31")
    mine = [row for row in sheet if row["scheme"] == "cn-barometer"]
    assert [row["distance"] for row in mine] == [pytest.approx(0.784 - 0.8 * 0.835**0.2)]
