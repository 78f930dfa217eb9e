from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.quota_position import QuotaPosition
    from ..models.warning_row import WarningRow


T = TypeVar("T", bound="BranchRow")


@_attrs_define
class BranchRow:
    """Where a region directly below another stands.

    Example:
        {'alerts': 1, 'below_baseline': 1, 'enterprises': 1, 'held_back': False, 'name': '准格尔旗', 'over_pace': 1,
            'quota': {'basis': 'calorific', 'coverage': 0.98, 'exceed_on': '2026-01-01', 'holder': 'region:150600',
            'holders': 1, 'kind': 'energy', 'level': 'will_exceed', 'plan_to_date': 1.0, 'projection': 1.0,
            'projection_high': 1.0, 'projection_low': 1.0, 'quota': 80000, 'reason': '', 'reason_en': '', 'severity': 3,
            'unit': 'tce', 'used': 71000, 'verdict_id': '', 'year': 2026}, 'region': '150622', 'warning': {'basis':
            'calorific', 'colour': '', 'coverage': 0.98, 'indicator': '', 'label': '', 'label_before': '', 'label_en': '',
            'level': '', 'period': 'year', 'provisional': False, 'reason': '按目前进度将于11月30日超出年度用能预算', 'reason_en': 'At this
            pace the quota ends on 30 Nov', 'reference': 1.0, 'scheme': '', 'severity': 3, 'start':
            '2026-01-01T00:00:00+08:00', 'subject': 'region:150600', 'subject_name': '', 'suspends': False, 'turn': '',
            'unit': 'tce', 'value': 1.0, 'verdict_id': ''}}

    Attributes:
        alerts (int): Open alerts of its enterprises [1].
        below_baseline (int): Enterprises below 基准水平 [1].
        enterprises (int): Supervised enterprises in its subtree [1].
        held_back (bool): Whether it is marked for 缓批限批.
        name (str): Name.
        over_pace (int): Enterprises over pace or exceeding [1].
        quota (None | QuotaPosition): Energy quota: its own, or the sum of its enterprises'; null: none.
        region (str): Region by GB/T 2260 code.
        warning (None | WarningRow): Worst grade of the running quarter; null: not graded.
    """

    alerts: int
    below_baseline: int
    enterprises: int
    held_back: bool
    name: str
    over_pace: int
    quota: None | QuotaPosition
    region: str
    warning: None | WarningRow

    def to_dict(self) -> dict[str, Any]:
        from ..models.quota_position import QuotaPosition
        from ..models.warning_row import WarningRow

        alerts = self.alerts

        below_baseline = self.below_baseline

        enterprises = self.enterprises

        held_back = self.held_back

        name = self.name

        over_pace = self.over_pace

        quota: dict[str, Any] | None
        if isinstance(self.quota, QuotaPosition):
            quota = self.quota.to_dict()
        else:
            quota = self.quota

        region = self.region

        warning: dict[str, Any] | None
        if isinstance(self.warning, WarningRow):
            warning = self.warning.to_dict()
        else:
            warning = self.warning

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "alerts": alerts,
                "below_baseline": below_baseline,
                "enterprises": enterprises,
                "held_back": held_back,
                "name": name,
                "over_pace": over_pace,
                "quota": quota,
                "region": region,
                "warning": warning,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.quota_position import QuotaPosition
        from ..models.warning_row import WarningRow

        d = dict(src_dict)
        alerts = d.pop("alerts")

        below_baseline = d.pop("below_baseline")

        enterprises = d.pop("enterprises")

        held_back = d.pop("held_back")

        name = d.pop("name")

        over_pace = d.pop("over_pace")

        def _parse_quota(data: object) -> None | QuotaPosition:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                quota_type_0 = QuotaPosition.from_dict(data)

                return quota_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | QuotaPosition, data)

        quota = _parse_quota(d.pop("quota"))

        region = d.pop("region")

        def _parse_warning(data: object) -> None | WarningRow:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                warning_type_0 = WarningRow.from_dict(data)

                return warning_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | WarningRow, data)

        warning = _parse_warning(d.pop("warning"))

        branch_row = cls(
            alerts=alerts,
            below_baseline=below_baseline,
            enterprises=enterprises,
            held_back=held_back,
            name=name,
            over_pace=over_pace,
            quota=quota,
            region=region,
            warning=warning,
        )

        return branch_row
