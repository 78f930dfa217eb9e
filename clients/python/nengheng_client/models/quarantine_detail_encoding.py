from typing import Literal

QuarantineDetailEncoding = Literal["base64", "utf-8"]

QUARANTINE_DETAIL_ENCODING_VALUES: set[QuarantineDetailEncoding] = {
    "base64",
    "utf-8",
}


def check_quarantine_detail_encoding(value: str) -> QuarantineDetailEncoding:
    if value in QUARANTINE_DETAIL_ENCODING_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {QUARANTINE_DETAIL_ENCODING_VALUES!r}"
    )
