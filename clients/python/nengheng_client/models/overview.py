from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.alert_row import AlertRow
    from ..models.baseline_item import BaselineItem
    from ..models.doubt_item import DoubtItem
    from ..models.level_count import LevelCount
    from ..models.pace_item import PaceItem
    from ..models.quota_position import QuotaPosition
    from ..models.region_row import RegionRow


T = TypeVar("T", bound="Overview")


@_attrs_define
class Overview:
    """Where a region's subtree stands.

    Example:
        {'alerts': [{'acknowledged': '2026-01-01T00:00:00+08:00', 'acknowledged_by': '', 'assignee': '', 'changed':
            '2026-01-01T00:00:00+08:00', 'detail': '', 'escalated': '2026-01-01T00:00:00+08:00', 'id': 17, 'level':
            'will_exceed', 'opened': '2026-01-01T00:00:00+08:00', 'reason': '按目前进度将于11月30日超出年度用能预算', 'reason_en': 'At this
            pace the quota ends on 30 Nov', 'resolved': '2026-01-01T00:00:00+08:00', 'rule': 'quota_pace', 'severity': 3,
            'subject': 'region:150600', 'subject_name': '', 'verdict_id': ''}], 'alerts_open': 5, 'below_baseline':
            [{'baseline': 1.0, 'coverage': 0.98, 'enterprise': '91150600MA0EXAMPL4', 'level': 'will_exceed', 'name': '',
            'product': '', 'product_name': '', 'reason': '按目前进度将于11月30日超出年度用能预算', 'reason_en': 'At this pace the quota ends
            on 30 Nov', 'region': '150622', 'region_name': '', 'severity': 3, 'unit': 'tce', 'value': 1.0, 'verdict_id':
            ''}], 'benchmark': [{'enterprises': 1, 'level': 'will_exceed', 'severity': 3}], 'children': [{'code': '150622',
            'depth': 2, 'enterprises': 1, 'name': '准格尔旗', 'parent': ''}], 'doubt': [{'coverage': 1.0, 'enterprise':
            '91150600MA0EXAMPL4', 'findings': 1, 'last_arrival': '2026-01-01T00:00:00+08:00', 'name': '', 'quarantined': 1,
            'region': '150622', 'region_name': '', 'undetermined': 1}], 'now': '2026-01-01T00:00:00+08:00', 'over_pace':
            [{'basis': 'calorific', 'coverage': 0.98, 'enterprise': '91150600MA0EXAMPL4', 'exceed_on': '2026-01-01', 'kind':
            'energy', 'level': 'will_exceed', 'name': '', 'plan_to_date': 1.0, 'projection': 1.0, 'quota': 1.0, 'reason':
            '按目前进度将于11月30日超出年度用能预算', 'reason_en': 'At this pace the quota ends on 30 Nov', 'region': '150622',
            'region_name': '', 'severity': 3, 'unit': 'tce', 'used': 1.0, 'verdict_id': ''}], 'pace': [{'enterprises': 1,
            'level': 'will_exceed', 'severity': 3}], 'path': [{'code': '150622', 'depth': 2, 'enterprises': 1, 'name':
            '准格尔旗', 'parent': ''}], 'quota': {'basis': 'calorific', 'coverage': 0.98, 'exceed_on': '2026-01-01', 'holder':
            'region:150600', 'holders': 1, 'kind': 'energy', 'level': 'will_exceed', 'plan_to_date': 1.0, 'projection': 1.0,
            'projection_high': 1.0, 'projection_low': 1.0, 'quota': 80000, 'reason': '', 'reason_en': '', 'severity': 3,
            'unit': 'tce', 'used': 71000, 'verdict_id': '', 'year': 2026}, 'region': {'code': '150622', 'depth': 2,
            'enterprises': 1, 'name': '准格尔旗', 'parent': ''}, 'simulated': False, 'year': 2026}

    Attributes:
        alerts (list[AlertRow]): Open alerts, worst first, at most 20.
        alerts_open (int): Open alerts in all [1].
        below_baseline (list[BaselineItem]): Below 基准水平, worst first.
        benchmark (list[LevelCount]): Enterprises by worst benchmark_class.
        children (list[RegionRow]): Regions directly below.
        doubt (list[DoubtItem]): Least trustworthy data first, at most 20.
        now (datetime.datetime): The platform's present time.
        over_pace (list[PaceItem]): Over pace or exceeding, worst first.
        pace (list[LevelCount]): Enterprises by worst level of quota_pace.
        path (list[RegionRow]): From the root down to the region itself.
        quota (None | QuotaPosition): Energy quota: the region's own, or the sum of its enterprises'.
        region (RegionRow): A node of the region tree. Example: {'code': '150622', 'depth': 2, 'enterprises': 1, 'name':
            '准格尔旗', 'parent': ''}.
        simulated (bool): True: the data come from a simulated fleet.
        year (int): Calendar year.
    """

    alerts: list[AlertRow]
    alerts_open: int
    below_baseline: list[BaselineItem]
    benchmark: list[LevelCount]
    children: list[RegionRow]
    doubt: list[DoubtItem]
    now: datetime.datetime
    over_pace: list[PaceItem]
    pace: list[LevelCount]
    path: list[RegionRow]
    quota: None | QuotaPosition
    region: RegionRow
    simulated: bool
    year: int

    def to_dict(self) -> dict[str, Any]:
        from ..models.quota_position import QuotaPosition

        alerts = []
        for alerts_item_data in self.alerts:
            alerts_item = alerts_item_data.to_dict()
            alerts.append(alerts_item)

        alerts_open = self.alerts_open

        below_baseline = []
        for below_baseline_item_data in self.below_baseline:
            below_baseline_item = below_baseline_item_data.to_dict()
            below_baseline.append(below_baseline_item)

        benchmark = []
        for benchmark_item_data in self.benchmark:
            benchmark_item = benchmark_item_data.to_dict()
            benchmark.append(benchmark_item)

        children = []
        for children_item_data in self.children:
            children_item = children_item_data.to_dict()
            children.append(children_item)

        doubt = []
        for doubt_item_data in self.doubt:
            doubt_item = doubt_item_data.to_dict()
            doubt.append(doubt_item)

        now = self.now.isoformat()

        over_pace = []
        for over_pace_item_data in self.over_pace:
            over_pace_item = over_pace_item_data.to_dict()
            over_pace.append(over_pace_item)

        pace = []
        for pace_item_data in self.pace:
            pace_item = pace_item_data.to_dict()
            pace.append(pace_item)

        path = []
        for path_item_data in self.path:
            path_item = path_item_data.to_dict()
            path.append(path_item)

        quota: dict[str, Any] | None
        if isinstance(self.quota, QuotaPosition):
            quota = self.quota.to_dict()
        else:
            quota = self.quota

        region = self.region.to_dict()

        simulated = self.simulated

        year = self.year

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "alerts": alerts,
                "alerts_open": alerts_open,
                "below_baseline": below_baseline,
                "benchmark": benchmark,
                "children": children,
                "doubt": doubt,
                "now": now,
                "over_pace": over_pace,
                "pace": pace,
                "path": path,
                "quota": quota,
                "region": region,
                "simulated": simulated,
                "year": year,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.alert_row import AlertRow
        from ..models.baseline_item import BaselineItem
        from ..models.doubt_item import DoubtItem
        from ..models.level_count import LevelCount
        from ..models.pace_item import PaceItem
        from ..models.quota_position import QuotaPosition
        from ..models.region_row import RegionRow

        d = dict(src_dict)
        alerts = []
        _alerts = d.pop("alerts")
        for alerts_item_data in _alerts:
            alerts_item = AlertRow.from_dict(alerts_item_data)

            alerts.append(alerts_item)

        alerts_open = d.pop("alerts_open")

        below_baseline = []
        _below_baseline = d.pop("below_baseline")
        for below_baseline_item_data in _below_baseline:
            below_baseline_item = BaselineItem.from_dict(below_baseline_item_data)

            below_baseline.append(below_baseline_item)

        benchmark = []
        _benchmark = d.pop("benchmark")
        for benchmark_item_data in _benchmark:
            benchmark_item = LevelCount.from_dict(benchmark_item_data)

            benchmark.append(benchmark_item)

        children = []
        _children = d.pop("children")
        for children_item_data in _children:
            children_item = RegionRow.from_dict(children_item_data)

            children.append(children_item)

        doubt = []
        _doubt = d.pop("doubt")
        for doubt_item_data in _doubt:
            doubt_item = DoubtItem.from_dict(doubt_item_data)

            doubt.append(doubt_item)

        now = datetime.datetime.fromisoformat(d.pop("now"))

        over_pace = []
        _over_pace = d.pop("over_pace")
        for over_pace_item_data in _over_pace:
            over_pace_item = PaceItem.from_dict(over_pace_item_data)

            over_pace.append(over_pace_item)

        pace = []
        _pace = d.pop("pace")
        for pace_item_data in _pace:
            pace_item = LevelCount.from_dict(pace_item_data)

            pace.append(pace_item)

        path = []
        _path = d.pop("path")
        for path_item_data in _path:
            path_item = RegionRow.from_dict(path_item_data)

            path.append(path_item)

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

        region = RegionRow.from_dict(d.pop("region"))

        simulated = d.pop("simulated")

        year = d.pop("year")

        overview = cls(
            alerts=alerts,
            alerts_open=alerts_open,
            below_baseline=below_baseline,
            benchmark=benchmark,
            children=children,
            doubt=doubt,
            now=now,
            over_pace=over_pace,
            pace=pace,
            path=path,
            quota=quota,
            region=region,
            simulated=simulated,
            year=year,
        )

        return overview
