"""Who calls, as a dependency of every route; parameters a route does not have are refused."""

from __future__ import annotations

import re
from typing import Annotated, cast

from fastapi import Depends, Request
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute

from api.auth import authorise_read, authorise_write
from api.errors import ParameterError
from api.idempotency import claim_key
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


def read_viewer(request: Request) -> Viewer:
    """Return who reads."""
    viewer = authorise_read(parts_of(request), request)
    _refuse_unknown(request)
    return viewer


def write_viewer(request: Request) -> Viewer:
    """Return who writes."""
    viewer = authorise_write(parts_of(request), request)
    _refuse_unknown(request)
    claim_key(parts_of(request), request)
    return viewer


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
