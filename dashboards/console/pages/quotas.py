"""Quotas down the tree: what each holder has and hands down, issuing, transfers, history."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from fastapi import Request
from nicegui import ui

from api.access import Permission
from api.errors import MissingError
from api.parts import PlatformParts
from api.schemas.assessment import QuotaChangeRow, QuotaNode, QuotaTransferRow
from api.schemas.regions import RegionRow
from api.services import allotments, enterprises, regions
from api.services.enterprises import EnterpriseFilter
from api.services.paging import PAGE_MAX
from api.services.regions import path_to, rows_below
from api.viewer import Viewer
from core.calendar import to_local
from dashboards.console import colours
from dashboards.console.cards import (
    Cell,
    address,
    bar,
    card,
    chip,
    draw_path,
    draw_print,
    figures,
    link,
    page_title,
    show,
    table,
)
from dashboards.console.frame import Visit
from dashboards.console.notices import draw_button, draw_empty
from dashboards.console.numbers import format_figure, format_moment, format_number, format_share
from dashboards.console.pages.quota_forms import Line, open_issue, open_transfer
from dashboards.console.showing import show_asked
from dashboards.console.tables import Choice, draw_filters, draw_table_with_buttons
from dashboards.console.texts import Texts
from dashboards.console.words.vocabulary import QUOTA_KINDS

LINES = ("energy:calorific", "energy:primary", "carbon:none", "water:none")
YEARS_BACK = 3


@dataclass(frozen=True)
class Holder:
    """A holder below the one that is shown; None where it has no quota."""

    subject: str
    name: str
    node: QuotaNode | None
    is_region: bool


@dataclass(frozen=True)
class QuotaView:
    """One holder's quota of a line with those below it, and its history."""

    region: RegionRow
    path: list[RegionRow]
    line: Line
    node: QuotaNode | None
    below: list[Holder]
    changes: list[QuotaChangeRow]
    transfers: list[QuotaTransferRow]


def add_pages(parts: PlatformParts) -> None:
    """Add the page of quotas."""

    @ui.page("/quotas")
    async def quotas_page(request: Request) -> None:
        await show_asked(request, parts, _read, draw_quotas)


def _read(viewer: Viewer, query: Mapping[str, str]) -> QuotaView:
    tree = regions.list_regions(viewer)
    if not tree:
        raise MissingError(
            f"{viewer.name} has no region to look over",
            parameter="region",
            fix="see the page of your own enterprise",
        )
    code = query.get("region") or tree[0].code
    if code not in {row.code for row in tree}:
        regions.list_regions(viewer, under=code)  # says that it is not there
    line = _line(viewer, query)
    found = allotments.list_nodes(viewer, year=line.year)
    nodes = {n.holder: n for n in found if (n.kind, n.basis) == (line.kind, line.basis)}
    below = rows_below(tree, code)
    subject = f"region:{code}"
    holders = _read_below(viewer, below, nodes)
    named = {subject, *(holder.subject for holder in holders)}
    return QuotaView(
        below[0],
        path_to(tree, code),
        line,
        nodes.get(subject),
        holders,
        _read_changes(viewer, line, named),
        [
            row
            for row in allotments.list_transfers(viewer, year=line.year, limit=PAGE_MAX).items
            if (row.kind, row.basis) == (line.kind, line.basis)
            and {row.from_holder, row.to_holder} & named
        ],
    )


def _line(viewer: Viewer, query: Mapping[str, str]) -> Line:
    """Return the line asked for; what is none asks for energy of the running year."""
    given = query.get("line", "")
    kind, _, basis = (given if given in LINES else LINES[0]).partition(":")
    year, now = query.get("year", ""), to_local(viewer.now_ms()).year
    return Line(int(year) if year.isdecimal() and len(year) == len(str(now)) else now, kind, basis)


