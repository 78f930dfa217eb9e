"""An own certificate authority: a folder with its key, its certificate, its list of what it issued.

``ca.key`` (0600) and ``ca.crt``; ``issued.json``, one row a certificate; ``crl.pem``, the revoked
ones. Keys are made where the authority is and never overwritten.
"""

from __future__ import annotations

import datetime as dt
import ipaddress
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Self

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from cli.errors import CertificateError
from cli.whole_files import write_new, write_whole
from core.clock import Clock

AUTHORITY_DAYS = 3650
SERVER_DAYS = 825
CLIENT_DAYS = 825
BACKDATED = dt.timedelta(days=1)
"""How long before now a certificate begins: clocks of gateways go wrong."""
NAME_LENGTH = 64
"""Longest common name that X.509 allows [characters]."""
SECRET = 0o600
PUBLIC = 0o644


@dataclass(frozen=True)
class Issued:
    """A row of the authority's list; times in ms since the epoch.

    Attributes
    ----------
    serial : str
        The certificate's number, hexadecimal.
    name : str
        Its common name.
    kind : str
        ``server`` or ``client``.
    not_before_ms, not_after_ms : int
        Its validity [ms since the epoch].
    revoked_ms : int or None
        When it was revoked [ms since the epoch], None where it was not.
    """

    serial: str
    name: str
    kind: str
    not_before_ms: int
    not_after_ms: int
    revoked_ms: int | None = None


@dataclass(frozen=True)
class Certificate:
    """A certificate just issued, with its private key, both PEM."""

    row: Issued
    certificate: bytes
    key: bytes

    def write(self, stem: Path, authority: bytes) -> tuple[Path, Path, Path]:
        """Write ``STEM.crt``, ``STEM.key`` (0600) and ``STEM.ca.crt``; none may be there yet."""
        paths = tuple(stem.with_name(stem.name + end) for end in (".crt", ".key", ".ca.crt"))
        for path in paths:
            if path.exists():
                raise CertificateError(
                    f"{path.name} is already there and is not overwritten",
                    where=str(path),
                    fix="write elsewhere with --out, move it away, or use `nengheng certs renew`",
                )
        certificate, key, above = paths
        write_new(key, self.key, mode=SECRET)
        write_new(certificate, self.certificate, mode=PUBLIC)
        write_new(above, authority, mode=PUBLIC)
        return certificate, key, above


