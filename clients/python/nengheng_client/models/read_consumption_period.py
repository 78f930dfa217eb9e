from typing import Literal

ReadConsumptionPeriod = Literal["day", "hour", "month", "year"]

READ_CONSUMPTION_PERIOD_VALUES: set[ReadConsumptionPeriod] = {
    "day",
    "hour",
    "month",
    "year",
}


def check_read_consumption_period(value: str) -> ReadConsumptionPeriod:
    if value in READ_CONSUMPTION_PERIOD_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {READ_CONSUMPTION_PERIOD_VALUES!r}"
    )
