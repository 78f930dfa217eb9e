"""Making and removing a bucket, on InfluxDB 1 and 2."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from influxdb_client.client.influxdb_client import InfluxDBClient
from influxdb_client.domain.bucket import Bucket
from influxdb_client.domain.dbrp_create import DBRPCreate
from influxdb_client.rest import ApiException
from influxdb_client.service.dbr_ps_service import DBRPsService
from urllib3.exceptions import HTTPError

from core.errors import StoreError
from core.store.influxdb_http import Client, InfluxAddress, InfluxHTTP, close_client

T = TypeVar("T")

RETENTION_POLICY = "autogen"


def create_bucket(address: InfluxAddress) -> list[str]:
    """Make the bucket, kept for ever, and let InfluxQL know it; return what was done, in words.

    Doing it twice is harmless: what stands is left as it is.

    Raises
    ------
    StoreError
        InfluxDB is away, or refuses us.
    """
    http = InfluxHTTP(address)
    try:
        version = http.ping()
        if _is_first(version):
            stands = address.bucket in _databases(http)
            http.run(f'CREATE DATABASE "{address.bucket}" WITH DURATION INF')
            done = "stands already" if stands else "made, kept for ever"
            return [f"InfluxDB {version} at {address.url}", f"database {address.bucket}: {done}"]
    finally:
        http.close()
    return [f"InfluxDB {version} at {address.url}", *_create_second(address)]


def drop_bucket(address: InfluxAddress) -> None:
    """Remove the bucket with all that is in it.

    Raises
    ------
    StoreError
        InfluxDB is away, or refuses us.
    """
    http = InfluxHTTP(address)
    try:
        if _is_first(http.ping()):
            http.run(f'DROP DATABASE "{address.bucket}"')
            return
    finally:
        http.close()
    with _client(address) as client:
        buckets = client.buckets_api()
        bucket = _tell(address, lambda: buckets.find_bucket_by_name(address.bucket))
        if bucket is not None:
            _tell(address, lambda: buckets.delete_bucket(bucket))


def _is_first(version: str) -> bool:
    return version.removeprefix("v").startswith("1.")


def _databases(http: InfluxHTTP) -> set[str]:
    result = http.run("SHOW DATABASES")
    return {row[0] for series in result.get("series", ()) for row in series.get("values", ())}


@contextmanager
def _client(address: InfluxAddress) -> Iterator[Client]:
    timeout_ms = int(address.timeout_s * 1000)
    client = InfluxDBClient(address.url, address.token, org=address.org, timeout=timeout_ms)
    try:
        yield client
    finally:
        close_client(client)


def _create_second(address: InfluxAddress) -> list[str]:
    with _client(address) as client:
        buckets = client.buckets_api()
        bucket = _tell(address, lambda: buckets.find_bucket_by_name(address.bucket))
        words = "stands already"
        if bucket is None:
            bucket = _tell(
                address, lambda: buckets.create_bucket(bucket_name=address.bucket, org=address.org)
            )
            words = "made, kept for ever"
        mapped = _map_database(address, client, bucket)
    return [f"bucket {address.bucket} of {address.org}: {words}", f"InfluxQL: {mapped}"]


def _map_database(address: InfluxAddress, client: Client, bucket: Bucket) -> str:
    """Map the database of the bucket's name to it; InfluxDB itself may do so too."""
    make_service: Any = DBRPsService
    service = make_service(client.api_client)
    mapping: Any = DBRPCreate
    found = _tell(address, lambda: service.get_dbr_ps(org_id=bucket.org_id, bucket_id=bucket.id))
    if any(row.database == address.bucket and row.default for row in found.content or ()):
        return f"database {address.bucket} stands for it already"
    _tell(
        address,
        lambda: service.post_dbrp(
            mapping(
                org_id=bucket.org_id,
                bucket_id=bucket.id,
                database=address.bucket,
                retention_policy=RETENTION_POLICY,
                default=True,
            )
        ),
    )
    return f"database {address.bucket} now stands for it"


def _tell(address: InfluxAddress, work: Callable[[], T]) -> T:
    """Do `work`; its errors come out as the store's."""
    try:
        return work()
    except (ApiException, HTTPError, OSError) as error:
        status = getattr(error, "status", None)
        words = str(getattr(error, "body", "") or error).strip()
        fix = "see that InfluxDB runs and NENGHENG_INFLUX_URL is its address"
        if status in (401, 403):
            fix = "give NENGHENG_INFLUX_TOKEN a token that may make buckets (an operator's)"
        elif status:
            fix = "see that NENGHENG_INFLUX_ORG exists and may hold another bucket"
        raise StoreError(f"InfluxDB {address}: {status or ''} {words}. To mend: {fix}") from error
