"""A small OpenID provider, real but for its people: run as a process, it prints its address.

It approves whoever asks, as the person that ``/people`` was last given. PKCE, single use of codes,
client authentication and signatures are as the standards have them; ``/people`` can make it lie.
"""

import base64
import hashlib
import json
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlencode

import httpx
import uvicorn
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, RedirectResponse
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey

CLIENT, SECRET = "nengheng-test", "client-secret-of-the-tests"


class Provider:
    """What the provider knows: its keys, the person it approves, codes it has given."""

    def __init__(self, issuer: str) -> None:
        self.issuer = issuer
        self.key = RSAKey.generate_key(2048, {"kid": "one"})
        self.other = RSAKey.generate_key(2048, {"kid": "one"})
        self.person: dict[str, Any] = {}
        self.codes: dict[str, dict[str, str]] = {}

    def discover(self) -> dict[str, object]:
        return {
            "issuer": self.person.get("says_issuer", self.issuer),
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
        }

    async def choose(self, request: Request) -> dict[str, bool]:
        self.person = await request.json()
        return {"ok": True}

    def keys(self) -> dict[str, object]:
        return {"keys": [self.key.as_dict(private=False)]}

    def authorize(self, request: Request) -> RedirectResponse:
        asked = dict(request.query_params)
        assert asked["response_type"] == "code"
        assert asked["code_challenge_method"] == "S256"
        assert "openid" in asked["scope"].split()
        if self.person.get("denies"):
            answer = {"error": "access_denied", "state": asked["state"]}
        else:
            code = secrets.token_urlsafe(16)
            self.codes[code] = asked
            answer = {"code": code, "state": asked["state"]}
        return RedirectResponse(f"{asked['redirect_uri']}?{urlencode(answer)}", 302)

    async def token(self, request: Request) -> JSONResponse:
        form = dict(await request.form())
        basic = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        if request.headers.get("authorization") != f"Basic {basic}":
            return JSONResponse({"error": "invalid_client"}, 401)
        asked = self.codes.pop(str(form.get("code")), None)
        if asked is None or not fits(asked, form):
            return JSONResponse({"error": "invalid_grant"}, 400)
        now = int(time.time())
        claims = {
            "iss": self.issuer,
            "aud": CLIENT,
            "iat": now,
            "exp": now + 300,
            "nonce": asked["nonce"],
            **self.person.get("claims", {}),
        }
        given = {name: value for name, value in claims.items() if value is not None}
        answer = {"access_token": "x", "token_type": "Bearer", "id_token": self.sign(given)}
        return JSONResponse(answer)

    def sign(self, claims: dict[str, object]) -> str:
        how = self.person.get("signs", "RS256")
        if how == "none":
            parts = [json.dumps(part).encode() for part in ({"alg": "none"}, claims)]
            return ".".join(base64.urlsafe_b64encode(p).rstrip(b"=").decode() for p in parts) + "."
        if how == "HS256":  # by the public key, as if it were a shared secret
            shared = OctKey.import_key(self.key.as_pem(private=False))
            return jwt.encode({"alg": "HS256", "kid": "one"}, claims, shared)
        return jwt.encode(
            {"alg": "RS256", "kid": "one"}, claims, self.other if how == "other" else self.key
        )


def fits(asked: dict[str, str], form: dict[str, object]) -> bool:
    """Whether a code is redeemed by who began, and for the same place."""
    digest = hashlib.sha256(str(form.get("code_verifier")).encode()).digest()
    challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
    return asked["code_challenge"] == challenge and asked["redirect_uri"] == form["redirect_uri"]


def make_app(issuer: str) -> FastAPI:
    app, provider = FastAPI(), Provider(issuer)
    app.get("/.well-known/openid-configuration")(provider.discover)
    app.post("/people")(provider.choose)
    app.get("/keys")(provider.keys)
    app.get("/authorize")(provider.authorize)
    app.post("/token")(provider.token)
    return app


@contextmanager
def run_provider() -> Iterator[str]:
    """Run the provider as a process; give its address."""
    child = subprocess.Popen([sys.executable, __file__], stdout=subprocess.PIPE, text=True)
    try:
        assert child.stdout is not None
        yield child.stdout.readline().strip()
    finally:
        child.terminate()
        child.wait()
        child.stdout.close()


def choose_person(issuer: str, **given: object) -> None:
    """Say who will be approved, and with which lies."""
    httpx.post(f"{issuer}/people", json=given, trust_env=False).raise_for_status()


def main() -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        issuer = f"http://127.0.0.1:{listener.getsockname()[1]}"
        sys.stdout.write(f"{issuer}\n")
        sys.stdout.flush()
        config = uvicorn.Config(make_app(issuer), log_level="warning")
        uvicorn.Server(config).run(sockets=[listener])


if __name__ == "__main__":
    main()
