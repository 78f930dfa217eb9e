"""Long work that calls began."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from api.schemas.base import Moment, Row
from api.schemas.problem import Problem
from core.vocabulary import JobState

JobKind = Literal["import", "replay", "export", "recompute"]
ExportFormat = Literal["csv", "ndjson", "parquet", "xlsx"]


class JobRow(Row):
    """A job: what it is, how far, and what came of it."""

    id: str = Field(description="Its id.", examples=["3f9a0c11d2e45b673f9a0c11d2e45b67"])
    kind: JobKind = Field(description="What is done.", examples=["export"])
    asked: dict[str, Any] = Field(
        description="What was asked for.", examples=[{"list": "/api/v1/accounts"}]
    )
    state: JobState = Field(
        description="queued, running, done, failed or cancelled.", examples=["done"]
    )
    made: Moment = Field(description="When it was begun.")
    made_by: str = Field(description="By whom.", examples=["operator"])
    started: Moment | None = Field(description="When it came to its turn; null: not yet.")
    ended: Moment | None = Field(description="When it ended; null: not yet, or not known.")
    done: int = Field(description="How much is done [unit].", examples=[12000])
    total: int | None = Field(description="Of how much [unit]; null: not known.", examples=[None])
    unit: str = Field(description="What is counted.", examples=["row"])
    cancelling: bool = Field(description="Whether somebody has asked for its end.")
    result: dict[str, Any] | None = Field(
        description="What came of it; null: nothing yet.", examples=[{"rows": 12000}]
    )
    problem: Problem | None = Field(description="Why it failed; null: it has not.", examples=[None])
    file: str | None = Field(
        description="Where what it wrote is got; null: nothing.",
        examples=["/api/v1/jobs/3f9a0c11d2e45b673f9a0c11d2e45b67/file"],
    )


class ExportBody(Row):
    """A list to write into a file."""

    list: str = Field(
        pattern=r"^[a-z][a-z/-]{0,80}$",
        description="Path of the list below /api/v1, without parameters in the path.",
        examples=["accounts"],
    )
    query: dict[str, str | int | float | bool | None] = Field(
        {}, description="Its query parameters.", examples=[{"period": "month"}]
    )
    format: ExportFormat = Field("csv", description="Kind of the file.", examples=["parquet"])
