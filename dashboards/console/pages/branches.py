"""The regions below a region, side by side."""

from __future__ import annotations

from api.schemas.branches import BranchRow
from api.schemas.quotas import QuotaPosition
from api.services.pace import OVER_PACE
from dashboards.console import colours
from dashboards.console.cards import (
    Cell,
    address,
    bar,
    join,
    level_chip,
    link,
    swatch,
    table,
)
from dashboards.console.numbers import format_figure, format_share
from dashboards.console.texts import Texts


def draw_branches(rows: list[BranchRow], texts: Texts) -> None:
    """Draw the regions below, each with its figures; a press goes down."""
    columns = ("region", "subject_enterprises", "used", "quota", "projection", "over_pace")
    heads = [texts(key) for key in (*columns, "below_baseline", "alerts", "warning")]
    table(
        heads,
        [
            [
                link(row.name, f"/?region={row.region}"),
                str(row.enterprises),
                _used(row.quota),
                format_figure(row.quota.quota, row.quota.unit) if row.quota else "–",
                format_figure(row.quota.projection, row.quota.unit) if row.quota else "–",
                _count(row.over_pace, row.region, "over_pace"),
                _count(row.below_baseline, row.region, "below_baseline"),
                _alerts_link(row),
                _warning(row, texts),
            ]
            for row in rows
        ],
        numbers="-nnnnnnn-",
        caption=texts("regions_below"),
    )


def _used(quota: QuotaPosition | None) -> Cell:
    """Return what is used, with a bar of the share of the quota."""
    if quota is None:
        return "–"
    share = quota.used / quota.quota if quota.quota else None
    colour = colours.LEVEL.get(quota.level or "", colours.PRIMARY)
    if quota.level is None and share is not None and share > 1:
        colour = colours.SEVERITY[4]
    return bar(share, colour, f"{format_figure(quota.used, quota.unit)} · {format_share(share)}")


def _count(count: int, region: str, level: str) -> Cell:
    """Return a count that leads to those it counts."""
    if not count:
        return "0"
    wanted = ",".join(OVER_PACE) if level == "over_pace" else level
    return link(str(count), address("/enterprises", {"region": region, "level": wanted}))


def _alerts_link(row: BranchRow) -> Cell:
    if not row.alerts:
        return "0"
    return link(str(row.alerts), address("/alerts", {"region": row.region}))


def _warning(row: BranchRow, texts: Texts) -> Cell:
    """Return the grade of the quarter, in the scheme's own colour beside its words."""
    cells: list[Cell] = []
    if row.warning is not None:
        label = texts.either(row.warning.label, row.warning.label_en)
        cells.append(swatch(label, row.warning.colour))
    if row.held_back:
        cells.append(level_chip("held_back", texts))
    return join(cells) if cells else "–"
