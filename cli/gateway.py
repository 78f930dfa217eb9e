"""`nengheng gateway`: log-ins and signing keys of gateways and collectors."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from cli.broker_files import BrokerFiles
from cli.certificate_authority import CertificateAuthority
from cli.gateway_broker import (
    CertificateOption,
    CommandOption,
    DataOption,
    JsonOption,
    ReloadOption,
    broker_at,
    collector_command,
    issue_certificate,
    open_own_registry,
    refusals_command,
    show_once,
    sync_command,
    synchronise,
)
from cli.output import console, print_rows
from cli.span import parse_span
from core import topics
from core.calendar import format_time
from core.clock import WallClock
from core.registry.credentials import (
    CERTIFICATE,
    PASSWORD,
    GatewayName,
    add_certificate,
    add_password,
    holds,
    list_credentials,
    revoke,
    rotate_password,
)
from core.registry.database import Registry
from core.registry.models import Gateway
from core.registry.signing_keys import add_key, end_keys, list_keys, rotate_key
from core.settings import Settings, read_settings

Enterprise = Annotated[str, typer.Argument(help="Social credit code.")]
GatewayCode = Annotated[str, typer.Argument(metavar="GATEWAY", help="Code of the gateway.")]
KeepOption = Annotated[
    str, typer.Option("--keep-old", help="How long the old one still holds: 90s, 30m, 12h, 7d.")
]
COLUMNS = ("enterprise", "gateway", "number", "kind", "login", "state", "until", "serial")
KEY_COLUMNS = ("enterprise", "gateway", "key_id", "from", "until")


def register(app: typer.Typer) -> None:
    """Add the group to `app`."""
    group = typer.Typer(help="Log-ins and signing keys of gateways and collectors.")
    for name, command in (
        ("add", add_command),
        ("rotate", rotate_command),
        ("revoke", revoke_command),
        ("list", list_command),
        ("key", key_command),
        ("collector", collector_command),
        ("sync", sync_command),
        ("refusals", refusals_command),
    ):
        group.command(name)(command)
    app.add_typer(group, name="gateway")


def add_command(
    enterprise: Enterprise,
    gateway: GatewayCode,
    *,
    name: Annotated[str, typer.Option(help="Name, where the gateway is new.")] = "",
    certificate: CertificateOption = None,
    data: DataOption = None,
    reload: ReloadOption = True,
    reload_command: CommandOption = "",
    as_json: JsonOption = False,
) -> None:
    """Give a gateway a log-in beside those it has; registers the gateway where it is new.

    The password is shown once. With --certificate it gets a certificate instead.
    """
    settings = read_settings(data_dir=data)
    who = GatewayName(enterprise, gateway)
    with open_own_registry(settings) as registry:
        with registry.session() as session:
            if session.get(Gateway, tuple(who)) is None:
                session.add(Gateway(enterprise_code=enterprise, code=gateway, name=name))
                session.flush()
        shown = _issue(settings, registry, who, certificate)
        synchronise(settings, registry, reload, reload_command)
    show_once(shown, as_json=as_json)


def rotate_command(
    enterprise: Enterprise,
    gateway: GatewayCode,
    *,
    keep_old: KeepOption = "0",
    certificate: CertificateOption = None,
    data: DataOption = None,
    reload: ReloadOption = True,
    reload_command: CommandOption = "",
    as_json: JsonOption = False,
) -> None:
    """Give a gateway a new log-in and let the old ones end, at once or after --keep-old.

    While an old password holds, the new one goes by a user name of its own (the broker knows one
    password a user); `gateway sync --watch`, or any later command here, ends the old one in time.
    """
    settings = read_settings(data_dir=data)
    who = GatewayName(enterprise, gateway)
    keep_ms = parse_span(keep_old)
    with open_own_registry(settings) as registry:
        if certificate is None:
            with registry.session() as session:
                new = rotate_password(
                    session, who, now_ms=WallClock().now_ms(), keep_old_ms=keep_ms
                )
            shown: Mapping[str, str] = _password_lines(settings, who, new.login, new.password)
        else:
            shown = _issue(settings, registry, who, certificate)
            _end_certificates(registry, who, shown["serial"], keep_ms)
        synchronise(settings, registry, reload, reload_command)
    show_once(shown, as_json=as_json)


def revoke_command(
    enterprise: Enterprise,
    gateway: GatewayCode,
    *,
    number: Annotated[
        list[int] | None, typer.Option(help="Only this one; see `gateway list`.")
    ] = None,
    data: DataOption = None,
    reload: ReloadOption = True,
    reload_command: CommandOption = "",
) -> None:
    """Take log-ins of a gateway away, all of them by default, and cut off who uses them."""
    settings = read_settings(data_dir=data)
    who = GatewayName(enterprise, gateway)
    with open_own_registry(settings) as registry:
        with registry.session() as session:
            gone = revoke(session, who, now_ms=WallClock().now_ms(), numbers=number)
            words = [f"revoked {row.kind} {row.number} of {who}" for row in gone]
        told = synchronise(settings, registry, reload, reload_command)
    for line in words or [f"nothing to revoke: no log-in of {who} holds"]:
        console.print(line)
    if reload and told.changed:
        console.print("the broker has taken the change; who used it is cut off")


def list_command(
    enterprise: Annotated[str | None, typer.Argument(help="Social credit code.")] = None,
    gateway: Annotated[str | None, typer.Argument(help="Code of the gateway.")] = None,
    *,
    data: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """List log-ins, and of those that ended, when and how."""
    now_ms = WallClock().now_ms()
    settings = read_settings(data_dir=data)
    with open_own_registry(settings) as registry, registry.read() as session:
        rows = [
            {
                "enterprise": row.enterprise_code,
                "gateway": row.gateway_code,
                "number": row.number,
                "kind": row.kind,
                "login": row.login,
                "state": "holds"
                if holds(row, now_ms)
                else ("revoked" if row.revoked_ms else "expired"),
                "until": _until(row.revoked_ms or row.expires_ms),
                "serial": row.serial,
            }
            for row in list_credentials(session, enterprise, gateway)
        ]
    rows += [
        {"enterprise": "–", "gateway": "–", "number": 1, "login": login, "state": "holds",
         "kind": PASSWORD if secret else CERTIFICATE, "until": None, "serial": ""}
        for login, secret in BrokerFiles(settings.broker_dir).read_collectors().items()
        if enterprise is None
    ]  # fmt: skip
    print_rows(rows, as_json=as_json, columns=COLUMNS)


def key_command(
    enterprise: Enterprise,
    gateway: GatewayCode,
    *,
    add: Annotated[bool, typer.Option("--add", help="Give it one more key.")] = False,
    rotate: Annotated[bool, typer.Option("--rotate", help="A new key; the old ones end.")] = False,
    end: Annotated[bool, typer.Option("--end", help="End all its keys now.")] = False,
    keep_old: KeepOption = "0",
    data: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """List a gateway's signing keys, or give, change or end them. A new key is shown once."""
    if sum((add, rotate, end)) > 1:
        raise typer.BadParameter("give one of --add, --rotate, --end")
    who = GatewayName(enterprise, gateway)
    now_ms = WallClock().now_ms()
    with open_own_registry(read_settings(data_dir=data)) as registry, registry.session() as session:
        if add or rotate:
            keep_ms = parse_span(keep_old)
            new = (
                rotate_key(session, who, now_ms=now_ms, keep_old_ms=keep_ms)
                if rotate
                else add_key(session, who, now_ms=now_ms)
            )
            show_once({"key_id": str(new.key_id), "key_base64": new.secret}, as_json=as_json)
            return
        if end:
            end_keys(session, who, ends_ms=now_ms)
        rows = [
            {
                "enterprise": key.enterprise_code,
                "gateway": key.gateway_code,
                "key_id": key.key_id,
                "from": format_time(key.valid_from_ms),
                "until": _until(key.valid_to_ms),
            }
            for key in list_keys(session, *who)
        ]
    print_rows(rows, as_json=as_json, columns=KEY_COLUMNS)


