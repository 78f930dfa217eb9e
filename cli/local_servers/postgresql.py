"""PostgreSQL as a child process on loopback that ends with its parent.

The cluster lives in a directory of the caller's and is made at the first start. PostgreSQL refuses
to run as root: where we are root it runs as the user ``postgres``, who then owns the data. It
reaches them through an open descriptor, so the folders above may be closed to that user.
"""

from __future__ import annotations

import logging
import os
import pwd
import secrets
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import psutil
import psycopg
from psycopg import sql

from cli.broker import find_free_port
from cli.local_servers.server_process import LocalServer, LocalServerError, ServerProcess
from core.clock import monotonic_s

logger = logging.getLogger(__name__)

HOST = "127.0.0.1"
USER = "nengheng"
ACCOUNT = "postgres"
"""The system's user that runs the server where we are root; Debian's package makes it."""
FOLDERS = "/usr/lib/postgresql/*/bin"
"""Where Debian puts the programs, one folder a version, beyond PATH."""
FAST = {"fsync": "off", "full_page_writes": "off"}
"""For tests: nothing is forced to the disk. A killed server loses nothing, a power cut all."""
START_TRIES = 5
READY_S = 60.0
GONE_S = 10.0


def find_postgres() -> Path | None:
    """Return the folder of PostgreSQL's programs, the newest version's, None where absent."""
    found = [path.parent for path in Path("/").glob(FOLDERS.lstrip("/") + "/initdb")]
    if found:
        return max(found, key=lambda path: float(path.parent.name))
    on_path = shutil.which("initdb")
    return Path(on_path).resolve().parent if on_path else None


