"""Who may log in at amqtt and what each may do: the files that Mosquitto reads, read by plug-ins.

Both files are looked at again whenever they have changed. A client whose log-in ended may do
nothing more; its connection is ended by the client itself or the next start.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from amqtt.contexts import Action, BaseContext
from amqtt.plugins.base import BaseAuthPlugin, BaseTopicPlugin
from amqtt.session import Session
from typing_extensions import override

from core.registry.passwords import check_password

Rights = dict[str, list[tuple[str, str]]]
WRITE = frozenset({"write", "readwrite"})
READ = frozenset({"read", "readwrite"})


def read_secrets(path: Path) -> dict[str, str]:
    """Return password hashes by user name."""
    return _parse_secrets(path, path.stat().st_mtime_ns)


def read_rights(path: Path) -> Rights:
    """Return what each user may do with which topics: (``read``, ``write`` …, topic filter)."""
    return _parse_rights(path, path.stat().st_mtime_ns)


def covers(pattern: str, topic: str) -> bool:
    """Return whether a topic, or a filter one level at a time, lies within `pattern`."""
    wanted, given = pattern.split("/"), topic.split("/")
    for place, level in enumerate(wanted):
        if level == "#":
            return True
        if place >= len(given) or (given[place] == "#") or level not in ("+", given[place]):
            return False
    return len(wanted) == len(given)


class FileLogin(BaseAuthPlugin):
    """Lets in who gives the password of its user name."""

    @dataclass
    class Config:
        """Where the files are."""

        directory: str

    def __init__(self, context: BaseContext) -> None:
        super().__init__(context)
        self._path = Path(self._get_config_option("directory")) / "passwords"

    @override
    async def authenticate(self, *, session: Session) -> bool:
        """Return whether the client may come in."""
        secret = read_secrets(self._path).get(session.username or "")
        if secret is None or not check_password(session.password or "", secret):
            return False
        session.is_anonymous = True  # keeps nothing for absent clients, as an anonymous one
        return True


class FileRights(BaseTopicPlugin):
    """Lets a client do what its user name may."""

    @dataclass
    class Config:
        """Where the files are."""

        directory: str

    def __init__(self, context: BaseContext) -> None:
        super().__init__(context)
        self._path = Path(self._get_config_option("directory")) / "acl"

    @override
    async def topic_filtering(
        self,
        *,
        session: Session | None = None,
        topic: str | None = None,
        action: Action | None = None,
    ) -> bool:
        """Return whether the client may publish, subscribe to or be sent `topic`."""
        rights = read_rights(self._path).get((session.username if session else None) or "", [])
        wanted = WRITE if action is Action.PUBLISH else READ
        return any(kind in wanted and covers(pattern, topic or "") for kind, pattern in rights)


@lru_cache(maxsize=2)
def _parse_secrets(path: Path, _changed_ns: int) -> dict[str, str]:
    lines = (line.partition(":") for line in path.read_text("utf-8").splitlines())
    return {login: secret for login, _, secret in lines}


@lru_cache(maxsize=2)
def _parse_rights(path: Path, _changed_ns: int) -> Rights:
    rights: Rights = {}
    own: list[tuple[str, str]] = []
    for line in path.read_text("utf-8").splitlines():
        word, _, rest = line.partition(" ")
        if word == "user":
            own = rights.setdefault(rest, [])
        elif word == "topic":
            kind, _, pattern = rest.partition(" ")
            own.append((kind, pattern))
    return rights
