"""`create_app`: the FastAPI application over the running parts."""

from __future__ import annotations

from fastapi import APIRouter, FastAPI, Request
from fastapi.responses import PlainTextResponse

from api.audit import watch_registry
from api.audited_calls import AuditedCalls
from api.auth import authorise_read
from api.errors import MissingError, UnauthorisedError
from api.etags import ETags
from api.idempotency import install_idempotency
from api.limits import CallLimits
from api.metrics import MEDIA_TYPE, CallTimer, Metrics
from api.openapi import install_openapi
from api.parameters import Reader, parts_of
from api.parts import PlatformParts
from api.problems import install_problems
from api.routes import ROUTERS
from api.schemas.health import Health
from api.schemas.problem import Problem
from api.security_headers import SecurityHeaders
from api.services.health import read_public_health

DESCRIPTION = """能衡: accounts, verdicts and evidence of key energy-using enterprises.

Lists are `{"items": [...], "next": cursor}`: follow `next` until it is null. Times are given as
ISO 8601 (without a zone: Asia/Shanghai) or epoch milliseconds UTC, and answered as ISO 8601 with
+08:00; columns named `..._ms` hold epoch milliseconds. Errors are RFC 9457 problems that carry the
offending value. Calls need a session of the console or `Authorization: Bearer TOKEN`; where the
platform was started so, peers on this machine read without one. Who may do what: docs/access.md.
"""

root = APIRouter(tags=["platform"])


@root.get("/health", summary="State of each part")
def read_health_route(request: Request) -> Health:
    """Give the state of the process; figures of the parts only to those who may read."""
    parts = parts_of(request)
    try:
        viewer = authorise_read(parts, request)
    except UnauthorisedError:
        viewer = None
    return read_public_health(parts, viewer)


@root.get("/metrics", summary="Prometheus metrics", response_class=PlainTextResponse)
def read_metrics_route(request: Request, viewer: Reader) -> PlainTextResponse:
    """Give the metrics."""
    metrics: Metrics = request.app.state.metrics
    return PlainTextResponse(metrics.render(viewer), media_type=MEDIA_TYPE)


nowhere = APIRouter(include_in_schema=False)


@nowhere.api_route("/api/{path:path}", methods=["GET", "POST", "PUT", "PATCH", "DELETE"])
def refuse_path(request: Request, path: str) -> None:
    """Answer calls that do not exist as a problem, whatever is mounted beside the API."""
    raise MissingError(
        f"there is no call {request.method} /api/{path}",
        parameter="path",
        value=f"/api/{path}",
        fix="see /openapi.json for the calls there are",
    )


def create_app(parts: PlatformParts) -> FastAPI:
    """Return the application; it opens and closes none of the parts.

    Parameters
    ----------
    parts : PlatformParts
        What it serves.
    """
    app = FastAPI(
        title="能衡 Nengheng",
        version="1",
        description=DESCRIPTION,
        docs_url=None,
        redoc_url=None,
        responses={422: {"model": Problem, "description": "A bad value"}},
    )
    app.state.parts = parts
    app.state.metrics = Metrics(parts)
    app.state.limits = CallLimits(parts.settings)
    watch_registry(parts.registry)
    app.add_middleware(AuditedCalls, parts=parts)
    app.add_middleware(CallTimer, calls=app.state.metrics.calls)
    install_idempotency(app, parts)
    app.add_middleware(ETags)
    app.add_middleware(SecurityHeaders)
    install_problems(app)
    app.include_router(root)
    for router in ROUTERS:
        app.include_router(router)
    app.include_router(nowhere)
    install_openapi(app)
    return app
