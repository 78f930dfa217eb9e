"""Tell Mosquitto of new files, make sure that it has taken them, and cut off who was revoked.

Each change writes a new password for the control user. That it lets us in is the proof that the
broker has read the files again. Who connects with another's client id ends that session: so a
client with a revoked certificate is cut off, which the broker's own reload does not do (2.0.11).
"""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import paho.mqtt.client as mqtt
from paho.mqtt.enums import CallbackAPIVersion

from cli.broker_files import CONTROL_LOGIN, BrokerFiles, ended_serials, read_logins
from cli.certificate_authority import CertificateAuthority
from cli.errors import BrokerFilesError
from core.clock import Clock, monotonic_s
from core.registry.credentials import list_credentials
from core.registry.database import Registry
from core.registry.passwords import generate_password, hash_password

TAKEN_S = 15.0
"""How long the broker may need to read its files again [s]."""
ANSWER_S = 3.0
LOOP_S = 0.05


@dataclass(frozen=True)
class BrokerReach:
    """How the broker is told and asked.

    Attributes
    ----------
    pid_file : str
        File with its process id; it gets a SIGHUP.
    command : str
        Command that makes it read its files again, instead of the signal.
    control : str
        Path of its control socket, or ``host:port`` of a listener on loopback.
    """

    pid_file: str = ""
    command: str = ""
    control: str = ""

    def reload(self) -> None:
        """Make the broker read its files again.

        Raises
        ------
        BrokerFilesError
            The command failed, or there is no such process.
        """
        if self.command:
            done = subprocess.run(
                shlex.split(self.command), capture_output=True, text=True, check=False
            )
            if done.returncode != 0:
                raise BrokerFilesError(
                    f"`{self.command}` ended with {done.returncode}: {done.stderr.strip()}",
                    where="--reload-command",
                    fix="give a command that makes the broker read its files again",
                )
            return
        try:
            os.kill(int(Path(self.pid_file).read_text("utf-8")), signal.SIGHUP)
        except (OSError, ValueError) as error:
            raise BrokerFilesError(
                f"the files are written, but the broker could not be told: {error}",
                where=self.pid_file,
                fix="start Mosquitto, set NENGHENG_BROKER_PID_FILE, give --reload-command, or "
                "--no-reload where the broker is not up yet",
            ) from error

    def visit(self, client_id: str, password: str) -> bool:
        """Log in as the control user under `client_id` and leave; return whether it was let in."""
        unix = self.control.startswith("/")
        client = mqtt.Client(
            CallbackAPIVersion.VERSION2,
            client_id=client_id,
            transport="unix" if unix else "tcp",
        )
        client.username_pw_set(CONTROL_LOGIN, password)
        answers: list[bool] = []
        client.on_connect = lambda _c, _u, _f, reason, _p: answers.append(not reason.is_failure)
        host, _, port = self.control.rpartition(":")
        try:
            client.connect(self.control if unix else host, 1 if unix else int(port), 10)
            ends_s = monotonic_s() + ANSWER_S
            while not answers and monotonic_s() < ends_s:
                if client.loop(LOOP_S) != mqtt.MQTT_ERR_SUCCESS:
                    break
            client.disconnect()
            client.loop(LOOP_S)
        except OSError:
            return False
        return answers == [True]


@dataclass(frozen=True)
class Told:
    """What a synchronisation did.

    Attributes
    ----------
    changed : bool
        Whether any file changed.
    cut_off : list of str
        User names whose sessions were ended.
    """

    changed: bool
    cut_off: list[str] = field(default_factory=list)


class BrokerSync:
    """Bring the broker's files, and the broker, to what the registry says.

    Parameters
    ----------
    registry : Registry
        Where the log-ins are.
    files : BrokerFiles
        The broker's folder.
    clock : Clock
        What tells the time.
    reach : BrokerReach, optional
        The broker; None where it does not run: then only the files are written.
    """

    def __init__(
        self, registry: Registry, files: BrokerFiles, clock: Clock, reach: BrokerReach | None
    ) -> None:
        self._registry = registry
        self._files = files
        self._clock = clock
        self._reach = reach

    def run(self, *, always: bool = False) -> Told:
        """Write what has changed (`always`: everything), tell the broker, make sure of it.

        Raises
        ------
        BrokerFilesError
            The files cannot be written, or the broker has not taken them.
        """
        now_ms = self._clock.now_ms()
        collectors = self._files.read_collectors()
        with self._registry.read() as session:
            logins = read_logins(session, collectors, now_ms=now_ms)
            ended = ended_serials(list_credentials(session), now_ms=now_ms)
        pending = self._revoke(ended)
        if self._files.is_current(logins) and not pending and not always:
            return Told(changed=False)
        password = generate_password()
        self._files.write_logins(logins, control_secret=hash_password(password))
        if self._reach is not None:
            self._reach.reload()
            self._wait_until_taken(self._reach, password)
            for name in pending:
                self._reach.visit(name, password)
            self._files.write_cut_off([])
        return Told(changed=True, cut_off=pending)

    def _revoke(self, ended: set[str]) -> list[str]:
        """Bring the list of revoked certificates up to date; return whose sessions must end."""
        if not (self._files.ca_directory / "ca.crt").exists():
            return []
        authority = CertificateAuthority(self._files.ca_directory, self._clock)
        rows = {row.serial: row for row in authority.read_list()}
        new = [s for s in ended if s in rows and rows[s].revoked_ms is None]
        pending = {*self._files.read_cut_off(), *(rows[serial].name for serial in new)}
        if new:
            self._files.write_cut_off(pending)
            authority.revoke(new)
        if self._files.write_crl(authority.crl_path.read_bytes()):
            pending |= {row.name for row in rows.values() if row.revoked_ms is not None}
            self._files.write_cut_off(pending)
        return sorted(pending)

    def _wait_until_taken(self, reach: BrokerReach, password: str) -> None:
        ends_s = monotonic_s() + TAKEN_S
        pause = threading.Event()
        while not reach.visit(f"{CONTROL_LOGIN}-{os.getpid()}", password):
            if monotonic_s() > ends_s:
                raise BrokerFilesError(
                    f"the broker has not taken the new files within {TAKEN_S:.0f} s: it does not "
                    f"let the control user in at {reach.control}",
                    where=str(self._files.directory),
                    fix="see the broker's log (may it read the files? is the control listener of "
                    "deploy/mosquitto there?), then `nengheng gateway sync --always`",
                )
            pause.wait(0.1)


def collector_secret(collectors: Mapping[str, str], login: str) -> tuple[str, dict[str, str]]:
    """Return a new password for a collector's `login`, and all collectors with its hash."""
    password = generate_password()
    return password, {**collectors, login: hash_password(password)}
