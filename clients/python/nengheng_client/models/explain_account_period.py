from typing import Literal

ExplainAccountPeriod = Literal["day", "hour", "month", "year"]

EXPLAIN_ACCOUNT_PERIOD_VALUES: set[ExplainAccountPeriod] = {
    "day",
    "hour",
    "month",
    "year",
}


def check_explain_account_period(value: str) -> ExplainAccountPeriod:
    if value in EXPLAIN_ACCOUNT_PERIOD_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {EXPLAIN_ACCOUNT_PERIOD_VALUES!r}"
    )
