from typing import Literal

UserRowDepartment = Literal["", "energy", "environment", "statistics", "water"]

USER_ROW_DEPARTMENT_VALUES: set[UserRowDepartment] = {
    "",
    "energy",
    "environment",
    "statistics",
    "water",
}


def check_user_row_department(value: str) -> UserRowDepartment:
    if value in USER_ROW_DEPARTMENT_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {USER_ROW_DEPARTMENT_VALUES!r}"
    )
