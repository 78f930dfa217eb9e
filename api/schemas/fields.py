"""Fields that many rows share, each described once with unit and example."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from api.schemas.base import Moment

EnterpriseCode = Annotated[
    str,
    Field(
        description="Unified social credit code of the enterprise (GB 32100, 18 characters).",
        examples=["91150600MA0EXAMPL4"],
    ),
]
GatewayCode = Annotated[
    str, Field(description="Code of the gateway within its enterprise.", examples=["GW1"])
]
PointCode = Annotated[
    str, Field(description="Code of the point within its enterprise.", examples=["T1.EP"])
]
RegionCode = Annotated[str, Field(description="Region by GB/T 2260 code.", examples=["150622"])]
SectorCode = Annotated[str, Field(description="Sector by GB/T 4754-2017 code.", examples=["2613"])]
Subject = Annotated[
    str,
    Field(
        description=(
            "Who it is about: `enterprise:CODE`, `region:CODE`, `sector:CODE`, `park:CODE` or "
            "`line:ENTERPRISE/CODE`."
        ),
        examples=["region:150600"],
    ),
]
Period = Annotated[
    str, Field(description="hour, day, month, quarter or year (Shanghai).", examples=["year"])
]
Start = Annotated[
    Moment,
    Field(
        description="Start of the period, ISO 8601 with +08:00.",
        examples=["2026-01-01T00:00:00+08:00"],
    ),
]
Indicator = Annotated[
    str,
    Field(
        description=(
            "`coal_calorific_tce` (当量值), `coal_primary_tce` (等价值), `co2_t`, "
            "`carrier:CODE` or `product:CODE`."
        ),
        examples=["coal_calorific_tce"],
    ),
]
Basis = Annotated[
    str,
    Field(
        description="Standard-coal basis: `calorific` 当量值, `primary` 等价值, or `none`.",
        examples=["calorific"],
    ),
]
Unit = Annotated[str, Field(description="Unit of the figures of the row.", examples=["tce"])]
Coverage = Annotated[
    float,
    Field(description="Share of the period's seconds that is measured [0 … 1].", examples=[0.98]),
]
Level = Annotated[
    str,
    Field(
        description=(
            "Level of the rule. quota_pace: within_pace, over_pace, will_exceed, exceeded, "
            "undetermined; benchmark_class: benchmark, between, below_baseline, within_limit, "
            "beyond_limit, undetermined; the other rules: see docs/benchmarks.md."
        ),
        examples=["will_exceed"],
    ),
]
Severity = Annotated[
    int,
    Field(
        description="0 none, 1 notice, 2 warning, 3 serious, 4 grave; greater is worse [1].",
        examples=[3],
    ),
]
Reason = Annotated[
    str, Field(description="Why, in Chinese.", examples=["按目前进度将于11月30日超出年度用能预算"])
]
ReasonEn = Annotated[
    str, Field(description="Why, in English.", examples=["At this pace the quota ends on 30 Nov"])
]
Carrier = Annotated[str, Field(description="Code of the energy carrier.", examples=["electricity"])]
