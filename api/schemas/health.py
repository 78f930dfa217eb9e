"""State of the platform's parts."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from api.schemas.base import Moment, Row

State = Literal["ok", "degraded", "down", "absent"]


class PartHealth(Row):
    """State of one part."""

    part: str = Field(description="registry, store, collector or scheduler.", examples=["store"])
    state: State = Field(description="`absent`: runs in another process.", examples=["ok"])
    detail: str = Field(description="What else must be known.")
    values: dict[str, object] = Field(description="Figures the part gives about itself.")


class Health(Row):
    """State of the process: the worst of its parts."""

    state: State = Field(description="Worst state of the parts.", examples=["ok"])
    now: Moment = Field(description="The platform's present time.")
    speed: float = Field(description="Platform seconds per real second [1].", examples=[1.0])
    simulated: bool = Field(description="True: the data come from a simulated fleet.")
    version: str = Field(description="Version of the platform.", examples=["0.1.0"])
    catalogue: str = Field(description="Edition of the catalogue.")
    parts: list[PartHealth] = Field(description="Each part.")
