"""What InfluxDB itself takes: the same lines, encoded beforehand, straight in."""

from __future__ import annotations

import http.client
import json
from collections.abc import Iterable
from time import perf_counter

from benchmarks.mqtt_fill import Feed
from cli.local_servers.influxdb import HOST, InfluxServer
from core.store.influxdb_http import InfluxAddress, InfluxHTTP
from core.store.influxdb_setup import create_bucket
from core.store.influxdb_statements import READINGS, count_all

LINES_A_REQUEST = 10_000


def make_address(server: InfluxServer, bucket: str) -> InfluxAddress:
    """Return the address of a new bucket at `server`."""
    address = InfluxAddress(server.url, server.token, server.org, bucket)
    create_bucket(address)
    return address


def encode_feed(feed: Feed) -> list[bytes]:
    """Return a feed's readings as the store would write them, in requests."""
    requests: list[bytes] = []
    lines: list[str] = []
    for minute in range(feed.minutes):
        for enterprise, gateway in feed.gateways:
            sent, rows = feed.rows(gateway, minute)
            lines += [
                f"reading,enterprise={enterprise},point={point} "
                f"v={value:g},q=0i,s={sent}i,n={minute + 1}i {t}\n"
                for point, t, value in rows
            ]
            if len(lines) >= LINES_A_REQUEST:
                requests.append("".join(lines).encode())
                lines = []
    return [*requests, "".join(lines).encode()] if lines else requests


def write_raw(address: InfluxAddress, port: int, requests: Iterable[bytes]) -> float:
    """Post requests one after another to the loopback `port` [1]; return how long it took [s]."""
    path = f"/api/v2/write?org={address.org}&bucket={address.bucket}&precision=ms"
    headers = {"Authorization": f"Token {address.token}"}
    connection = http.client.HTTPConnection(HOST, port)
    begin = perf_counter()
    for body in requests:
        connection.request("POST", path, body, headers)
        answer = connection.getresponse()
        answer.read()
        if answer.status != http.client.NO_CONTENT:
            raise RuntimeError(f"InfluxDB answered {answer.status}")
    seconds = perf_counter() - begin
    connection.close()
    return seconds


def measure_ceiling(server: InfluxServer, feed: Feed) -> float:
    """Return readings/s of a feed written straight into a bucket of its own."""
    address = make_address(server, "ceiling")
    return feed.messages * feed.points / write_raw(address, server.port, encode_feed(feed))


def count_readings(address: InfluxAddress) -> int:
    """Return how many readings stand in a bucket [1]."""
    http_client = InfluxHTTP(address)
    result = http_client.run(count_all(READINGS, "v"))
    http_client.close()
    return sum(int(series["values"][0][1]) for series in result.get("series", ()))


def count_written(server: InfluxServer) -> int:
    """Return how many lines InfluxDB has been sent since its start [1]; cheap for it."""
    connection = http.client.HTTPConnection(HOST, server.raw_port)
    connection.request("GET", "/query?q=SHOW+STATS+FOR+%27write%27")
    (result,) = json.loads(connection.getresponse().read())["results"]
    connection.close()
    (series,) = result["series"]
    return int(dict(zip(series["columns"], series["values"][0], strict=True))["pointReq"])
