"""Log-ins of gateways, and what a gateway that is being connected sends."""

from __future__ import annotations

from pydantic import Field

from api.schemas import fields
from api.schemas.base import Moment, Row


class LogInRow(Row):
    """A log-in of a gateway; of a password only a hash is kept."""

    number: int = Field(description="Its number within the gateway [1].", examples=[1])
    kind: str = Field(description="`password` or `certificate`.", examples=["password"])
    login: str = Field(description="User name.", examples=["91150600MA0EXAMPL4.GW1"])
    state: str = Field(description="`holds`, `revoked` or `expired`.", examples=["holds"])
    created: Moment = Field(description="From when it holds.")
    until: Moment | None = Field(description="When it ends, or ended; null: open.")


class IssuedLogIn(Row):
    """A new log-in, shown this once."""

    enterprise: fields.EnterpriseCode
    gateway: str = Field(description="Gateway's code.", examples=["GW1"])
    number: int = Field(description="Its number within the gateway [1].", examples=[1])
    login: str = Field(description="User name.", examples=["91150600MA0EXAMPL4.GW1"])
    password: str = Field(description="The password itself; only its hash is kept.")
    host: str = Field(description="Broker's name.", examples=["broker.example.org"])
    port: int = Field(description="Broker's port [1].", examples=[8883])
    tls: bool = Field(description="Whether the broker is reached by TLS.")
    authority: str = Field(description="Certificate of the broker's authority, PEM; may be empty.")
    data_topic: str = Field(description="Where it publishes.")
    reply_topic: str = Field(description="Where it is answered.")


class PointGuess(Row):
    """What a point that nobody has named yet seems to be, from its code and its readings."""

    kind: str = Field(description="`register`, `interval` or `gauge`.", examples=["register"])
    carrier: str = Field(description="Code of a carrier.", examples=["electricity"])
    flow: str = Field(description="What it is to the enterprise.", examples=["purchased"])
    unit: str = Field(description="Unit of its readings.", examples=["kWh"])
    expected_s: int = Field(description="Time between readings [s].", examples=[60])


class UnknownPoint(Row):
    """A point that a gateway sends and the registry does not know."""

    code: str = Field(description="As the gateway sends it.", examples=["T1.EP"])
    readings: int = Field(description="Readings looked at [1].", examples=[12])
    first: Moment = Field(description="Time of the first of them.")
    last: Moment = Field(description="Time of the newest.")
    first_value: float = Field(description="Value of the first [unknown unit].")
    last_value: float = Field(description="Value of the newest [unknown unit].")
    guess: PointGuess


class NamedPoint(Row):
    """A point as its enterprise names it."""

    code: fields.PointCode
    name: str = Field("", max_length=200, description="Name.", examples=["一号主变进线"])
    kind: str = Field(description="`register`, `interval` or `gauge`.", examples=["register"])
    carrier: str = Field("", description="Code of a carrier.", examples=["electricity"])
    flow: str = Field(description="What it is to the enterprise.", examples=["purchased"])
    unit: str = Field(description="Unit of its readings.", examples=["kWh"])
    expected_s: int = Field(gt=0, description="Time between readings [s].", examples=[60])


class NamingReport(Row):
    """What naming points did."""

    points: int = Field(description="Points registered [1].", examples=[2])
    messages: int = Field(description="Messages that left the quarantine whole [1].")
    readings: int = Field(description="Readings that left it [1].")
    remaining: int = Field(description="Messages of the gateway that still lie there [1].")


class GatewayBody(Row):
    """A new gateway."""

    enterprise: fields.EnterpriseCode
    code: str = Field(min_length=1, max_length=64, description="Its code.", examples=["GW1"])
    name: str = Field("", max_length=200, description="Its name.", examples=["配电室网关"])


class PasswordBody(Row):
    """How a new password takes the old one's place."""

    keep_old_s: float = Field(
        0, ge=0, le=2_592_000, description="How long the old ones still hold [s].", examples=[0]
    )


class NamingBody(Row):
    """Points of a gateway that get their names."""

    points: list[NamedPoint] = Field(
        min_length=1, max_length=500, description="All are taken, or none."
    )
