"""Fixtures with the real servers of the production shape, one a test process."""

from __future__ import annotations

import http.client
import os
import secrets
import urllib.parse
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import make_url

from cli.local_servers.influxdb import HOST, InfluxServer
from cli.local_servers.postgresql import PostgresServer, find_postgres
from cli.local_servers.server_process import find_program
from core.registry.database import open_registry


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


class PostgresDatabases:
    """Databases of tests at one server; those that nobody has dropped go with `close`."""

    def __init__(self, url: str) -> None:
        self._url = make_url(url)
        self._made: set[str] = set()

    def make(self, *, template: str = "template0") -> str:
        """Return the URL of a new database: empty, or a copy of another one."""
        name = f"nengheng_{secrets.token_hex(6)}"
        self._run("CREATE DATABASE {} TEMPLATE {}", name, template)
        self._made.add(name)
        return self._url.set(database=name).render_as_string(hide_password=False)

    def make_registry(self) -> str:
        """Return the URL of a new registry with its tables."""
        return self.make(template=self._template)

    def drop(self, url: str) -> None:
        """Remove a database, cutting off who uses it."""
        name = make_url(url).database or ""
        self._run("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)
        self._made.discard(name)

    def close(self) -> None:
        """Remove all that is left."""
        for name in list(self._made):
            self._run("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)

    @cached_property
    def _template(self) -> str:
        url = self.make()
        open_registry(url).close()
        return make_url(url).database or ""

    def _run(self, statement: str, *names: str) -> None:
        plain = self._url.set(drivername="postgresql").render_as_string(hide_password=False)
        with psycopg.connect(plain, autocommit=True) as connection:
            connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


CHINESE_ORDER = ("--locale=C.UTF-8", "--locale-provider=icu", "--icu-locale=zh-Hans-CN")
"""A cluster as operators have it: its texts are not in the order of their code points."""


@pytest.fixture(scope="session")
def postgres_databases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PostgresDatabases]:
    """Databases at ``NENGHENG_TEST_POSTGRES_URL``, by default at a server that lives for us."""
    given = os.environ.get("NENGHENG_TEST_POSTGRES_URL")
    if given:
        databases = PostgresDatabases(given)
        yield databases
        databases.close()
        return
    if find_postgres() is None:
        pytest.skip("PostgreSQL is not installed: apt-get install postgresql")
    directory = tmp_path_factory.mktemp("postgresql")
    with PostgresServer(directory, durable=False, locale=CHINESE_ORDER) as server:
        yield PostgresDatabases(server.url)


@pytest.fixture
def postgres_url(postgres_databases: PostgresDatabases) -> Iterator[str]:
    """URL of a new registry in PostgreSQL, dropped after the test."""
    url = postgres_databases.make_registry()
    yield url
    postgres_databases.drop(url)


REGISTRY_KINDS = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)]
"""Parameters of fixtures for tests that are to hold on both databases."""

PlaceRegistry = Callable[[Path, str], str | Path]
"""Returns where a new registry is to be opened, given a directory and the kind of database."""


@pytest.fixture(scope="session")
def default_registry_kind() -> str:
    """``sqlite``, or what ``NENGHENG_TEST_REGISTRY`` says: ``postgresql``."""
    return os.environ.get("NENGHENG_TEST_REGISTRY", "sqlite")


@pytest.fixture
def registry_kind(default_registry_kind: str) -> str:
    """The kind of database of this test's registries."""
    return default_registry_kind


@pytest.fixture(scope="session")
def place_registry(request: pytest.FixtureRequest) -> PlaceRegistry:
    """Return what makes places for registries."""

    def place(directory: Path, kind: str) -> str | Path:
        if kind == "sqlite":
            return directory / "registry.db"
        databases: PostgresDatabases = request.getfixturevalue("postgres_databases")
        return databases.make_registry()

    return place


@pytest.fixture(params=REGISTRY_KINDS)
def both_registry_kinds(request: pytest.FixtureRequest) -> str:
    """Each kind of database; a folder whose tests run on both calls it ``registry_kind``."""
    kind: str = request.param
    return kind
