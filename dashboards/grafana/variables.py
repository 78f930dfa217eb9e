"""Variables of the boards: region → enterprise → point, each asked of PostgreSQL."""

from __future__ import annotations

from grafana_foundation_sdk.cog import builder
from grafana_foundation_sdk.models import dashboard

from core.catalogue import read_catalogue
from core.units import INTEGRALS
from dashboards.grafana.datasources import POSTGRESQL
from dashboards.grafana.sql import ENTERPRISES, SUBTREE, with_clause

ALL = "$__all"


def _apart(text: str) -> str:
    """Return a choice's label, with its code where others read the same.

    Grafana keeps only the first of the choices with one label.
    """
    namesakes = f"count(*) OVER (PARTITION BY {text})"
    return f"{text} || CASE WHEN {namesakes} > 1 THEN ' ' || code ELSE '' END"


REGIONS = f"""WITH RECURSIVE tree AS (
  SELECT code, name, 0 AS depth, ARRAY[code::text] AS path FROM region WHERE parent_code IS NULL
  UNION ALL
  SELECT r.code, r.name, t.depth + 1, t.path || r.code::text
  FROM region r JOIN tree t ON r.parent_code = t.code
)
SELECT {_apart("repeat('　', depth) || name")} AS __text, code AS __value
FROM tree ORDER BY path"""

ENTERPRISES_OF_REGION = f"""{with_clause(SUBTREE)}
SELECT {_apart("name")} AS __text, code AS __value FROM enterprise
WHERE region_code IN (SELECT code FROM subtree) ORDER BY name, code"""

POINTS_OF_ENTERPRISE = f"""SELECT DISTINCT CASE name WHEN '' THEN code ELSE code || ' ' || name
  END AS __text, code AS __value
FROM point WHERE enterprise_code = {ENTERPRISES} ORDER BY 2"""

COLLECTORS = "SELECT name AS __text, name AS __value FROM collector ORDER BY number"


class Variable(builder.Builder[dashboard.VariableModel]):
    """A variable; Grafana 9 tells variables apart by their id, so that is the name."""

    def __init__(self, name: str, label: str, kind: dashboard.VariableType, query: str) -> None:
        self._model = dashboard.VariableModel(
            id_val=name,
            name=name,
            label=label,
            type_val=kind,
            query=query,
            multi=False,
            include_all=False,
            auto=None,
            auto_min=None,
            auto_count=None,
        )

    @property
    def name(self) -> str:
        """What queries call it."""
        return self._model.name

    def build(self) -> dashboard.VariableModel:
        """Return the variable."""
        return self._model

    def many(self) -> Variable:
        """Let any number of values be chosen, all of them at first."""
        self._model.multi = self._model.include_all = True
        self._model.current = dashboard.VariableOption(selected=True, text=["All"], value=[ALL])
        return self

    def hidden(self) -> Variable:
        """Keep the variable out of sight."""
        self._model.hide = dashboard.VariableHide.HIDE_VARIABLE
        return self


def query_variable(name: str, label: str, query: str) -> Variable:
    """Return a variable whose values PostgreSQL gives, asked again as the board is loaded."""
    variable = Variable(name, label, dashboard.VariableType.QUERY, query)
    model = variable.build()
    model.datasource = POSTGRESQL
    model.refresh = dashboard.VariableRefresh.ON_DASHBOARD_LOAD
    model.sort = dashboard.VariableSort.DISABLED
    model.regex = ""
    return variable


def region() -> Variable:
    """Return the region whose subtree is shown; the root at first."""
    return query_variable("region", "行政区", REGIONS)


def enterprise() -> Variable:
    """Return the enterprise of the region's subtree."""
    return query_variable("enterprise", "用能单位", ENTERPRISES_OF_REGION)


def point() -> Variable:
    """Return the points of the enterprise, all at first."""
    return query_variable("point", "计量点", POINTS_OF_ENTERPRISE).many()


def points_of(name: str, condition: str) -> Variable:
    """Return, out of sight, those of the chosen points that fulfil a condition."""
    query = f"""SELECT DISTINCT code AS __text, code AS __value FROM point
WHERE enterprise_code = {ENTERPRISES} AND code = ANY(ARRAY[${{point:sqlstring}}]::text[])
  AND {condition} ORDER BY 2"""
    return query_variable(name, name, query).many().hidden()


def counted_in(unit: str) -> str:
    """Return the condition that a point's hourly amounts are in `unit`.

    They are in the product's unit for output, else in the carrier's, else in the point's own or
    what a rate of it makes; a point's readings may be in another.
    """
    carriers = ", ".join(f"'{one.code}'" for one in read_catalogue().carriers() if one.unit == unit)
    powers = " ".join(f"WHEN '{rate}' THEN '{made}'" for rate, made in INTEGRALS.items())
    of_carrier = f"WHEN carrier IN ({carriers}) THEN '{unit}' " if carriers else ""
    return f"""kind <> 'gauge' AND coalesce(
    (SELECT r.unit FROM product r WHERE flow = 'output' AND r.unit <> ''
      AND r.enterprise_code = point.enterprise_code AND r.code = point.product_code),
    CASE {of_carrier}WHEN carrier <> '' THEN ''
      ELSE CASE unit {powers} ELSE split_part(unit, '/', 1) END END) = '{unit}'"""


def collector() -> Variable:
    """Return the collectors that have a seat."""
    return query_variable("collector", "采集进程", COLLECTORS).many()


def basis() -> Variable:
    """Return the basis of standard coal; figures on two bases are never added."""
    choices = [("当量值", "calorific"), ("等价值", "primary")]
    query = ",".join(f"{text} : {value}" for text, value in choices)
    variable = Variable("basis", "折标口径", dashboard.VariableType.CUSTOM, query)
    model = variable.build()
    model.current = dashboard.VariableOption(selected=True, text="当量值", value="calorific")
    model.options = [
        dashboard.VariableOption(selected=value == "calorific", text=text, value=value)
        for text, value in choices
    ]
    return variable
