from typing import Literal

UserBodyDepartment = Literal["", "energy", "environment", "statistics", "water"]

USER_BODY_DEPARTMENT_VALUES: set[UserBodyDepartment] = {
    "",
    "energy",
    "environment",
    "statistics",
    "water",
}


def check_user_body_department(value: str) -> UserBodyDepartment:
    if value in USER_BODY_DEPARTMENT_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {USER_BODY_DEPARTMENT_VALUES!r}"
    )