def _read_below(
    viewer: Viewer, below: list[RegionRow], nodes: Mapping[str, QuotaNode]
) -> list[Holder]:
    """Return regions directly below, and enterprises that lie in the region itself."""
    region = below[0]
    branches = [row for row in below[1:] if row.parent == region.code]
    found = [
        Holder(f"region:{row.code}", row.name, nodes.get(f"region:{row.code}"), is_region=True)
        for row in branches
    ]
    if region.enterprises > sum(row.enterprises for row in branches):
        chosen = EnterpriseFilter(region=region.code, order="name")
        page = enterprises.list_enterprises(viewer, chosen, limit=PAGE_MAX)
        found += [
            Holder(
                f"enterprise:{row.code}",
                row.name,
                nodes.get(f"enterprise:{row.code}"),
                is_region=False,
            )
            for row in page.items
            if row.region == region.code
        ]
    return found


def _read_changes(viewer: Viewer, line: Line, named: set[str]) -> list[QuotaChangeRow]:
    """Return decisions on the holders that are shown, newest first."""
    page = allotments.list_changes(viewer, year=line.year, limit=PAGE_MAX)
    rows = [
        row
        for row in page.items
        if row.holder in named and (row.kind, row.basis) == (line.kind, line.basis)
    ]
    return sorted(rows, key=lambda r: (str(r.decided or ""), r.number), reverse=True)


def draw_quotas(view: QuotaView, visit: Visit) -> None:
    """Draw one holder's quota, those below, and the history."""
    texts, line = visit.texts, view.line
    steps = [(row.name, _address(row.code, line)) for row in view.path]
    draw_path(steps, texts)
    with page_title(texts("quotas_page")):
        draw_print(texts)
    with card(texts("quota_line"), kind="nh-plain"):
        draw_filters(visit, _choices(line, texts), keep=("region",))
    title = texts("quota_node", view.region.name, line.year, texts.quota(line.kind, line.basis))
    with card(title):
        _draw_node(view, visit)
    with card(texts("below")):
        _draw_below(view, visit)
    names = {holder.subject: holder.name for holder in view.below}
    names[f"region:{view.region.code}"] = view.region.name
    with card(texts("quota_history"), span=6):
        _draw_changes(view.changes, names, texts)
    with card(texts("transfers"), span=6):
        _draw_transfers(view.transfers, names, texts)


def _address(region: str, line: Line) -> str:
    chosen = {"region": region, "year": line.year, "line": f"{line.kind}:{line.basis}"}
    return address("/quotas", chosen)


def _choices(line: Line, texts: Texts) -> list[Choice]:
    years = [(str(y), str(y)) for y in range(line.year + 1, line.year - YEARS_BACK, -1)]
    lines = [(key, texts.quota(*key.split(":"))) for key in LINES if key.split(":")[0] in KINDS]
    return [
        Choice("year", texts("quota_year"), years, chosen=str(line.year)),
        Choice("line", texts("quota_kind"), lines, chosen=f"{line.kind}:{line.basis}"),
    ]


KINDS = frozenset(QUOTA_KINDS)


def _draw_node(view: QuotaView, visit: Visit) -> None:
    texts, node = visit.texts, view.node
    may = visit.viewer.may(Permission.SET_QUOTAS)
    subject = f"region:{view.region.code}"
    if node is None:
        draw_empty(texts("quota_none"))
    else:
        if node.contradictory:
            show(chip(texts("contradictory"), colours.SEVERITY[4], "report"))
        figures(
            [
                (f"{texts('present')} {node.unit}", format_number(node.amount, 6)),
                (texts("allotted"), format_number(node.allotted, 6)),
                (texts("transferred"), format_number(node.received - node.given)),
                (texts("handed_down"), format_number(node.handed_down, 6)),
                (texts("left"), format_number(node.left)),
            ]
        )
        share = node.handed_down / node.amount if node.amount else None
        colour = colours.SEVERITY[4] if node.contradictory else colours.PRIMARY
        show(bar(share, colour, f"{texts('handed_down')} {format_share(share)}"))
    if may:
        with ui.element("div").classes("nh-buttons"):
            if subject != f"region:{visit.viewer.identity.region}":  # that is set from above
                own = Holder(subject, view.region.name, node, is_region=True)
                _issue_button(visit, own, view.line)
            holders = [holder for holder in view.below if holder.node is not None]
            if len(holders) > 1:
                named = [(holder.subject, holder.name) for holder in holders]
                unit = holders[0].node.unit if holders[0].node else ""

                async def transfer() -> None:
                    open_transfer(visit, view.line, named, unit)

                draw_button(texts("transfer"), transfer, kind="nh-second")


