from typing import Literal

JobRowKind = Literal["export", "import", "recompute", "replay"]

JOB_ROW_KIND_VALUES: set[JobRowKind] = {
    "export",
    "import",
    "recompute",
    "replay",
}


def check_job_row_kind(value: str) -> JobRowKind:
    if value in JOB_ROW_KIND_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {JOB_ROW_KIND_VALUES!r}"
    )
