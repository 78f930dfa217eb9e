"""The own certificate authority: what it issues, refuses, renews and revokes."""

from __future__ import annotations

import datetime as dt
import stat
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID

from cli.certificate_authority import CertificateAuthority
from cli.errors import CertificateError
from core.clock import FixedClock

NOW_MS = 1_795_000_000_000


@pytest.fixture
def authority(tmp_path: Path) -> CertificateAuthority:
    return CertificateAuthority.create(tmp_path / "ca", FixedClock(NOW_MS), name="Nengheng test")


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_keys_are_their_owners_alone_and_never_overwritten(authority, tmp_path) -> None:
    assert mode(authority.directory / "ca.key") == 0o600
    issued = authority.issue_client("E.G1")
    certificate, key, above = issued.write(tmp_path / "g1", authority.pem)
    assert (mode(key), mode(certificate), above.read_bytes()) == (0o600, 0o644, authority.pem)
    with pytest.raises(CertificateError, match=r"g1\.crt is already there"):
        issued.write(tmp_path / "g1", authority.pem)
    with pytest.raises(CertificateError, match="already holds a certificate authority"):
        CertificateAuthority.create(authority.directory, FixedClock(NOW_MS), name="x")


def test_a_server_is_known_by_all_its_names_and_is_no_client(authority) -> None:
    issued = authority.issue_server(["broker.example", "10.1.2.3"])
    certificate = x509.load_pem_x509_certificate(issued.certificate)
    names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert names.get_values_for_type(x509.DNSName) == ["broker.example"]
    assert [str(ip) for ip in names.get_values_for_type(x509.IPAddress)] == ["10.1.2.3"]
    usage = certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    assert list(usage) == [ExtendedKeyUsageOID.SERVER_AUTH]
    certificate.verify_directly_issued_by(authority.certificate)
    life = certificate.not_valid_after_utc - dt.datetime.fromtimestamp(NOW_MS / 1000, dt.UTC)
    assert life == dt.timedelta(days=825)


def test_no_certificate_outlives_its_authority(authority) -> None:
    issued = authority.issue_client("E.G1", days=10_000)
    certificate = x509.load_pem_x509_certificate(issued.certificate)
    assert certificate.not_valid_after_utc == authority.certificate.not_valid_after_utc


def test_the_list_of_revoked_ones_is_signed_and_names_them(authority) -> None:
    first, second = (authority.issue_client("E.G1") for _ in range(2))
    assert [row.serial for row in authority.revoke([first.row.serial])] == [first.row.serial]
    assert authority.revoke([first.row.serial]) == []
    crl = x509.load_pem_x509_crl(authority.crl_path.read_bytes())
    assert [f"{row.serial_number:x}" for row in crl] == [first.row.serial]
    public = authority.certificate.public_key()
    assert isinstance(public, ec.EllipticCurvePublicKey)
    public.verify(crl.signature, crl.tbs_certlist_bytes, ec.ECDSA(hashes.SHA256()))
    assert crl.next_update_utc == authority.certificate.not_valid_after_utc
    assert [row.revoked_ms for row in authority.read_list()] == [NOW_MS, None]
    assert second.row in authority.read_list()


@pytest.mark.parametrize("name", ["", "x" * 65])
def test_a_name_that_x509_cannot_hold_is_refused(authority, name: str) -> None:
    with pytest.raises(CertificateError, match="a certificate's name has 1 … 64"):
        authority.issue_client(name)


def test_what_is_missing_or_broken_is_named(authority, tmp_path) -> None:
    with pytest.raises(CertificateError, match=r"ca\.key is missing"):
        CertificateAuthority(tmp_path / "none", FixedClock(NOW_MS))
    with pytest.raises(CertificateError, match="was not issued by this authority"):
        authority.revoke(["abc"])
    (authority.directory / "ca.key").write_text("garbage")
    with pytest.raises(CertificateError, match="cannot be read"):
        CertificateAuthority(authority.directory, FixedClock(NOW_MS))