class CertificateAuthority:
    """An opened authority.

    Parameters
    ----------
    directory : Path
        Its folder.
    clock : Clock
        What tells the time.
    """

    def __init__(self, directory: Path, clock: Clock) -> None:
        self.directory = directory
        self.clock = clock
        try:
            self._key = serialization.load_pem_private_key(
                (directory / "ca.key").read_bytes(), password=None
            )
            self.pem = (directory / "ca.crt").read_bytes()
            self.certificate = x509.load_pem_x509_certificate(self.pem)
        except FileNotFoundError as error:
            raise CertificateError(
                f"no certificate authority here: {Path(error.filename).name} is missing",
                where=str(directory),
                fix="make one with `nengheng certs init`, or name its folder with --ca",
            ) from error
        except (ValueError, TypeError, UnsupportedAlgorithm) as error:
            raise CertificateError(
                f"the authority's key or certificate cannot be read: {error}",
                where=str(directory),
                fix="put back a backup of the folder",
            ) from error

    @classmethod
    def create(cls, directory: Path, clock: Clock, *, name: str) -> Self:
        """Make an authority called `name` in a folder that holds none.

        Raises
        ------
        CertificateError
            The folder already holds one: its loss would cut off every client.
        """
        if (directory / "ca.key").exists() or (directory / "ca.crt").exists():
            raise CertificateError(
                f"{directory} already holds a certificate authority, which is not overwritten",
                where=str(directory),
                fix="use it, or make another one in another folder",
            )
        directory.mkdir(parents=True, exist_ok=True, mode=0o700)
        key = ec.generate_private_key(ec.SECP256R1())
        begins = _time(clock.now_ms()) - BACKDATED
        builder = (
            x509.CertificateBuilder()
            .subject_name(_subject(name))
            .issuer_name(_subject(name))
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(begins)
            .not_valid_after(begins + dt.timedelta(days=AUTHORITY_DAYS))
            .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
            .add_extension(_usage(authority=True), critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), False)
        )
        certificate = builder.sign(key, hashes.SHA256())
        write_new(directory / "ca.key", _key_pem(key), mode=SECRET)
        write_new(directory / "ca.crt", _pem(certificate), mode=PUBLIC)
        authority = cls(directory, clock)
        authority.write_list([])
        authority.write_crl()
        return authority

    @property
    def crl_path(self) -> Path:
        """Where the list of revoked certificates stands."""
        return self.directory / "crl.pem"

    def read_list(self) -> list[Issued]:
        """Return what was issued, oldest first."""
        path = self.directory / "issued.json"
        try:
            return [Issued(**row) for row in json.loads(path.read_text("utf-8"))]
        except (FileNotFoundError, TypeError, ValueError) as error:
            raise CertificateError(
                f"the list of issued certificates cannot be read: {error}",
                where=str(path),
                fix="put back a backup of it: without it nothing can be revoked",
            ) from error

    def write_list(self, rows: Iterable[Issued]) -> None:
        """Write what was issued."""
        text = json.dumps([asdict(row) for row in rows], ensure_ascii=False, indent=1)
        write_whole(self.directory / "issued.json", text.encode(), mode=SECRET)

    def issue_server(self, names: Sequence[str], *, days: int = SERVER_DAYS) -> Certificate:
        """Issue a server's certificate for host names and IP addresses, valid `days` [day]."""
        if not names:
            raise CertificateError(
                "no name of the server", where="NAME…", fix="give the names clients connect to"
            )
        alternatives = x509.SubjectAlternativeName([_alternative(name) for name in names])
        return self._issue(names[0], "server", days, alternatives)

    def issue_client(self, name: str, *, days: int = CLIENT_DAYS) -> Certificate:
        """Issue a client's certificate, whose common name is its user name, for `days` [day]."""
        return self._issue(name, "client", days, None)

    def revoke(self, serials: Iterable[str]) -> list[Issued]:
        """Revoke certificates and write ``crl.pem``; return those that were not revoked before.

        Raises
        ------
        CertificateError
            One was not issued here.
        """
        wanted = set(serials)
        rows = self.read_list()
        unknown = sorted(wanted - {row.serial for row in rows})
        if unknown:
            raise CertificateError(
                f"certificate {unknown[0]} was not issued by this authority",
                where=str(self.directory / "issued.json"),
                fix="see `nengheng certs list`, or name the folder that issued it with --ca",
            )
        changed = [row for row in rows if row.serial in wanted and row.revoked_ms is None]
        if changed:
            now_ms = self.clock.now_ms()
            gone = {row.serial for row in changed}
            self.write_list(
                Issued(**(asdict(row) | {"revoked_ms": now_ms})) if row.serial in gone else row
                for row in rows
            )
        self.write_crl()
        return changed

    def write_crl(self) -> None:
        """Write ``crl.pem``, valid as long as the authority: a stale list would refuse everyone."""
        builder = (
            x509.CertificateRevocationListBuilder()
            .issuer_name(self.certificate.subject)
            .last_update(_time(self.clock.now_ms()) - BACKDATED)
            .next_update(self.certificate.not_valid_after_utc)
        )
        for row in self.read_list():
            if row.revoked_ms is not None:
                builder = builder.add_revoked_certificate(
                    x509.RevokedCertificateBuilder()
                    .serial_number(int(row.serial, 16))
                    .revocation_date(_time(row.revoked_ms))
                    .build()
                )
        crl = builder.sign(self._signing_key(), hashes.SHA256())
        write_whole(self.crl_path, crl.public_bytes(serialization.Encoding.PEM), mode=PUBLIC)

    def _signing_key(self) -> ec.EllipticCurvePrivateKey:
        if not isinstance(self._key, ec.EllipticCurvePrivateKey):
            raise CertificateError(
                f"the authority's key is a {type(self._key).__name__}, not one made here",
                where=str(self.directory / "ca.key"),
                fix="use an authority made by `nengheng certs init`",
            )
        return self._key

    def _issue(
        self, name: str, kind: str, days: int, alternatives: x509.SubjectAlternativeName | None
    ) -> Certificate:
        if not 0 < len(name) <= NAME_LENGTH:
            raise CertificateError(
                f"name {name!r} has {len(name)} characters; a certificate's name has 1 … 64",
                where="common name",
                fix="give the gateway a shorter code, or let it log in by password",
            )
        key = ec.generate_private_key(ec.SECP256R1())
        begins = _time(self.clock.now_ms()) - BACKDATED
        ends = min(
            begins + BACKDATED + dt.timedelta(days=days), self.certificate.not_valid_after_utc
        )
        purpose = (
            ExtendedKeyUsageOID.SERVER_AUTH if kind == "server" else ExtendedKeyUsageOID.CLIENT_AUTH
        )
        builder = (
            x509.CertificateBuilder()
            .subject_name(_subject(name))
            .issuer_name(self.certificate.subject)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(begins)
            .not_valid_after(ends)
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(_usage(authority=False), critical=True)
            .add_extension(x509.ExtendedKeyUsage([purpose]), critical=False)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), False)
            .add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_public_key(self.certificate.public_key()),  # type: ignore[arg-type]
                critical=False,
            )
        )
        if alternatives is not None:
            builder = builder.add_extension(alternatives, critical=False)
        certificate = builder.sign(self._signing_key(), hashes.SHA256())
        row = Issued(
            serial=f"{certificate.serial_number:x}",
            name=name,
            kind=kind,
            not_before_ms=_milliseconds(certificate.not_valid_before_utc),
            not_after_ms=_milliseconds(certificate.not_valid_after_utc),
        )
        self.write_list([*self.read_list(), row])
        return Certificate(row, _pem(certificate), _key_pem(key))


def _subject(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def _alternative(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name)


def _usage(*, authority: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not authority,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=authority,
        crl_sign=authority,
        encipher_only=False,
        decipher_only=False,
    )


def _time(at_ms: int) -> dt.datetime:
    return dt.datetime.fromtimestamp(at_ms / 1000, dt.UTC)


def _milliseconds(at: dt.datetime) -> int:
    return int(at.timestamp() * 1000)


def _pem(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.PEM)


def _key_pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
