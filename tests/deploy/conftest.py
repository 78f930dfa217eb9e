"""A broker in production shape, and `nengheng gateway` working on it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from mqtt_client import TestClient
from typer.testing import CliRunner

from cli.broker import find_mosquitto
from cli.local_servers.mosquitto import MosquittoServer
from cli.main import app
from core.registry.database import open_registry
from core.registry.models import Enterprise, Region

E1 = "91150622MA0AAAAA17"
E2 = "91150622MA0BBBBB28"


class Installation:
    """A broker, a registry of two enterprises, and the command line on both."""

    def __init__(self, directory: Path, broker: MosquittoServer) -> None:
        self.directory = directory
        self.broker = broker
        self.environment = broker.environment | {"NENGHENG_DATA_DIR": str(directory / "data")}
        path = directory / "data" / "registry.db"
        with open_registry(path) as registry, registry.session() as session:
            session.add(Region(code="150000", name="内蒙古"))
            session.flush()
            session.add_all(
                Enterprise(code=code, name=code, region_code="150000", sector_code="C26")
                for code in (E1, E2)
            )

    def run(self, *arguments: str) -> str:
        """Run `nengheng ARGUMENTS`; return what it prints."""
        answer = CliRunner().invoke(
            app, list(arguments), env=self.environment, catch_exceptions=False
        )
        assert answer.exit_code == 0, answer.output
        return answer.output

    def give(self, *arguments: str) -> dict[str, str]:
        """Run a command of `nengheng gateway`; return what it shows."""
        found: dict[str, Any] = json.loads(self.run("gateway", *arguments, "--json"))
        return found

    def login(self, *arguments: str) -> tuple[str, str]:
        """Give a log-in; return user and password."""
        shown = self.give(*arguments)
        return shown["user"], shown["password"]

    def client(self, **how: Any) -> TestClient:
        """Connect a client, by password or certificate."""
        broker = self.broker
        port = broker.certificate_port if how.get("certificate") else broker.port
        return TestClient(port, str(broker.ca_file), **how)


@pytest.fixture(scope="module")
def make_installation(tmp_path_factory) -> Iterator[Callable[[], Installation]]:
    if find_mosquitto() is None:
        pytest.skip("Mosquitto is not installed: apt-get install mosquitto")
    servers: list[MosquittoServer] = []

    def make() -> Installation:
        directory = tmp_path_factory.mktemp("b")
        server = MosquittoServer(directory)
        server.start()
        servers.append(server)
        return Installation(directory, server)

    yield make
    for server in servers:
        server.stop()


@pytest.fixture(scope="module")
def installation(make_installation) -> Installation:
    return make_installation()
