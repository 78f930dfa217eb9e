"""``Idempotency-Key``: a call that is sent twice is done once, and answered the same.

The key of a call is kept with a digest of the call for 24 hours, in the registry, so that any
process answers. A call that was refused has done nothing; its key is free again. The answer is kept
encrypted by a key derived from the caller's credential, of which the platform holds only a hash: an
answer may show a secret once, and nobody who reads the registry may see it.

References
----------
IETF draft-ietf-httpapi-idempotency-key-header-07.
"""

from __future__ import annotations

import hashlib
import json
import re
import secrets
from base64 import b64decode, b64encode
from dataclasses import dataclass, field

from anyio import to_thread
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from fastapi import FastAPI, Request
from fastapi.responses import Response
from sqlalchemy import delete, update
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.errors import ConflictError, ParameterError
from api.parts import PlatformParts
from core.calendar import DAY_MS
from core.registry.calls import KeptAnswer
from core.registry.conflicts import insert_into

HEADER = "Idempotency-Key"
KEPT_MS = DAY_MS
"""How long a key is kept [ms]."""
BODY_MAX_BYTES = 64 * 1024 * 1024
METHODS = frozenset({"POST", "PUT", "PATCH"})
_KEY = re.compile(r"[\x21-\x7e]{1,255}")
_SESSION = re.compile(r"(?:^|; *)nengheng_session=([^;]+)")
_SCOPE = "nengheng.keyed"
_HEADERS = frozenset({"content-type", "location", "etag", "preference-applied"})
"""Headers of an answer that are kept."""


class KeyReusedError(ParameterError):
    """A key came with another call than before."""

    kind = "idempotency-key-reused"
    title = "The Idempotency-Key belongs to another call"


class AnswerKept(Exception):  # noqa: N818
    """The call was done before; `answer` is what it was answered."""

    def __init__(self, answer: Response) -> None:
        super().__init__("answered before")
        self.answer = answer


@dataclass
class Keyed:
    """A call with a key.

    Attributes
    ----------
    id, digest : str
        SHA-256 of credential and key, and of the call itself.
    secret : bytes
        What its answer is encrypted by.
    taken : bool
        Whether this call is the first with its key, and its answer is to be kept.
    """

    id: str
    digest: str
    secret: bytes = field(repr=False)
    taken: bool = False


def install_idempotency(app: FastAPI, parts: PlatformParts) -> None:
    """Let the application keep answers to calls that carry a key."""
    app.add_middleware(KeyedCalls, parts=parts)
    app.add_exception_handler(AnswerKept, _give_again)


def claim_key(parts: PlatformParts, request: Request) -> None:
    """Take the key of a call, once its caller is known, so that it is done by nobody else.

    Raises
    ------
    AnswerKept
        The call was done before.
    ConflictError
        It is being done, or its process ended in the middle.
    KeyReusedError
        Its key belongs to another call.
    """
    keyed: Keyed | None = request.scope.get(_SCOPE)
    given = request.headers.get(HEADER, "")
    if HEADER in request.headers and not _KEY.fullmatch(given):
        raise ParameterError(
            f"{HEADER} {given[:80]!r} is no key",
            parameter=HEADER,
            value=given[:80],
            fix="send 1 … 255 visible ASCII characters, such as a random UUID",
        )
    if keyed is None or keyed.taken:
        return
    now_ms = parts.clock.now_ms()
    with parts.registry.session() as session:
        session.execute(delete(KeptAnswer).where(KeptAnswer.made_ms < now_ms - KEPT_MS))
        connection = session.connection()
        row = insert_into(connection, KeptAnswer).values(
            id=keyed.id, digest=keyed.digest, made_ms=now_ms
        )
        once = row.on_conflict_do_nothing(index_elements=["id"]).returning(KeptAnswer.id)
        keyed.taken = connection.execute(once).first() is not None
        kept = None if keyed.taken else session.get_one(KeptAnswer, keyed.id)
    if kept is None:
        return
    if kept.digest != keyed.digest:
        raise KeyReusedError(
            f"{HEADER} {given!r} came before with another method, path or body",
            parameter=HEADER,
            value=given,
            fix="make a new key for every call, and repeat it only with the same call",
        )
    if kept.answer is None:
        raise ConflictError(
            f"the call with {HEADER} {given!r} has begun and was not answered yet",
            parameter=HEADER,
            value=given,
            fix="ask again in a moment; if it stays so, its process was stopped in the middle: "
            "look whether it took effect, and use a new key",
        )
    raise AnswerKept(_open(keyed, kept.answer))


