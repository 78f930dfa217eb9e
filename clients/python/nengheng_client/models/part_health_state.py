from typing import Literal

PartHealthState = Literal["absent", "degraded", "down", "ok"]

PART_HEALTH_STATE_VALUES: set[PartHealthState] = {
    "absent",
    "degraded",
    "down",
    "ok",
}


def check_part_health_state(value: str) -> PartHealthState:
    if value in PART_HEALTH_STATE_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {PART_HEALTH_STATE_VALUES!r}"
    )
