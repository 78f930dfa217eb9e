from typing import Literal

UserMadeDepartment = Literal["", "energy", "environment", "statistics", "water"]

USER_MADE_DEPARTMENT_VALUES: set[UserMadeDepartment] = {
    "",
    "energy",
    "environment",
    "statistics",
    "water",
}


def check_user_made_department(value: str) -> UserMadeDepartment:
    if value in USER_MADE_DEPARTMENT_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {USER_MADE_DEPARTMENT_VALUES!r}"
    )
