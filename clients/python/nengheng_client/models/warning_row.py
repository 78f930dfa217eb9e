from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast

from attrs import define as _attrs_define

T = TypeVar("T", bound="WarningRow")


@_attrs_define
class WarningRow:
    """A graded month or quarter of a subject under a scheme.

    Example:
        {'basis': 'calorific', 'colour': '', 'coverage': 0.98, 'indicator': '', 'label': '', 'label_before': '',
            'label_en': '', 'level': '', 'period': 'year', 'provisional': False, 'reason': '按目前进度将于11月30日超出年度用能预算',
            'reason_en': 'At this pace the quota ends on 30 Nov', 'reference': 1.0, 'scheme': '', 'severity': 3, 'start':
            '2026-01-01T00:00:00+08:00', 'subject': 'region:150600', 'subject_name': '', 'suspends': False, 'turn': '',
            'unit': 'tce', 'value': 1.0, 'verdict_id': ''}

    Attributes:
        basis (str): Standard-coal basis: `calorific` 当量值, `primary` 等价值, or `none`.
        colour (str): Colour of the scheme; empty where there is none.
        coverage (float): Share of the period's seconds that is measured [0 … 1].
        indicator (str): intensity:ITEM, total:QUOTA or approval.
        label (str): Label in Chinese.
        label_before (str): Label of last time; empty for none.
        label_en (str): Label in English.
        level (str): Level of the scheme, held_back, open or undetermined.
        period (str): hour, day, month, quarter or year (Shanghai).
        provisional (bool): True until the period is over.
        reason (str): Why, in Chinese.
        reason_en (str): Why, in English.
        reference (float | None): Plan or intensity due [unit].
        scheme (str): Code of the scheme.
        severity (int): 0 none, 1 notice, 2 warning, 3 serious, 4 grave; greater is worse [1].
        start (datetime.datetime): Start of the period, ISO 8601 with +08:00.
        subject (str): Who it is about: `enterprise:CODE`, `region:CODE`, `sector:CODE`, `park:CODE` or
            `line:ENTERPRISE/CODE`.
        subject_name (str): Name of the subject.
        suspends (bool): Whether the level marks for 缓批限批.
        turn (str): first, same, worse or better than last time; empty for none.
        unit (str): Unit of the figures of the row.
        value (float | None): Use or intensity [unit].
        verdict_id (str): The verdict.
    """

    basis: str
    colour: str
    coverage: float
    indicator: str
    label: str
    label_before: str
    label_en: str
    level: str
    period: str
    provisional: bool
    reason: str
    reason_en: str
    reference: float | None
    scheme: str
    severity: int
    start: datetime.datetime
    subject: str
    subject_name: str
    suspends: bool
    turn: str
    unit: str
    value: float | None
    verdict_id: str

    def to_dict(self) -> dict[str, Any]:
        basis = self.basis

        colour = self.colour

        coverage = self.coverage

        indicator = self.indicator

        label = self.label

        label_before = self.label_before

        label_en = self.label_en

        level = self.level

        period = self.period

        provisional = self.provisional

        reason = self.reason

        reason_en = self.reason_en

        reference: float | None
        reference = self.reference

        scheme = self.scheme

        severity = self.severity

        start = self.start.isoformat()

        subject = self.subject

        subject_name = self.subject_name

        suspends = self.suspends

        turn = self.turn

        unit = self.unit

        value: float | None
        value = self.value

        verdict_id = self.verdict_id

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "basis": basis,
                "colour": colour,
                "coverage": coverage,
                "indicator": indicator,
                "label": label,
                "label_before": label_before,
                "label_en": label_en,
                "level": level,
                "period": period,
                "provisional": provisional,
                "reason": reason,
                "reason_en": reason_en,
                "reference": reference,
                "scheme": scheme,
                "severity": severity,
                "start": start,
                "subject": subject,
                "subject_name": subject_name,
                "suspends": suspends,
                "turn": turn,
                "unit": unit,
                "value": value,
                "verdict_id": verdict_id,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        basis = d.pop("basis")

        colour = d.pop("colour")

        coverage = d.pop("coverage")

        indicator = d.pop("indicator")

        label = d.pop("label")

        label_before = d.pop("label_before")

        label_en = d.pop("label_en")

        level = d.pop("level")

        period = d.pop("period")

        provisional = d.pop("provisional")

        reason = d.pop("reason")

        reason_en = d.pop("reason_en")

        def _parse_reference(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        reference = _parse_reference(d.pop("reference"))

        scheme = d.pop("scheme")

        severity = d.pop("severity")

        start = datetime.datetime.fromisoformat(d.pop("start"))

        subject = d.pop("subject")

        subject_name = d.pop("subject_name")

        suspends = d.pop("suspends")

        turn = d.pop("turn")

        unit = d.pop("unit")

        def _parse_value(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        value = _parse_value(d.pop("value"))

        verdict_id = d.pop("verdict_id")

        warning_row = cls(
            basis=basis,
            colour=colour,
            coverage=coverage,
            indicator=indicator,
            label=label,
            label_before=label_before,
            label_en=label_en,
            level=level,
            period=period,
            provisional=provisional,
            reason=reason,
            reason_en=reason_en,
            reference=reference,
            scheme=scheme,
            severity=severity,
            start=start,
            subject=subject,
            subject_name=subject_name,
            suspends=suspends,
            turn=turn,
            unit=unit,
            value=value,
            verdict_id=verdict_id,
        )

        return warning_row
