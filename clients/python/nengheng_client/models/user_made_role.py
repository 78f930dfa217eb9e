from typing import Literal

UserMadeRole = Literal["delegate", "enterprise", "operator", "regulator", "test_team"]

USER_MADE_ROLE_VALUES: set[UserMadeRole] = {
    "delegate",
    "enterprise",
    "operator",
    "regulator",
    "test_team",
}


def check_user_made_role(value: str) -> UserMadeRole:
    if value in USER_MADE_ROLE_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {USER_MADE_ROLE_VALUES!r}"
    )
