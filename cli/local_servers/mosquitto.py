"""Mosquitto in production shape on loopback: TLS, log-ins, rights, as deploy/mosquitto has it."""

from __future__ import annotations

import getpass
import re
import socket
from pathlib import Path

from cli.broker import find_free_port
from cli.broker_control import BrokerReach
from cli.broker_files import BrokerFiles, Logins, compose_acl, compose_passwords
from cli.certificate_authority import CertificateAuthority
from cli.local_servers.server_process import (
    LocalServer,
    LocalServerError,
    ServerProcess,
    need_program,
)
from core.clock import WallClock

HOST = "127.0.0.1"
CONFIGURATION = Path(__file__).parents[2] / "deploy" / "mosquitto" / "mosquitto.conf"
START_TRIES = 5


class MosquittoServer(LocalServer):
    """A broker with TLS, passwords, certificates and rights, running inside ``with``.

    Its configuration is ``deploy/mosquitto/mosquitto.conf`` with the paths and ports of this
    place. An authority and the server's certificate are made at the first start, and empty files
    of log-ins: `nengheng gateway`, with `environment`, fills them.

    Parameters
    ----------
    directory : Path
        Folder for everything; a short name, since a socket's path has at most 107 characters.
    port : int
        TCP port for log-in by password [1]; 0 takes a free one, which stays.
    """

    def __init__(self, directory: Path, *, port: int = 0) -> None:
        self.directory = directory.absolute()
        self.port = port
        self.certificate_port = 0
        self.files = BrokerFiles(self.directory / "broker")
        self.log_path = self.directory / "mosquitto.log"
        self._said_path = self.directory / "mosquitto.err"
        self._any_port = port == 0
        self._process: ServerProcess | None = None

    @property
    def url(self) -> str:
        """Where clients connect by password."""
        return f"mqtts://localhost:{self.port}"

    @property
    def certificate_url(self) -> str:
        """Where clients connect by certificate."""
        return f"mqtts://localhost:{self.certificate_port}"

    @property
    def ca_file(self) -> Path:
        """Certificate of the authority, which clients trust."""
        return self.files.directory / "ca.crt"

    @property
    def control(self) -> str:
        """Path of the control socket."""
        return str(self.directory / "control.sock")

    @property
    def reach(self) -> BrokerReach:
        """How this broker is told and asked."""
        return BrokerReach(str(self.directory / "mosquitto.pid"), "", self.control)

    @property
    def environment(self) -> dict[str, str]:
        """Settings with which `nengheng gateway` works on this broker."""
        return {
            "NENGHENG_BROKER_DIR": str(self.files.directory),
            "NENGHENG_BROKER_PID_FILE": self.reach.pid_file,
            "NENGHENG_BROKER_CONTROL": self.control,
        }

    @property
    def pid(self) -> int:
        """Process id [1]; 0 while it does not run."""
        return self._process.pid if self._process else 0

    @property
    def alive(self) -> bool:
        """Whether the process runs."""
        return self._process is not None and self._process.alive

    def start(self) -> None:
        """Start the broker, again on the ports it had, and wait until it listens.

        Raises
        ------
        LocalServerError
            It is not installed, or does not start; with its own words.
        """
        self._prepare()
        program = need_program("mosquitto", "mosquitto")
        for attempt in range(1, START_TRIES + 1):
            self.port = self.port or find_free_port(HOST)
            self.certificate_port = self.certificate_port or find_free_port(HOST)
            configuration = self.directory / "mosquitto.conf"
            configuration.write_text(self._configure(CONFIGURATION.read_text("utf-8")), "utf-8")
            self._process = ServerProcess(
                "mosquitto", [program, "-c", str(configuration)], self._said_path
            )
            try:
                self._process.start(self._listens)
            except LocalServerError as error:
                if not self._any_port or attempt == START_TRIES or "in use" not in str(error):
                    raise
                self.port = self.certificate_port = 0
            else:
                return

    def stop(self) -> None:
        """Ask the broker to end, wait, and kill it if it does not."""
        if self._process is not None:
            self._process.stop()

    def kill(self) -> None:
        """Kill the broker as a power cut would."""
        if self._process is not None:
            self._process.kill()

    def _prepare(self) -> None:
        files = self.files
        if (files.directory / "server.crt").exists():
            return
        (self.directory / "kept").mkdir(parents=True, exist_ok=True, mode=0o700)
        files.directory.mkdir(parents=True, exist_ok=True, mode=0o750)
        authority = CertificateAuthority.create(
            files.ca_directory, WallClock(), name="Nengheng local CA"
        )
        server = authority.issue_server(["localhost", HOST])
        server.write(files.directory / "server", authority.pem)
        (files.directory / "ca.crt").write_bytes(authority.pem)
        files.write_crl(authority.crl_path.read_bytes())
        nobody = Logins({}, (), {})
        (files.directory / "acl").write_text(compose_acl(nobody))
        (files.directory / "passwords").write_text(compose_passwords(nobody))
        for name in ("acl", "passwords"):
            (files.directory / name).chmod(0o640)

    def _configure(self, text: str) -> str:
        own = {
            "/etc/nengheng/broker/": f"{self.files.directory}/",
            "/run/mosquitto/nengheng-control.sock": self.control,
            "/run/mosquitto/mosquitto.pid": f"{self.directory}/mosquitto.pid",
            "/var/lib/mosquitto/": f"{self.directory}/kept/",
            "/var/log/mosquitto/mosquitto.log": str(self.log_path),
        }
        for place, ours in own.items():
            text = text.replace(place, ours)
        text = re.sub(r"(?m)^listener 8883$", f"listener {self.port} {HOST}", text)
        text = re.sub(r"(?m)^listener 8884$", f"listener {self.certificate_port} {HOST}", text)
        return re.sub(r"(?m)^user mosquitto$", f"user {getpass.getuser()}", text)

    def _listens(self) -> bool:
        try:
            for port in (self.port, self.certificate_port):
                socket.create_connection((HOST, port), timeout=1.0).close()
        except OSError:
            return False
        return Path(self.control).exists()
