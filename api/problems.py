"""Errors as RFC 9457 problems: every one says what, where, which value and what to do."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Any

from fastapi import FastAPI, Request
from fastapi.encoders import jsonable_encoder
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect

from analytics.errors import ExplainMismatchError
from api.audit import SPEECHLESS, is_secret_name
from api.errors import ApiError, ImportRefusedError, TooManyError, UnauthorisedError
from api.refusals import Language, choose_language, tell
from api.schemas.problem import Problem
from core.errors import NenghengError, RefusedError, RegistryError, StoreError

logger = logging.getLogger(__name__)

MEDIA_TYPE = "application/problem+json"
VALUE_SHOWN = 200
"""Longest offending value that is repeated [character]."""
PLACES = frozenset({"query", "path", "body", "header"})
KINDS: dict[int, tuple[str, str]] = {
    404: ("not-found", "There is nothing at this path"),
    405: ("method-not-allowed", "The path does not take this method"),
}


def install_problems(app: FastAPI) -> None:
    """Let the application answer every error as a problem."""
    app.add_exception_handler(ApiError, _answer_api)
    app.add_exception_handler(RequestValidationError, _answer_validation)
    app.add_exception_handler(HTTPException, _answer_http)
    app.add_exception_handler(ClientDisconnect, _answer_gone)
    app.add_exception_handler(NenghengError, _answer_platform)
    app.add_exception_handler(Exception, _answer_unknown)


def _respond(
    request: Request, problem: Problem, headers: dict[str, str] | None = None
) -> JSONResponse:
    language = choose_language(request.headers.get("accept-language"))
    content = jsonable_encoder(tell_problem(problem, language), exclude_none=True)
    said = {"Content-Language": language, "Vary": "Accept-Language"}
    return JSONResponse(
        content, problem.status, headers=said | (headers or {}), media_type=MEDIA_TYPE
    )


def tell_problem(problem: Problem, language: Language) -> Problem:
    """Return a problem with its words in a language; its type and values stay as they are."""
    if language == "en":
        return problem
    said = {name: tell(getattr(problem, name), language) for name in ("title", "detail", "fix")}
    report = problem.report
    if report is not None:
        rows = [
            row.model_copy(update={n: tell(getattr(row, n), language) for n in ("reason", "fix")})
            for row in report.problems
        ]
        report = report.model_copy(update={"problems": rows})
    return problem.model_copy(update={**said, "report": report})


def _shown(value: object) -> object:
    """Return an offending value as JSON can carry it, cut where it is long."""
    if value is None or isinstance(value, bool | int | float):
        return value
    text = value if isinstance(value, str) else repr(value)
    return text if len(text) <= VALUE_SHOWN else f"{text[:VALUE_SHOWN]}…"


def _answer_api(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, ApiError)
    return _respond(
        request,
        Problem(
            type=f"/problems/{error.kind}",
            title=error.title,
            status=error.status,
            detail=error.what,
            instance=request.url.path,
            parameter=error.parameter,
            value=_shown(error.value),
            fix=error.fix,
            report=error.report if isinstance(error, ImportRefusedError) else None,
        ),
        _headers(error),
    )


def _headers(error: ApiError) -> dict[str, str] | None:
    if isinstance(error, UnauthorisedError):
        return {"WWW-Authenticate": "Bearer"}
    if isinstance(error, TooManyError):
        return {"Retry-After": str(error.retry_after_s)}
    return None


def _answer_validation(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    first: dict[str, Any] = error.errors()[0]
    parameter = _name(first["loc"])
    value = _shown(None if first["type"] == "missing" else first.get("input"))
    if getattr(request.scope.get("route"), "name", "") in SPEECHLESS or is_secret_name(parameter):
        value = None
    said = tell(first["msg"], choose_language(request.headers.get("accept-language")))
    return _respond(
        request,
        Problem(
            type="/problems/bad-parameter",
            title="A parameter cannot be taken",
            status=422,
            detail=f"{parameter} = {value!r}: {said}"
            if value is not None
            else f"{parameter}: {said}",
            instance=request.url.path,
            parameter=parameter,
            value=value,
            fix="see /openapi.json for what this call takes",
        ),
    )


def _name(location: Sequence[object]) -> str:
    parts = [str(part) for part in location]
    return ".".join(parts[1:] if len(parts) > 1 and parts[0] in PLACES else parts)


def _answer_http(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    kind, title = KINDS.get(error.status_code, ("http", str(error.detail)))
    return _respond(
        request,
        Problem(
            type=f"/problems/{kind}",
            title=title,
            status=error.status_code,
            detail=f"{request.method} {request.url.path}: {error.detail}",
            instance=request.url.path,
            parameter="path" if error.status_code == 404 else "",
            value=_shown(request.url.path) if error.status_code == 404 else None,
            fix="see /openapi.json for the calls there are",
        ),
        dict(error.headers) if error.headers else None,
    )


def _answer_gone(request: Request, _error: Exception) -> JSONResponse:
    """Answer nobody: a client that went away in the middle of its body is no fault of ours."""
    return _respond(
        request,
        Problem(
            type="/problems/disconnected",
            title="The client went away",
            status=400,
            detail=f"{request.method} {request.url.path}: the body ended early",
            instance=request.url.path,
            fix="send it again",
        ),
    )


def _answer_platform(request: Request, error: Exception) -> JSONResponse:
    status, kind, title = 500, "platform", "The platform could not do it"
    if isinstance(error, RegistryError | StoreError):
        status, kind, title = 503, "database", "The platform's database does not answer"
    elif isinstance(error, RefusedError):
        status, kind, title = 422, "refused", "The input cannot be taken"
    elif isinstance(error, ExplainMismatchError):
        kind, title = "explain-mismatch", "The recomputed figure differs from the stored one"
    if status >= 500:
        logger.error("%s %s: %s", request.method, request.url.path, error)
    refused = error if isinstance(error, RefusedError) else None
    return _respond(
        request,
        Problem(
            type=f"/problems/{kind}",
            title=title,
            status=status,
            detail=refused.what if refused else str(error),
            instance=request.url.path,
            parameter=refused.where if refused else "",
            fix=refused.fix if refused else "",
        ),
    )


def _answer_unknown(request: Request, error: Exception) -> JSONResponse:
    logger.error("%s %s failed", request.method, request.url.path, exc_info=error)
    return _respond(
        request,
        Problem(
            type="/problems/internal",
            title="The platform has a fault",
            status=500,
            detail=f"{type(error).__name__}; the platform's log has the whole of it",
            instance=request.url.path,
            fix="report it with the lines of the log",
        ),
    )
