from typing import Literal

ReadRegionAccountBasis = Literal["calorific", "primary"]

READ_REGION_ACCOUNT_BASIS_VALUES: set[ReadRegionAccountBasis] = {
    "calorific",
    "primary",
}


def check_read_region_account_basis(value: str) -> ReadRegionAccountBasis:
    if value in READ_REGION_ACCOUNT_BASIS_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {READ_REGION_ACCOUNT_BASIS_VALUES!r}"
    )
