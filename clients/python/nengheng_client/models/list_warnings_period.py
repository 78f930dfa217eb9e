from typing import Literal

ListWarningsPeriod = Literal["month", "quarter"]

LIST_WARNINGS_PERIOD_VALUES: set[ListWarningsPeriod] = {
    "month",
    "quarter",
}


def check_list_warnings_period(value: str) -> ListWarningsPeriod:
    if value in LIST_WARNINGS_PERIOD_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {LIST_WARNINGS_PERIOD_VALUES!r}"
    )
