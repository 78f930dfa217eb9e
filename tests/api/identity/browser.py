"""A browser that signs in, and accounts for it to sign in with."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field, replace
from itertools import count
from typing import Any

import httpx
from sqlalchemy import select

from api.app import create_app
from api.credentials import SESSION_COOKIE
from core.registry.accounts import AccountDraft, add_account, keep_password
from core.registry.identity import AuditEvent
from core.registry.user_passwords import Passwords
from core.settings import Settings
from tests.api.conftest import Client, Platform

PASSWORD = "three blue herons by the lake"
CHEAP = {"password_memory_kib": 19 * 1024, "password_rounds": 2}
HASHED = Passwords(19 * 1024, 2).hash(PASSWORD)
ENTERPRISE_LIST = "/api/v1/enterprises"
_numbers = count(1)


@dataclass
class Browser:
    """Keeps cookies as a browser on another machine does."""

    platform: Platform
    cookie: str = field(default="", repr=False)
    csrf: str = field(default="", repr=False)
    base: str = "http://nengheng.example"
    peer: str = "10.0.0.7"
    login: str = ""

    def call(self, method: str, path: str, **given: Any) -> httpx.Response:
        headers = dict(given.pop("headers", {}))
        if self.cookie:
            headers.setdefault("Cookie", f"{SESSION_COOKIE}={self.cookie}")
        if self.csrf:
            headers.setdefault("X-CSRF-Token", self.csrf)
        client = Client(self.platform.app, {}, self.peer, self.base)
        return asyncio.run(client._call(method, path, {"headers": headers, **given}))

    def get(self, path: str, **given: Any) -> httpx.Response:
        return self.call("GET", path, **given)

    def post(self, path: str, body: object = None, **given: Any) -> httpx.Response:
        return self.call("POST", path, json=body, **given)

    def sign_in(self, login: str, password: str = PASSWORD) -> httpx.Response:
        answer = self.post("/api/v1/session", {"login": login, "password": password})
        if answer.status_code == 200:
            self.login = login
            self.cookie = answer.cookies[SESSION_COOKIE]
            self.csrf = answer.json()["csrf"]
        return answer

    @property
    def status(self) -> int:
        return self.get("/api/v1/session").status_code


def with_settings(platform: Platform, **given: Any) -> Platform:
    """The same platform by another application, with cheap hashes."""
    settings = Settings(data_dir=platform.parts.settings.data_dir, **{**CHEAP, **given})
    parts = replace(platform.parts, settings=settings)
    return replace(platform, parts=parts, app=create_app(parts))


def make_account(platform: Platform, login: str, role: str = "operator", **given: str) -> str:
    """An account that signs in with PASSWORD; returns its login."""
    now_ms = platform.clock.now_ms()
    with platform.parts.registry.session() as session:
        draft = AccountDraft(login=login, role=role, **given)
        account = add_account(session, draft, by="tests", now_ms=now_ms)
        keep_password(session, account, HASHED, now_ms=now_ms)
        return account.login


def new_account(platform: Platform, role: str = "operator", **given: str) -> str:
    """An account whose login nobody else has."""
    return make_account(platform, f"{role.replace('_', '-')}{next(_numbers)}", role, **given)


def enter(platform: Platform, role: str = "operator", **given: str) -> Browser:
    """A browser in which somebody new has signed in."""
    one = Browser(platform)
    assert one.sign_in(new_account(platform, role, **given)).status_code == 200
    return one


def user_body(login: str, **given: object) -> dict[str, object]:
    """What adds an account."""
    return {"login": login, "role": "test_team", **given}


def token_body(**given: object) -> dict[str, object]:
    """What asks for an API token."""
    return {"name": "report", "scope": ["read"], "expires": "2026-12-31", **given}


def read_audit(platform: Platform, after: int = 0) -> list[AuditEvent]:
    """The list of writes behind a row."""
    with platform.parts.registry.read() as session:
        wanted = select(AuditEvent).where(AuditEvent.id > after).order_by(AuditEvent.id)
        return list(session.scalars(wanted))
