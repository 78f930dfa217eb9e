"""Signing in by an OpenID provider: authorization code with PKCE; an answer is believed only whole.

What has to come back with the answer (state, nonce, code verifier) travels in a short-lived cookie
of the browser that began, sealed with a key that follows from the operator's token, so that any
process of an installation can take the answer.

References
----------
OpenID Connect Core 1.0, section 3.1; RFC 7636 (PKCE); RFC 9700 (OAuth 2.0 Security BCP).
"""

from __future__ import annotations

import json
import logging
import re
from base64 import urlsafe_b64encode
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import blake2b
from typing import Any
from urllib.parse import quote_plus

import httpx
from authlib.oauth2.rfc6749.parameters import prepare_grant_uri
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from cryptography.fernet import Fernet, InvalidToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from api.credentials import is_same, new_secret
from api.errors import PartAwayError, UnauthorisedError
from api.parts import PlatformParts
from core.clock import monotonic_s
from core.settings import Settings

logger = logging.getLogger(__name__)

SCOPE = "openid email profile"
ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"]
"""Signatures that are taken: those whose key the provider alone has."""
WITHIN_S = 600
"""How long somebody may take at the provider [s]."""
KEPT_S = 3600.0
"""How long what the provider says of itself is kept [s]."""
WAIT_S = 10.0
"""Longest wait for the provider [s]."""
LEEWAY_S = 60
"""By how much its clock may be off [s]."""
_PATH = re.compile(r"/(?![/\\])[^\\\x00-\x20\x7f]{0,500}")


@dataclass(frozen=True)
class Person:
    """Who the provider says it is.

    Attributes
    ----------
    issuer, subject : str
        The provider, and its name of the person, which never changes.
    email : str
        Address, empty unless the provider says that it is verified.
    name, login : str
        What it is called, and would sign in by; both may be empty.
    """

    issuer: str
    subject: str
    email: str = ""
    name: str = ""
    login: str = ""


@dataclass(frozen=True)
class Begun:
    """The way to the provider.

    Attributes
    ----------
    url : str
        Where the browser goes.
    cookie : str
        What it brings back.
    """

    url: str
    cookie: str = field(repr=False)


