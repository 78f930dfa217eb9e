from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast

from attrs import define as _attrs_define

T = TypeVar("T", bound="VerdictRow")


@_attrs_define
class VerdictRow:
    """A judged comparison of one subject under one rule.

    Example:
        {'basis': 'calorific', 'coverage': 0.98, 'id': '3f9a0c11d2e45b67', 'level': 'will_exceed', 'period': 'year',
            'provisional': False, 'reason': '按目前进度将于11月30日超出年度用能预算', 'reference': 80000, 'rule': 'quota_pace', 'severity':
            3, 'since': '2026-01-01T00:00:00+08:00', 'start': '2026-01-01T00:00:00+08:00', 'subject': 'region:150600',
            'unit': 'tce', 'value': 81234.0, 'version': 0}

    Attributes:
        basis (str): Standard-coal basis: `calorific` 当量值, `primary` 等价值, or `none`.
        coverage (float): Share of the period's seconds that is measured [0 … 1].
        id (str): Lasting id of the verdict.
        level (str): Level of the rule. quota_pace: within_pace, over_pace, will_exceed, exceeded, undetermined;
            benchmark_class: benchmark, between, below_baseline, within_limit, beyond_limit, undetermined; the other rules:
            see docs/benchmarks.md.
        period (str): hour, day, month, quarter or year (Shanghai).
        provisional (bool): True until the period is final.
        reason (str): Why, in Chinese.
        reference (float | None): What it was compared with [unit].
        rule (str): `quota_pace` or `benchmark_class`.
        severity (int): 0 none, 1 notice, 2 warning, 3 serious, 4 grave; greater is worse [1].
        since (datetime.datetime): When the level was first reached.
        start (datetime.datetime): Start of the period, ISO 8601 with +08:00.
        subject (str): Who it is about: `enterprise:CODE`, `region:CODE`, `sector:CODE`, `park:CODE` or
            `line:ENTERPRISE/CODE`.
        unit (str): Unit of the figures of the row.
        value (float | None): What was compared [unit].
        version (int): 0 is the working version [1].
    """

    basis: str
    coverage: float
    id: str
    level: str
    period: str
    provisional: bool
    reason: str
    reference: float | None
    rule: str
    severity: int
    since: datetime.datetime
    start: datetime.datetime
    subject: str
    unit: str
    value: float | None
    version: int

    def to_dict(self) -> dict[str, Any]:
        basis = self.basis

        coverage = self.coverage

        id = self.id

        level = self.level

        period = self.period

        provisional = self.provisional

        reason = self.reason

        reference: float | None
        reference = self.reference

        rule = self.rule

        severity = self.severity

        since = self.since.isoformat()

        start = self.start.isoformat()

        subject = self.subject

        unit = self.unit

        value: float | None
        value = self.value

        version = self.version

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "basis": basis,
                "coverage": coverage,
                "id": id,
                "level": level,
                "period": period,
                "provisional": provisional,
                "reason": reason,
                "reference": reference,
                "rule": rule,
                "severity": severity,
                "since": since,
                "start": start,
                "subject": subject,
                "unit": unit,
                "value": value,
                "version": version,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        basis = d.pop("basis")

        coverage = d.pop("coverage")

        id = d.pop("id")

        level = d.pop("level")

        period = d.pop("period")

        provisional = d.pop("provisional")

        reason = d.pop("reason")

        def _parse_reference(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        reference = _parse_reference(d.pop("reference"))

        rule = d.pop("rule")

        severity = d.pop("severity")

        since = datetime.datetime.fromisoformat(d.pop("since"))

        start = datetime.datetime.fromisoformat(d.pop("start"))

        subject = d.pop("subject")

        unit = d.pop("unit")

        def _parse_value(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        value = _parse_value(d.pop("value"))

        version = d.pop("version")

        verdict_row = cls(
            basis=basis,
            coverage=coverage,
            id=id,
            level=level,
            period=period,
            provisional=provisional,
            reason=reason,
            reference=reference,
            rule=rule,
            severity=severity,
            since=since,
            start=start,
            subject=subject,
            unit=unit,
            value=value,
            version=version,
        )

        return verdict_row
