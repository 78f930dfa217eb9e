"""The benchmarked hot paths: a name, and the module whose ``measure(quick, folder)`` runs it."""

from __future__ import annotations

PATHS: dict[str, str] = {
    "store_duckdb": "benchmarks.store_duckdb",
    "ingest_influx": "benchmarks.ingest_influx",
    "outage": "benchmarks.outage",
    "collect_rss": "benchmarks.collect_rss",
    "ingest_duckdb": "benchmarks.ingest_duckdb",
    "embedded": "benchmarks.embedded",
    "page": "benchmarks.page",
    "province_day": "benchmarks.province_day",
    "province_influx": "benchmarks.province_influx",
    "province_year": "benchmarks.province_year",
}
