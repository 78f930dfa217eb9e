from typing import Literal

ExportBodyFormat = Literal["csv", "ndjson", "parquet", "xlsx"]

EXPORT_BODY_FORMAT_VALUES: set[ExportBodyFormat] = {
    "csv",
    "ndjson",
    "parquet",
    "xlsx",
}


def check_export_body_format(value: str) -> ExportBodyFormat:
    if value in EXPORT_BODY_FORMAT_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {EXPORT_BODY_FORMAT_VALUES!r}"
    )
