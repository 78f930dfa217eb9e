from typing import Literal

Via = Literal["api", "cli", "import", "platform"]

VIA_VALUES: set[Via] = {
    "api",
    "cli",
    "import",
    "platform",
}


def check_via(value: str) -> Via:
    if value in VIA_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {VIA_VALUES!r}")
