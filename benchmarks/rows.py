"""What a benchmark returns: named figures, and the bars they are held against."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Row:
    """One measured figure.

    Attributes
    ----------
    name : str
        Name, stable from run to run.
    value : float
        The figure, in `unit`.
    unit : str
        Its unit.
    ceiling, share : float or None
        The raw store's figure in the same run, in `unit`, and ``value / ceiling`` [1].
    peer, ratio : float or None
        Another program's figure in the same run, in `unit`, and ``value / peer`` [1].
    note : str
        What a reader must know, such as the share of the load that was run.
    """

    name: str
    value: float
    unit: str
    ceiling: float | None = None
    peer: float | None = None
    note: str = ""

    def as_json(self) -> dict[str, Any]:
        """Return the row as it is written, absent figures left out."""
        found = asdict(self)
        if self.ceiling:
            found["share"] = self.value / self.ceiling
        if self.peer:
            found["ratio"] = self.value / self.peer
        return {key: value for key, value in found.items() if value not in (None, "")}


@dataclass(frozen=True)
class Bar:
    """What a figure is to reach: at least (``at_most`` false) or at most `value` in its unit."""

    value: float
    at_most: bool = False

    def is_met(self, value: float) -> bool:
        """Tell whether `value`, in the row's unit, reaches the bar."""
        return value <= self.value if self.at_most else value >= self.value

    def __str__(self) -> str:
        """Return the bar as it is shown."""
        return f"{'≤' if self.at_most else '≥'} {self.value:,g}"


BARS: dict[str, Bar] = {
    "ingest_duckdb_50": Bar(300_000),
    "ingest_duckdb_50_cpu": Bar(3.0, at_most=True),
    "ingest_duckdb_1": Bar(16_000),
    "province_day_duckdb": Bar(60, at_most=True),
    "province_hour_influx": Bar(60, at_most=True),
    "province_day_influx": Bar(600, at_most=True),
    "province_growth": Bar(1.0, at_most=True),
    "page_p95": Bar(150, at_most=True),
    "embedded_rss": Bar(1024, at_most=True),
    "first_verdict": Bar(15, at_most=True),
}
"""Bars of the design's table "Speed and size to reach", in the unit of the row."""
