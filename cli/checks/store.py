"""Whether the time-series store answers, and lets us in."""

from __future__ import annotations

import httpx

from cli.checks.step import Steps
from core.clock import monotonic_s
from core.settings import Settings
from core.store.influxdb import InfluxDBStore
from core.store.influxdb_http import InfluxHTTP
from core.store.opening import influx_address

AWAY_FIX = "start InfluxDB, or mend NENGHENG_INFLUX_URL"
SLOW_S = 1.0


def check_store(settings: Settings) -> Steps:
    """Ask for the server, the bucket, and the right to write it; nothing is left there."""
    steps = Steps("store")
    if not settings.influx_url:
        steps.fail(
            "address",
            "NENGHENG_INFLUX_URL is not set: the store is DuckDB, which one process holds",
            "name an InfluxDB; `nengheng up` needs none",
        )
        return steps
    address = influx_address(settings)
    http = InfluxHTTP(address)
    try:
        began_s = monotonic_s()
        version = steps.take("server", http.ping, AWAY_FIX)
        took_s = monotonic_s() - began_s
    finally:
        http.close()
    if version is None:
        return steps
    text = f"InfluxDB {version or 'of unknown version'} at {address.url}, {took_s * 1000:.0f} ms"
    steps.note("server", f"{text}: slow") if took_s > SLOW_S else steps.ok("server", text)
    with InfluxDBStore(address) as store:
        if steps.take("reading", lambda: _read(store)) is None:
            return steps
    steps.ok("reading", f"{address} may be read")
    _check_writing(steps, settings)
    return steps


def _read(store: InfluxDBStore) -> bool:
    store.check()
    return True


def _check_writing(steps: Steps, settings: Settings) -> None:
    """Write nothing: what is refused is the token, not the lines."""
    try:
        answer = httpx.post(
            f"{settings.influx_url.rstrip('/')}/api/v2/write",
            params={
                "org": settings.influx_org,
                "bucket": settings.influx_bucket,
                "precision": "ms",
            },
            headers={"Authorization": f"Token {settings.influx_token}"},
            content=b"\n",
            timeout=settings.influx_timeout_s,
        )
    except httpx.HTTPError as error:
        steps.fail("writing", f"{type(error).__name__}: {error}", AWAY_FIX)
        return
    if answer.status_code in (401, 403):
        steps.fail(
            "writing",
            f"the token may not write the bucket {settings.influx_bucket} ({answer.status_code})",
            "give a token that may read and write it",
        )
    elif answer.status_code == 404 or answer.status_code >= 500:
        steps.fail(
            "writing", f"{answer.status_code} {answer.text[:200]}", "run `nengheng store init`"
        )
    else:
        steps.ok("writing", f"bucket {settings.influx_bucket} may be written")
