from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar

from attrs import define as _attrs_define

from ..models.health_state import HealthState, check_health_state

if TYPE_CHECKING:
    from ..models.part_health import PartHealth


T = TypeVar("T", bound="Health")


@_attrs_define
class Health:
    """State of the process: the worst of its parts.

    Example:
        {'catalogue': '', 'now': '2026-01-01T00:00:00+08:00', 'parts': [{'detail': '', 'part': 'store', 'state': 'ok',
            'values': {}}], 'simulated': False, 'speed': 1.0, 'state': 'ok', 'version': '0.1.0'}

    Attributes:
        catalogue (str): Edition of the catalogue.
        now (datetime.datetime): The platform's present time.
        parts (list[PartHealth]): Each part.
        simulated (bool): True: the data come from a simulated fleet.
        speed (float): Platform seconds per real second [1].
        state (HealthState): Worst state of the parts.
        version (str): Version of the platform.
    """

    catalogue: str
    now: datetime.datetime
    parts: list[PartHealth]
    simulated: bool
    speed: float
    state: HealthState
    version: str

    def to_dict(self) -> dict[str, Any]:
        catalogue = self.catalogue

        now = self.now.isoformat()

        parts = []
        for parts_item_data in self.parts:
            parts_item = parts_item_data.to_dict()
            parts.append(parts_item)

        simulated = self.simulated

        speed = self.speed

        state: str = self.state

        version = self.version

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "catalogue": catalogue,
                "now": now,
                "parts": parts,
                "simulated": simulated,
                "speed": speed,
                "state": state,
                "version": version,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.part_health import PartHealth

        d = dict(src_dict)
        catalogue = d.pop("catalogue")

        now = datetime.datetime.fromisoformat(d.pop("now"))

        parts = []
        _parts = d.pop("parts")
        for parts_item_data in _parts:
            parts_item = PartHealth.from_dict(parts_item_data)

            parts.append(parts_item)

        simulated = d.pop("simulated")

        speed = d.pop("speed")

        state = check_health_state(d.pop("state"))

        version = d.pop("version")

        health = cls(
            catalogue=catalogue,
            now=now,
            parts=parts,
            simulated=simulated,
            speed=speed,
            state=state,
            version=version,
        )

        return health
