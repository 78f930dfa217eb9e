"""The tree that explains a figure."""

from __future__ import annotations

from pydantic import Field

from api.schemas.base import Row


class ExplainNode(Row):
    """One figure with what it was made of."""

    label: str = Field(description="What it is, in Chinese.", examples=["综合能耗（当量值）"])
    label_en: str = Field(description="What it is, in English.", examples=["comprehensive use"])
    value: float | None = Field(
        description="The figure [unit]; null where the node only groups.", examples=[1234.5]
    )
    unit: str = Field(description="Its unit.", examples=["tce"])
    formula: str = Field("", description="How it comes from its children.", examples=["Σ E·f"])
    source: str = Field("", description="Where it comes from.", examples=["GB/T 2589-2020"])
    confidence: str = Field("", description="How sure its source is.", examples=["verified"])
    note: str = Field("", description="What else must be known.")
    part: bool = Field(
        True, description="True: a summand of the node above; false: stands beside it."
    )
    children: list[ExplainNode] = Field(default_factory=list, description="What it is made of.")
