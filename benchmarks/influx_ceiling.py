"""What InfluxDB itself takes: the same lines, encoded beforehand, straight in."""

from __future__ import annotations

import http.client
from collections.abc import Iterable
from time import perf_counter

from benchmarks.mqtt_fill import Feed
from cli.local_servers.influxdb import HOST, InfluxServer
from core.store.influxdb_http import InfluxAddress
from core.store.influxdb_setup import create_bucket

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
