"""The local InfluxDB: its v2 face, its token, and that it comes back after a kill."""

from __future__ import annotations

import http.client

import psutil
import pytest

from cli.local_servers.influxdb import HOST, InfluxServer
from cli.local_servers.server_process import LocalServerError

LINE = b"reading,enterprise=A,point=x v=1.5,q=0i,s=5i 1763640000000"
WRITE = "/api/v2/write?org=any&bucket={}&precision=ms"
READ = "/query?db={}&epoch=ms&q=SELECT+*+FROM+reading"
ROWS = b"name,tags,time,enterprise,point,q,s,v\nreading,,1763640000000,A,x,0,5,1.5\n"


def ask(server, method, path, body=b"", token=None):
    connection = http.client.HTTPConnection(HOST, server.port, timeout=30)
    headers = {"Authorization": f"Token {token or server.token}", "Accept": "application/csv"}
    connection.request(method, path, body, headers)
    answer = connection.getresponse()
    found = answer.status, answer.read()
    connection.close()
    return found


def test_a_v2_client_writes_and_reads(influx_server, influx_place):
    assert ask(influx_server, "GET", "/health")[0] == 200
    assert ask(influx_server, "POST", WRITE.format(influx_place.bucket), LINE) == (204, b"")
    assert ask(influx_server, "GET", READ.format(influx_place.bucket)) == (200, ROWS)


def test_strangers_and_unknown_buckets_are_refused(influx_server, influx_place):
    write = WRITE.format(influx_place.bucket)
    assert ask(influx_server, "POST", write, LINE, token="wrong")[0] == 401
    assert ask(influx_server, "GET", READ.format(influx_place.bucket), token="wrong")[0] == 401
    assert ask(influx_server, "POST", WRITE.format("nowhere"), LINE)[0] == 404


def test_what_was_written_outlives_a_kill(tmp_path):
    server = InfluxServer(tmp_path / "influxdb")
    with server:
        ask(server, "POST", "/query?q=CREATE+DATABASE+b")
        assert ask(server, "POST", WRITE.format("b"), LINE)[0] == 204
        port, pids = server.port, server.pids
        server.kill()
        assert not any(psutil.pid_exists(pid) for pid in pids)
        assert not server.alive
        server.start()
        assert server.port == port
        assert ask(server, "GET", READ.format("b")) == (200, ROWS)
        pids = server.pids
    assert not any(psutil.pid_exists(pid) for pid in pids)


def test_a_missing_program_is_named_with_its_package(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("cli.local_servers.server_process.PROGRAM_FOLDERS", ())
    with pytest.raises(LocalServerError, match="apt-get install influxdb"):
        InfluxServer(tmp_path / "influxdb").start()
    assert not list((tmp_path / "influxdb").iterdir())
