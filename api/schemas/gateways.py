"""Rows of gateways."""

from __future__ import annotations

from pydantic import Field

from api.schemas import fields
from api.schemas.base import Moment, Row


class GatewayRow(Row):
    """What connects: one MQTT client of an enterprise."""

    enterprise: fields.EnterpriseCode
    code: fields.GatewayCode
    name: str = Field(description="Name.")
    delivery: str = Field(description="`end-to-end` or `broker`.", examples=["end-to-end"])
    last_arrival: Moment | None = Field(description="When its last message came; null: never.")