class PostgresServer(LocalServer):
    """A PostgreSQL server as a child process, running inside ``with``.

    Parameters
    ----------
    directory : Path
        Folder for the cluster, its password and its log; made where absent.
    port : int
        TCP port [1]; 0 takes a free one.
    durable : bool
        Whether commits are forced to the disk; not needed where a power cut may cost everything.
    options : mapping of str to str, optional
        More server settings, such as ``max_connections``.
    locale : sequence of str
        Locale options of ``initdb``, used when the cluster is made.
    """

    def __init__(
        self,
        directory: Path,
        *,
        port: int = 0,
        durable: bool = True,
        options: Mapping[str, str] | None = None,
        locale: Sequence[str] = ("--locale=C.UTF-8",),
    ) -> None:
        self.directory = directory.absolute()
        self.port = port
        self._options = {**({} if durable else FAST), **(options or {})}
        self._durable = durable
        self._locale = tuple(locale)
        self._process: ServerProcess | None = None
        self._data = self.directory / "data"
        self._password_path = self.directory / "password"
        self._made_path = self.directory / "made"
        self._log_path = self.directory / "postgresql.log"

    @property
    def url(self) -> str:
        """Where clients connect: the server's own database, with user and password."""
        return self.database_url("postgres")

    @property
    def pid(self) -> int:
        """Process id of the server [1]; 0 while it does not run."""
        return self._process.pid if self._process else 0

    @property
    def pids(self) -> list[int]:
        """Process ids of the server and its workers [1], itself first; empty while it is down."""
        try:
            workers = psutil.Process(self.pid).children() if self.pid else []
        except psutil.NoSuchProcess:
            return []
        return [self.pid, *(worker.pid for worker in workers)] if self.pid else []

    @property
    def alive(self) -> bool:
        """Whether the server's process runs."""
        return self._process is not None and self._process.alive

    def database_url(self, name: str) -> str:
        """Return the SQLAlchemy URL of one database, with user and password."""
        password = self._password_path.read_text().strip() if self._password_path.exists() else ""
        return f"postgresql+psycopg://{USER}:{password}@{HOST}:{self.port}/{name}"

    def start(self) -> None:
        """Start the server, again on the port it had, and wait until it takes a client.

        The server ends with the calling thread, so call it from one that lives as long.

        Raises
        ------
        LocalServerError
            PostgreSQL is not installed, or ended or did not answer; with its own words.
        """
        programs = find_postgres()
        if programs is None:
            raise LocalServerError(
                "PostgreSQL is not installed",
                where=f"PATH, {FOLDERS}",
                fix="apt-get install postgresql",
            )
        if not self._made_path.exists():
            self._make_cluster(programs)
        any_port = self.port == 0
        tries = START_TRIES if any_port else 1
        for attempt in range(1, tries + 1):
            if any_port:
                self.port = find_free_port(HOST)
            with self._reached() as (place, inherited):
                self._process = ServerProcess(
                    "PostgreSQL",
                    _as_account(self._command(programs, place)),
                    self._log_path,
                    folder=Path("/"),
                    inherited=inherited,
                )
                try:
                    self._process.start(self._answers, READY_S)
                except LocalServerError:
                    if attempt == tries:
                        raise
                else:
                    return

    def stop(self) -> None:
        """End the server as `pg_ctl stop` does: clients are cut off, everything is written."""
        if self._process is not None:
            self._process.stop(signal.SIGINT)

    def kill(self) -> None:
        """Kill the server and its workers as a power cut would."""
        workers = self.pids[1:]
        if self._process is not None:
            self._process.kill()
        for pid in workers:
            try:
                psutil.Process(pid).kill()
            except psutil.NoSuchProcess:
                continue
        pause, ends_s = threading.Event(), monotonic_s() + GONE_S
        while any(_runs(pid) for pid in workers) and monotonic_s() < ends_s:
            pause.wait(0.01)

    def create_database(self, name: str, *, template: str = "template0") -> str:
        """Make a database, empty or as a copy of another one, and return its URL."""
        with psycopg.connect(self._conninfo, autocommit=True) as connection:
            connection.execute(
                sql.SQL("CREATE DATABASE {} TEMPLATE {} ENCODING 'UTF8'").format(
                    sql.Identifier(name), sql.Identifier(template)
                )
            )
        return self.database_url(name)

    def drop_database(self, name: str) -> None:
        """Remove a database, cutting off who uses it; no error where there is none."""
        with psycopg.connect(self._conninfo, autocommit=True) as connection:
            connection.execute(
                sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
            )

    @property
    def _conninfo(self) -> str:
        return self.url.replace("+psycopg", "", 1)

    def _make_cluster(self, programs: Path) -> None:
        """Run initdb; the password lies beside the data, for us and the server's user alone."""
        self.directory.mkdir(parents=True, exist_ok=True, mode=0o700)
        shutil.rmtree(self._data, ignore_errors=True)  # half made, by a start that was killed
        self._data.mkdir(mode=0o700)
        self._password_path.touch(mode=0o600)
        self._password_path.write_text(secrets.token_hex(16) + "\n")
        for path in (self.directory, self._data, self._password_path):
            _give_to_account(path)
        with self._reached() as (place, inherited):
            command = [str(programs / "initdb"), "-D", f"{place}/data", "-U", USER, "-E", "UTF8"]
            command += [*self._locale, "--auth=scram-sha-256", f"--pwfile={place}/password"]
            command += [] if self._durable else ["--no-sync"]
            done = subprocess.run(
                _as_account(command),
                cwd="/",
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                check=False,
                pass_fds=inherited,
            )
        if done.returncode != 0:
            raise LocalServerError(
                f"initdb failed: {(done.stderr or done.stdout).strip()}",
                where=str(self._data),
                fix="mend what it says, or choose another directory",
            )
        self._made_path.touch()

    def _command(self, programs: Path, place: str) -> list[str]:
        settings = {
            "listen_addresses": HOST,
            "port": str(self.port),
            "unix_socket_directories": "",
            "timezone": "UTC",
            "lc_messages": "C",
            **self._options,
        }
        command = [str(programs / "postgres"), "-D", f"{place}/data"]
        return command + [f"--{name}={value}" for name, value in settings.items()]

    @contextmanager
    def _reached(self) -> Iterator[tuple[str, tuple[int, ...]]]:
        """Yield the directory's name for a child, and the descriptors it has to inherit."""
        if sys.platform != "linux":
            yield str(self.directory), ()
            return
        descriptor = os.open(self.directory, os.O_RDONLY | os.O_DIRECTORY)
        try:
            yield f"/proc/self/fd/{descriptor}", (descriptor,)
        finally:
            os.close(descriptor)

    def _answers(self) -> bool:
        try:
            psycopg.connect(self._conninfo, connect_timeout=5).close()
        except psycopg.OperationalError:
            return False
        return True


def _runs(pid: int) -> bool:
    try:
        return bool(psutil.Process(pid).status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False


def _runs_as_account() -> bool:
    return os.geteuid() == 0


def _as_account(command: list[str]) -> list[str]:
    """Return `command` as the server's user has to be asked for it.

    The parent's death is asked for again, since the kernel forgets it with the change of user.
    """
    if sys.platform != "linux":
        return command
    change = ["setpriv", "--pdeathsig", "INT"]
    if _runs_as_account():
        change += ["--reuid", ACCOUNT, "--regid", ACCOUNT, "--init-groups"]
    return [*change, *command]


def _give_to_account(path: Path) -> None:
    if not _runs_as_account():
        return
    try:
        account = pwd.getpwnam(ACCOUNT)
    except KeyError as error:
        raise LocalServerError(
            f"there is no user {ACCOUNT!r}, and PostgreSQL refuses to run as root",
            where=str(path),
            fix="apt-get install postgresql, or start this as another user",
        ) from error
    os.chown(path, account.pw_uid, account.pw_gid)
