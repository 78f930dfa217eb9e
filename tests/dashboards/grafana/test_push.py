"""Pushing to a server that answers as Grafana's HTTP API says, and remembers."""

from __future__ import annotations

import base64
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from typer.testing import CliRunner

from cli.broker import find_free_port
from cli.main import app
from core.settings import Settings
from dashboards.grafana import BOARDS
from dashboards.grafana.errors import GrafanaError
from dashboards.grafana.push import Step, push, read_source_values
from dashboards.grafana.rules import RULES

TOKEN = "glsa_test"
STEPS = 2 + 2 + len(BOARDS) + len(RULES)


class Recorder(ThreadingHTTPServer):
    """What a Grafana keeps, by path; and every request that changed something."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answer)
        self.kept: dict[str, dict[str, Any]] = {}
        self.changes: list[tuple[str, str, dict[str, Any]]] = []
        self.refuse: dict[str, int] = {}
        self.url = f"http://127.0.0.1:{self.server_port}"


class Answer(BaseHTTPRequestHandler):
    """Answers of Grafana's API for folders, data sources, dashboards and alert rules."""

    server: Recorder

    def log_message(self, *given: object) -> None:
        pass

    def _send(self, code: int, body: object) -> None:
        text = json.dumps(body).encode()
        self.send_response(code)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def _refused(self) -> bool:
        basic = "Basic " + base64.b64encode(b"admin:secret").decode()
        if self.headers["Authorization"] not in (f"Bearer {TOKEN}", basic):
            self._send(401, {"message": "Invalid API key"})
            return True
        for start, code in self.server.refuse.items():
            if self.path.startswith(start) and self.command != "GET":
                self._send(code, {"message": "the reason", "status": "name-exists"})
                return True
        return False

    def do_GET(self) -> None:
        if self._refused():
            return
        found = self.server.kept.get(self.path)
        self._send(*((200, found) if found is not None else (404, {"message": "not found"})))

    def do_POST(self) -> None:
        self._change()

    def do_PUT(self) -> None:
        self._change()

    def _change(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if self._refused():
            return
        self.server.changes.append((self.command, self.path, body))
        path, answer = self.path, dict(body)
        if self.command == "POST":
            uid = body.get("uid") or body["dashboard"]["uid"]
            if path == "/api/dashboards/db":
                path, answer = "/api/dashboards/uid", {"dashboard": body["dashboard"], "meta": {}}
            elif path == "/api/datasources":
                path = "/api/datasources/uid"
            path = f"{path}/{uid}"
        self.server.kept[path] = answer
        self._send(200, {"status": "success"})


@pytest.fixture
def grafana() -> Iterator[Recorder]:
    server = Recorder()
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def settings_for(url: str, **given: str) -> Settings:
    return Settings(
        grafana_url=url,
        influx_url="http://influxdb:8086",
        influx_token="read",
        registry_url="postgresql+psycopg://nengheng:x@db:5433/registry",
        grafana_postgres_password="grafana",
        **({"grafana_token": TOKEN} | given),
    )


def test_everything_is_made_and_then_updated(grafana: Recorder) -> None:
    steps: list[Step] = []
    push(settings_for(grafana.url), told=steps.append)
    assert [step.number for step in steps] == list(range(1, STEPS + 1))
    assert {step.how for step in steps} == {"created"}
    kept = dict(grafana.kept)
    grafana.changes.clear()
    steps.clear()
    push(settings_for(grafana.url), told=steps.append)
    folders = {step.how for step in steps if step.what.startswith("folder")}
    assert folders == {"kept"}
    assert {step.how for step in steps} == {"kept", "updated"}
    assert set(grafana.kept) == set(kept)
    assert len(grafana.changes) == STEPS - 2


def test_what_is_sent_is_as_the_api_has_it(grafana: Recorder) -> None:
    push(settings_for(grafana.url + "/"))
    sent = {(method, path) for method, path, _ in grafana.changes}
    assert sent == {
        ("POST", "/api/folders"),
        ("POST", "/api/datasources"),
        ("POST", "/api/dashboards/db"),
        ("POST", "/api/v1/provisioning/alert-rules"),
    }
    bodies = {path: body for _, path, body in grafana.changes}
    assert grafana.changes[0][2] == {"title": "能衡", "uid": "nengheng"}
    board = bodies["/api/dashboards/db"]
    assert board["overwrite"] is True
    assert board["folderUid"] == "nengheng"
    assert board["dashboard"]["id"] is None
    rule = bodies["/api/v1/provisioning/alert-rules"]
    assert rule["folderUID"] == bodies["/api/folders"]["uid"] == "nengheng-alerting"
    assert rule["ruleGroup"]
    sources = grafana.kept["/api/datasources/uid/nengheng-influxdb"]
    assert sources["secureJsonData"] == {"httpHeaderValue1": "Token read"}
    postgres = grafana.kept["/api/datasources/uid/nengheng-postgresql"]
    assert (postgres["url"], postgres["database"]) == ("db:5433", "registry")
    assert postgres["user"] == "nengheng_grafana"


def test_what_a_file_owns_is_left_alone(grafana: Recorder) -> None:
    push(settings_for(grafana.url))
    grafana.kept["/api/datasources/uid/nengheng-influxdb"]["readOnly"] = True
    grafana.kept["/api/dashboards/uid/nengheng-region"]["meta"] = {"provisioned": True}
    rule = f"/api/v1/provisioning/alert-rules/{RULES[0].uid}"
    grafana.kept[rule]["provenance"] = "file"
    steps: list[Step] = []
    push(settings_for(grafana.url), told=steps.append)
    kept = [step.what for step in steps if "provisioning file" in step.how]
    assert kept == [
        "data source nengheng-influxdb",
        "dashboard nengheng-region",
        f"alert rule {RULES[0].uid}",
    ]


@pytest.mark.parametrize(
    ("code", "words"), [(403, "role Admin"), (412, "another uid"), (500, "log")]
)
def test_a_refusal_is_put_in_words(code: int, words: str, grafana: Recorder) -> None:
    grafana.refuse["/api/dashboards"] = code
    with pytest.raises(GrafanaError) as caught:
        push(settings_for(grafana.url))
    assert f"dashboard nengheng-region: Grafana answered {code} the reason" in str(caught.value)
    assert words in caught.value.fix
    assert caught.value.where == grafana.url


def test_a_wrong_token_is_put_in_words(grafana: Recorder) -> None:
    with pytest.raises(GrafanaError, match="401") as caught:
        push(settings_for(grafana.url, grafana_token="wrong"))
    assert "--token" in caught.value.fix


def test_nobody_there_is_put_in_words() -> None:
    url = f"http://127.0.0.1:{find_free_port('127.0.0.1')}"
    with pytest.raises(GrafanaError, match="no Grafana answers"):
        push(settings_for(url))


def test_data_that_grafana_cannot_reach_are_said() -> None:
    with pytest.raises(GrafanaError, match="embedded store"):
        read_source_values(Settings(registry_url="postgresql://db/x"))
    with pytest.raises(GrafanaError, match="not in PostgreSQL"):
        read_source_values(Settings(influx_url="http://influxdb:8086"))
    with pytest.raises(GrafanaError, match="is no address"):
        push(settings_for("grafana:3000"))


def test_the_command_pushes_with_user_and_password(
    grafana: Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NENGHENG_GRAFANA_PASSWORD", "secret")
    monkeypatch.setenv("NENGHENG_INFLUX_URL", "http://influxdb:8086")
    monkeypatch.setenv("NENGHENG_REGISTRY_URL", "postgresql+psycopg://db/registry")
    answer = CliRunner().invoke(
        app, ["dashboards", "push", "--grafana", grafana.url, "--user", "admin", "--no-rules"]
    )
    assert answer.exit_code == 0, answer.output
    assert "dashboard nengheng-operations: created" in answer.output
    assert len(grafana.changes) == STEPS - 1 - len(RULES)


def test_the_command_writes_the_files(tmp_path: Any) -> None:
    answer = CliRunner().invoke(app, ["dashboards", "write", str(tmp_path)])
    assert answer.exit_code == 0, answer.output
    assert {path.stem for path in (tmp_path / "dashboards").iterdir()} == set(BOARDS)
