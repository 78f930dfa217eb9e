from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="BookRow")


@_attrs_define
class BookRow:
    """The book of one gateway; empty enterprise and gateway: what cannot be attributed.

    In messages ``received = stored + duplicate + quarantined + dropped + pending``; in readings
    ``decoded = readings_stored + readings_quarantined + readings_dropped``.

        Example:
            {'as_of': None, 'decoded': 60000, 'delivery': 'end-to-end', 'dropped': 1, 'duplicate': 4, 'enterprise':
                '91150600MA0EXAMPL4', 'gateway': 'GW1', 'pending': 2, 'quarantined': 3, 'readings_dropped': 0,
                'readings_quarantined': 10, 'readings_stored': 59990, 'received': 1200, 'stored': 1190}

        Attributes:
            decoded (int): Readings decoded [1].
            delivery (str): Where the promise starts: `end-to-end` or `broker`.
            dropped (int): Messages dropped on purpose [1].
            duplicate (int): Messages seen before [1].
            enterprise (str): Enterprise's code.
            gateway (str): Gateway's code.
            pending (int | None): Messages behind the drain, counted [1]; null where the collector is away.
            quarantined (int): Messages in quarantine [1].
            readings_dropped (int): Readings dropped on purpose [1].
            readings_quarantined (int): Readings in quarantine [1].
            readings_stored (int): Readings stored [1].
            received (int): Messages committed to the journal [1].
            stored (int): Messages with a good reading, stored [1].
            as_of (datetime.datetime | None | Unset): As last reported at this time, its collector being away; null: as it
                stands.
    """

    decoded: int
    delivery: str
    dropped: int
    duplicate: int
    enterprise: str
    gateway: str
    pending: int | None
    quarantined: int
    readings_dropped: int
    readings_quarantined: int
    readings_stored: int
    received: int
    stored: int
    as_of: datetime.datetime | None | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        decoded = self.decoded

        delivery = self.delivery

        dropped = self.dropped

        duplicate = self.duplicate

        enterprise = self.enterprise

        gateway = self.gateway

        pending: int | None
        pending = self.pending

        quarantined = self.quarantined

        readings_dropped = self.readings_dropped

        readings_quarantined = self.readings_quarantined

        readings_stored = self.readings_stored

        received = self.received

        stored = self.stored

        as_of: None | str | Unset
        if isinstance(self.as_of, Unset):
            as_of = UNSET
        elif isinstance(self.as_of, datetime.datetime):
            as_of = self.as_of.isoformat()
        else:
            as_of = self.as_of

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "decoded": decoded,
                "delivery": delivery,
                "dropped": dropped,
                "duplicate": duplicate,
                "enterprise": enterprise,
                "gateway": gateway,
                "pending": pending,
                "quarantined": quarantined,
                "readings_dropped": readings_dropped,
                "readings_quarantined": readings_quarantined,
                "readings_stored": readings_stored,
                "received": received,
                "stored": stored,
            }
        )
        if as_of is not UNSET:
            field_dict["as_of"] = as_of

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        decoded = d.pop("decoded")

        delivery = d.pop("delivery")

        dropped = d.pop("dropped")

        duplicate = d.pop("duplicate")

        enterprise = d.pop("enterprise")

        gateway = d.pop("gateway")

        def _parse_pending(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        pending = _parse_pending(d.pop("pending"))

        quarantined = d.pop("quarantined")

        readings_dropped = d.pop("readings_dropped")

        readings_quarantined = d.pop("readings_quarantined")

        readings_stored = d.pop("readings_stored")

        received = d.pop("received")

        stored = d.pop("stored")

        def _parse_as_of(data: object) -> datetime.datetime | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                as_of_type_0 = datetime.datetime.fromisoformat(data)

                return as_of_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None | Unset, data)

        as_of = _parse_as_of(d.pop("as_of", UNSET))

        book_row = cls(
            decoded=decoded,
            delivery=delivery,
            dropped=dropped,
            duplicate=duplicate,
            enterprise=enterprise,
            gateway=gateway,
            pending=pending,
            quarantined=quarantined,
            readings_dropped=readings_dropped,
            readings_quarantined=readings_quarantined,
            readings_stored=readings_stored,
            received=received,
            stored=stored,
            as_of=as_of,
        )

        return book_row
