"""`Notifier`: tells systemd that the process is ready, well, or ending.

References
----------
sd_notify(3): datagrams of ``NAME=value`` lines to the socket that ``NOTIFY_SOCKET`` names.
"""

from __future__ import annotations

import logging
import os
import socket

log = logging.getLogger(__name__)

BEATS_PER_WATCHDOG = 3
"""Signs of life within the time after which systemd gives the process up [1]."""


class Notifier:
    """Writes to systemd's socket; does nothing where there is none.

    Parameters
    ----------
    address : str
        The socket; ``@`` first names an abstract one; empty for none.
    watchdog_s : float
        After so long without a sign of life the process is killed [s]; 0 for never.
    """

    def __init__(self, address: str = "", watchdog_s: float = 0.0) -> None:
        self._address = f"\0{address[1:]}" if address.startswith("@") else address
        self.beat_s = watchdog_s / BEATS_PER_WATCHDOG

    @classmethod
    def from_systemd(cls) -> Notifier:
        """Return the notifier of the service this process is; children do not inherit it.

        This environment is systemd's own protocol and no setting of the platform.
        """
        address = os.environ.pop("NOTIFY_SOCKET", "")
        watchdog_us = os.environ.pop("WATCHDOG_USEC", "0")
        meant_pid = os.environ.pop("WATCHDOG_PID", "") or str(os.getpid())
        ours = watchdog_us.isdigit() and meant_pid == str(os.getpid())
        return cls(address, int(watchdog_us) / 1_000_000 if ours else 0.0)

    def ready(self) -> None:
        """Say that the process serves."""
        self._send("READY=1")

    def stopping(self) -> None:
        """Say that the process ends on its own accord."""
        self._send("STOPPING=1")

    def status(self, text: str) -> None:
        """Show a sentence in ``systemctl status``."""
        self._send(f"STATUS={' '.join(text.split())}")

    def alive(self) -> None:
        """Give a sign of life."""
        if self.beat_s:
            self._send("WATCHDOG=1")

    def _send(self, text: str) -> None:
        if not self._address:
            return
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as channel:
                channel.sendto(text.encode(), self._address)
        except OSError as error:
            log.warning("systemd does not hear %s at %r: %s", text, self._address, error)
