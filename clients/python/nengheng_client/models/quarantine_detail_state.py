from typing import Literal

QuarantineDetailState = Literal["dropped", "open", "replayed"]

QUARANTINE_DETAIL_STATE_VALUES: set[QuarantineDetailState] = {
    "dropped",
    "open",
    "replayed",
}


def check_quarantine_detail_state(value: str) -> QuarantineDetailState:
    if value in QUARANTINE_DETAIL_STATE_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {QUARANTINE_DETAIL_STATE_VALUES!r}"
    )
