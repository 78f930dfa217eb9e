from typing import Literal

ExportRegistryKind = Literal["csv", "xlsx"]

EXPORT_REGISTRY_KIND_VALUES: set[ExportRegistryKind] = {
    "csv",
    "xlsx",
}


def check_export_registry_kind(value: str) -> ExportRegistryKind:
    if value in EXPORT_REGISTRY_KIND_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {EXPORT_REGISTRY_KIND_VALUES!r}"
    )