def _issue_button(visit: Visit, holder: Holder, line: Line) -> None:
    texts = visit.texts
    text = texts("adjust" if holder.node else "issue")

    async def issue() -> None:
        open_issue(visit, line, (holder.subject, holder.name), holder.node)

    draw_button(text, issue, kind="nh-second", label=f"{text} {holder.name}")


def _draw_below(view: QuotaView, visit: Visit) -> None:
    texts = visit.texts
    if not view.below:
        draw_empty(texts("nothing"))
        return
    may = visit.viewer.may(Permission.SET_QUOTAS)
    keys = ("holder", "present", "share_of_parent", "handed_down", "left")
    heads = [texts(key) for key in keys] + ([texts("issue")] if may else [])
    rows = [_below_cells(holder, view, texts) for holder in view.below]
    if not may:
        table(heads, rows, numbers="-nnnn")
        return
    draw_table_with_buttons(
        heads,
        rows,
        lambda index: _issue_button(visit, view.below[index], view.line),
        numbers="-nnnn",
        caption=texts("below"),
    )


def _below_cells(holder: Holder, view: QuotaView, texts: Texts) -> list[Cell]:
    code = holder.subject.partition(":")[2]
    target = _address(code, view.line) if holder.is_region else f"/enterprises/{code}"
    node = holder.node
    name = link(holder.name, target)
    if node is None:
        return [name, texts("quota_none"), "–", "–", "–"]
    above = view.node
    share = node.amount / above.amount if above and above.amount else None
    left: Cell = format_number(node.left) if holder.is_region else "–"
    if node.contradictory:
        left = chip(texts("contradictory"), colours.SEVERITY[4], "report")
    return [
        name,
        format_figure(node.amount, node.unit, 6),
        format_share(share) if above and above.unit == node.unit else "–",
        format_number(node.handed_down, 6) if holder.is_region else "–",
        left,
    ]


def _draw_changes(rows: list[QuotaChangeRow], names: Mapping[str, str], texts: Texts) -> None:
    if not rows:
        draw_empty(texts("nothing"))
        return
    keys = ("decided", "holder", "before", "after", "decided_by", "quota_reason")
    table(
        [texts(key) for key in keys],
        [
            [
                format_moment(row.decided),
                names.get(row.holder, row.holder),
                format_figure(row.before, row.before_unit, 6),
                format_figure(row.amount, row.unit, 6),
                row.decided_by,
                f"{row.reason}（{row.source}）" if row.source != row.reason else row.reason,
            ]
            for row in rows
        ],
        numbers="t-nn--",
    )


def _draw_transfers(rows: list[QuotaTransferRow], names: Mapping[str, str], texts: Texts) -> None:
    if not rows:
        draw_empty(texts("nothing"))
        return
    keys = ("decided", "transfer_from", "transfer_to", "quota_amount", "decided_by")
    table(
        [texts(key) for key in (*keys, "quota_reason")],
        [
            [
                format_moment(row.decided),
                names.get(row.from_holder, row.from_holder),
                names.get(row.to_holder, row.to_holder),
                format_figure(row.amount, row.unit, 6),
                row.decided_by,
                f"{row.reason}（{row.source}）",
            ]
            for row in rows
        ],
        numbers="t--n--",
    )
