"""Pieces of SQL that several panels share.

Only the macros that every Grafana from 9.4 on knows are used, and never with brackets inside their
argument: the plug-in ends an argument at the first closing one. Variables go in by ``sqlstring``
within ``ARRAY[…]``, which also holds for one value, many, and none.
"""

from __future__ import annotations

from core.units import SIMPLE, conversion_factor

FROM_MS = "$__unixEpochNanoFrom() / 1000000"
TO_MS = "$__unixEpochNanoTo() / 1000000"
"""Ends of the chosen time span [ms]."""
ZONE = "'Asia/Shanghai'"
ENTERPRISES = "ANY(ARRAY[${enterprise:sqlstring}]::text[])"
POINTS = "ANY(ARRAY[${point:sqlstring}]::text[])"
DETAIL = "'energy:' || ${basis:sqlstring}"
"""What tells energy quotas on the chosen basis from others."""
INDICATOR = "'coal_' || ${basis:sqlstring} || '_tce'"
"""The account on the chosen basis."""

SUBTREE = """subtree AS (
  SELECT code FROM region WHERE code = ANY(ARRAY[${region:sqlstring}]::text[])
  UNION
  SELECT r.code FROM region r JOIN subtree s ON r.parent_code = s.code
)"""
"""The chosen regions and all below them; begin with ``WITH RECURSIVE``."""

YEAR = f"""year AS (
  SELECT extract(year FROM t)::int AS number,
    (extract(epoch FROM date_trunc('year', t) AT TIME ZONE {ZONE}) * 1000)::bigint AS start_ms,
    (extract(epoch FROM (date_trunc('year', t) + interval '1 year') AT TIME ZONE {ZONE}) * 1000
    )::bigint AS end_ms
  FROM (SELECT $__timeTo()::timestamptz AT TIME ZONE {ZONE} AS t) AS chosen
)"""
"""The Shanghai year in which the chosen time span ends."""

PACE = ("over_pace", "will_exceed", "exceeded")
OVER_PACE = ", ".join(f"'{level}'" for level in PACE)


def moment(column: str) -> str:
    """Return the time of a column of milliseconds, for tables."""
    return f"to_timestamp({column} / 1000.0)"


def of_enterprises(column: str) -> str:
    """Return the condition that a column of subjects names a chosen enterprise."""
    chosen = "unnest(ARRAY[${enterprise:sqlstring}]::text[]) AS chosen(code)"
    return f"{column} IN (SELECT 'enterprise:' || code FROM {chosen})"


def said(name: str, kind: str = "float8") -> str:
    """Return a figure of a verdict's evidence, NULL where it is not known."""
    return f"(v.evidence ->> '{name}')::{kind}"


def in_tce(unit: str) -> str:
    """Return the factor that brings a column's unit of standard coal to tce; NULL for others."""
    cases = " ".join(
        f"WHEN '{name}' THEN {conversion_factor(name, 'tce'):.12g}"
        for name, (dimension, _) in SIMPLE.items()
        if dimension == "coal"
    )
    return f"CASE {unit} {cases} END"


POSITIONS = f"""positions AS (
  SELECT q.holder, q.amount * {in_tce("q.unit")} AS quota,
    {said("used")} * {in_tce("q.unit")} AS used,
    {said("plan_to_date")} * {in_tce("q.unit")} AS plan,
    {said("projection")} * {in_tce("q.unit")} AS projection,
    {said("exceed_ms", "bigint")} AS exceed_ms,
    v.level, v.severity, v.coverage, v.reason
  FROM quota q CROSS JOIN year y
  LEFT JOIN verdict v ON v.subject = q.holder AND v.rule = 'quota_pace' AND v.version = 0
    AND v.period = 'year' AND v.start_ms = y.start_ms AND v.detail = {DETAIL}
  WHERE q.year = y.number AND q.kind = 'energy' AND q.basis = ${{basis:sqlstring}}
)"""
"""Where every energy quota of the year on the chosen basis stands [tce]."""


def whole(column: str) -> str:
    """Return the sum of a column, NULL as soon as one of its figures is not known."""
    return f"CASE WHEN count({column}) = count(*) THEN sum({column}) END"


def with_clause(*parts: str) -> str:
    """Return a ``WITH`` of common table expressions."""
    return "WITH RECURSIVE " + ",\n".join(parts)


def simulated(enterprises: str, *, parts: tuple[str, ...] = ()) -> str:
    """Return the query that says whether the `enterprises` (a condition on ``e``) are simulated."""
    head = with_clause(*parts) + "\n" if parts else ""
    return f"""{head}SELECT CASE
  WHEN count(*) = 0 THEN '无企业'
  WHEN count(*) FILTER (WHERE e.simulated) = 0 THEN '真实企业：' || count(*) || ' 家'
  ELSE '模拟数据：' || count(*) || ' 家企业中 ' || count(*) FILTER (WHERE e.simulated)
    || ' 家及其读数由仿真生成，并非真实企业'
  END AS "数据性质"
FROM enterprise e
WHERE {enterprises}"""
