from typing import Literal

UserDutiesRole = Literal["delegate", "enterprise", "operator", "regulator", "test_team"]

USER_DUTIES_ROLE_VALUES: set[UserDutiesRole] = {
    "delegate",
    "enterprise",
    "operator",
    "regulator",
    "test_team",
}


def check_user_duties_role(value: str) -> UserDutiesRole:
    if value in USER_DUTIES_ROLE_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {USER_DUTIES_ROLE_VALUES!r}"
    )
