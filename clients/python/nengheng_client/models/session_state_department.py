from typing import Literal

SessionStateDepartment = Literal["", "energy", "environment", "statistics", "water"]

SESSION_STATE_DEPARTMENT_VALUES: set[SessionStateDepartment] = {
    "",
    "energy",
    "environment",
    "statistics",
    "water",
}


def check_session_state_department(value: str) -> SessionStateDepartment:
    if value in SESSION_STATE_DEPARTMENT_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {SESSION_STATE_DEPARTMENT_VALUES!r}"
    )
