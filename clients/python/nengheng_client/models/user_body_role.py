from typing import Literal

UserBodyRole = Literal["delegate", "enterprise", "operator", "regulator", "test_team"]

USER_BODY_ROLE_VALUES: set[UserBodyRole] = {
    "delegate",
    "enterprise",
    "operator",
    "regulator",
    "test_team",
}


def check_user_body_role(value: str) -> UserBodyRole:
    if value in USER_BODY_ROLE_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {USER_BODY_ROLE_VALUES!r}"
    )
