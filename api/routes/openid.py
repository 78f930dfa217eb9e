"""Routes by which a browser goes to the OpenID provider and comes back."""

from __future__ import annotations

import logging
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse

from api.audit import Act, acting
from api.auth import address_of
from api.errors import ApiError, MissingError
from api.oidc import WITHIN_S, Provider, provider_of
from api.parameters import API_PREFIX, parts_of
from api.routes.session import set_cookie, visitor_of
from api.services.openid import sign_person_in

logger = logging.getLogger(__name__)

router = APIRouter(prefix=API_PREFIX, tags=["session"])

COOKIE = "nengheng_oidc"
PATH = f"{API_PREFIX}/session/oidc"
SIGN_IN = "/sign-in"
UNKNOWN, FAILED = f"{SIGN_IN}?problem=oidc-unknown", f"{SIGN_IN}?problem=oidc"


@router.get(
    "/session/oidc",
    status_code=303,
    response_class=RedirectResponse,
    summary="Go to the OpenID provider to sign in",
)
def begin_openid(
    request: Request,
    next_path: Annotated[
        str, Query(alias="next", max_length=500, description="Path to go on to afterwards.")
    ] = "/",
) -> RedirectResponse:
    """Send the browser to the provider."""
    provider = _provider(request)
    try:
        begun = provider.begin(_callback(request), next_path)
    except ApiError as error:
        logger.warning("%s", error)
        return _go(FAILED)
    answer = _go(begun.url)
    secure = request.url.scheme == "https"
    answer.set_cookie(
        COOKIE, begun.cookie, WITHIN_S, path=PATH, secure=secure, httponly=True, samesite="lax"
    )
    return answer


@router.get(
    "/session/oidc/callback",
    status_code=303,
    response_class=RedirectResponse,
    summary="Come back from the OpenID provider",
)
def finish_openid(request: Request) -> RedirectResponse:
    """Sign in whom the provider knows, and go on to where the person wanted to."""
    provider, parts = _provider(request), parts_of(request)
    given = dict(request.query_params)
    try:
        with acting(parts, Act("sign_in_openid", address_of(request))):
            person, path = provider.finish(
                _callback(request), request.cookies.get(COOKIE, ""), given
            )
            caller = sign_person_in(parts, person, visitor_of(request))
    except ApiError as error:
        logger.warning("%s", error)
        answer = _go(UNKNOWN if isinstance(error, MissingError) else FAILED)
    else:
        answer = _go(path)
        set_cookie(request, answer, caller)
    answer.delete_cookie(COOKIE, path=PATH)
    return answer


def _provider(request: Request) -> Provider:
    provider = provider_of(parts_of(request))
    if not provider.is_set:
        raise MissingError(
            "no OpenID provider is set",
            parameter="path",
            value=request.url.path,
            fix="sign in by password: POST /api/v1/session; an operator sets NENGHENG_OIDC_ISSUER",
        )
    return provider


def _callback(request: Request) -> str:
    """Return where the provider sends the browser back to."""
    public = parts_of(request).settings.public_url or str(request.base_url)
    return f"{public.rstrip('/')}{PATH}/callback"


def _go(url: str) -> RedirectResponse:
    return RedirectResponse(url, 303, {"Cache-Control": "no-store"})
