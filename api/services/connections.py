"""Gateways given to the platform: registered, let in by a log-in, let out again."""

from __future__ import annotations

import logging
import math
import re
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.access import Permission
from api.errors import ConflictError, MissingError, ParameterError
from api.parts import BrokerRefusal
from api.schemas.connections import IssuedLogIn, LogInRow
from api.viewer import Viewer
from core import topics
from core.broker_address import BrokerAddress, parse_broker_address
from core.errors import RegistryError
from core.registry.credentials import (
    GatewayName,
    IssuedPassword,
    add_password,
    holds,
    list_credentials,
    revoke,
    rotate_password,
)
from core.registry.history import Author, Via
from core.registry.models import Gateway, GatewayCredential
from core.registry.transfer.recording import note_added
from core.registry.transfer.tables import GATEWAY

logger = logging.getLogger(__name__)

T = TypeVar("T")
CODE = re.compile(r"[A-Za-z0-9_.-]{1,64}")
NAME_MAX = 200
KEEP_MAX_S = 30 * 86_400
"""How long an old password may be kept beside a new one at most [s]."""


def add_gateway(viewer: Viewer, enterprise: str, code: str, name: str = "") -> IssuedLogIn:
    """Register a gateway and give it a log-in, which holds at once.

    Raises
    ------
    ConflictError
        The enterprise has a gateway of this code.
    ForbiddenError
        The viewer manages no gateways.
    MissingError
        There is no such enterprise.
    ParameterError
        The code or the name cannot be taken.
    """
    viewer.allow(Permission.MANAGE_GATEWAYS)
    _check_code(code)
    if len(name) > NAME_MAX:
        raise ParameterError(
            f"name of {len(name)} characters is longer than {NAME_MAX}",
            parameter="name",
            value=name[:40],
            fix="write a shorter one",
        )

    def add(session: Session) -> IssuedPassword:
        viewer.require_enterprise(session, enterprise)
        if session.get(Gateway, (enterprise, code)) is not None:
            raise ConflictError(
                f"gateway {code!r} of {enterprise} is there already",
                parameter="code",
                value=code,
                fix="choose another code, or give that one a new password",
            )
        session.add(Gateway(enterprise_code=enterprise, code=code, name=name))
        author = Author(viewer.name, Via.API)
        note_added(session, GATEWAY, (enterprise, code), author, now_ms=viewer.now_ms())
        return add_password(session, GatewayName(enterprise, code), now_ms=viewer.now_ms())

    return _issue(viewer, GatewayName(enterprise, code), add)


def give_password(
    viewer: Viewer, enterprise: str, code: str, *, keep_old_s: float = 0
) -> IssuedLogIn:
    """Give a gateway a new password; the old ones end now, or after `keep_old_s` [s].

    Raises
    ------
    ForbiddenError
        The viewer manages no gateways.
    MissingError
        There is no such gateway.
    ParameterError
        The span cannot be taken.
    """
    viewer.allow(Permission.MANAGE_GATEWAYS)
    if not 0 <= keep_old_s <= KEEP_MAX_S:
        raise ParameterError(
            f"{keep_old_s:g} s is no span to keep an old password for",
            parameter="keep_old_s",
            value=keep_old_s,
            fix=f"give 0 to {KEEP_MAX_S} s",
        )
    who = GatewayName(enterprise, code)

    def give(session: Session) -> IssuedPassword:
        _require(viewer, session, who)
        now_ms = viewer.now_ms()
        has_one = any(
            row.kind == "password" and holds(row, now_ms) for row in list_credentials(session, *who)
        )
        if not has_one:
            return add_password(session, who, now_ms=now_ms)
        return rotate_password(session, who, now_ms=now_ms, keep_old_ms=round(keep_old_s * 1000))

    return _issue(viewer, who, give)


def revoke_log_ins(
    viewer: Viewer, enterprise: str, code: str, *, number: int | None = None
) -> list[LogInRow]:
    """Take log-ins of a gateway away, all or one `number` [1]; return those that held.

    Raises
    ------
    ForbiddenError
        The viewer manages no gateways.
    MissingError
        There is no such gateway, or it has no log-in of this number.
    """
    viewer.allow(Permission.MANAGE_GATEWAYS)
    who = GatewayName(enterprise, code)
    now_ms = viewer.now_ms()
    with viewer.parts.registry.session() as session:
        _require(viewer, session, who)
        try:
            gone = revoke(session, who, now_ms=now_ms, numbers=None if number is None else [number])
        except RegistryError as error:
            raise MissingError(
                error.what, parameter="number", value=number, fix=error.fix
            ) from error
        rows = [_row(one, now_ms) for one in gone]
    _tell_broker(viewer)
    logger.info("%s revoked %d log-ins of gateway %s", viewer.name, len(rows), who)
    return rows


def list_log_ins(viewer: Viewer, enterprise: str, code: str) -> list[LogInRow]:
    """Return the log-ins of a gateway, those that ended too.

    Raises
    ------
    MissingError
        There is no such gateway.
    """
    who = GatewayName(enterprise, code)
    with viewer.read() as session:
        _require(viewer, session, who)
        return [_row(one, viewer.now_ms()) for one in list_credentials(session, *who)]


def find_broker(viewer: Viewer) -> BrokerAddress:
    """Return where gateways connect: as the settings say, else where the collector does."""
    settings = viewer.parts.settings
    url = settings.gateway_url or settings.mqtt_url
    if not url:
        return BrokerAddress("BROKER", 8883, tls=True)
    where = "NENGHENG_GATEWAY_URL" if settings.gateway_url else "NENGHENG_MQTT_URL"
    return parse_broker_address(url, where=where)


