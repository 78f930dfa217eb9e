from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast

from attrs import define as _attrs_define

T = TypeVar("T", bound="ListedRow")


@_attrs_define
class ListedRow:
    """A line that is or was below the baseline, with its plan and last day.

    Example:
        {'action': '', 'days_left': 1, 'due': '2026-01-01T00:00:00+08:00', 'enterprise': '91150600MA0EXAMPL4',
            'enterprise_name': '', 'last': '2026-01-01T00:00:00+08:00', 'level': 'in_time', 'line': '', 'listed':
            '2026-01-01T00:00:00+08:00', 'reason': '按目前进度将于11月30日超出年度用能预算', 'reason_en': 'At this pace the quota ends on 30
            Nov', 'reference': 1.0, 'severity': 3, 'state': '', 'unit': 'tce', 'value': 1.0, 'verdict_id': ''}

    Attributes:
        action (None | str): upgrade or retire; null: no plan is stated.
        days_left (int | None): Days until then, below zero once past [d].
        due (datetime.datetime | None): When the plan is to be done.
        enterprise (str): Unified social credit code of the enterprise (GB 32100, 18 characters).
        enterprise_name (str): Name of the enterprise.
        last (datetime.datetime | None): Last day to upgrade or shut it; null: no target.
        level (str): mended, retired, in_time, no_plan, plan_too_late, still_below or overdue.
        line (str): Code of the line, or of the product without lines.
        listed (datetime.datetime | None): When it was put on the list.
        reason (str): Why, in Chinese.
        reason_en (str): Why, in English.
        reference (float | None): 基准水平 or limit grade 3 [unit].
        severity (int): 0 none, 1 notice, 2 warning, 3 serious, 4 grave; greater is worse [1].
        state (None | str): planned, started, done or accepted.
        unit (str): Unit of the figures of the row.
        value (float | None): Energy per product [unit].
        verdict_id (str): The verdict; see /explain/verdicts.
    """

    action: None | str
    days_left: int | None
    due: datetime.datetime | None
    enterprise: str
    enterprise_name: str
    last: datetime.datetime | None
    level: str
    line: str
    listed: datetime.datetime | None
    reason: str
    reason_en: str
    reference: float | None
    severity: int
    state: None | str
    unit: str
    value: float | None
    verdict_id: str

    def to_dict(self) -> dict[str, Any]:
        action: None | str
        action = self.action

        days_left: int | None
        days_left = self.days_left

        due: None | str
        if isinstance(self.due, datetime.datetime):
            due = self.due.isoformat()
        else:
            due = self.due

        enterprise = self.enterprise

        enterprise_name = self.enterprise_name

        last: None | str
        if isinstance(self.last, datetime.datetime):
            last = self.last.isoformat()
        else:
            last = self.last

        level = self.level

        line = self.line

        listed: None | str
        if isinstance(self.listed, datetime.datetime):
            listed = self.listed.isoformat()
        else:
            listed = self.listed

        reason = self.reason

        reason_en = self.reason_en

        reference: float | None
        reference = self.reference

        severity = self.severity

        state: None | str
        state = self.state

        unit = self.unit

        value: float | None
        value = self.value

        verdict_id = self.verdict_id

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "action": action,
                "days_left": days_left,
                "due": due,
                "enterprise": enterprise,
                "enterprise_name": enterprise_name,
                "last": last,
                "level": level,
                "line": line,
                "listed": listed,
                "reason": reason,
                "reason_en": reason_en,
                "reference": reference,
                "severity": severity,
                "state": state,
                "unit": unit,
                "value": value,
                "verdict_id": verdict_id,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)

        def _parse_action(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        action = _parse_action(d.pop("action"))

        def _parse_days_left(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        days_left = _parse_days_left(d.pop("days_left"))

        def _parse_due(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                due_type_0 = datetime.datetime.fromisoformat(data)

                return due_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        due = _parse_due(d.pop("due"))

        enterprise = d.pop("enterprise")

        enterprise_name = d.pop("enterprise_name")

        def _parse_last(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                last_type_0 = datetime.datetime.fromisoformat(data)

                return last_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        last = _parse_last(d.pop("last"))

        level = d.pop("level")

        line = d.pop("line")

        def _parse_listed(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                listed_type_0 = datetime.datetime.fromisoformat(data)

                return listed_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        listed = _parse_listed(d.pop("listed"))

        reason = d.pop("reason")

        reason_en = d.pop("reason_en")

        def _parse_reference(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        reference = _parse_reference(d.pop("reference"))

        severity = d.pop("severity")

        def _parse_state(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        state = _parse_state(d.pop("state"))

        unit = d.pop("unit")

        def _parse_value(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        value = _parse_value(d.pop("value"))

        verdict_id = d.pop("verdict_id")

        listed_row = cls(
            action=action,
            days_left=days_left,
            due=due,
            enterprise=enterprise,
            enterprise_name=enterprise_name,
            last=last,
            level=level,
            line=line,
            listed=listed,
            reason=reason,
            reason_en=reason_en,
            reference=reference,
            severity=severity,
            state=state,
            unit=unit,
            value=value,
            verdict_id=verdict_id,
        )

        return listed_row
