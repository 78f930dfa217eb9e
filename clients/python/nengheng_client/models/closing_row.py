from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.difference_row import DifferenceRow


T = TypeVar("T", bound="ClosingRow")


@_attrs_define
class ClosingRow:
    """A version of a closed period; version 1 is the closing, later ones are restatements.

    Example:
        {'closed': '2026-02-03T09:00:00+08:00', 'closed_by': 'operator', 'differences': [{'after': 1.0, 'before': 1.0,
            'change': -1.5, 'coverage_after': 1.0, 'coverage_before': 1.0, 'indicator': 'coal_calorific_tce', 'subject':
            'region:150600', 'unit': 'tce'}], 'digest': '', 'period': 'year', 'reason': '', 'rows': 14, 'start':
            '2026-01-01T00:00:00+08:00', 'subject': 'region:150600', 'version': 1}

    Attributes:
        closed (datetime.datetime): When.
        closed_by (str): By whom.
        differences (list[DifferenceRow]): How the working figures differ from this version: to be restated.
        digest (str): BLAKE2b over the frozen rows and the version before.
        period (str): hour, day, month, quarter or year (Shanghai).
        reason (str): Why it was restated; empty for a closing.
        rows (int): Account and verdict rows frozen [1].
        start (datetime.datetime): Start of the period, ISO 8601 with +08:00.
        subject (str): Who it is about: `enterprise:CODE`, `region:CODE`, `sector:CODE`, `park:CODE` or
            `line:ENTERPRISE/CODE`.
        version (int): Number of the version [1].
    """

    closed: datetime.datetime
    closed_by: str
    differences: list[DifferenceRow]
    digest: str
    period: str
    reason: str
    rows: int
    start: datetime.datetime
    subject: str
    version: int

    def to_dict(self) -> dict[str, Any]:
        closed = self.closed.isoformat()

        closed_by = self.closed_by

        differences = []
        for differences_item_data in self.differences:
            differences_item = differences_item_data.to_dict()
            differences.append(differences_item)

        digest = self.digest

        period = self.period

        reason = self.reason

        rows = self.rows

        start = self.start.isoformat()

        subject = self.subject

        version = self.version

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "closed": closed,
                "closed_by": closed_by,
                "differences": differences,
                "digest": digest,
                "period": period,
                "reason": reason,
                "rows": rows,
                "start": start,
                "subject": subject,
                "version": version,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.difference_row import DifferenceRow

        d = dict(src_dict)
        closed = datetime.datetime.fromisoformat(d.pop("closed"))

        closed_by = d.pop("closed_by")

        differences = []
        _differences = d.pop("differences")
        for differences_item_data in _differences:
            differences_item = DifferenceRow.from_dict(differences_item_data)

            differences.append(differences_item)

        digest = d.pop("digest")

        period = d.pop("period")

        reason = d.pop("reason")

        rows = d.pop("rows")

        start = datetime.datetime.fromisoformat(d.pop("start"))

        subject = d.pop("subject")

        version = d.pop("version")

        closing_row = cls(
            closed=closed,
            closed_by=closed_by,
            differences=differences,
            digest=digest,
            period=period,
            reason=reason,
            rows=rows,
            start=start,
            subject=subject,
            version=version,
        )

        return closing_row
