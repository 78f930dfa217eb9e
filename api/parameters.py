"""Who calls, as a dependency of every route; parameters a route does not have are refused."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Annotated, cast

from fastapi import Depends, Request
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute
from starlette.requests import HTTPConnection

from api.audit import arm
from api.audited_calls import CALLER
from api.auth import address_of, check_csrf, identify_known, identify_reader
from api.errors import ParameterError, UnauthorisedError
from api.idempotency import claim_key
from api.identities import Caller
from api.limits import CallLimits
from api.parts import PlatformParts
from api.viewer import Viewer

API_PREFIX = "/api/v1"
_LENGTH = re.compile(r"[0-9]{1,18}")


def parts_of(request: Request) -> PlatformParts:
    """Return the parts the application was made of."""
    return cast(PlatformParts, request.app.state.parts)


def read_length(request: Request) -> int | None:
    """Return how long the body is said to be [byte], 0 where nothing is, None for no number."""
    length = request.headers.get("content-length", "0")
    return int(length) if _LENGTH.fullmatch(length) else None


def limits_of(request: Request) -> CallLimits:
    """Return what counts calls and failed sign-ins."""
    return cast(CallLimits, request.app.state.limits)


def read_viewer(request: Request) -> Viewer:
    """Return who reads."""
    viewer = Viewer(parts_of(request), _known(request, identify_reader).identity)
    _refuse_unknown(request)
    return viewer


def write_viewer(request: Request) -> Viewer:
    """Return who writes; the next change of the registry is on the list of writes as theirs."""
    parts = parts_of(request)
    caller = _known(request, identify_known)
    check_csrf(caller, request)
    _refuse_unknown(request)
    claim_key(parts, request)
    arm(caller.identity, caller.via)
    return Viewer(parts, caller.identity)


def _known(request: Request, identify: Callable[[PlatformParts, HTTPConnection], Caller]) -> Caller:
    limits = limits_of(request)
    try:
        caller = identify(parts_of(request), request)
    except UnauthorisedError as error:
        if error.is_guess:
            limits.count_failure(address_of(request))
        raise
    request.scope[CALLER] = caller
    if caller.by_session or caller.by_token:
        limits.count_call(caller.via if caller.by_token else caller.identity.user_id or caller.via)
    return caller


def _caller(request: Request) -> Caller:
    return cast(Caller, request.scope[CALLER])


def reading_caller(request: Request, _viewer: Annotated[Viewer, Depends(read_viewer)]) -> Caller:
    """Return who reads, and by what."""
    return _caller(request)


def writing_caller(request: Request, _viewer: Annotated[Viewer, Depends(write_viewer)]) -> Caller:
    """Return who writes, and by what."""
    return _caller(request)


def _refuse_unknown(request: Request) -> None:
    """Refuse query parameters of a route that takes none or single ones; models do it themselves.

    A misspelt filter would otherwise give everything.
    """
    route = request.scope.get("route")
    if not isinstance(route, APIRoute):
        return
    known = _names(route.dependant)
    if known is None:
        return
    for name, value in request.query_params.items():
        if name not in known:
            raise ParameterError(
                f"parameter {name!r} is not one of this call",
                parameter=name,
                value=value,
                fix=f"use {', '.join(sorted(known))}" if known else "leave it out",
            )


def _names(dependant: Dependant) -> set[str] | None:
    """Return the single parameters' names, None where a model takes them."""
    names: set[str] = set()
    for field in dependant.query_params:
        if hasattr(field.field_info.annotation, "model_fields"):
            return None
        names.add(field.alias)
    return names


Reader = Annotated[Viewer, Depends(read_viewer)]
Writer = Annotated[Viewer, Depends(write_viewer)]
ReadingCaller = Annotated[Caller, Depends(reading_caller)]
WritingCaller = Annotated[Caller, Depends(writing_caller)]
