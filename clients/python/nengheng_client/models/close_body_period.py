from typing import Literal

CloseBodyPeriod = Literal["month", "year"]

CLOSE_BODY_PERIOD_VALUES: set[CloseBodyPeriod] = {
    "month",
    "year",
}


def check_close_body_period(value: str) -> CloseBodyPeriod:
    if value in CLOSE_BODY_PERIOD_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {CLOSE_BODY_PERIOD_VALUES!r}"
    )
