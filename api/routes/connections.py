"""Routes of gateways' log-ins, and of naming what a new gateway sends."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query

from api.listing import ListRoute
from api.parameters import API_PREFIX, Reader, Writer
from api.schemas.base import Page
from api.schemas.connections import (
    GatewayBody,
    IssuedLogIn,
    LogInRow,
    NamingBody,
    NamingReport,
    PasswordBody,
    UnknownPoint,
)
from api.services import connections, onboarding

router = APIRouter(prefix=API_PREFIX, tags=["gateways"], route_class=ListRoute)

Enterprise = Annotated[
    str, Path(description="Unified social credit code.", examples=["91150600MA0EXAMPL4"])
]
GatewayCode = Annotated[str, Path(description="Gateway's code.", examples=["GW1"])]
Number = Annotated[
    int | None, Query(ge=1, le=2**31 - 1, description="Only this log-in [1]; absent: all.")
]


@router.post("/gateways", status_code=201, summary="Register a gateway and give it a log-in")
def add_gateway(viewer: Writer, body: GatewayBody) -> IssuedLogIn:
    """Register a gateway; the password is answered this once."""
    return connections.add_gateway(viewer, body.enterprise, body.code, body.name)


@router.get("/gateways/{enterprise}/{gateway}/log-ins", summary="Log-ins of a gateway")
def list_log_ins(viewer: Reader, enterprise: Enterprise, gateway: GatewayCode) -> Page[LogInRow]:
    """Give log-ins, those that ended too."""
    return Page(items=connections.list_log_ins(viewer, enterprise, gateway), next=None)


@router.post("/gateways/{enterprise}/{gateway}/log-ins", summary="Give a gateway a new password")
def give_password(
    viewer: Writer, enterprise: Enterprise, gateway: GatewayCode, body: PasswordBody
) -> IssuedLogIn:
    """Give a new password; the old ones end now or later."""
    return connections.give_password(viewer, enterprise, gateway, keep_old_s=body.keep_old_s)


@router.delete("/gateways/{enterprise}/{gateway}/log-ins", summary="Take log-ins of a gateway away")
def revoke_log_ins(
    viewer: Writer, enterprise: Enterprise, gateway: GatewayCode, number: Number = None
) -> Page[LogInRow]:
    """Take log-ins away; gives those that held."""
    gone = connections.revoke_log_ins(viewer, enterprise, gateway, number=number)
    return Page(items=gone, next=None)


@router.get(
    "/gateways/{enterprise}/{gateway}/unknown-points", summary="Points that nobody has named yet"
)
def list_unknown(
    viewer: Reader, enterprise: Enterprise, gateway: GatewayCode
) -> Page[UnknownPoint]:
    """Give what the newest quarantined messages name, with a guess of what each is."""
    return Page(items=onboarding.list_unknown(viewer, enterprise, gateway), next=None)


@router.post(
    "/gateways/{enterprise}/{gateway}/points", summary="Name points, and let in what waited"
)
def name_points(
    viewer: Writer, enterprise: Enterprise, gateway: GatewayCode, body: NamingBody
) -> NamingReport:
    """Register points that a gateway sends and replay what lay in quarantine for them."""
    return onboarding.name_points(viewer, enterprise, gateway, body.points)
