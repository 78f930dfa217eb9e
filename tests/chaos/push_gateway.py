"""`PushGateway`: a gateway with a buffer on disk that pushes by HTTP instead of MQTT."""

from __future__ import annotations

import base64
import http.client
import json
import threading
from collections.abc import Callable, Sequence
from pathlib import Path

from simulators.gateway.buffer import Buffer
from simulators.gateway.client import GatewayCounts

HOST = "127.0.0.1"
IDLE_S = 0.2
AWAY_S = 0.5
WITHIN_S = 15.0
AT_ONCE = 20


class PushGateway:
    """One gateway: one buffer, one thread; it forgets a message when a 2xx answer names it.

    Parameters
    ----------
    port : int
        Of the collector that has the enterprise [1].
    name : tuple of str
        Enterprise and gateway.
    login : tuple of str
        User and password.
    buffer : Path
        The ledger.
    """

    def __init__(
        self, port: int, name: tuple[str, str], *, login: tuple[str, str], buffer: Path
    ) -> None:
        self.counts = GatewayCounts()
        self._port = port
        self._path = f"/api/v1/push/{name[0]}/{name[1]}"
        self._authorization = f"Basic {base64.b64encode(':'.join(login).encode()).decode()}"
        self._buffer = Buffer(buffer, *name, keep=True)
        self._stopping = threading.Event()
        self._woken = threading.Event()
        self._tried: set[int] = set()
        self._thread = threading.Thread(target=self._run, name=f"push-{name[1]}", daemon=True)

    def start(self) -> None:
        """Start to push; a collector that is away is tried again."""
        self._thread.start()

    def stop(self) -> None:
        """Stop pushing; what is not durable stays in the buffer."""
        self._stopping.set()
        self._woken.set()
        if self._thread.is_alive():
            self._thread.join()
        self._buffer.close()

    def give(self, encoders: Sequence[Callable[[str, int], bytes]]) -> None:
        """Put messages into the buffer on disk and push them."""
        self._buffer.append(encoders)
        self._woken.set()

    def count_pending(self) -> int:
        """Return the messages that no answer has named [1]."""
        return self._buffer.count_pending()

    def _run(self) -> None:
        while not self._stopping.is_set():
            messages = self._buffer.read_after(0, AT_ONCE)
            if not messages:
                self._woken.wait(IDLE_S)
                self._woken.clear()
            elif not all(self._push(message.seq, message.payload) for message in messages):
                self._stopping.wait(AWAY_S)

    def _push(self, seq: int, payload: bytes) -> bool:
        """Push one message; return whether it is durable."""
        self.counts.sent_again += seq in self._tried
        self._tried.add(seq)
        connection = http.client.HTTPConnection(HOST, self._port, timeout=WITHIN_S)
        try:
            headers = {"Authorization": self._authorization}
            connection.request("POST", self._path, payload, headers)
            answer = connection.getresponse()
            document = json.loads(answer.read())
        except (OSError, http.client.HTTPException, ValueError) as error:
            self.counts.last_error = repr(error)
            return False
        finally:
            connection.close()
        if not 200 <= answer.status < 300:
            self.counts.last_error = f"{answer.status} {document}"
            return False
        durable = [(first, last) for first, last in document["durable"]]
        self._buffer.mark_durable(durable)
        self._tried.discard(seq)
        return any(first <= seq <= last for first, last in durable)
