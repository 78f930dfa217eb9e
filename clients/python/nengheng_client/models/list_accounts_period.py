from typing import Literal

ListAccountsPeriod = Literal["day", "hour", "month", "year"]

LIST_ACCOUNTS_PERIOD_VALUES: set[ListAccountsPeriod] = {
    "day",
    "hour",
    "month",
    "year",
}


def check_list_accounts_period(value: str) -> ListAccountsPeriod:
    if value in LIST_ACCOUNTS_PERIOD_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {LIST_ACCOUNTS_PERIOD_VALUES!r}"
    )
