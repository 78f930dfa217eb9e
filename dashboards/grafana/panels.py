"""Panels in the house's manner: every one with a title, a description, a unit and its queries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from grafana_foundation_sdk.cog import builder, variants
from grafana_foundation_sdk.models import (
    bargauge,
    common,
    dashboard,
    stat,
    table,
    timeseries,
)

from dashboards.grafana.datasources import INFLUXDB, POSTGRESQL, InfluxQl
from dashboards.grafana.looks import Mapped, Property, steps, unit

MISSING = "无数据"
"""What stands where there is no figure: missing is not zero."""
TEXT = unit("string")
"""Of columns of texts: else Grafana takes a code of digits for a number, rounds it at 16 digits and
adds the panel's unit.
"""
WIDTH = 24
"""Columns of Grafana's grid [1]."""
Query = builder.Builder[variants.Dataquery]
Columns = Mapping[str, Sequence[Property]]


@dataclass(frozen=True)
class Looks:
    """What panels have in common.

    Attributes
    ----------
    unit : str
        Grafana's unit of every field that says no other.
    width, height : int
        Place on the grid of 24 columns [1].
    columns : mapping
        Properties of single fields by name.
    """

    title: str
    description: str
    unit: str
    width: int = WIDTH
    height: int = 8
    columns: Columns = field(default_factory=dict)
    thresholds: dashboard.ThresholdsConfig = field(default_factory=steps)
    mappings: Mapped = field(default_factory=list)
    decimals: int | None = None


def _override(
    matcher: str, what: str, properties: Sequence[Property]
) -> dashboard.DashboardFieldConfigSourceOverrides:
    """Return the properties of the fields that a matcher finds."""
    return dashboard.DashboardFieldConfigSourceOverrides(
        matcher=dashboard.MatcherConfig(id_val=matcher, options=what),
        properties=[
            dashboard.DynamicConfigValue(id_val=key, value=value) for key, value in properties
        ],
    )


class Panel(builder.Builder[dashboard.Panel]):
    """A panel of a kind with its options."""

    def __init__(self, kind: str, looks: Looks, queries: Sequence[Query], options: object) -> None:
        targets = [query.build() for query in queries]
        self._panel = dashboard.Panel(
            type_val=kind,
            title=looks.title,
            description=looks.description,
            targets=targets,
            datasource=INFLUXDB if isinstance(queries[0], InfluxQl) else POSTGRESQL,
            grid_pos=dashboard.GridPos(h=looks.height, w=looks.width, x=0, y=0),
            options=options,
            field_config=dashboard.FieldConfigSource(
                defaults=dashboard.FieldConfig(
                    unit=looks.unit,
                    decimals=looks.decimals,
                    no_value=MISSING,
                    thresholds=looks.thresholds,
                    mappings=looks.mappings,
                ),
                overrides=[
                    *([_override("byType", "string", TEXT)] if kind != "timeseries" else []),
                    *(_override("byName", name, what) for name, what in looks.columns.items()),
                ],
            ),
        )

    @property
    def defaults(self) -> dashboard.FieldConfig:
        """How fields look that have no properties of their own."""
        assert self._panel.field_config is not None
        return self._panel.field_config.defaults

    def build(self) -> dashboard.Panel:
        """Return the panel."""
        return self._panel

    def at_least(self, interval: str) -> Panel:
        """Let ``$__interval`` be no shorter than this."""
        self._panel.interval = interval
        return self

    def over(self, span: str) -> Panel:
        """Show this span where the board's is relative to now."""
        self._panel.time_from = span
        return self


def make_stat(looks: Looks, query: Query, *, words: bool = False) -> Panel:
    """Return large figures, one a column of the query's only row; `words` shows texts."""
    options = stat.Options(
        graph_mode=common.BigValueGraphMode.NONE,
        color_mode=(
            common.BigValueColorMode.BACKGROUND if words else common.BigValueColorMode.VALUE
        ),
        reduce_options=common.ReduceDataOptions(values=False, calcs=["lastNotNull"], fields="/.*/"),
        text_mode=(
            common.BigValueTextMode.VALUE if words else common.BigValueTextMode.VALUE_AND_NAME
        ),
        orientation=common.VizOrientation.AUTO,
    )
    panel = Panel("stat", looks, [query], options)
    panel.defaults.color = dashboard.FieldColor(mode=dashboard.FieldColorModeId.THRESHOLDS)
    return panel


def make_table(looks: Looks, query: Query) -> Panel:
    """Return a table."""
    options = table.Options(
        show_type_icons=None,
        footer=common.TableFooterOptions(show=False, reducer=["sum"], count_rows=False),
    )
    options.cell_height = None
    panel = Panel("table", looks, [query], options)
    panel.defaults.custom = {
        "align": "auto",
        "displayMode": "auto",
        "filterable": True,
        "inspect": False,
    }
    return panel


def make_bars(looks: Looks, query: Query) -> Panel:
    """Return a bar for every row, named by its text column."""
    options = bargauge.Options(
        display_mode=common.BarGaugeDisplayMode.BASIC,
        reduce_options=common.ReduceDataOptions(values=True, limit=50, calcs=[], fields=""),
        orientation=common.VizOrientation.HORIZONTAL,
    )
    panel = Panel("bargauge", looks, [query], options)
    panel.defaults.min_val = 0
    panel.defaults.color = dashboard.FieldColor(mode=dashboard.FieldColorModeId.THRESHOLDS)
    return panel


def make_curves(
    looks: Looks,
    *queries: Query,
    bars: bool = False,
    stacked: bool = False,
    connect_ms: float | None = None,
) -> Panel:
    """Return curves over time; what is missing is a gap.

    `connect_ms` [ms] joins neighbours no farther apart, where readings are sparser than windows.
    """
    options = timeseries.Options(
        legend=common.VizLegendOptions(
            display_mode=common.LegendDisplayMode.LIST,
            placement=common.LegendPlacement.BOTTOM,
            show_legend=True,
            calcs=[],
        ),
        tooltip=common.VizTooltipOptions(
            mode=common.TooltipDisplayMode.MULTI, sort=common.SortOrder.DESCENDING
        ),
    )
    panel = Panel("timeseries", looks, queries, options)
    panel.defaults.color = dashboard.FieldColor(mode=dashboard.FieldColorModeId.PALETTE_CLASSIC)
    panel.defaults.custom = common.GraphFieldConfig(
        draw_style=common.GraphDrawStyle.BARS if bars else common.GraphDrawStyle.LINE,
        line_width=1,
        fill_opacity=60 if bars else 8,
        show_points=common.VisibilityMode.AUTO,
        point_size=4,
        span_nulls=connect_ms if connect_ms is not None else False,
        stacking=common.StackingConfig(
            mode=common.StackingMode.NORMAL if stacked else common.StackingMode.NONE, group="A"
        ),
    )
    return panel