def compose_program(issued: IssuedLogIn, *, title: str = "") -> str:
    """Return the gateway program, one Python file, with this log-in written into it."""
    text = files("api.gateway_program").joinpath("gateway.py.txt").read_text("utf-8")
    shown = title or f"Gateway {issued.gateway} of {issued.enterprise}"
    for token, value in {
        '"@HOST@"': repr(issued.host),
        "0  # @PORT@": repr(issued.port),
        "False  # @TLS@": repr(issued.tls),
        '"@CA@"': repr(issued.authority),
        '"@USER@"': repr(issued.login),
        '"@PASSWORD@"': repr(issued.password),
        '"@DATA@"': repr(issued.data_topic),
        '"@REPLY@"': repr(issued.reply_topic),
        "@FILE@": name_program(issued),
        "@TITLE@": re.sub(r'["\\\r\n]', " ", shown) + ".",
    }.items():
        text = text.replace(token, value)
    return text


def list_refusals(viewer: Viewer) -> list[BrokerRefusal] | None:
    """Return what the broker did not let in of late; None where another process has the broker.

    Raises
    ------
    ForbiddenError
        The viewer does not see the platform's own state: refusals name addresses of everybody.
    """
    viewer.allow_platform()
    read = viewer.parts.read_refusals
    return None if read is None else read()


def list_ends(viewer: Viewer) -> dict[GatewayName, float]:
    """Return of each gateway that may connect when its last log-in ends [ms]; infinite: open.

    Raises
    ------
    ForbiddenError
        The viewer manages no gateways.
    """
    viewer.allow(Permission.MANAGE_GATEWAYS)
    now_ms, found = viewer.now_ms(), dict[GatewayName, float]()
    of = GatewayCredential.enterprise_code
    with viewer.read() as session:
        for one in session.scalars(select(GatewayCredential).where(viewer.only_enterprises(of))):
            if holds(one, now_ms):
                name = GatewayName(one.enterprise_code, one.gateway_code)
                ends = min(one.expires_ms or math.inf, one.revoked_ms or math.inf)
                found[name] = max(ends, found.get(name, 0.0))
    return found


def name_program(issued: IssuedLogIn) -> str:
    """Return the name of the gateway program's file."""
    return f"gateway_{re.sub(r'[^A-Za-z0-9]', '_', issued.gateway)}.py"


def compose_line(issued: IssuedLogIn, *, now_ms: int) -> str:
    """Return a ready ``mosquitto_pub`` line that sends one valid message of `now_ms` [ms].

    Its point is one that nobody has named, so that no made-up figure enters an account.
    """
    authority = "--cafile ca.crt " if issued.tls and issued.authority else ""
    system = "--tls-use-os-certs " if issued.tls and not issued.authority else ""
    message = (
        f'{{"stream":"first-{now_ms}","seq":1,"sent":{now_ms},'
        f'"readings":[{{"p":"TEST.EP","t":{now_ms},"v":12345.6}}]}}'
    )
    return (
        f"mosquitto_pub -h {issued.host} -p {issued.port} {authority}{system}-q 1 "
        f"-i '{issued.login}' -u '{issued.login}' -P '{issued.password}' "
        f"-t '{issued.data_topic}' -m '{message}'"
    )


def _check_code(code: str) -> None:
    if not CODE.fullmatch(code):
        raise ParameterError(
            f"gateway code {code!r} cannot be part of a topic and a user name",
            parameter="code",
            value=code,
            fix="write 1 to 64 letters, digits or _ . -",
        )


def _require(viewer: Viewer, session: Session, who: GatewayName) -> None:
    viewer.require_enterprise(session, who.enterprise)
    if session.get(Gateway, tuple(who)) is None:
        raise MissingError(
            f"gateway {who.gateway!r} of {who.enterprise} is not in the registry",
            parameter="gateway",
            value=who.gateway,
            fix="`GET /api/v1/gateways` lists those that are",
        )


def _issue(
    viewer: Viewer, who: GatewayName, make: Callable[[Session], IssuedPassword]
) -> IssuedLogIn:
    at = find_broker(viewer)
    authority = _read_authority(viewer) if at.tls else ""
    with viewer.parts.registry.session() as session:
        made = make(session)
    _tell_broker(viewer)
    logger.info("%s gave gateway %s log-in %d", viewer.name, who, made.number)
    return IssuedLogIn(
        enterprise=who.enterprise,
        gateway=who.gateway,
        number=made.number,
        login=made.login,
        password=made.password,
        host=at.host,
        port=at.port,
        tls=at.tls,
        authority=authority,
        data_topic=topics.data(*who),
        reply_topic=topics.reply(*who),
    )


def _read_authority(viewer: Viewer) -> str:
    path = viewer.parts.settings.mqtt_ca_file
    return Path(path).read_text("utf-8") if path else ""


def _tell_broker(viewer: Viewer) -> None:
    """Have the broker take the change now; elsewhere its own process does within seconds."""
    if viewer.parts.take_log_ins is not None:
        viewer.parts.take_log_ins()
    if viewer.parts.collector is not None:
        viewer.parts.collector.reload_registry()


def _row(one: GatewayCredential, now_ms: int) -> LogInRow:
    ended = "revoked" if one.revoked_ms else "expired"
    return LogInRow(
        number=one.number,
        kind=one.kind,
        login=one.login,
        state="holds" if holds(one, now_ms) else ended,
        created=one.created_ms,
        until=one.revoked_ms or one.expires_ms,
    )
