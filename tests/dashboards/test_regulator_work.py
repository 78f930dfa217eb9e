"""What a regulator does on the pages of supervision, and what they say to who cannot."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from api.access import OPERATOR
from api.errors import ForbiddenError, MissingError, RowRefusedError
from api.services import assessment, dispatch, tables
from api.viewer import Viewer
from core.registry.results import Account
from core.vocabulary import Basis, Department
from dashboards.console.frame import Visit
from dashboards.console.pages import (
    entries,
    findings,
    warnings,
)
from dashboards.console.pages import tables as tables_page
from dashboards.console.pages.region_account import draw_account
from dashboards.console.texts import Texts
from simulators.fleets.credit_code import fictitious_code
from tests.dashboards.supervised import (
    NAME,
    NOW_MS,
    PLANT,
    SUBJECT,
    YEAR_MS,
    draw,
    regulator,
    visit_of,
)

TASK = {"task": "停用 <2> 号炉", "who": "李四", "next_step": "每周报进度", "due": "2026-03-20"}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_task_is_given_on_the_sheet_changed_closed_and_taken_back(parts, language: str) -> None:
    viewer = Viewer(parts, regulator(Department.ENERGY))
    visit = Visit(viewer, Texts(language), "/warnings", query={"tab": "dispatch"})

    def sheet() -> tuple[Any, str]:
        view = warnings._read(viewer, visit.query)
        return view.sheet[0], draw(warnings.draw_warnings, view, visit)

    row, text = sheet()
    assert row.proposed
    assert row.row is None
    assert visit.texts("task_add") in text
    assert visit.texts("task_close") not in text

    dispatch.add_task(viewer, SUBJECT, NOW_MS, TASK)
    row, text = sheet()
    assert (row.number, row.task, row.due.isoformat()) == (1, TASK["task"], "2026-03-20")
    assert "停用 &lt;2&gt; 号炉" in text
    assert f"{visit.texts('task_close')} {NAME} 1" in text

    tables.change(viewer, dispatch.TABLE, row.row, {"done": "2026-03-09"})
    row, text = sheet()
    assert row.done.isoformat() == "2026-03-09"
    assert f"{visit.texts('task_close')} {NAME}" not in text
    changes = tables.list_changes(viewer, dispatch.TABLE, row.row).items
    assert [(one.action, one.who) for one in changes][:2] == [("changed", "x"), ("added", "x")]
    tables.delete(viewer, dispatch.TABLE, row.row)
    assert sheet()[0].proposed


def test_tasks_given_at_the_same_time_have_each_its_number(parts) -> None:
    viewer = Viewer(parts, regulator(Department.ENERGY))
    with ThreadPoolExecutor(4) as pool:
        given = [
            pool.submit(dispatch.add_task, viewer, SUBJECT, NOW_MS, TASK | {"task": str(n)})
            for n in range(4)
        ]
        rows = [one.result().row for one in given]
    assert sorted(row.values["number"] for row in rows) == [1, 2, 3, 4]
    for row in rows:
        tables.delete(viewer, dispatch.TABLE, row.id)


def test_who_decides_no_tasks_is_offered_none_and_refused(parts) -> None:
    for department in (Department.WATER, Department.STATISTICS, Department.ENVIRONMENT):
        visit = Visit(Viewer(parts, regulator(department)), Texts("zh"), "/warnings")
        view = warnings._read(visit.viewer, {"tab": "dispatch"})
        assert visit.texts("task_add") not in draw(warnings.draw_warnings, view, visit)
        with pytest.raises(ForbiddenError):
            dispatch.add_task(visit.viewer, SUBJECT, NOW_MS, TASK)


def test_a_task_of_nobody_or_without_words_is_refused(parts) -> None:
    viewer = Viewer(parts, regulator(Department.ENERGY))
    with pytest.raises(MissingError):
        dispatch.add_task(viewer, f"enterprise:{fictitious_code(999)}", NOW_MS, TASK)
    with pytest.raises(RowRefusedError) as refused:
        dispatch.add_task(viewer, SUBJECT, NOW_MS, TASK | {"task": "", "due": "soon"})
    assert {problem.column for problem in refused.value.report.problems} == {"task", "due"}


def test_shares_beyond_the_whole_say_why_and_missing_figures_what_to_enter(parts) -> None:
    with parts.registry.session() as session:
        for indicator, amount in (("coal_calorific_tce", 100.0), ("class_tce:coal", 143.0)):
            session.add(
                Account(
                    subject="region:150622", period="year", start_ms=YEAR_MS, indicator=indicator,
                    version=0, basis="calorific", amount=amount, unit="tce", measured=amount,
                    estimated=0.0, coverage=1.0,
                )
            )  # fmt: skip
    account = assessment.read_region_account(
        Viewer(parts, OPERATOR), "150622", year=2026, basis=Basis.CALORIFIC
    )
    visit = visit_of(parts)
    text = draw(draw_account, account, visit)
    assert "143 %" in text
    assert "class_tce" not in text
    assert visit.texts("share_beyond") in text
    assert "/entries/add?subject=region%3A150622&amp;item=energy_official" in text
    within = account.model_copy(
        update={"figures": [f.model_copy(update={"value": 0.9}) for f in account.figures]}
    )
    assert visit.texts("share_beyond") not in draw(draw_account, within, visit)
    reader = Visit(Viewer(parts, regulator(Department.ENERGY)), Texts("zh"), "/")
    assert "/entries/add" not in draw(draw_account, account, reader)


def test_an_empty_list_says_whether_its_filters_are_why(parts) -> None:
    filtered = visit_of(parts, path="/findings", code="clock_jump")
    text = draw(findings.draw_findings, findings._read(filtered.viewer, filtered.query), filtered)
    assert filtered.texts("no_findings") in text
    assert f'<a href="/findings">{filtered.texts("clear")}</a></p>' in text
    subject = visit_of(parts, path="/findings", subject="region:150622")
    text = draw(findings.draw_findings, findings._read(subject.viewer, subject.query), subject)
    assert subject.texts("only_of", "region:150622") in text
    bare = visit_of(parts, path="/entries")
    text = draw(entries.draw_list, entries._read_list(bare.viewer, {}), bare)
    assert bare.texts("clear") not in text
    assert "/entries/add" in text


def test_delegations_and_tables_name_enterprises(parts) -> None:
    visit = visit_of(parts, path="/tables/point")
    text = draw(tables_page.draw_table, tables_page._read_table(visit.viewer, "point", {}), visit)
    assert f'<option value="{PLANT}">' in text
    assert "时段量" in text
    assert "购入" in text
    assert "2026-01-01T" not in text
