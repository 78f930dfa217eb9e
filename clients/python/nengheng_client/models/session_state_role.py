from typing import Literal

SessionStateRole = Literal[
    "delegate", "enterprise", "operator", "regulator", "test_team"
]

SESSION_STATE_ROLE_VALUES: set[SessionStateRole] = {
    "delegate",
    "enterprise",
    "operator",
    "regulator",
    "test_team",
}


def check_session_state_role(value: str) -> SessionStateRole:
    if value in SESSION_STATE_ROLE_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {SESSION_STATE_ROLE_VALUES!r}"
    )
