"""`nengheng certs`: an own certificate authority for the broker and its clients."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from cryptography import x509
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from cli.broker_files import BrokerFiles
from cli.certificate_authority import CLIENT_DAYS, SERVER_DAYS, CertificateAuthority
from cli.errors import CertificateError
from cli.output import console, print_rows
from cli.whole_files import write_whole
from core.calendar import DAY_MS, format_time
from core.clock import WallClock
from core.settings import read_settings

AuthorityOption = Annotated[
    Path | None,
    typer.Option("--ca", help="Folder of the authority.", show_default="broker/ca"),
]
DaysOption = Annotated[int, typer.Option(help="How many days it is valid.", min=1, max=3650)]
COLUMNS = ("serial", "kind", "name", "until", "days_left", "revoked")


def register(app: typer.Typer) -> None:
    """Add the group to `app`."""
    group = typer.Typer(help="Own certificate authority: certificates of broker and clients.")
    group.command("init")(init_command)
    group.command("server")(server_command)
    group.command("client")(client_command)
    group.command("renew")(renew_command)
    group.command("list")(list_command)
    group.command("revoke")(revoke_command)
    app.add_typer(group, name="certs")


def init_command(
    directory: Annotated[
        Path | None, typer.Argument(help="Folder to make it in.", show_default="broker/ca")
    ] = None,
    *,
    name: Annotated[str, typer.Option(help="Name of the authority.")] = "Nengheng CA",
) -> None:
    """Make the authority: its key, its certificate for ten years, an empty list of revoked ones."""
    directory = directory or _default()
    authority = CertificateAuthority.create(directory, WallClock(), name=name)
    console.print(f"authority      {directory}")
    console.print(f"give clients   {directory / 'ca.crt'}")
    console.print(f"keep secret    {directory / 'ca.key'}")
    files = BrokerFiles(directory.parent)
    write_whole(files.directory / "ca.crt", authority.pem, mode=0o644)
    files.write_crl(authority.crl_path.read_bytes())


def server_command(
    names: Annotated[list[str], typer.Argument(help="Host names and addresses clients use.")],
    *,
    ca: AuthorityOption = None,
    out: Annotated[
        Path | None,
        typer.Option(help="Write OUT.crt, OUT.key, OUT.ca.crt.", show_default="broker/server"),
    ] = None,
    days: DaysOption = SERVER_DAYS,
) -> None:
    """Issue the broker's certificate for all the names and addresses it is called by."""
    authority = _open(ca)
    stem = out or authority.directory.parent / "server"
    _refuse_used(stem)
    issued = authority.issue_server(names, days=days)
    for path in issued.write(stem, authority.pem):
        console.print(str(path))


def client_command(
    name: Annotated[str, typer.Argument(help="User name: nengheng-collector-1of2, say.")],
    *,
    out: Annotated[Path, typer.Option(help="Write OUT.crt, OUT.key, OUT.ca.crt.")],
    ca: AuthorityOption = None,
    days: DaysOption = CLIENT_DAYS,
) -> None:
    """Issue a client's certificate. Gateways get theirs by `nengheng gateway add --certificate`."""
    authority = _open(ca)
    _refuse_used(out)
    issued = authority.issue_client(name, days=days)
    for path in issued.write(out, authority.pem):
        console.print(str(path))


def renew_command(
    certificate: Annotated[Path, typer.Argument(help="Certificate (.crt) with its .key beside.")],
    *,
    ca: AuthorityOption = None,
    days: DaysOption = SERVER_DAYS,
) -> None:
    """Issue a certificate of the same names again, with a new key, in place of the old one.

    The old files stay beside it as .old. The broker takes the new ones on a reload.
    """
    authority = _open(ca)
    try:
        old = x509.load_pem_x509_certificate(certificate.read_bytes())
        key = certificate.with_suffix(".key")
        old_key = key.read_bytes()
    except (OSError, ValueError) as error:
        raise CertificateError(
            f"no certificate with its key can be read: {error}",
            where=str(certificate),
            fix="name the .crt file; its .key must be beside it",
        ) from error
    names = _names(old)
    usage = old.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    if ExtendedKeyUsageOID.SERVER_AUTH in usage:
        issued = authority.issue_server(names, days=days)
    else:
        issued = authority.issue_client(names[0], days=days)
    write_whole(key.with_name(key.name + ".old"), old_key, mode=0o600)
    write_whole(
        certificate.with_name(certificate.name + ".old"), certificate.read_bytes(), mode=0o644
    )
    write_whole(key, issued.key, mode=0o600)
    write_whole(certificate, issued.certificate, mode=0o644)
    console.print(f"{certificate}: {names[0]} until {format_time(issued.row.not_after_ms)}")


def list_command(
    *,
    ca: AuthorityOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """List what was issued, and how long it is still valid."""
    now_ms = WallClock().now_ms()
    rows = [
        {
            "serial": row.serial,
            "kind": row.kind,
            "name": row.name,
            "until": format_time(row.not_after_ms),
            "days_left": max(0, (row.not_after_ms - now_ms) // DAY_MS),
            "revoked": format_time(row.revoked_ms) if row.revoked_ms else None,
        }
        for row in _open(ca).read_list()
    ]
    print_rows(rows, as_json=as_json, columns=COLUMNS)


def revoke_command(
    serials: Annotated[list[str], typer.Argument(help="Numbers, as `certs list` shows them.")],
    *,
    ca: AuthorityOption = None,
) -> None:
    """Revoke certificates; `nengheng gateway sync` then tells the broker and cuts them off."""
    for row in _open(ca).revoke(serials):
        console.print(f"revoked {row.serial} of {row.name}")


def _default() -> Path:
    return BrokerFiles(read_settings().broker_dir).ca_directory


def _open(directory: Path | None) -> CertificateAuthority:
    return CertificateAuthority(directory or _default(), WallClock())


def _refuse_used(stem: Path) -> None:
    for end in (".crt", ".key"):
        path = stem.with_name(stem.name + end)
        if path.exists():
            raise CertificateError(
                f"{path} is already there and is not overwritten",
                fix="write elsewhere with --out, or use `nengheng certs renew`",
            )


def _names(certificate: x509.Certificate) -> list[str]:
    common = certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    names = [str(common[0].value)]
    try:
        found = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound:
        return names
    names += found.get_values_for_type(x509.DNSName)
    names += [str(address) for address in found.get_values_for_type(x509.IPAddress)]
    return list(dict.fromkeys(names))
