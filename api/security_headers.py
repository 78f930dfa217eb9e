"""Headers of every answer that tell browsers what it may do and who may frame it.

The console's pages run scripts and templates that NiceGUI writes into the page, which a stricter
policy would stop; nothing is ever fetched from another host. What the API answers is data and may
do nothing at all.

References
----------
OWASP HTTP Headers Cheat Sheet; W3C Content Security Policy Level 3.
"""

from __future__ import annotations

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

PAGE_POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self' 'unsafe-inline' 'unsafe-eval'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self' {sockets}",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
DATA_POLICY = "default-src 'none'; frame-ancestors 'none'"
PLAIN = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
TRANSPORT = "max-age=31536000"
DATA_PATHS = ("/api/", "/health", "/metrics", "/openapi.json")


class SecurityHeaders:
    """Adds the headers, except where the answer has its own."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a call on and add to its answer."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _headers_of(scope).items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, answer)


def _headers_of(scope: Scope) -> dict[str, str]:
    headers = dict(PLAIN)
    is_data = scope["path"].startswith(DATA_PATHS)
    headers["content-security-policy"] = DATA_POLICY if is_data else _page_policy(scope)
    if scope["path"].startswith("/api/"):
        headers["cache-control"] = "private, no-cache"
    if scope.get("scheme") == "https":
        headers["strict-transport-security"] = TRANSPORT
    return headers


def _page_policy(scope: Scope) -> str:
    """Return the pages' policy; sockets go back to where the page came from."""
    kind = "wss" if scope.get("scheme") == "https" else "ws"
    given = dict(scope["headers"]).get(b"host", b"").decode("latin-1")
    host = given if given and not set(given) & set(" ;,'\"\\\r\n") else ""
    return PAGE_POLICY.format(sockets=f"{kind}://{host}" if host else "").replace(" ;", ";")
