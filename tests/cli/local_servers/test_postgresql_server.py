import signal
import subprocess
import sys
from pathlib import Path

import psutil
import psycopg
import pytest

from cli.local_servers import postgresql
from cli.local_servers.postgresql import PostgresServer, find_postgres
from cli.local_servers.server_process import LocalServerError
from core.clock import monotonic_s

HOLDER = """
import sys, threading
from pathlib import Path
from cli.local_servers.postgresql import PostgresServer
with PostgresServer(Path(sys.argv[1]), durable=False) as server:
    print(*server.pids, flush=True)
    threading.Event().wait()
"""
pytestmark = [
    pytest.mark.postgresql,
    pytest.mark.skipif(
        find_postgres() is None, reason="PostgreSQL is not installed: apt-get install postgresql"
    ),
]


@pytest.fixture
def server(tmp_path: Path):
    (tmp_path / "closed").mkdir(mode=0o700)
    with PostgresServer(tmp_path / "closed" / "postgresql", durable=False) as started:
        yield started


def connect(url: str) -> psycopg.Connection:
    return psycopg.connect(url.replace("+psycopg", ""), autocommit=True)


def gone(pids: list[int]) -> bool:
    ends_s = monotonic_s() + 20
    while monotonic_s() < ends_s:
        if not any(runs(pid) for pid in pids):
            return True
    return False


def runs(pid: int) -> bool:
    try:
        return bool(psutil.Process(pid).status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False


def test_it_comes_back_on_its_port_with_its_data_after_stop_and_kill(server):
    url = server.create_database("registry")
    with connect(url) as connection:
        connection.execute("CREATE TABLE t AS SELECT 1 AS a")
    port, pids = server.port, server.pids
    server.kill()
    assert (server.alive, server.pid, server.pids) == (False, 0, [])
    assert gone(pids)
    for how in (server.stop, server.kill):
        server.start()
        assert server.port == port
        with connect(url) as connection:
            assert connection.execute("SELECT a FROM t").fetchall() == [(1,)]
            how()


def test_a_database_can_be_a_copy_of_another_and_is_dropped_with_its_users(server):
    with connect(server.create_database("first")) as connection:
        connection.execute("CREATE TABLE t AS SELECT 1 AS a")
    copy = server.create_database("second", template="first")
    with connect(copy) as connection:
        assert connection.execute("SELECT a FROM t").fetchall() == [(1,)]
        server.drop_database("second")
    with pytest.raises(psycopg.OperationalError, match="does not exist"):
        connect(copy)


def test_nobody_gets_in_without_the_password(server):
    password = server.url.split(":")[2].split("@")[0]
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        connect(server.url.replace(password, "guess"))
    assert (server.directory / "password").stat().st_mode & 0o077 == 0


def test_it_ends_when_its_holder_is_killed(tmp_path: Path):
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(tmp_path / "postgresql")],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert holder.stdout is not None
    pids = [int(pid) for pid in holder.stdout.readline().split()]
    assert len(pids) > 1
    holder.send_signal(signal.SIGKILL)
    holder.wait()
    holder.stdout.close()
    assert gone(pids)


def test_a_server_that_cannot_start_gives_its_own_words(server):
    server.stop()
    (server.directory / "data" / "postgresql.conf").write_text("no_such_setting = 1\n")
    with pytest.raises(LocalServerError, match="no_such_setting"):
        server.start()


def test_a_missing_program_is_named_with_its_package(tmp_path: Path, monkeypatch):
    monkeypatch.setattr(postgresql, "find_postgres", lambda: None)
    with pytest.raises(LocalServerError, match="apt-get install postgresql"):
        PostgresServer(tmp_path).start()
