from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast

from attrs import define as _attrs_define

T = TypeVar("T", bound="AlertRow")


@_attrs_define
class AlertRow:
    """An episode of (subject, rule, detail): open while `resolved` is null.

    Example:
        {'acknowledged': '2026-01-01T00:00:00+08:00', 'acknowledged_by': '', 'assignee': '', 'changed':
            '2026-01-01T00:00:00+08:00', 'detail': '', 'escalated': '2026-01-01T00:00:00+08:00', 'id': 17, 'level':
            'will_exceed', 'opened': '2026-01-01T00:00:00+08:00', 'reason': '按目前进度将于11月30日超出年度用能预算', 'reason_en': 'At this
            pace the quota ends on 30 Nov', 'resolved': '2026-01-01T00:00:00+08:00', 'rule': 'quota_pace', 'severity': 3,
            'subject': 'region:150600', 'subject_name': '', 'verdict_id': ''}

    Attributes:
        acknowledged (datetime.datetime | None): When it was seen to; null: not yet.
        acknowledged_by (str): By whom; empty: nobody.
        assignee (str): Who sees to it; empty: nobody.
        changed (datetime.datetime): When its level last changed.
        detail (str): Tells episodes of one rule apart, such as a product's code.
        escalated (datetime.datetime | None): When it escalated for want of that.
        id (int): Number of the alert [1].
        level (str): Level of the rule. quota_pace: within_pace, over_pace, will_exceed, exceeded, undetermined;
            benchmark_class: benchmark, between, below_baseline, within_limit, beyond_limit, undetermined; the other rules:
            see docs/benchmarks.md.
        opened (datetime.datetime): When it was opened.
        reason (str): Why, in Chinese.
        reason_en (str): Why, in English.
        resolved (datetime.datetime | None): When it ended; null while it is open.
        rule (str): Rule whose verdict opened it.
        severity (int): 0 none, 1 notice, 2 warning, 3 serious, 4 grave; greater is worse [1].
        subject (str): Who it is about: `enterprise:CODE`, `region:CODE`, `sector:CODE`, `park:CODE` or
            `line:ENTERPRISE/CODE`.
        subject_name (str): Name of the subject.
        verdict_id (str): Verdict it rests on; see /explain/verdicts.
    """

    acknowledged: datetime.datetime | None
    acknowledged_by: str
    assignee: str
    changed: datetime.datetime
    detail: str
    escalated: datetime.datetime | None
    id: int
    level: str
    opened: datetime.datetime
    reason: str
    reason_en: str
    resolved: datetime.datetime | None
    rule: str
    severity: int
    subject: str
    subject_name: str
    verdict_id: str

    def to_dict(self) -> dict[str, Any]:
        acknowledged: None | str
        if isinstance(self.acknowledged, datetime.datetime):
            acknowledged = self.acknowledged.isoformat()
        else:
            acknowledged = self.acknowledged

        acknowledged_by = self.acknowledged_by

        assignee = self.assignee

        changed = self.changed.isoformat()

        detail = self.detail

        escalated: None | str
        if isinstance(self.escalated, datetime.datetime):
            escalated = self.escalated.isoformat()
        else:
            escalated = self.escalated

        id = self.id

        level = self.level

        opened = self.opened.isoformat()

        reason = self.reason

        reason_en = self.reason_en

        resolved: None | str
        if isinstance(self.resolved, datetime.datetime):
            resolved = self.resolved.isoformat()
        else:
            resolved = self.resolved

        rule = self.rule

        severity = self.severity

        subject = self.subject

        subject_name = self.subject_name

        verdict_id = self.verdict_id

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "acknowledged": acknowledged,
                "acknowledged_by": acknowledged_by,
                "assignee": assignee,
                "changed": changed,
                "detail": detail,
                "escalated": escalated,
                "id": id,
                "level": level,
                "opened": opened,
                "reason": reason,
                "reason_en": reason_en,
                "resolved": resolved,
                "rule": rule,
                "severity": severity,
                "subject": subject,
                "subject_name": subject_name,
                "verdict_id": verdict_id,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)

        def _parse_acknowledged(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                acknowledged_type_0 = datetime.datetime.fromisoformat(data)

                return acknowledged_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        acknowledged = _parse_acknowledged(d.pop("acknowledged"))

        acknowledged_by = d.pop("acknowledged_by")

        assignee = d.pop("assignee")

        changed = datetime.datetime.fromisoformat(d.pop("changed"))

        detail = d.pop("detail")

        def _parse_escalated(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                escalated_type_0 = datetime.datetime.fromisoformat(data)

                return escalated_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        escalated = _parse_escalated(d.pop("escalated"))

        id = d.pop("id")

        level = d.pop("level")

        opened = datetime.datetime.fromisoformat(d.pop("opened"))

        reason = d.pop("reason")

        reason_en = d.pop("reason_en")

        def _parse_resolved(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                resolved_type_0 = datetime.datetime.fromisoformat(data)

                return resolved_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        resolved = _parse_resolved(d.pop("resolved"))

        rule = d.pop("rule")

        severity = d.pop("severity")

        subject = d.pop("subject")

        subject_name = d.pop("subject_name")

        verdict_id = d.pop("verdict_id")

        alert_row = cls(
            acknowledged=acknowledged,
            acknowledged_by=acknowledged_by,
            assignee=assignee,
            changed=changed,
            detail=detail,
            escalated=escalated,
            id=id,
            level=level,
            opened=opened,
            reason=reason,
            reason_en=reason_en,
            resolved=resolved,
            rule=rule,
            severity=severity,
            subject=subject,
            subject_name=subject_name,
            verdict_id=verdict_id,
        )

        return alert_row
