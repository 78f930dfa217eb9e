"""Worked examples of regional accounts and assessment: what is given, and what is expected."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from core.calendar import parse_time
from core.registry.assessment import (
    Certificate,
    CertificateUse,
    ListedProject,
    QuotaTransfer,
)
from core.registry.marks import SUMS, mark_dirty
from core.registry.models import Entry

YEARS_OF_SERVICE = "2019-12-31"


def furnish(platform: Any, given: dict[str, Any]) -> None:
    """Put what a case gives into the registry and the store."""
    platform.now(given["now"])
    for one in given.get("state", []):
        platform.state_region(one["region"], one["item"], one["value"], one["unit"], one["year"])
    furnish_plants(platform, given.get("plant", []))
    furnish_ledger(platform, given)
    for one in given.get("entry", []):
        platform.add(
            Entry(
                subject=one["subject"],
                item=one["item"],
                start_ms=parse_time(one["from"]),
                end_ms=parse_time(one["to"]),
                version=1,
                value=one["value"],
                unit=one["unit"],
                document="a document",
                entered_by="a test",
                entered_ms=0,
            )
        )
    with platform.registry.session() as session:
        days = [parse_time(f"{year}-01-01") for year in given["years"]]
        mark_dirty(session, SUMS, days)


def furnish_plants(platform: Any, plants: list[dict[str, Any]]) -> None:
    for code in dict.fromkeys(one["code"] for one in plants):
        region = next(one["region"] for one in plants if one["code"] == code)
        platform.add_enterprise(code, region=region)
    for one in plants:
        platform.add_point(
            one["code"],
            one["point"],
            one["carrier"],
            flow=one["flow"],
            unit=one["unit"],
            since=one["from"],
        )
        platform.send_constant(one["code"], one["point"], (one["from"], one["to"]), one["per_hour"])


def furnish_ledger(platform: Any, given: dict[str, Any]) -> None:
    for one in given.get("quota", []):
        platform.add_quota(
            one["holder"], one["amount"], year=one["year"], unit=one.get("unit", "tce")
        )
    for one in given.get("transfer", []):
        platform.add(
            QuotaTransfer(
                code=one["code"],
                year=one["year"],
                kind="energy",
                basis="calorific",
                from_holder=one["from"],
                to_holder=one["to"],
                amount=one["amount"],
                unit="tce",
                decided_ms=0,
                decided_by="a test",
                reason="a test",
                source="a test",
            )
        )
    for one in given.get("certificate", []):
        platform.add(
            Certificate(
                code=one["code"],
                kind="certificate",
                holder=one["holder"],
                month_ms=parse_time(one["month"]),
                mwh=one["mwh"],
                origin=one["origin"],
                source="a test",
            )
        )
    for one in given.get("use", []):
        platform.add(
            CertificateUse(
                certificate_code=one["certificate"],
                subject=one["subject"],
                month_ms=parse_time(one["month"]),
                mwh=one["mwh"],
                entered_by="a test",
                source="a test",
            )
        )
    for one in given.get("project", []):
        platform.add(
            ListedProject(
                code=one["code"],
                name=one["code"],
                region_code=one["region"],
                enterprise_code=one.get("enterprise"),
                state_share=one["state_share"],
                valid_from_ms=parse_time(one["from"]),
                source="a test",
            )
        )


def check(platform: Any, want: dict[str, Any]) -> None:
    """Check one expected verdict against the stored one."""
    start = parse_time(f"{want['year']}-01-01")
    (row,) = [
        verdict
        for verdict in platform.verdicts(want["rule"])
        if (verdict.subject, verdict.detail, verdict.start_ms)
        == (want["subject"], want["detail"], start)
    ]
    assert row.level == want["level"], row.reason_en
    for name in ("value", "reference"):
        if name in want:
            assert getattr(row, name) == pytest.approx(want[name], rel=1e-12), name
    assert row.unit == want.get("unit", row.unit)
    assert want.get("reason", "") in row.reason_en
    for path, value in want.get("evidence", []):
        check_evidence(row.evidence, path, value)


def check_evidence(evidence: Any, path: str, value: Any) -> None:
    at = evidence
    for name in path.split("."):
        at = at[int(name)] if isinstance(at, list) else at[name]
    if value == "none":
        assert at is None, path
    elif isinstance(value, str) and value.startswith("contains:"):
        assert value.removeprefix("contains:") in at, path
    elif isinstance(value, float):
        assert at == pytest.approx(value, rel=1e-12, abs=1e-9), path
    else:
        assert at == value, path


def read_case(case: Path) -> dict[str, Any]:
    """Read a case with its arithmetic, which must be there."""
    import tomllib

    assert len((case / "arithmetic.md").read_text("utf-8")) > 50
    return tomllib.loads((case / "case.toml").read_text("utf-8"))
