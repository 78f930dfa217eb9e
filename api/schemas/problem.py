"""The body of every error (RFC 9457)."""

from __future__ import annotations

from pydantic import Field

from api.schemas.base import Row
from api.schemas.imports import ImportReport


class Problem(Row):
    """What went wrong, where, with which value, and what to do.

    References
    ----------
    RFC 9457, Problem Details for HTTP APIs, section 3.
    """

    type: str = Field(
        description="Kind of the problem, a URI reference.",
        examples=["/problems/bad-parameter"],
    )
    title: str = Field(description="The kind in words.", examples=["A parameter cannot be taken"])
    status: int = Field(description="HTTP status [1].", examples=[422])
    detail: str = Field(description="What is wrong this time.")
    instance: str = Field(description="Path of the call.", examples=["/api/v1/accounts"])
    parameter: str = Field("", description="What held the value.", examples=["period"])
    value: object = Field(None, description="The offending value.", examples=["fortnight"])
    fix: str = Field("", description="What the caller can do.")
    report: ImportReport | None = Field(None, description="Rows refused by an import.")
