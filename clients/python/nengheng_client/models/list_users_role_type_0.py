from typing import Literal

ListUsersRoleType0 = Literal[
    "delegate", "enterprise", "operator", "regulator", "test_team"
]

LIST_USERS_ROLE_TYPE_0_VALUES: set[ListUsersRoleType0] = {
    "delegate",
    "enterprise",
    "operator",
    "regulator",
    "test_team",
}


def check_list_users_role_type_0(value: str) -> ListUsersRoleType0:
    if value in LIST_USERS_ROLE_TYPE_0_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {LIST_USERS_ROLE_TYPE_0_VALUES!r}"
    )
