from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar

from attrs import define as _attrs_define

from ..models.quarantine_outcome_outcome import (
    QuarantineOutcomeOutcome,
    check_quarantine_outcome_outcome,
)

T = TypeVar("T", bound="QuarantineOutcome")


@_attrs_define
class QuarantineOutcome:
    """What became of one message.

    Example:
        {'detail': '', 'id': 42, 'outcome': 'replayed', 'readings': 50}

    Attributes:
        detail (str): Why it still lies there.
        id (int): Number in the quarantine [1].
        outcome (QuarantineOutcomeOutcome): `open`: something of it still lies there.
        readings (int): Readings that have left [1].
    """

    detail: str
    id: int
    outcome: QuarantineOutcomeOutcome
    readings: int

    def to_dict(self) -> dict[str, Any]:
        detail = self.detail

        id = self.id

        outcome: str = self.outcome

        readings = self.readings

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "detail": detail,
                "id": id,
                "outcome": outcome,
                "readings": readings,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        detail = d.pop("detail")

        id = d.pop("id")

        outcome = check_quarantine_outcome_outcome(d.pop("outcome"))

        readings = d.pop("readings")

        quarantine_outcome = cls(
            detail=detail,
            id=id,
            outcome=outcome,
            readings=readings,
        )

        return quarantine_outcome
