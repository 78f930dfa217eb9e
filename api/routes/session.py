"""Routes of signing in and out."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import Response

from api.auth import address_of
from api.credentials import SECRET, SESSION_COOKIE
from api.errors import ForbiddenError
from api.identities import Caller
from api.listing import ListRoute
from api.parameters import API_PREFIX, ReadingCaller, WritingCaller, limits_of, parts_of
from api.schemas.base import Page
from api.schemas.sessions import PasswordBody, SessionRow, SessionState, SignInBody
from api.services import sessions
from api.services.sessions import Visitor

router = APIRouter(prefix=API_PREFIX, tags=["session"], route_class=ListRoute)

SessionId = Annotated[str, Path(max_length=16, description="Name of the session.")]
OWN_SITES = frozenset({"same-origin", "none"})
"""What browsers say of calls that this site's own pages make, or the person itself."""


@router.get("/session", summary="Who calls, and what is allowed")
def read_session(caller: ReadingCaller, response: Response) -> SessionState:
    """Give who calls."""
    response.headers["Cache-Control"] = "no-store"
    return sessions.describe_session(caller)


@router.post("/session", summary="Sign in: sets the cookie of a session")
def sign_in(request: Request, response: Response, body: SignInBody) -> SessionState:
    """Sign in by login and password, or by the operator's token."""
    refuse_other_sites(request)
    caller = sessions.sign_in(parts_of(request), body, visitor_of(request), limits_of(request))
    set_cookie(request, response, caller)
    return sessions.describe_session(caller)


@router.delete("/session", status_code=204, summary="Sign out, here or everywhere")
def sign_out(
    request: Request,
    response: Response,
    caller: WritingCaller,
    everywhere: Annotated[
        bool, Query(description="End all sessions of the account, not only this one.")
    ] = False,
) -> None:
    """Sign out."""
    sessions.sign_out(parts_of(request), caller, everywhere=everywhere)
    response.delete_cookie(
        SESSION_COOKIE, path="/", secure=_is_secure(request), httponly=True, samesite="lax"
    )


@router.post("/session/password", status_code=204, summary="Change the own password")
def change_own_password(request: Request, caller: WritingCaller, body: PasswordBody) -> None:
    """Change the own password; all other sessions of the account end."""
    sessions.change_own_password(parts_of(request), caller, body, limits_of(request))


@router.get("/sessions", summary="The own sessions that have not ended")
def list_sessions(request: Request, caller: ReadingCaller) -> Page[SessionRow]:
    """Give the own sessions."""
    return Page(items=sessions.list_sessions(parts_of(request), caller), next=None)


@router.delete("/sessions/{session}", status_code=204, summary="End one of the own sessions")
def end_session(request: Request, caller: WritingCaller, session: SessionId) -> None:
    """End a session."""
    sessions.end_session(parts_of(request), caller, session)


def visitor_of(request: Request) -> Visitor:
    """Return which browser calls, and the session it has so far."""
    secret = request.cookies.get(SESSION_COOKIE, "")
    return Visitor(
        address_of(request),
        request.headers.get("user-agent", ""),
        secret if SECRET.fullmatch(secret) else "",
    )


def set_cookie(request: Request, response: Response, caller: Caller) -> None:
    """Give the browser the session's cookie; scripts cannot read it."""
    response.set_cookie(
        SESSION_COOKIE,
        caller.secret,
        max_age=int(parts_of(request).settings.session_s),
        path="/",
        secure=_is_secure(request),
        httponly=True,
        samesite="lax",
    )
    response.headers["Cache-Control"] = "no-store"


def refuse_other_sites(request: Request) -> None:
    """Refuse a sign-in that another site's page sends: it would be to an account of its own.

    Raises
    ------
    ForbiddenError
        The browser says that another site's page sent it.
    """
    site = request.headers.get("sec-fetch-site", "none")
    if site not in OWN_SITES:
        raise ForbiddenError(
            f"a page of another site ({site}) sent the sign-in",
            parameter="Sec-Fetch-Site",
            value=site,
            fix="sign in on the platform's own page",
        )


def _is_secure(request: Request) -> bool:
    public = parts_of(request).settings.public_url
    return request.url.scheme == "https" or public.startswith("https://")