def _issue(
    settings: Settings, registry: Registry, who: GatewayName, certificate: Path | None
) -> Mapping[str, str]:
    if certificate is None:
        with registry.session() as session:
            issued = add_password(session, who, now_ms=WallClock().now_ms())
        return _password_lines(settings, who, issued.login, issued.password)
    shown = issue_certificate(settings, str(who), certificate)
    rows = CertificateAuthority(
        BrokerFiles(settings.broker_dir).ca_directory, WallClock()
    ).read_list()
    row = next(row for row in rows if row.serial == shown["serial"])
    with registry.session() as session:
        add_certificate(
            session, who, serial=row.serial, valid_ms=(row.not_before_ms, row.not_after_ms)
        )
    return shown


def _end_certificates(registry: Registry, who: GatewayName, but: str, keep_ms: int) -> None:
    ends_ms = WallClock().now_ms() + keep_ms
    with registry.session() as session:
        for row in list_credentials(session, *who):
            if row.kind == CERTIFICATE and row.serial != but and holds(row, ends_ms):
                row.expires_ms = ends_ms


def _password_lines(
    settings: Settings, who: GatewayName, login: str, password: str
) -> dict[str, str]:
    at = broker_at(settings)
    topic = topics.data(*who)
    authority = "--cafile ca.crt " if at.tls else ""
    return {
        "user": login,
        "password": password,
        "connect": str(at),
        "publish": topic,
        "subscribe": topics.reply(*who),
        "try": f"mosquitto_pub {authority}-h {at.host} -p {at.port} -u '{login}' -P '{password}' "
        f"-t '{topic}' -q 1 -m '{{\"readings\": []}}'",
    }


def _until(at_ms: int | None) -> str | None:
    return format_time(at_ms) if at_ms is not None else None
