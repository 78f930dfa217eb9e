from typing import Literal

ListQuarantineStateType0 = Literal["dropped", "open", "replayed"]

LIST_QUARANTINE_STATE_TYPE_0_VALUES: set[ListQuarantineStateType0] = {
    "dropped",
    "open",
    "replayed",
}


def check_list_quarantine_state_type_0(value: str) -> ListQuarantineStateType0:
    if value in LIST_QUARANTINE_STATE_TYPE_0_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {LIST_QUARANTINE_STATE_TYPE_0_VALUES!r}"
    )
