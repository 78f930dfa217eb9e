"""Fixtures with the real servers of the production shape, one a test process."""

from __future__ import annotations

import http.client
import secrets
import urllib.parse
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from cli.local_servers.influxdb import HOST, InfluxServer
from cli.local_servers.server_process import find_program


@dataclass(frozen=True)
class InfluxPlace:
    """A bucket of its own at a server, and what a client must say."""

    url: str
    token: str
    org: str
    bucket: str
    raw_port: int

    @property
    def settings(self) -> dict[str, str]:
        """Arguments for `Settings` and `read_settings`."""
        return {
            "influx_url": self.url,
            "influx_token": self.token,
            "influx_org": self.org,
            "influx_bucket": self.bucket,
        }

    @property
    def environment(self) -> dict[str, str]:
        """Variables for a process of its own."""
        return {f"NENGHENG_{name.upper()}": value for name, value in self.settings.items()}

    def run(self, statement: str) -> str:
        """Run an InfluxQL statement at InfluxDB itself; return its JSON."""
        connection = http.client.HTTPConnection(HOST, self.raw_port, timeout=60)
        query = urllib.parse.urlencode({"db": self.bucket, "epoch": "ms", "q": statement})
        connection.request("POST", f"/query?{query}")
        answer = connection.getresponse().read().decode()
        connection.close()
        assert '"error"' not in answer, answer
        return answer


@pytest.fixture(scope="session")
def influx_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[InfluxServer]:
    """InfluxDB with its v2 face; tests that stop or kill it start one of their own."""
    for program, package in (("influxd", "influxdb"), ("nginx", "nginx-light")):
        if find_program(program) is None:
            pytest.skip(f"{program} is not installed: apt-get install {package}")
    with InfluxServer(tmp_path_factory.mktemp("influxdb")) as server:
        yield server


def make_place(server: InfluxServer) -> InfluxPlace:
    """Return a new, empty bucket at `server`."""
    bucket = f"t{secrets.token_hex(6)}"
    place = InfluxPlace(server.url, server.token, server.org, bucket, server.raw_port)
    place.run(f'CREATE DATABASE "{bucket}"')
    return place


@pytest.fixture
def influx_place(influx_server: InfluxServer) -> Iterator[InfluxPlace]:
    """A new, empty bucket, dropped after the test."""
    place = make_place(influx_server)
    yield place
    place.run(f'DROP DATABASE "{place.bucket}"')
