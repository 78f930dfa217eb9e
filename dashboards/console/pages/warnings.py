"""Early warning: grades, regions whose approvals are held, the dispatch sheet, the schemes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from fastapi import Request
from nicegui import ui

from api.access import Permission
from api.parts import PlatformParts
from api.schemas.base import Page
from api.schemas.regions import RegionRow
from api.schemas.warnings import DispatchRow, WarningRow, WarningSchemeRow
from api.services import dispatch, regions, warnings
from api.viewer import Viewer
from core.calendar import Period, period_start
from dashboards.console.cards import (
    Cell,
    card,
    draw_print,
    join,
    level_chip,
    link,
    page_title,
    quiet,
    swatch,
    table,
)
from dashboards.console.exports import draw_export
from dashboards.console.frame import Visit
from dashboards.console.notices import draw_empty
from dashboards.console.numbers import (
    format_day,
    format_figure,
    format_ms,
    format_number,
)
from dashboards.console.pages.alert_rows import subject_link
from dashboards.console.pages.dispatch_forms import draw_task_buttons
from dashboards.console.pages.enterprises import region_options
from dashboards.console.showing import show_asked
from dashboards.console.tables import (
    Choice,
    draw_filters,
    draw_pages,
    draw_table_with_buttons,
    draw_tabs,
)
from dashboards.console.texts import Texts

QUARTERS, MONTHS = 5, 13


@dataclass(frozen=True)
class Term:
    """A month or quarter by its start [ms since the epoch, UTC]."""

    period: Period
    start_ms: int

    def __str__(self) -> str:
        """Return it as it stands in an address."""
        return f"{self.period}:{self.start_ms}"

    @property
    def name(self) -> str:
        """Return it for people, such as 2026-Q3 or 2026-07."""
        if self.period is Period.MONTH:
            return format_ms(self.start_ms, "%Y-%m")
        month = int(format_ms(self.start_ms, "%m"))
        return f"{format_ms(self.start_ms, '%Y')}-Q{(month + 2) // 3}"


@dataclass(frozen=True)
class WarningView:
    """What the open tab shows."""

    term: Term
    terms: list[Term]
    regions: list[RegionRow]
    schemes: list[WarningSchemeRow]
    grades: Page[WarningRow] | None = None
    held: list[WarningRow] | None = None
    sheet: list[DispatchRow] | None = None


def add_pages(parts: PlatformParts) -> None:
    """Add the page of early warning."""

    @ui.page("/warnings")
    async def warnings_page(request: Request) -> None:
        await show_asked(request, parts, _read, draw_warnings)


def _read(viewer: Viewer, query: Mapping[str, str]) -> WarningView:
    tab = query.get("tab", "")
    terms = _list_terms(viewer.now_ms(), months=not tab)
    term = next((one for one in terms if str(one) == query.get("term")), terms[0])
    region, scheme = query.get("region") or None, query.get("scheme") or None
    tree = regions.list_regions(viewer)
    schemes = warnings.list_schemes(viewer)
    if tab == "schemes":
        return WarningView(term, terms, tree, schemes)
    if tab == "held":
        held = warnings.list_held_back(viewer, region, term.start_ms, scheme)
        return WarningView(term, terms, tree, schemes, held=held)
    if tab == "dispatch":
        sheet = dispatch.read_dispatch(viewer, region=region, at_ms=term.start_ms, scheme=scheme)
        return WarningView(term, terms, tree, schemes, sheet=sheet)
    grades = warnings.list_warnings(
        viewer,
        period=term.period,
        start_ms=term.start_ms,
        region=region,
        scheme=scheme,
        cursor=query.get("cursor") or None,
    )
    return WarningView(term, terms, tree, schemes, grades=grades)


def _list_terms(now_ms: int, *, months: bool) -> list[Term]:
    """Return the last quarters, and months where asked for, the running ones first."""
    found: list[Term] = []
    for period, count in ((Period.QUARTER, QUARTERS), (Period.MONTH, MONTHS if months else 0)):
        at_ms = now_ms
        for _ in range(count):
            start_ms = period_start(period, at_ms)
            found.append(Term(period, start_ms))
            at_ms = start_ms - 1
    return found


def draw_warnings(view: WarningView, visit: Visit) -> None:
    """Draw the page with the tab that is open."""
    texts = visit.texts
    with page_title(texts("warnings_page")):
        if view.sheet:
            plain = [row.model_dump(mode="json") for row in view.sheet]

            async def read() -> list[dict[str, object]]:
                return plain

            draw_export(visit, f"dispatch-{view.term.name}.csv", read)
        draw_print(texts)
    tabs = {"": "tab_grades", "dispatch": "tab_dispatch", "held": "tab_held"}
    names = {key: texts(text) for key, text in tabs.items()}
    draw_tabs(visit, names | {"schemes": texts("tab_schemes")})
    if view.sheet is not None:
        _draw_sheet(view, view.sheet, visit)
    elif view.held is not None:
        _draw_grades(view, Page(items=view.held, next=None), visit, empty="no_held")
    elif view.grades is not None:
        _draw_grades(view, view.grades, visit, empty="no_grades")
    else:
        for scheme in view.schemes:
            _draw_scheme(scheme, texts)


def _draw_filters(view: WarningView, visit: Visit) -> None:
    texts = visit.texts
    schemes = [("", texts("all_schemes"))]
    schemes += [(one.scheme, texts.either(one.title, one.title_en)) for one in view.schemes]
    choices = [
        Choice("term", texts("month_or_quarter"), [(str(one), one.name) for one in view.terms]),
        Choice("region", texts("region"), region_options(view.regions, texts)),
        Choice("scheme", texts("scheme"), schemes),
    ]
    draw_filters(visit, choices, keep=("tab",))


def _draw_grades(view: WarningView, page: Page[WarningRow], visit: Visit, *, empty: str) -> None:
    texts = visit.texts
    with card(f"{texts('tab_grades')} · {view.term.name}"):
        _draw_filters(view, visit)
        if not page.items:
            draw_empty(texts(empty))
            return
        keys = ("grade_level", "name", "scheme", "turn", "measured", "planned", "reason")
        titles = _titles(view, texts)
        table(
            [*(texts(key) for key in keys), ""],
            [_grade(row, titles, texts) for row in page.items],
            numbers="t---nn-t",
            caption=texts("tab_grades"),
        )
        draw_pages(visit, len(page.items), page.next)


def _grade(row: WarningRow, titles: Mapping[str, str], texts: Texts) -> list[Cell]:
    label = texts.either(row.label, row.label_en)
    grade: Cell = swatch(label, row.colour) if label else level_chip(row.level, texts)
    turn = texts(f"turn_{row.turn}") if row.turn else "–"
    before = f"（{row.label_before}）" if row.label_before and row.turn != "same" else ""
    return [
        join([grade, level_chip("held_back", texts)]) if row.suspends else grade,
        subject_link(row.subject, row.subject_name),
        titles.get(row.scheme, row.scheme),
        f"{turn}{before}",
        format_figure(row.value, row.unit),
        format_figure(row.reference, row.unit),
        texts.either(row.reason, row.reason_en),
        link(texts("explain"), f"/explain/{row.verdict_id}"),
    ]


def _draw_sheet(view: WarningView, rows: list[DispatchRow], visit: Visit) -> None:
    texts = visit.texts
    with card(texts("dispatch_title", view.term.name)):
        _draw_filters(view, visit)
        if not rows:
            draw_empty(texts("no_grades"))
            return
        quiet(texts("dispatch_note"))
        keys = ("name", "scheme", "grade_level", "target", "progress", "planned")
        more = ("distance_percent", "monthly_room", "task", "who", "next_step_due")
        heads = [texts(key) for key in (*keys, *more)]
        titles = _titles(view, texts)
        cells = [_task(row, titles, texts) for row in rows]
        marks, caption = "---nnnnn---", texts("tab_dispatch")
        if not visit.viewer.may(Permission.DISPATCH):
            table(heads, cells, numbers=marks, caption=caption)
            return
        draw_table_with_buttons(
            [*heads, texts("task_actions")],
            cells,
            lambda index: draw_task_buttons(visit, rows[index], view.term.start_ms),
            numbers=marks,
            caption=caption,
        )


def _titles(view: WarningView, texts: Texts) -> dict[str, str]:
    return {one.scheme: texts.either(one.title, one.title_en) for one in view.schemes}


def _task(row: DispatchRow, titles: Mapping[str, str], texts: Texts) -> list[Cell]:
    grade: Cell = texts.either(row.label, row.label_en) or texts.level(row.level)
    if row.approvals_held:
        grade = join([grade, level_chip("held_back", texts)])
    task = texts.either(row.task, row.task_en) or "–"
    distance = row.distance_percent
    step = texts.either(row.next_step, row.next_step_en)
    if row.due is not None:
        step = f"{step} · {format_day(row.due)}"
    if row.done is not None:
        step = f"{step} · {texts('done_on', format_day(row.done))}"
    return [
        subject_link(row.subject, row.subject_name),
        f"{titles.get(row.scheme, row.scheme)} {texts.detail(f'{row.scheme}:{row.indicator}')}",
        grade,
        format_figure(row.target, row.unit),
        format_figure(row.progress, row.unit),
        format_figure(row.planned, row.unit),
        "–" if distance is None else f"{distance:+.1f} %",
        format_figure(row.monthly_room, row.unit),
        f"{texts('proposed')}：{task}" if row.proposed and row.task else task,
        row.who,
        step,
    ]


def _draw_scheme(scheme: WarningSchemeRow, texts: Texts) -> None:
    with card(texts.either(scheme.title, scheme.title_en)):
        quiet(scheme.source)
        if scheme.confidence == "recalled":
            quiet(texts("recalled"))
        keys = ("indicator", "grade_level", "severity", "from_bound", "tab_held", "step")
        table(
            [texts(key) for key in keys],
            [
                [
                    texts.detail(f":{row.indicator}:").strip(),
                    swatch(texts.either(row.label, row.label_en), row.colour),
                    str(row.severity),
                    "–" if row.above is None else f"> {format_number(row.above)} %",
                    texts("yes" if row.suspends else "no"),
                    texts.either(row.step, row.step_en),
                ]
                for row in scheme.levels
            ],
            numbers="--nn--",
        )
