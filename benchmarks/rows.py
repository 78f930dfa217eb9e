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
        What can be had at most in the same run (the raw store's figure, the drain's), in `unit`,
        and ``value / ceiling`` [1].
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
    """What a figure is to reach: at least (``at_most`` false) or at most `value` in its unit.

    Attributes
    ----------
    value : float or None
        In the row's unit; where the row has a ceiling below it, the ceiling is all that counts.
    at_most : bool
        Whether less is better.
    share, ratio : float or None
        Least part of the row's ceiling, and of its peer where there is one [1].
    """

    value: float | None = None
    at_most: bool = False
    share: float | None = None
    ratio: float | None = None

    def is_met(
        self, value: float, *, ceiling: float | None = None, peer: float | None = None
    ) -> bool:
        """Tell whether `value`, in the row's unit as `ceiling` and `peer`, reaches the bar."""
        if self.at_most:
            return self.value is None or value <= self.value
        least = [
            0.0 if self.value is None or (ceiling and ceiling < self.value) else self.value,
            (self.share or 0.0) * (ceiling or 0.0),
            (self.ratio or 0.0) * (peer or 0.0),
        ]
        return value >= max(least)

    def __str__(self) -> str:
        """Return the bar as it is shown."""
        sign = "≤" if self.at_most else "≥"
        parts = (
            "" if self.value is None else f"{sign} {self.value:,g}",
            f"{sign} {self.share:g} of ceiling" if self.share else "",
            f"{sign} {self.ratio:g} of peer" if self.ratio else "",
        )
        return ", ".join(part for part in parts if part)


BARS: dict[str, Bar] = {
    "ingest_influx_50": Bar(200_000, share=0.75, ratio=1.5),
    "ingest_influx_50_cpu": Bar(3.0, at_most=True),
    "ingest_influx_1": Bar(16_000),
    "ingest_influx_1x2": Bar(28_000),
    "catch_up": Bar(0.7),
    "collect_rss": Bar(300, at_most=True),
    "ingest_duckdb_50": Bar(300_000),
    "ingest_duckdb_50_cpu": Bar(3.0, at_most=True),
    "ingest_duckdb_1": Bar(16_000),
    "province_day_duckdb": Bar(60, at_most=True),
    "province_hour_influx": Bar(60, at_most=True),
    "province_day_influx": Bar(600, at_most=True),
    "province_growth": Bar(1.0, at_most=True),
    "page_p95": Bar(150, at_most=True),
    **{
        f"page_painted_{page}": Bar(1500, at_most=True)
        for page in ("overview", "region", "enterprises", "enterprise", "benchmarks", "alerts")
    },
    "embedded_rss": Bar(1024, at_most=True),
    "first_verdict": Bar(15, at_most=True),
}
"""Bars of the design's table "Speed and size to reach", in the unit of the row."""
