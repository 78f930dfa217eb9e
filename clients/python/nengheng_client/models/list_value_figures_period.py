from typing import Literal

ListValueFiguresPeriod = Literal["month", "quarter", "year"]

LIST_VALUE_FIGURES_PERIOD_VALUES: set[ListValueFiguresPeriod] = {
    "month",
    "quarter",
    "year",
}


def check_list_value_figures_period(value: str) -> ListValueFiguresPeriod:
    if value in LIST_VALUE_FIGURES_PERIOD_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {LIST_VALUE_FIGURES_PERIOD_VALUES!r}"
    )
