"""Findings: the list with its filters, and one with its evidence and picture."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from fastapi import Request
from nicegui import ui

from api.errors import MissingError, ParameterError
from api.parts import PlatformParts
from api.schemas.base import Page
from api.schemas.findings import FindingRow
from api.schemas.regions import RegionRow
from api.services import findings, regions
from api.services.subjects import read_names
from api.viewer import Viewer
from core.calendar import parse_time
from core.errors import RefusedError
from dashboards.console.cards import (
    Cell,
    Markup,
    address,
    card,
    draw_print,
    escape,
    facts,
    link,
    page_title,
    quiet,
    show,
    table,
)
from dashboards.console.frame import Visit
from dashboards.console.keys import add_keys
from dashboards.console.numbers import format_moment, format_number
from dashboards.console.pages.alert_rows import subject_link
from dashboards.console.pages.enterprises import region_options
from dashboards.console.showing import show_asked
from dashboards.console.tables import Choice, draw_found, draw_pages
from dashboards.console.texts import TEXTS, Texts
from dashboards.console.words.finding_names import FINDINGS

ROWS = 50
NEAR = 500
"""Findings that are looked through for the one an address names [1]."""


@dataclass(frozen=True)
class FindingsView:
    """A page of findings with the names of their subjects."""

    page: Page[FindingRow]
    regions: list[RegionRow]
    names: dict[str, str]


@dataclass(frozen=True)
class FindingView:
    """One finding with the name of its subject."""

    finding: FindingRow
    name: str


def add_pages(parts: PlatformParts) -> None:
    """Add the list of findings and the page of one."""

    @ui.page("/findings")
    async def findings_page(request: Request) -> None:
        await show_asked(request, parts, _read, draw_findings)

    @ui.page("/findings/one")
    async def finding_page(request: Request) -> None:
        await show_asked(request, parts, _read_one, draw_finding)


def _read(viewer: Viewer, query: Mapping[str, str]) -> FindingsView:
    page = findings.list_findings(
        viewer,
        subject=query.get("subject") or None,
        region=query.get("region") or None,
        code=query.get("code") or None,
        since_ms=take_day(query.get("since", "")),
        limit=ROWS,
        cursor=query.get("cursor") or None,
    )
    with viewer.read() as session:
        names = read_names(session, (row.subject for row in page.items))
    return FindingsView(page, regions.list_regions(viewer), names)


def take_day(day: str) -> int | None:
    """Return a day's start [ms since the epoch, UTC]; None for none.

    Raises
    ------
    ParameterError
        It is no day.
    """
    if not day:
        return None
    try:
        return parse_time(day)
    except RefusedError as error:
        raise ParameterError(
            error.what, parameter="since", value=day, fix="write 2026-01-31"
        ) from error


def _read_one(viewer: Viewer, query: Mapping[str, str]) -> FindingView:
    wanted = tuple(query.get(name, "") for name in ("subject", "point", "code", "start"))
    subject, _, code, start = wanted
    since = int(start) if start.lstrip("-").isdecimal() else 0
    cursor: str | None = None
    while True:
        page = findings.list_findings(
            viewer, subject=subject, code=code, since_ms=since, limit=NEAR, cursor=cursor
        )
        for row in page.items:
            if (row.subject, row.point, row.code, str(_ms(row))) == wanted:
                with viewer.read() as session:
                    name = read_names(session, [row.subject]).get(row.subject, row.subject)
                return FindingView(row, name)
        cursor = page.next
        if cursor is None:
            raise MissingError(
                f"there is no finding {code!r} of {subject} that starts at {start}",
                parameter="start",
                value=start,
                fix="it may be mended since; see the list of findings",
            )


def _ms(row: FindingRow) -> int:
    return round(row.start.timestamp() * 1000)


def draw_findings(view: FindingsView, visit: Visit) -> None:
    """Draw the filters and one page of findings."""
    texts, page = visit.texts, view.page
    with page_title(texts("findings_page")):
        draw_print(texts)
    with card(texts("findings")):
        quiet(texts("findings_note"))
        codes = [("", texts("all_codes"))]
        codes += [(code, texts.pick(name)) for code, name in FINDINGS.items()]
        choices = [
            Choice("code", texts("finding_code"), codes),
            Choice("region", texts("region"), region_options(view.regions, texts)),
            Choice("since", texts("since_day"), kind="date"),
        ]
        subject = visit.query.get("subject", "")
        if not draw_found(
            visit,
            choices,
            len(page.items),
            none=texts("no_findings"),
            otherwise=texts("findings_well"),
            keep=("subject",),
            only=view.names.get(subject, subject),
        ):
            return
        add_keys()
        keys = ("begins", "name", "point", "finding_code", "finding")
        table(
            [*(texts(key) for key in keys), ""],
            [_cells(row, view.names, texts) for row in page.items],
            numbers="t-tt-t",
            caption=texts("findings_page"),
        )
        draw_pages(visit, len(page.items), page.next)


def _cells(row: FindingRow, names: Mapping[str, str], texts: Texts) -> list[Cell]:
    name = names.get(row.subject, row.subject)
    target = address(
        "/findings/one",
        {"subject": row.subject, "point": row.point, "code": row.code, "start": _ms(row)},
    )
    said = f"{texts('look')} {name} {row.point} {format_moment(row.start)}"
    return [
        format_moment(row.start),
        subject_link(row.subject, name),
        row.point,
        _name(row, texts),
        texts.either(row.text, row.text_en),
        link(texts("look"), target, label=said, row=True),
    ]


def _name(row: FindingRow, texts: Texts) -> str:
    return texts.pick(FINDINGS.get(row.code, (row.code, row.code)))


def _evidence_name(name: str, texts: Texts) -> str:
    key = f"evidence_{name}"
    return texts(key) if key in TEXTS else name


def _told(value: object) -> str:
    """Return a piece of evidence: figures without the noise of binary fractions, lists in words."""
    if isinstance(value, dict):
        return "; ".join(f"{name}: {_told(one)}" for name, one in value.items())
    if isinstance(value, list):
        return ", ".join(_told(one) for one in value)
    return format_number(value, 6) if isinstance(value, float) else str(value)


def draw_finding(view: FindingView, visit: Visit) -> None:
    """Draw one finding: what, where, when, its evidence and picture."""
    texts, row = visit.texts, view.finding
    with page_title(_name(row, texts)):
        show(link(texts("back_to_findings"), "/findings", button=True))
        draw_print(texts)
    with card(f"{view.name} · {row.point}", span=6):
        show(Markup(f"<p>{escape(texts.either(row.text, row.text_en))}</p>"))
        quiet(texts("findings_note"))
        facts(
            [
                (texts("name"), subject_link(row.subject, view.name)),
                (texts("begins"), format_moment(row.start)),
                (texts("ends"), format_moment(row.end)),
            ]
        )
    with card(texts("evidence"), span=6):
        facts([(_evidence_name(name, texts), _told(v)) for name, v in row.evidence.items()])
    with card(texts("picture")):
        target = address(
            "/api/v1/findings/picture",
            {
                "subject": row.subject,
                "point": row.point,
                "code": row.code,
                "start": _ms(row),
            },
        )
        said = escape(texts("picture_alt", row.point or view.name))
        show(Markup(f'<img class="nh-picture" src="{escape(target)}" alt="{said}">'))
