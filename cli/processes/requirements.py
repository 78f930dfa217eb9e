"""What a production process needs of its settings; every problem is named at once."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple

from cli.errors import UnfitSettingsError
from cli.processes.serving import listen
from core.broker_address import parse_broker_address
from core.errors import RefusedError
from core.registry.postgresql import is_postgresql
from core.settings import Settings

NO_SHARED_STORE = (
    "`nengheng {process}` needs a store that several processes can share, and the only one "
    "configured is DuckDB, which one process holds"
)
TOKEN_LENGTH = 16
"""Least length of the operator's token in production [character]."""


class Problem(NamedTuple):
    """A setting that does not do: which, what is wrong, and the fix."""

    setting: str
    what: str
    fix: str


def find_problems(settings: Settings, process: str) -> list[Problem]:
    """Return what is wrong with the settings for ``collect``, ``schedule`` or ``serve``."""
    checks: list[Callable[[], Iterator[Problem]]] = [
        lambda: _store_problems(settings, process),
        lambda: _registry_problems(settings),
        lambda: _token_problems(settings),
        lambda: _clock_problems(settings),
        lambda: _directory_problems(settings),
    ]
    if process == "collect":
        checks.append(lambda: _broker_problems(settings))
    return [problem for check in checks for problem in check()]


def claim(
    settings: Settings, process: str, *, port: int, setting: str, stack: ExitStack
) -> socket.socket:
    """Return a listening socket once every setting does.

    Parameters
    ----------
    port : int
        Port to listen on [1]; 0 for any free one.
    setting : str
        Which setting gives the port.
    stack : ExitStack
        Closes the socket.

    Raises
    ------
    UnfitSettingsError
        Names every setting that does not do, the port included.
    """
    problems = find_problems(settings, process)
    listener: socket.socket | None = None
    try:
        listener = stack.enter_context(listen(settings.host, port, setting=setting))
    except RefusedError as error:
        problems.append(Problem(error.where, error.what, error.fix))
    if problems or listener is None:
        raise UnfitSettingsError(process, problems)
    return listener


def _store_problems(settings: Settings, process: str) -> Iterator[Problem]:
    if not settings.influx_url:
        yield Problem(
            "NENGHENG_INFLUX_URL",
            NO_SHARED_STORE.format(process=process),
            "name an InfluxDB with NENGHENG_INFLUX_URL, or run everything in one process with "
            "`nengheng up`",
        )
        return
    if not settings.influx_url.startswith(("http://", "https://")):
        yield Problem(
            "NENGHENG_INFLUX_URL",
            f"{settings.influx_url!r} is not the address of an InfluxDB",
            "write http://host:8086 or https://host:8086",
        )
    if not settings.influx_token:
        yield Problem(
            "NENGHENG_INFLUX_TOKEN",
            "no token is given",
            "make one with `influx auth create` that may read and write the buckets",
        )


def _registry_problems(settings: Settings) -> Iterator[Problem]:
    url = settings.registry_url
    if not url:
        yield Problem(
            "NENGHENG_REGISTRY_URL",
            "no registry is named that several processes can share",
            "name a PostgreSQL database, postgresql+psycopg://user:password@host/nengheng; or, "
            "for all processes on one machine, a file: sqlite:////var/lib/nengheng/registry.db",
        )
    elif not (is_postgresql(url) or url.startswith("sqlite:///")):
        scheme = url.partition("://")[0]
        yield Problem(
            "NENGHENG_REGISTRY_URL",
            f"{scheme!r} is not a database the registry runs on",
            "write postgresql+psycopg://user:password@host/nengheng",
        )


def _token_problems(settings: Settings) -> Iterator[Problem]:
    if len(settings.token) < TOKEN_LENGTH:
        yield Problem(
            "NENGHENG_TOKEN",
            f"the operator's token has {len(settings.token)} characters, at least {TOKEN_LENGTH} "
            "are needed"
            if settings.token
            else "no operator's token is given",
            "set the same one for every process, such as from `openssl rand -base64 24`",
        )


def _clock_problems(settings: Settings) -> Iterator[Problem]:
    if settings.speed != 1.0:
        yield Problem(
            "NENGHENG_SPEED",
            f"speed {settings.speed:g} needs one clock, and several processes have several",
            "leave it out, or run `nengheng up --speed`",
        )


def _directory_problems(settings: Settings) -> Iterator[Problem]:
    directory = settings.data_dir
    try:
        directory.mkdir(parents=True, exist_ok=True)
        problem = "" if os.access(directory, os.W_OK | os.X_OK) else "Permission denied"
    except OSError as error:
        problem = error.strerror or str(error)
    if problem:
        yield Problem(
            "NENGHENG_DATA_DIR",
            f"{str(directory)!r} cannot be written: {problem}",
            "name a folder that this user may write",
        )


def _broker_problems(settings: Settings) -> Iterator[Problem]:
    if not settings.mqtt_url:
        yield Problem("NENGHENG_MQTT_URL", "no broker is named", "write mqtts://host:8883")
    else:
        try:
            parse_broker_address(settings.mqtt_url)
        except RefusedError as error:
            yield Problem(error.where, error.what, error.fix)
    for name in ("mqtt_ca_file", "mqtt_cert_file", "mqtt_key_file"):
        path = getattr(settings, name)
        if path and not (Path(path).is_file() and os.access(path, os.R_OK)):
            yield Problem(
                f"NENGHENG_{name.upper()}",
                f"{path!r} is no file that this user can read",
                "name the file that `nengheng certs` wrote, and let this user read it",
            )
    if bool(settings.mqtt_cert_file) != bool(settings.mqtt_key_file):
        given = settings.mqtt_cert_file or settings.mqtt_key_file
        yield Problem(
            "NENGHENG_MQTT_CERT_FILE and NENGHENG_MQTT_KEY_FILE",
            f"only one of the two is given, {given!r}",
            "give certificate and key, or neither",
        )
