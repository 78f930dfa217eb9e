from typing import Literal

QuarantinedReadingState = Literal["dropped", "open", "replayed"]

QUARANTINED_READING_STATE_VALUES: set[QuarantinedReadingState] = {
    "dropped",
    "open",
    "replayed",
}


def check_quarantined_reading_state(value: str) -> QuarantinedReadingState:
    if value in QUARANTINED_READING_STATE_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {QUARANTINED_READING_STATE_VALUES!r}"
    )
