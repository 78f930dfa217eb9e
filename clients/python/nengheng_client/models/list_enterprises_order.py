from typing import Literal

ListEnterprisesOrder = Literal["code", "worst"]

LIST_ENTERPRISES_ORDER_VALUES: set[ListEnterprisesOrder] = {
    "code",
    "worst",
}


def check_list_enterprises_order(value: str) -> ListEnterprisesOrder:
    if value in LIST_ENTERPRISES_ORDER_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {LIST_ENTERPRISES_ORDER_VALUES!r}"
    )
