"""The list of writes: who asked for what, with which outcome; one place for API and console.

A call that writes is an `Act`. When the transaction that changes the registry is about to commit,
the act's row is put into that same transaction: what was changed is on the list, or it was not
changed. What is refused, fails, or changes something outside the registry is noted before it is
answered. Rows hold no secrets: what was given is kept without fields that are named like one.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Callable, Generator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from api.access import Identity, Permission
from api.errors import ApiError
from api.parts import PlatformParts
from core.errors import NenghengError, RefusedError
from core.registry.database import Registry
from core.registry.identity import AuditEvent

logger = logging.getLogger(__name__)

SECRETS = re.compile(
    r"pass|secret|token|key|credential|csrf|cookie|authori[sz]ation|signature|code_verifier|^url$",
    re.IGNORECASE,
)
"""Names of fields whose values are not kept; addresses of channels hold passwords."""
NOT_SECRET = frozenset({"benchmark_key", "key_id"})
SPEECHLESS = frozenset({"sign_in", "change_own_password"})
"""Calls of which nothing given is kept or repeated: people type passwords into the wrong field."""
HIDDEN = "•••"
CONSOLE = "console"
TEXT_MAX = 200
CHANGE_MAX = 2000
LIST_MAX = 20
"""Longest text and list that is kept of what was given [character, item]."""


@dataclass
class Act:
    """Something that somebody asks for, until it is on the list.

    Attributes
    ----------
    action : str
        Name of the call.
    address : str
        From where it came.
    identity : Identity or None
        Who asks, once known.
    via : str
        By what the caller is known.
    subject, change : str
        What it is about, and what was given.
    success : int
        HTTP status where all goes well [1].
    recorded : bool
        Whether it is on the list.
    armed : bool
        Whether who asks may, so that the next change of the registry is this act's.
    listen : callable or None
        Fills in what is known by now.
    """

    action: str
    address: str = ""
    identity: Identity | None = None
    via: str = ""
    subject: str = ""
    change: str = ""
    success: int = 200
    recorded: bool = False
    armed: bool = False
    listen: Callable[[], None] | None = field(default=None, repr=False)
    _added: bool = field(default=False, repr=False)

    def row(self, now_ms: int, status: int) -> AuditEvent:
        """Return its row at `now_ms` [ms] with an HTTP `status` [1]."""
        who = self.identity
        return AuditEvent(
            at_ms=now_ms,
            who=who.name[:100] if who else "",
            user_id=who.user_id if who else "",
            role=who.role.value if who else "",
            via=self.via[:40],
            action=self.action[:80],
            subject=self.subject[:200],
            change=self.change[:CHANGE_MAX],
            status=status,
            address=self.address[:64],
        )


_act: ContextVar[Act | None] = ContextVar("nengheng_act", default=None)
_parts: ContextVar[PlatformParts | None] = ContextVar("nengheng_parts", default=None)


def watch_registry(registry: Registry) -> None:
    """Have acts put on the list with the registry's own changes."""
    registry.before_commit(_add_row)
    registry.after_commit(_note_recorded)


def current_act() -> Act | None:
    """Return the act that is going on here, None for none."""
    return _act.get()


def describe(*, subject: str = "", change: object = None) -> None:
    """Say of the act that is going on what it is about and what it changes."""
    act = _act.get()
    if act is None:
        return
    if subject:
        act.subject = subject
    if change is not None:
        act.change = change if isinstance(change, str) else summarise(change)


def note_need(permission: Permission) -> None:
    """Name an act of the console by the permission that its service asks for."""
    act = _act.get()
    if act is not None and act.action.startswith(CONSOLE) and permission is not Permission.READ:
        act.action = f"{CONSOLE} {permission.value}"


def arm(identity: Identity, via: str) -> None:
    """Let the act that is going on be put on the list with the next change of the registry."""
    act = _act.get()
    if act is not None:
        act.identity, act.via, act.armed = identity, via, True


@contextmanager
def going_on(parts: PlatformParts, act: Act) -> Generator[Act]:
    """Let an act go on in what is inside."""
    act_token, parts_token = _act.set(act), _parts.set(parts)
    try:
        yield act
    finally:
        _act.reset(act_token)
        _parts.reset(parts_token)


@contextmanager
def acting(parts: PlatformParts, act: Act) -> Generator[Act]:
    """Let an act that is no call go on in what is inside, and put its outcome on the list."""
    with going_on(parts, act):
        act.armed = act.identity is not None
        try:
            yield act
        except NenghengError as error:
            record(parts, act, _status_of(error))
            raise
        record(parts, act, act.success)


def record(parts: PlatformParts, act: Act, status: int) -> None:
    """Put an act on the list with its HTTP `status` [1], unless its change has done so."""
    if act.recorded and status < 400:
        return
    if act.recorded:
        act.change = "the change before this line stands; what was to follow it failed"
    try:
        with going_on(parts, Act("")), parts.registry.session() as session:
            session.add(act.row(parts.clock.now_ms(), status))
            session.flush()
    except NenghengError:
        logger.exception("%s by %s is not on the list of writes", act.action, act.via)
        return
    act.recorded = True


def _status_of(error: NenghengError) -> int:
    if isinstance(error, ApiError):
        return error.status
    return 422 if isinstance(error, RefusedError) else 500


def _add_row(session: Session) -> None:
    act, parts = _act.get(), _parts.get()
    if act is None or parts is None or not act.armed or act.recorded:
        return
    if session.in_nested_transaction():
        return
    if act.listen is not None:
        act.listen()
    session.add(act.row(parts.clock.now_ms(), act.success))
    act._added = True


def _note_recorded(_session: Session) -> None:
    act = _act.get()
    if act is not None and act._added:
        act.recorded = True


def summarise(given: object) -> str:
    """Return what was given as one line, without secrets and without what is long."""
    return json.dumps(_without_secrets(given), ensure_ascii=False, default=str)[:CHANGE_MAX]


def _without_secrets(value: object) -> object:
    if isinstance(value, dict):
        return {
            str(name): HIDDEN if is_secret_name(str(name)) and inner else _without_secrets(inner)
            for name, inner in value.items()
        }
    if isinstance(value, list):
        shown: list[Any] = [_without_secrets(one) for one in value[:LIST_MAX]]
        return [*shown, f"… {len(value) - LIST_MAX} more"] if len(value) > LIST_MAX else shown
    if isinstance(value, str) and len(value) > TEXT_MAX:
        return f"{value[:TEXT_MAX]}… ({len(value)} characters)"
    return value


def is_secret_name(name: str) -> bool:
    """Return whether a field of this name holds what must not be repeated or kept."""
    return name not in NOT_SECRET and SECRETS.search(name) is not None
