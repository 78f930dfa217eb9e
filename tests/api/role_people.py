"""Who calls in the matrix: accounts of every role with their tokens, and what is theirs."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass, field

import httpx

from api.access import Permission
from api.credentials import TokenParts, digest_of, format_api_token, new_secret
from core.registry.accounts import AccountDraft, add_account, new_id
from core.registry.identity import ApiToken, Delegation
from core.vocabulary import Department
from tests.api.conftest import NOW_MS, TOKEN, Platform
from tests.api.role_calls import Row, fill
from tests.api.role_world import (
    BANNER,
    FAR,
    FAR_BANNER,
    GHOST,
    LEAGUE,
    NEAR,
    NEXT,
    NEXT_BANNER,
    OTHER_LEAGUE,
    PLACES,
    REAL,
    REGIONS,
    ROOT,
    subject_of,
    verdict_id,
)

SIMULATED_REGIONS = {LEAGUE, BANNER, NEXT_BANNER}
LEAGUE_WIDE = ({NEAR, NEXT}, {LEAGUE, BANNER, NEXT_BANNER}, (LEAGUE, OTHER_LEAGUE))


@dataclass
class Somebody:
    """Somebody who calls: what is theirs, and one own and one other of each kind."""

    name: str
    enterprises: set[str] = field(default_factory=set)
    regions: set[str] = field(default_factory=set)
    region: tuple[str, str] = ("", ROOT)
    token: str = ""
    scope: list[str] = field(default_factory=lambda: [p.value for p in Permission])

    @property
    def others(self) -> list[str]:
        """What is not theirs to see; the own enterprise's region is named beside it."""
        home = {PLACES[code] for code in self.enterprises}
        enterprises = [code for code in PLACES if code not in self.enterprises]
        return enterprises + [code for code in REGIONS if code not in self.regions | home]

    def some(self, of: str, *, own: bool) -> list[str]:
        """Return codes of the kind a row is about."""
        found = []
        if of in ("enterprise", "subject"):
            theirs = sorted(self.enterprises)
            found += theirs[:1] if own else [c for c in PLACES if c not in self.enterprises][:1]
        if of in ("region", "subject"):
            found += [self.region[0]] if own and self.region[0] else []
            found += [self.region[1]] if not own and self.region[1] else []
        return found


PEOPLE = {
    one.name: one
    for one in (
        Somebody("operator", set(PLACES), set(REGIONS), (LEAGUE, ""), TOKEN),
        *(Somebody(department, *LEAGUE_WIDE) for department in Department),
        Somebody("far", {FAR, REAL}, {FAR_BANNER}, (FAR_BANNER, OTHER_LEAGUE)),
        Somebody("near", {NEAR}, region=("", BANNER)),
        Somebody("next", {NEXT}, region=("", BANNER)),
        Somebody("delegate", {NEAR}, region=("", BANNER)),
        Somebody("withdrawn"),
        Somebody("testers", {NEAR, NEXT, FAR}, SIMULATED_REGIONS, (LEAGUE, FAR_BANNER)),
        Somebody("narrowed", {NEAR}, region=("", BANNER), scope=["read", "enter"]),
    )
}
ROLES: dict[str, dict[str, str]] = {
    **{d: {"role": "regulator", "region": LEAGUE, "department": d} for d in Department},
    "far": {"role": "regulator", "region": FAR_BANNER, "department": "energy"},
    "near": {"role": "enterprise", "enterprise": NEAR},
    "next": {"role": "enterprise", "enterprise": NEXT},
    "delegate": {"role": "delegate"},
    "withdrawn": {"role": "delegate"},
    "testers": {"role": "test_team"},
    "narrowed": {"role": "enterprise", "enterprise": NEAR},
}
SHUT_OUT = {"nobody": "", "guessed": "nh_0123456789abcdef_" + "x" * 43, "wrong": "wrong"}
READERS = ("operator", "energy", "near", "delegate", "testers")
"""Who makes every call that reads; other departments of a region read as `energy` does."""
IN_TURN = ("far", "withdrawn", "narrowed")
"""Of whom one more makes it, each in turn."""


@dataclass
class Site:
    """The running server, and whose the rows with numbers are."""

    platform: Platform
    http: httpx.Client
    numbers: dict[str, dict[str, str]]

    def call(self, who: str, row: Row, code: str = "") -> httpx.Response:
        token = PEOPLE[who].token if who in PEOPLE else SHUT_OUT[who]
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        places = self.places(code)
        body = fill(row.body, places)
        return self.http.request(row.method, fill(row.path, places), headers=headers, json=body)

    def get(self, who: str, path: str) -> httpx.Response:
        return self.call(who, Row(f"GET /api/v1{path}"))

    def places(self, code: str) -> dict[str, str]:
        number = {c: n for n, c in enumerate((*REGIONS, *PLACES), start=1001)}.get(code, 999_999)
        known = code in PLACES or code in REGIONS
        return {
            "enterprise": code,
            "region": code,
            "subject": subject_of(code) if known else f"{_kind(code)}:{code}",
            "alert": str(number),
            "window": str(number),
            "verdict": verdict_id(code) if known else "0123456789abcdef",
            "quarantine": self.numbers["quarantine"].get(code, "999999"),
            "entry": self.numbers["entry"].get(code, "999999"),
            "quota": self.numbers["quota"].get(code, "999999"),
            "row": row_id(code),
            "point_row": row_id(code, "E"),
            "gateway_row": row_id(code, "GW1"),
        }


def row_id(*cells: str) -> str:
    """Return the id of a row of a table in paths."""
    content = json.dumps(cells, ensure_ascii=False, separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


def _kind(code: str) -> str:
    return "region" if len(code) == 6 else "enterprise"


def ghost_of(code: str) -> str:
    """Return what is not there, of the same kind."""
    return "159999" if len(code) == 6 else GHOST


def add_token(platform: Platform, user_id: str, scope: list[str], **given: int) -> str:
    secret = new_secret()
    times = {"created_ms": NOW_MS, "expires_ms": NOW_MS + 10**9} | given
    with platform.parts.registry.session() as session:
        row = ApiToken(
            id=new_id(),
            digest=digest_of(secret),
            user_id=user_id,
            name="测试",
            scope=scope,
            created_by="测试",
            **times,
        )
        session.add(row)
        return format_api_token(TokenParts(row.id, secret))


def sign_up(platform: Platform) -> None:
    for name, given in ROLES.items():
        with platform.parts.registry.session() as session:
            draft = AccountDraft(login=f"user-{name}", **given)
            user_id = add_account(session, draft, by="测试", now_ms=NOW_MS).id
            if given["role"] == "delegate":
                row = Delegation(
                    enterprise_code=NEAR,
                    user_id=user_id,
                    valid_from_ms=0,
                    granted_ms=0,
                    granted_by="测试",
                    withdrawn_ms=NOW_MS - 1 if name == "withdrawn" else None,
                )
                session.add(row)
        PEOPLE[name].token = add_token(platform, user_id, PEOPLE[name].scope)
        if name == "near":
            everything = PEOPLE[name].scope
            SHUT_OUT["expired"] = add_token(platform, user_id, everything, expires_ms=NOW_MS)
            SHUT_OUT["revoked"] = add_token(platform, user_id, everything, revoked_ms=NOW_MS - 1)
