from typing import Literal

RestateBodyPeriod = Literal["month", "year"]

RESTATE_BODY_PERIOD_VALUES: set[RestateBodyPeriod] = {
    "month",
    "year",
}


def check_restate_body_period(value: str) -> RestateBodyPeriod:
    if value in RESTATE_BODY_PERIOD_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {RESTATE_BODY_PERIOD_VALUES!r}"
    )
