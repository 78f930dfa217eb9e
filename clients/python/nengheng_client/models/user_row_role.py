from typing import Literal

UserRowRole = Literal["delegate", "enterprise", "operator", "regulator", "test_team"]

USER_ROW_ROLE_VALUES: set[UserRowRole] = {
    "delegate",
    "enterprise",
    "operator",
    "regulator",
    "test_team",
}


def check_user_row_role(value: str) -> UserRowRole:
    if value in USER_ROW_ROLE_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {USER_ROW_ROLE_VALUES!r}"
    )
