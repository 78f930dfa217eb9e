from typing import Literal

QuarantineRowState = Literal["dropped", "open", "replayed"]

QUARANTINE_ROW_STATE_VALUES: set[QuarantineRowState] = {
    "dropped",
    "open",
    "replayed",
}


def check_quarantine_row_state(value: str) -> QuarantineRowState:
    if value in QUARANTINE_ROW_STATE_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {QUARANTINE_ROW_STATE_VALUES!r}"
    )
