from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.alert_row import AlertRow
    from ..models.benchmark_position import BenchmarkPosition
    from ..models.book_row import BookRow
    from ..models.enterprise_row import EnterpriseRow
    from ..models.finding_row import FindingRow
    from ..models.gateway_row import GatewayRow
    from ..models.point_row import PointRow
    from ..models.quota_position import QuotaPosition


T = TypeVar("T", bound="EnterpriseDetail")


@_attrs_define
class EnterpriseDetail:
    """All that the page of one enterprise shows.

    Example:
        {'alerts': [{'acknowledged': '2026-01-01T00:00:00+08:00', 'acknowledged_by': '', 'assignee': '', 'changed':
            '2026-01-01T00:00:00+08:00', 'detail': '', 'escalated': '2026-01-01T00:00:00+08:00', 'id': 17, 'level':
            'will_exceed', 'opened': '2026-01-01T00:00:00+08:00', 'reason': '按目前进度将于11月30日超出年度用能预算', 'reason_en': 'At this
            pace the quota ends on 30 Nov', 'resolved': '2026-01-01T00:00:00+08:00', 'rule': 'quota_pace', 'severity': 3,
            'subject': 'region:150600', 'subject_name': '', 'verdict_id': ''}], 'benchmarks': [{'baseline': 940,
            'benchmark': 805, 'benchmark_key': '', 'confidence': 'verified', 'coverage': 1.0, 'edition': '2023',
            'enterprise': '91150600MA0EXAMPL4', 'grade1': 1.0, 'grade2': 1.0, 'grade3': 1.0, 'level': 'will_exceed',
            'product': 'CAC2', 'product_name': '电石', 'provisional': False, 'reason': '按目前进度将于11月30日超出年度用能预算', 'reason_en':
            'At this pace the quota ends on 30 Nov', 'severity': 3, 'source': '', 'standard': 'GB 21343-2023', 'unit':
            'tce', 'value': 1.0, 'verdict_id': ''}], 'books': [{'as_of': None, 'decoded': 60000, 'delivery': 'end-to-end',
            'dropped': 1, 'duplicate': 4, 'enterprise': '91150600MA0EXAMPL4', 'gateway': 'GW1', 'pending': 2, 'quarantined':
            3, 'readings_dropped': 0, 'readings_quarantined': 10, 'readings_stored': 59990, 'received': 1200, 'stored':
            1190}], 'enterprise': {'alerts': 1, 'basis': 'calorific', 'benchmark': 'will_exceed', 'code':
            '91150600MA0EXAMPL4', 'coverage': 1.0, 'last_arrival': '2026-01-01T00:00:00+08:00', 'name': '模拟·鄂尔多斯电石一厂',
            'pace': 'will_exceed', 'projection': 1.0, 'quota': 1.0, 'region': '150622', 'region_name': '准格尔旗', 'sector':
            '2613', 'severity': 3, 'simulated': False, 'used': 1.0}, 'findings': [{'code': 'register_gap', 'end':
            '2026-01-01T00:00:00+08:00', 'evidence': {}, 'point': 'T1.EP', 'start': '2026-01-01T00:00:00+08:00', 'subject':
            'region:150600', 'text': '', 'text_en': ''}], 'gateways': [{'code': 'GW1', 'delivery': 'end-to-end',
            'enterprise': '91150600MA0EXAMPL4', 'last_arrival': '2026-01-01T00:00:00+08:00', 'name': ''}], 'points':
            [{'carrier': 'electricity', 'code': 'T1.EP', 'enterprise': '91150600MA0EXAMPL4', 'equipment': 'B1',
            'expected_s': 900, 'flow': 'purchased', 'formula': 'MAIN - SUB', 'gateway': '', 'in_service':
            '2026-01-01T00:00:00+08:00', 'kind': 'register', 'latest': {'quality': 0, 'time': '2026-01-01T00:00:00+08:00',
            'value': 1.0}, 'line': 'F1', 'meter_level': 2, 'name': '1号主变进线', 'parent': 'MAIN', 'product': '', 'unit':
            'tce'}], 'quotas': [{'basis': 'calorific', 'coverage': 0.98, 'exceed_on': '2026-01-01', 'holder':
            'region:150600', 'holders': 1, 'kind': 'energy', 'level': 'will_exceed', 'plan_to_date': 1.0, 'projection': 1.0,
            'projection_high': 1.0, 'projection_low': 1.0, 'quota': 80000, 'reason': '', 'reason_en': '', 'severity': 3,
            'unit': 'tce', 'used': 71000, 'verdict_id': '', 'year': 2026}]}

    Attributes:
        alerts (list[AlertRow]): Open alerts, worst first, then recent ones.
        benchmarks (list[BenchmarkPosition]): Where each product stands.
        books (list[BookRow]): Books, one a gateway.
        enterprise (EnterpriseRow): A supervised enterprise and where it stands. Example: {'alerts': 1, 'basis':
            'calorific', 'benchmark': 'will_exceed', 'code': '91150600MA0EXAMPL4', 'coverage': 1.0, 'last_arrival':
            '2026-01-01T00:00:00+08:00', 'name': '模拟·鄂尔多斯电石一厂', 'pace': 'will_exceed', 'projection': 1.0, 'quota': 1.0,
            'region': '150622', 'region_name': '准格尔旗', 'sector': '2613', 'severity': 3, 'simulated': False, 'used': 1.0}.
        findings (list[FindingRow]): Newest findings.
        gateways (list[GatewayRow]): Gateways.
        points (list[PointRow]): Points, each with its newest reading.
        quotas (list[QuotaPosition]): Where each quota of the year stands.
    """

    alerts: list[AlertRow]
    benchmarks: list[BenchmarkPosition]
    books: list[BookRow]
    enterprise: EnterpriseRow
    findings: list[FindingRow]
    gateways: list[GatewayRow]
    points: list[PointRow]
    quotas: list[QuotaPosition]

    def to_dict(self) -> dict[str, Any]:
        alerts = []
        for alerts_item_data in self.alerts:
            alerts_item = alerts_item_data.to_dict()
            alerts.append(alerts_item)

        benchmarks = []
        for benchmarks_item_data in self.benchmarks:
            benchmarks_item = benchmarks_item_data.to_dict()
            benchmarks.append(benchmarks_item)

        books = []
        for books_item_data in self.books:
            books_item = books_item_data.to_dict()
            books.append(books_item)

        enterprise = self.enterprise.to_dict()

        findings = []
        for findings_item_data in self.findings:
            findings_item = findings_item_data.to_dict()
            findings.append(findings_item)

        gateways = []
        for gateways_item_data in self.gateways:
            gateways_item = gateways_item_data.to_dict()
            gateways.append(gateways_item)

        points = []
        for points_item_data in self.points:
            points_item = points_item_data.to_dict()
            points.append(points_item)

        quotas = []
        for quotas_item_data in self.quotas:
            quotas_item = quotas_item_data.to_dict()
            quotas.append(quotas_item)

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "alerts": alerts,
                "benchmarks": benchmarks,
                "books": books,
                "enterprise": enterprise,
                "findings": findings,
                "gateways": gateways,
                "points": points,
                "quotas": quotas,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.alert_row import AlertRow
        from ..models.benchmark_position import BenchmarkPosition
        from ..models.book_row import BookRow
        from ..models.enterprise_row import EnterpriseRow
        from ..models.finding_row import FindingRow
        from ..models.gateway_row import GatewayRow
        from ..models.point_row import PointRow
        from ..models.quota_position import QuotaPosition

        d = dict(src_dict)
        alerts = []
        _alerts = d.pop("alerts")
        for alerts_item_data in _alerts:
            alerts_item = AlertRow.from_dict(alerts_item_data)

            alerts.append(alerts_item)

        benchmarks = []
        _benchmarks = d.pop("benchmarks")
        for benchmarks_item_data in _benchmarks:
            benchmarks_item = BenchmarkPosition.from_dict(benchmarks_item_data)

            benchmarks.append(benchmarks_item)

        books = []
        _books = d.pop("books")
        for books_item_data in _books:
            books_item = BookRow.from_dict(books_item_data)

            books.append(books_item)

        enterprise = EnterpriseRow.from_dict(d.pop("enterprise"))

        findings = []
        _findings = d.pop("findings")
        for findings_item_data in _findings:
            findings_item = FindingRow.from_dict(findings_item_data)

            findings.append(findings_item)

        gateways = []
        _gateways = d.pop("gateways")
        for gateways_item_data in _gateways:
            gateways_item = GatewayRow.from_dict(gateways_item_data)

            gateways.append(gateways_item)

        points = []
        _points = d.pop("points")
        for points_item_data in _points:
            points_item = PointRow.from_dict(points_item_data)

            points.append(points_item)

        quotas = []
        _quotas = d.pop("quotas")
        for quotas_item_data in _quotas:
            quotas_item = QuotaPosition.from_dict(quotas_item_data)

            quotas.append(quotas_item)

        enterprise_detail = cls(
            alerts=alerts,
            benchmarks=benchmarks,
            books=books,
            enterprise=enterprise,
            findings=findings,
            gateways=gateways,
            points=points,
            quotas=quotas,
        )

        return enterprise_detail
