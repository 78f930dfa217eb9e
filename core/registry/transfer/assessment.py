"""Transfers of quotas, certificates, their use, and listed projects as CSV files."""

from __future__ import annotations

from core.errors import RegistryError
from core.registry.assessment import Certificate, CertificateUse, ListedProject, QuotaTransfer
from core.registry.codes import check_code, check_region_code
from core.registry.credit_code import check_credit_code
from core.registry.transfer import cells
from core.registry.transfer.spec import Column, TableSpec
from core.units import parse_unit
from core.vocabulary import Basis, CertificateKind, QuotaKind


def parse_share(text: str) -> float:
    """Return a cell as a share 0 … 1 [1]; ``30%`` is 0.3.

    Raises
    ------
    RegistryError
        It is no share.
    """
    value = cells.parse_number(text.removesuffix("%"))
    if text.endswith("%"):
        value /= 100
    if not 0 <= value <= 1:
        raise RegistryError(f"{text!r} is no share of 0 … 1", fix="write such as 0.3 or 30%")
    return value


QUOTA_TRANSFER = TableSpec(
    "quota_transfer",
    QuotaTransfer,
    ("code",),
    (
        Column("code", check_code),
        Column("year", cells.whole(2000, 2100)),
        Column("kind", cells.one_of(QuotaKind)),
        Column("basis", cells.one_of(Basis), required=False, default=str(Basis.NONE)),
        Column("from_holder", cells.words(100)),
        Column("to_holder", cells.words(100)),
        Column("amount", cells.positive),
        Column("unit", parse_unit),
        Column("decided", cells.parse_time_cell, "decided_ms"),
        Column("decided_by", cells.words(100), quiet=True),
        Column("reason", cells.words(400), quiet=True),
        Column("source", cells.words(400), quiet=True),
    ),
)

CERTIFICATE = TableSpec(
    "certificate",
    Certificate,
    ("code",),
    (
        Column("code", check_code),
        Column("kind", cells.one_of(CertificateKind)),
        Column("holder", cells.words(100)),
        Column("month", cells.parse_time_cell, "month_ms"),
        Column("mwh", cells.positive),
        Column("origin", check_region_code),
        Column("technology", cells.words(20), required=False, default="", quiet=True),
        Column("source", cells.words(400), quiet=True),
    ),
)

CERTIFICATE_USE = TableSpec(
    "certificate_use",
    CertificateUse,
    ("certificate_code", "subject", "month_ms"),
    (
        Column("certificate_code", check_code),
        Column("subject", cells.words(100)),
        Column("month", cells.parse_time_cell, "month_ms"),
        Column("mwh", cells.positive),
        Column("entered_by", cells.words(100), quiet=True),
        Column("source", cells.words(400), quiet=True),
    ),
)

LISTED_PROJECT = TableSpec(
    "listed_project",
    ListedProject,
    ("code",),
    (
        Column("code", check_code),
        Column("name", cells.words(200), quiet=True),
        Column("region_code", check_region_code),
        Column("enterprise_code", check_credit_code, required=False),
        Column("line_code", check_code, required=False),
        Column("state_share", parse_share),
        Column("valid_from", cells.parse_time_cell, "valid_from_ms"),
        Column("valid_to", cells.parse_time_cell, "valid_to_ms", required=False),
        Column("source", cells.words(400), quiet=True),
    ),
)

ASSESSMENT_TABLES = (QUOTA_TRANSFER, CERTIFICATE, CERTIFICATE_USE, LISTED_PROJECT)
"""In order of dependency, after quotas, enterprises and lines."""
