"""What the commands of `nengheng gateway` share, and those that are about the broker itself."""

from __future__ import annotations

import sys
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from cli.broker_control import BrokerReach, BrokerSync, Told, collector_secret
from cli.broker_files import COLLECTOR_LOGIN, BrokerFiles, read_logins
from cli.broker_log import explain_refusals
from cli.certificate_authority import CLIENT_DAYS, CertificateAuthority
from cli.data_directory import read_run_file, registry_path
from cli.errors import BrokerFilesError, CertificateError
from cli.output import console, print_json, print_rows
from core.broker_address import BrokerAddress, parse_broker_address
from core.calendar import format_time
from core.clock import WallClock, monotonic_s
from core.errors import NenghengError
from core.partition import Part
from core.registry.database import Registry, open_registry
from core.settings import Settings, read_settings

DataOption = Annotated[
    Path | None, typer.Option("--data", help="Data directory, where the registry is SQLite.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]
ReloadOption = Annotated[
    bool, typer.Option(help="Tell the broker, and make sure that it has taken the new files.")
]
CommandOption = Annotated[
    str, typer.Option(help="Command that reloads the broker, instead of a signal to its process.")
]
CertificateOption = Annotated[
    Path | None,
    typer.Option("--certificate", help="Issue a certificate: writes FILE.crt, .key, .ca.crt."),
]
WATCH_S = 2.0
EMBEDDED_S = 20.0
"""How long the embedded platform may need to have its broker take a change [s]."""


def collector_command(
    *,
    part: Annotated[str, typer.Option(help="Which collector, such as 2/4.")] = "1/1",
    certificate: CertificateOption = None,
    remove: Annotated[bool, typer.Option("--remove", help="Take its log-in away.")] = False,
    data: DataOption = None,
    reload: ReloadOption = True,
    reload_command: CommandOption = "",
    as_json: JsonOption = False,
) -> None:
    """Give a collector its log-in at the broker, or a new one in place of the old.

    Its user name is its MQTT client id: nengheng-collector, nengheng-collector-2of4.
    """
    settings = read_settings(data_dir=data)
    own = Part.parse(part)
    login = "nengheng-collector" + ("" if own.is_whole else f"-{own.tag}")
    assert COLLECTOR_LOGIN.fullmatch(login)
    files = BrokerFiles(settings.broker_dir)
    collectors = files.read_collectors()
    shown = {"removed": login}
    if remove:
        collectors.pop(login, None)
    elif certificate is not None:
        shown = issue_certificate(settings, login, certificate)
        collectors[login] = ""
    else:
        password, collectors = collector_secret(collectors, login)
        host = broker_host(settings)
        shown = {
            "user": login,
            "password": password,
            "setting": f"NENGHENG_MQTT_URL=mqtts://{login}:{password}@{host}:8883",
        }
    files.write_collectors(collectors)
    with open_own_registry(settings) as registry:
        synchronise(settings, registry, reload, reload_command)
    show_once(shown, as_json=as_json)


def sync_command(
    *,
    always: Annotated[
        bool, typer.Option("--always", help="Write and tell, changed or not.")
    ] = False,
    watch: Annotated[bool, typer.Option("--watch", help="Go on every two seconds.")] = False,
    data: DataOption = None,
    reload: ReloadOption = True,
    reload_command: CommandOption = "",
) -> None:
    """Bring the broker's files, and the broker, to what the registry says."""
    settings = read_settings(data_dir=data)
    with open_own_registry(settings) as registry:
        while True:
            try:
                told = synchronise(settings, registry, reload, reload_command, always=always)
            except NenghengError as error:
                if not watch:
                    raise
                print(f"nengheng: {error}", file=sys.stderr, flush=True)
            else:
                if told.changed or not watch:
                    names = ", ".join(told.cut_off)
                    console.print("changed" if told.changed else "nothing has changed")
                    console.print(f"cut off: {names}" if names else "", end="\n" if names else "")
            if not watch:
                return
            threading.Event().wait(WATCH_S)


def refusals_command(
    log: Annotated[Path, typer.Option("--log", help="Mosquitto's log.")] = Path(
        "/var/log/mosquitto/mosquitto.log"
    ),
    *,
    as_json: JsonOption = False,
) -> None:
    """Say in words what the broker has refused, by whom, how often, and what to do."""
    if not log.is_file():
        raise BrokerFilesError(
            "no log of the broker here", where=str(log), fix="name it with --log"
        )
    with log.open("r", encoding="utf-8", errors="replace") as lines:
        rows = [row.as_row() for row in explain_refusals(lines)]
    print_rows(rows, as_json=as_json, columns=("count", "last", "who", "what", "fix"))


def open_own_registry(settings: Settings) -> Registry:
    """Open the registry that the settings name."""
    return open_registry(settings.registry_url or registry_path(settings.data_dir))


def synchronise(
    settings: Settings, registry: Registry, reload: bool, command: str, *, always: bool = False
) -> Told:
    """Bring the broker's files, and the broker if `reload`, to what the registry says.

    The broker of an embedded platform that runs on the data directory is told by the platform: it
    is only waited for.
    """
    embedded = find_embedded(settings)
    if embedded is not None:
        if reload:
            _wait_for_platform(embedded, registry)
        return Told(changed=True)
    reach = BrokerReach(settings.broker_pid_file, command, settings.broker_control)
    files = BrokerFiles(settings.broker_dir)
    sync = BrokerSync(registry, files, WallClock(), reach if reload else None)
    return sync.run(always=always)


def find_embedded(settings: Settings) -> BrokerFiles | None:
    """Return the broker's files of the embedded platform on the data directory, if one runs."""
    files = BrokerFiles(settings.data_dir / "broker")
    has_own = (files.directory / "taken").exists() and not settings.registry_url
    return files if has_own and read_run_file(settings.data_dir) is not None else None


def _wait_for_platform(files: BrokerFiles, registry: Registry) -> None:
    ends_s = monotonic_s() + EMBEDDED_S
    pause = threading.Event()
    while True:
        with registry.read() as session:
            now_ms = WallClock().now_ms()
            logins = read_logins(session, files.read_collectors(), now_ms=now_ms)
        if files.is_taken(logins):
            return
        if monotonic_s() > ends_s:
            raise BrokerFilesError(
                f"the platform's broker has not taken the change within {EMBEDDED_S:.0f} s",
                where=str(files.directory),
                fix="see what the platform says; it tries again by itself every two seconds",
            )
        pause.wait(0.1)


def issue_certificate(settings: Settings, name: str, stem: Path) -> dict[str, str]:
    """Issue a client's certificate into ``STEM.crt`` …; return what its holder has to know."""
    authority = CertificateAuthority(BrokerFiles(settings.broker_dir).ca_directory, WallClock())
    for end in (".crt", ".key", ".ca.crt"):
        if stem.with_name(stem.name + end).exists():
            raise CertificateError(
                f"{stem.name}{end} is already there and is not overwritten",
                where=str(stem.parent),
                fix="give another name with --certificate",
            )
    issued = authority.issue_client(name, days=CLIENT_DAYS)
    certificate, key, above = issued.write(stem, authority.pem)
    return {
        "name": name,
        "serial": issued.row.serial,
        "until": format_time(issued.row.not_after_ms),
        "certificate": str(certificate),
        "key": str(key),
        "authority": str(above),
        "connect": f"mqtts://{broker_host(settings)}:8884",
    }


def broker_at(settings: Settings) -> BrokerAddress:
    """Return where gateways connect that log in by password."""
    running = read_run_file(settings.data_dir) if find_embedded(settings) else None
    if settings.gateway_url:
        return parse_broker_address(settings.gateway_url, where="NENGHENG_GATEWAY_URL")
    if running is not None:
        return parse_broker_address(running.mqtt_url)
    return BrokerAddress(broker_host(settings), 8883, tls=True)


def broker_host(settings: Settings) -> str:
    """Return the name by which the broker's newest certificate calls it."""
    directory = BrokerFiles(settings.broker_dir).ca_directory
    if not (directory / "ca.key").exists():
        return "BROKER"
    rows = CertificateAuthority(directory, WallClock()).read_list()
    names = [row.name for row in rows if row.kind == "server" and row.revoked_ms is None]
    return names[-1] if names else "BROKER"


def show_once(shown: Mapping[str, str], *, as_json: bool) -> None:
    """Print a new log-in; of a password only the hash is kept."""
    if as_json:
        print_json(dict(shown))
        return
    for name, value in shown.items():
        print(f"{name:<12} {value}")
    if "password" in shown or "key_base64" in shown:
        print("shown this once; only a hash is kept" if "password" in shown else "shown this once")
