from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.finding_row_evidence import FindingRowEvidence


T = TypeVar("T", bound="FindingRow")


@_attrs_define
class FindingRow:
    """A data-quality observation over a period.

    Example:
        {'code': 'register_gap', 'end': '2026-01-01T00:00:00+08:00', 'evidence': {}, 'point': 'T1.EP', 'start':
            '2026-01-01T00:00:00+08:00', 'subject': 'region:150600', 'text': '', 'text_en': ''}

    Attributes:
        code (str): What was found.
        end (datetime.datetime): End of what was found, exclusive.
        evidence (FindingRowEvidence): The values it rests on.
        point (str): Code of the point within its enterprise.
        start (datetime.datetime): Start of the period, ISO 8601 with +08:00.
        subject (str): Who it is about: `enterprise:CODE`, `region:CODE`, `sector:CODE`, `park:CODE` or
            `line:ENTERPRISE/CODE`.
        text (str): What was found, in Chinese.
        text_en (str): What was found, in English.
    """

    code: str
    end: datetime.datetime
    evidence: FindingRowEvidence
    point: str
    start: datetime.datetime
    subject: str
    text: str
    text_en: str

    def to_dict(self) -> dict[str, Any]:
        code = self.code

        end = self.end.isoformat()

        evidence = self.evidence.to_dict()

        point = self.point

        start = self.start.isoformat()

        subject = self.subject

        text = self.text

        text_en = self.text_en

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "code": code,
                "end": end,
                "evidence": evidence,
                "point": point,
                "start": start,
                "subject": subject,
                "text": text,
                "text_en": text_en,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.finding_row_evidence import FindingRowEvidence

        d = dict(src_dict)
        code = d.pop("code")

        end = datetime.datetime.fromisoformat(d.pop("end"))

        evidence = FindingRowEvidence.from_dict(d.pop("evidence"))

        point = d.pop("point")

        start = datetime.datetime.fromisoformat(d.pop("start"))

        subject = d.pop("subject")

        text = d.pop("text")

        text_en = d.pop("text_en")

        finding_row = cls(
            code=code,
            end=end,
            evidence=evidence,
            point=point,
            start=start,
            subject=subject,
            text=text,
            text_en=text_en,
        )

        return finding_row
