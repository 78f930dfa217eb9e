"""Lists in other shapes than JSON: CSV, NDJSON, Parquet and XLSX, whole and in bounded memory."""

from api.listing.route import ListRoute, in_columns

__all__ = ["ListRoute", "in_columns"]
