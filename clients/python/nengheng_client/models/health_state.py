from typing import Literal

HealthState = Literal["absent", "degraded", "down", "ok"]

HEALTH_STATE_VALUES: set[HealthState] = {
    "absent",
    "degraded",
    "down",
    "ok",
}


def check_health_state(value: str) -> HealthState:
    if value in HEALTH_STATE_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {HEALTH_STATE_VALUES!r}"
    )
