"""Where gateways push messages by HTTP; in a process that holds a collector."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response

from api.collectors import LocalCollector
from api.listing import ListRoute
from api.parameters import API_PREFIX, parts_of, read_length
from api.problems import MEDIA_TYPE
from api.schemas.problem import Problem
from api.schemas.push import PushReply
from core.wire import encode_reply
from ingest.doors.http_push import HttpDoor, PushAnswer, PushRequest, misdirected, too_large

router = APIRouter(prefix=API_PREFIX, tags=["push"], route_class=ListRoute)

AT_ONCE = 64
"""Messages that may wait for their commit at a time [1], apart from all other calls."""

STATUSES = {
    401: "No or a wrong log-in",
    403: "Another gateway's log-in",
    413: "Longer than is taken",
    421: "Another collector has this enterprise",
    422: "Not signed as the gateway must sign; kept in quarantine",
    429: "Too many failed log-ins",
    503: "Not now: send again after Retry-After",
}
BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "description": "A message of the wire contract v1: JSON, gzip of JSON, MessagePack, or a "
        "signed frame of one of them; told apart by its first bytes, whatever the content type.",
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    },
}

_waiting = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="push")


@router.post(
    "/push/{enterprise}/{gateway}",
    summary="Push a message of readings as a gateway",
    openapi_extra=BODY,
    response_model=PushReply,
    responses={
        status: {"model": Problem, "description": text} for status, text in STATUSES.items()
    },
)
async def push_message(request: Request, enterprise: str, gateway: str) -> Response:
    """Take a message; answered once the journal has it on disk. Log in as the gateway."""
    door = find_door(request)
    if door is None:
        return _respond(request, misdirected(enterprise, ""))
    most = door.rules.message_max_bytes
    payload = await read_body(request, most)
    if payload is None:
        return _respond(request, too_large(most + 1, most))
    peer = request.client.host if request.client else ""
    given = PushRequest(enterprise, gateway, request.headers.get("authorization"), peer, payload)
    answer = await asyncio.get_running_loop().run_in_executor(_waiting, door.push, given)
    return _respond(request, answer)


def find_door(request: Request) -> HttpDoor | None:
    """Return the HTTP door of the collector in this process, None where there is none."""
    collector = parts_of(request).collector
    return collector.collector.http if isinstance(collector, LocalCollector) else None


async def read_body(request: Request, most: int) -> bytes | None:
    """Return the body; None, without reading on, once it is longer than `most` [byte]."""
    length = read_length(request)
    if length is None or length > most:
        return None
    pieces: list[bytes] = []
    size = 0
    async for piece in request.stream():
        size += len(piece)
        if size > most:
            return None
        pieces.append(piece)
    return b"".join(pieces)


def _respond(request: Request, answer: PushAnswer) -> Response:
    headers = dict(answer.headers)
    if answer.reply is not None:
        return Response(
            encode_reply(answer.reply), answer.status, headers, media_type="application/json"
        )
    problem = Problem(
        type=f"/problems/{answer.kind}",
        title=answer.title,
        status=answer.status,
        detail=answer.detail,
        instance=request.url.path,
        fix=answer.fix,
    ).model_dump(exclude_none=True)
    if answer.url:
        problem["url"] = answer.url
    return JSONResponse(problem, answer.status, headers, media_type=MEDIA_TYPE)