class KeyedCalls:
    """Middleware that reads what carries a key, and keeps what it is answered."""

    def __init__(self, app: ASGIApp, parts: PlatformParts) -> None:
        self._app = app
        self._parts = parts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a call on; with a key, its body is read first and its answer looked at."""
        headers = Headers(scope=scope) if scope["type"] == "http" else Headers()
        if HEADER not in headers or scope["method"] not in METHODS:
            await self._app(scope, receive, send)
            return
        pieces = await _read_messages(receive)
        keyed = _key_of(scope, headers, pieces)
        if keyed is not None:
            scope[_SCOPE] = keyed
        answer = _Answer()
        try:
            await self._app(scope, _replay(pieces, receive), answer)
        except Exception:
            await self._release(keyed)
            raise
        if not answer.is_good:
            await self._release(keyed)
        elif keyed is not None and keyed.taken:
            await to_thread.run_sync(self._keep, keyed, _seal(keyed, answer))
        for message in answer.messages:
            await send(message)

    def _keep(self, keyed: Keyed, sealed: bytes) -> None:
        with self._parts.registry.session() as session:
            session.execute(
                update(KeptAnswer).where(KeptAnswer.id == keyed.id).values(answer=sealed)
            )

    async def _release(self, keyed: Keyed | None) -> None:
        if keyed is not None and keyed.taken:
            await to_thread.run_sync(self._forget, keyed)

    def _forget(self, keyed: Keyed) -> None:
        with self._parts.registry.session() as session:
            session.execute(delete(KeptAnswer).where(KeptAnswer.id == keyed.id))


class _Answer:
    """An answer, held back until it is kept: what was sent and not kept would be done twice."""

    def __init__(self) -> None:
        self.messages: list[Message] = []

    @property
    def is_good(self) -> bool:
        return bool(self.messages) and 200 <= self.messages[0]["status"] < 400

    @property
    def headers(self) -> dict[str, str]:
        given = Headers(raw=self.messages[0]["headers"])
        return {name: given[name] for name in sorted(_HEADERS) if name in given}

    @property
    def body(self) -> bytes:
        return b"".join(message.get("body", b"") for message in self.messages[1:])

    async def __call__(self, message: Message) -> None:
        self.messages.append(message)


async def _read_messages(receive: Receive) -> list[Message]:
    """Return the body's messages, as far as a body is read at all."""
    messages: list[Message] = []
    size = 0
    while True:
        message = await receive()
        messages.append(message)
        size += len(message.get("body", b""))
        ended = message["type"] != "http.request" or not message.get("more_body", False)
        if ended or size > BODY_MAX_BYTES:
            return messages


def _replay(messages: list[Message], receive: Receive) -> Receive:
    waiting = iter(messages)

    async def give() -> Message:
        message = next(waiting, None)
        return await receive() if message is None else message

    return give


def _key_of(scope: Scope, headers: Headers, messages: list[Message]) -> Keyed | None:
    """Return the key of a call; None where it is none, or nobody has sent it."""
    key = headers[HEADER]
    credential = headers.get("authorization") or _session_of(headers)
    if not _KEY.fullmatch(key) or not credential:
        return None
    digest = hashlib.sha256()
    for part in (scope["method"], scope["path"], scope["query_string"].decode("latin-1")):
        digest.update(part.encode() + b"\0")
    digest.update(headers.get("content-type", "").partition(";")[0].encode() + b"\0")
    for message in messages:
        digest.update(message.get("body", b""))
    whose = hashlib.sha256(f"{credential}\0{key}".encode()).hexdigest()
    derived = HKDF(SHA256(), length=32, salt=None, info=b"nengheng kept answer")
    secret = derived.derive(f"{credential}\0{key}".encode())
    return Keyed(whose, digest.hexdigest(), secret)


def _session_of(headers: Headers) -> str:
    found = _SESSION.search(headers.get("cookie", ""))
    return found[1] if found else ""


def _seal(keyed: Keyed, answer: _Answer) -> bytes:
    content = {
        "status": answer.messages[0]["status"],
        "headers": answer.headers,
        "body": b64encode(answer.body).decode(),
    }
    nonce = secrets.token_bytes(12)
    plain = json.dumps(content).encode()
    return nonce + AESGCM(keyed.secret).encrypt(nonce, plain, keyed.id.encode())


def _open(keyed: Keyed, sealed: bytes) -> Response:
    plain = AESGCM(keyed.secret).decrypt(sealed[:12], sealed[12:], keyed.id.encode())
    content = json.loads(plain)
    headers = content["headers"] | {"Idempotency-Replayed": "true"}
    return Response(b64decode(content["body"]), content["status"], headers)


def _give_again(_request: Request, error: Exception) -> Response:
    assert isinstance(error, AnswerKept)
    return error.answer
