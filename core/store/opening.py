"""Which store the settings choose: InfluxDB where `influx_url` is set, else DuckDB in one file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from core.settings import Settings
from core.store.protocol import TimeSeriesStore

if TYPE_CHECKING:
    from core.store.influxdb_http import InfluxAddress


def duckdb_path(directory: Path) -> Path:
    """Return where the embedded store of a data directory stands."""
    return directory / "readings.duckdb"


def influx_address(settings: Settings) -> InfluxAddress:
    """Return where the settings say the bucket is."""
    from core.store.influxdb_http import InfluxAddress

    return InfluxAddress(
        settings.influx_url,
        settings.influx_token,
        settings.influx_org,
        settings.influx_bucket,
        timeout_s=settings.influx_timeout_s,
        gzip=settings.influx_gzip,
    )


def open_store(settings: Settings) -> TimeSeriesStore:
    """Open the store that `settings` choose.

    Raises
    ------
    StoreBusyError
        Another process has the embedded store.
    StoreError
        The embedded store's file cannot be used. (InfluxDB is not asked before it is used.)
    """
    if settings.influx_url:
        from core.store.influxdb import InfluxDBStore

        return InfluxDBStore(influx_address(settings))
    from core.store.duckdb import DuckDBStore

    return DuckDBStore(duckdb_path(settings.data_dir), memory_bytes=settings.store_memory_bytes)
