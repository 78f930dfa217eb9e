"""Log lines: for people by default, one JSON object a line on demand; no secret in either.

Where they go is stderr alone: journald or whatever runs the process keeps and turns them.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable
from typing import Any

from pythonjsonlogger.json import JsonFormatter

from core.calendar import to_local
from core.settings import Settings

CREDENTIAL = re.compile(r"(?<=://)[^/\s:@'\"]*:[^/\s'\"]*@")
"""User and password inside a URL."""
HIDDEN = "***"
SECRET_LENGTH = 6
"""Shorter settings are not looked for in lines [character]: they would hide ordinary words."""
QUIET = {
    "alembic.runtime.plugins": logging.WARNING,
    "apscheduler": logging.ERROR,
    "httpcore": logging.WARNING,
    "httpx": logging.WARNING,
    "uvicorn": logging.WARNING,
}
"""Libraries that say every step at ``info``."""


class Redaction:
    """Takes secrets out of text.

    Parameters
    ----------
    secrets : iterable of str
        What must never be written, wherever it comes from.
    """

    def __init__(self, secrets: Iterable[str]) -> None:
        self._secrets = sorted({s for s in secrets if len(s) >= SECRET_LENGTH}, key=len)[::-1]

    def __call__(self, text: str) -> str:
        """Return `text` without credentials of URLs and without the secrets."""
        text = CREDENTIAL.sub(f"{HIDDEN}@", text)
        for secret in self._secrets:
            text = text.replace(secret, HIDDEN)
        return text


class _TextFormatter(logging.Formatter):
    """Time, level, module and sentence in one line."""

    def __init__(self, redact: Redaction) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")
        self._redact = redact

    def format(self, record: logging.LogRecord) -> str:
        return self._redact(super().format(record))

    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:  # noqa: N802, ARG002
        return _time_of(record)


class _JsonFormatter(JsonFormatter):
    """The same as an object with ``time``, ``level``, ``logger`` and ``message``."""

    def __init__(self, redact: Redaction) -> None:
        super().__init__(
            "%(asctime)s %(levelname)s %(name)s %(process)d %(threadName)s %(message)s",
            rename_fields={"asctime": "time", "levelname": "level", "name": "logger"},
            json_ensure_ascii=False,
        )
        self._redact = redact

    def format(self, record: logging.LogRecord) -> str:
        return self._redact(super().format(record))

    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:  # noqa: N802, ARG002
        return _time_of(record)


def _time_of(record: logging.LogRecord) -> str:
    return to_local(int(record.created * 1000)).isoformat(timespec="milliseconds")


def configure_logging(settings: Settings, *, level: str | None = None) -> None:
    """Write log lines to stderr as the settings ask.

    Parameters
    ----------
    settings : Settings
        ``log_format`` and ``log_level``; its secrets are kept out of every line.
    level : str, optional
        Instead of ``log_level``.
    """
    redact = Redaction(secrets_of(settings))
    handler = logging.StreamHandler()
    json = settings.log_format == "json"
    handler.setFormatter(_JsonFormatter(redact) if json else _TextFormatter(redact))
    root = logging.getLogger()
    for before in root.handlers[:]:
        if isinstance(before.formatter, _JsonFormatter | _TextFormatter):
            root.removeHandler(before)
    root.addHandler(handler)
    root.setLevel((level or settings.log_level).upper())
    for name, least in QUIET.items():
        logging.getLogger(name).setLevel(max(least, root.level))


def secrets_of(settings: Settings) -> list[str]:
    """Return the values of the settings that nobody may read in a log."""
    values: list[Any] = [settings.token, settings.influx_token]
    for url in (settings.registry_url, settings.mqtt_url, settings.influx_url):
        found = CREDENTIAL.search(url)
        if found is not None:
            values.append(found[0][:-1].partition(":")[2])
    return values
