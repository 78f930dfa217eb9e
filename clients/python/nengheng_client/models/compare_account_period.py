from typing import Literal

CompareAccountPeriod = Literal["month", "quarter", "year"]

COMPARE_ACCOUNT_PERIOD_VALUES: set[CompareAccountPeriod] = {
    "month",
    "quarter",
    "year",
}


def check_compare_account_period(value: str) -> CompareAccountPeriod:
    if value in COMPARE_ACCOUNT_PERIOD_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {COMPARE_ACCOUNT_PERIOD_VALUES!r}"
    )
