from typing import Literal

UserDutiesDepartment = Literal["", "energy", "environment", "statistics", "water"]

USER_DUTIES_DEPARTMENT_VALUES: set[UserDutiesDepartment] = {
    "",
    "energy",
    "environment",
    "statistics",
    "water",
}


def check_user_duties_department(value: str) -> UserDutiesDepartment:
    if value in USER_DUTIES_DEPARTMENT_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {USER_DUTIES_DEPARTMENT_VALUES!r}"
    )