class Provider:
    """The OpenID provider of the settings.

    Parameters
    ----------
    settings : Settings
        Name it, and what it knows the platform by.
    seal : str
        A secret that all processes of the installation share.
    """

    def __init__(self, settings: Settings, seal: str) -> None:
        self._settings = settings
        self._issuer = settings.oidc_issuer.rstrip("/")
        key = blake2b(seal.encode(), digest_size=32, person=b"nengheng-oidc").digest()
        self._seal = Fernet(urlsafe_b64encode(key))
        self._said: dict[str, Any] = {}
        self._said_s = 0.0

    @property
    def is_set(self) -> bool:
        """Whether there is one."""
        return bool(self._issuer and self._settings.oidc_client_id)

    def begin(self, callback: str, next_path: str) -> Begun:
        """Return the way to the provider, which sends the browser back to `callback`.

        Raises
        ------
        PartAwayError
            The provider does not answer, or is another one than the settings name.
        """
        state, nonce, verifier = new_secret(), new_secret(), new_secret()
        challenge: str = create_s256_code_challenge(verifier)  # type: ignore[no-untyped-call]
        url: str = prepare_grant_uri(  # type: ignore[no-untyped-call]
            self._endpoint("authorization_endpoint"),
            self._settings.oidc_client_id,
            "code",
            redirect_uri=callback,
            scope=SCOPE,
            state=state,
            nonce=nonce,
            code_challenge=challenge,
            code_challenge_method="S256",
        )
        carried = [state, nonce, verifier, next_path if is_path(next_path) else "/"]
        return Begun(url, self._seal.encrypt(json.dumps(carried).encode()).decode())

    def finish(self, callback: str, cookie: str, given: dict[str, str]) -> tuple[Person, str]:
        """Return who came back, and where to go on; `given` is the callback's query.

        Raises
        ------
        UnauthorisedError
            What came back is not the answer to what this browser began, or is not good.
        PartAwayError
            The provider does not answer.
        """
        state, nonce, verifier, next_path = self._open(cookie)
        if not is_same(given.get("state", ""), state):
            raise _refused("the answer belongs to another sign-in")
        if "error" in given or not given.get("code"):
            raise _refused(f"the provider said {given.get('error', 'nothing')[:60]!r}")
        id_token = self._redeem(callback, given["code"], verifier)
        return self._person(id_token, nonce), next_path

    def _redeem(self, callback: str, code: str, verifier: str) -> str:
        """Return the ID token that the provider gives for a code."""
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": callback,
            "code_verifier": verifier,
            "client_id": self._settings.oidc_client_id,
        }
        secret = self._settings.oidc_client_secret
        basic = httpx.BasicAuth(quote_plus(form["client_id"]), quote_plus(secret))
        log_in = basic if secret else httpx.Auth()
        try:
            with httpx.Client(timeout=WAIT_S, trust_env=False) as client:
                answer = client.post(self._endpoint("token_endpoint"), data=form, auth=log_in)
            said = answer.json()
        except (httpx.HTTPError, ValueError) as error:
            raise _away(self._issuer, error) from error
        if answer.is_error or not isinstance(said, dict):
            why = said.get("error", "") if isinstance(said, dict) else ""
            raise _refused(f"the provider refused the code: {answer.status_code} {why!s:.60}")
        return str(said.get("id_token", ""))

    def _open(self, cookie: str) -> tuple[str, str, str, str]:
        try:
            state, nonce, verifier, path = json.loads(self._seal.decrypt(cookie, ttl=WITHIN_S))
        except (InvalidToken, ValueError, TypeError) as error:
            raise _refused("this browser began no sign-in, or too long ago") from error
        return state, nonce, verifier, path

    def _person(self, id_token: str, nonce: str) -> Person:
        """Return whom an ID token is about, once all of it is checked."""
        checks = jwt.JWTClaimsRegistry(
            leeway=LEEWAY_S,
            iss={"essential": True, "value": self._said["issuer"]},
            aud={"essential": True, "value": self._settings.oidc_client_id},
            exp={"essential": True},
            iat={"essential": True},
            sub={"essential": True},
            nonce={"essential": True, "value": nonce},
        )
        try:
            claims = jwt.decode(id_token, self._keys(), algorithms=ALGORITHMS).claims
            checks.validate(claims)
        except (JoseError, ValueError) as error:
            raise _refused(f"the ID token is not good: {type(error).__name__}") from error
        several = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
        if several and claims.get("azp") != self._settings.oidc_client_id:
            raise _refused("the ID token was made for another client")
        verified = claims.get("email_verified") is True
        return Person(
            issuer=self._issuer[:300],
            subject=str(claims["sub"])[:255],
            email=str(claims.get("email", "")).strip().casefold() if verified else "",
            name=str(claims.get("name", ""))[:100],
            login=str(claims.get("preferred_username", "")),
        )

    def _keys(self) -> KeySet:
        try:
            with httpx.Client(timeout=WAIT_S, trust_env=False) as client:
                answer = client.get(self._endpoint("jwks_uri")).raise_for_status()
            return KeySet.import_key_set(answer.json())
        except (httpx.HTTPError, ValueError) as error:
            raise _away(self._issuer, error) from error

    def _endpoint(self, name: str) -> str:
        """Return an address of the provider as it names it itself."""
        if not self._said or monotonic_s() - self._said_s > KEPT_S:
            self._said, self._said_s = self._discover(), monotonic_s()
        url = str(self._said.get(name, ""))
        scheme = self._issuer.partition("://")[0]
        if not url.startswith(("https://", f"{scheme}://")):
            raise _away(self._issuer, ValueError(f"{name} {url[:200]!r} is no address"))
        return url

    def _discover(self) -> dict[str, Any]:
        url = f"{self._issuer}/.well-known/openid-configuration"
        try:
            with httpx.Client(timeout=WAIT_S, trust_env=False) as client:
                said = client.get(url).raise_for_status().json()
        except (httpx.HTTPError, ValueError) as error:
            raise _away(self._issuer, error) from error
        if not isinstance(said, dict) or str(said.get("issuer", "")).rstrip("/") != self._issuer:
            raise _away(self._issuer, ValueError("it calls itself by another name"))
        return said


def provider_of(parts: PlatformParts) -> Provider:
    """Return the provider that the parts' settings name."""
    return _provider(parts.settings, parts.token)


@lru_cache(maxsize=4)
def _provider(settings: Settings, seal: str) -> Provider:
    return Provider(settings, seal)


def is_path(text: str) -> bool:
    """Return whether `text` is a path of this site, and no way to another."""
    return _PATH.fullmatch(text) is not None


def _refused(why: str) -> UnauthorisedError:
    return UnauthorisedError(
        f"signing in by the OpenID provider did not work: {why}",
        parameter="state",
        fix="begin again on the sign-in page",
    )


def _away(issuer: str, error: Exception) -> PartAwayError:
    return PartAwayError(
        f"the OpenID provider {issuer!r} cannot be used: {type(error).__name__}: {error}"[:300],
        parameter="NENGHENG_OIDC_ISSUER",
        value=issuer,
        fix="sign in by password; the operator looks at the provider and NENGHENG_OIDC_…",
    )
