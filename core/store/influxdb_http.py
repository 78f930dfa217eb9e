"""Talking to InfluxDB: one request at a time, with retries, and its errors as ours.

Writes go through `influxdb-client`'s write service, reads are InfluxQL with CSV answers: the same
bytes for InfluxDB 1.6 behind a v2 face and for 2.7 and later. Statements go in the body: those that
name many series are longer than what servers and proxies take as an address.
"""

from __future__ import annotations

import csv
import io
import json
import re
import threading
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, BinaryIO, TypeAlias, cast

from influxdb_client.client.influxdb_client import InfluxDBClient
from influxdb_client.rest import ApiException
from influxdb_client.service.write_service import WriteService
from typing_extensions import Buffer
from urllib3.exceptions import HTTPError

from core.backoff import Backoff
from core.clock import monotonic_s
from core.errors import NenghengError, StoreError

Response: TypeAlias = Any
"""An answer of urllib3, which `influxdb-client` does not type."""

Client: TypeAlias = Any
"""An `InfluxDBClient`, whose methods are not typed."""

REFUSED = (400, 413, 422)
"""Answers that say: these lines, never."""

RETRIED = (408, 425, 429, 500, 502, 503, 504)
CONNECTIONS = 8
GIVE_UP_S = 10.0
"""Time over which one write is tried again [s]; then the caller decides."""
RETRY_AFTER_MOST_S = 120.0
PEEK_BYTES = 64 * 1024
GZIP_LEVEL = 1
_OBJECT = re.compile(r"<[^<>]* object at 0x[0-9a-f]+>(: )?")


class LinesRefusedError(NenghengError):
    """InfluxDB refuses lines of a write for what they are; `words` are its own."""

    def __init__(self, status: int, words: str) -> None:
        self.status = status
        self.words = words
        super().__init__(f"{status}: {words}")


@dataclass(frozen=True)
class InfluxAddress:
    """Where the bucket is and what to say there.

    Attributes
    ----------
    url, token, org, bucket : str
        As given by InfluxDB; InfluxQL knows the bucket as a database of the same name.
    timeout_s : float
        Longest wait for an answer [s].
    gzip : bool
        Compress what is written: less to send, more CPU; pays on a slow network.
    """

    url: str
    token: str
    org: str
    bucket: str
    timeout_s: float = 30.0
    gzip: bool = False

    def __str__(self) -> str:
        """Return what messages call it; without the token."""
        return f"bucket {self.bucket} at {self.url}"


class InfluxHTTP:
    """Connections to one bucket; safe from any thread.

    Parameters
    ----------
    address : InfluxAddress
        Where.
    give_up_s : float
        Time over which a write is tried again [s].
    """

    def __init__(self, address: InfluxAddress, *, give_up_s: float = GIVE_UP_S) -> None:
        self.address = address
        self._give_up_s = give_up_s
        self._client: Client = InfluxDBClient(
            address.url,
            address.token,
            org=address.org,
            timeout=int(address.timeout_s * 1000),
            connection_pool_maxsize=CONNECTIONS,
        )
        service: Any = WriteService
        self._service: Any = service(self._client.api_client)
        self._pool: Any = self._client.api_client.rest_client.pool_manager
        self._closed = threading.Event()
        self._not_before_s = 0.0

    def close(self) -> None:
        """Let connections go and end waits; closing twice is harmless."""
        if not self._closed.is_set():
            self._closed.set()
            close_client(self._client)

    # Writing -------------------------------------------------------------------------------------

    def write(self, lines: bytes) -> None:
        """Write lines, trying again for a bounded time; a dropped connection is written again.

        Raises
        ------
        LinesRefusedError
            InfluxDB refuses lines for what they are; it may have taken the others.
        StoreError
            It is away, overloaded, or refuses us; it is not known what it has taken.
        """
        headers = {"content_type": "text/plain; charset=utf-8", "content_encoding": "identity"}
        if self.address.gzip:
            lines = zlib.compress(lines, GZIP_LEVEL, 16 + zlib.MAX_WBITS)
            headers["content_encoding"] = "gzip"
        backoff = Backoff(0.2, 5.0)
        ends_s = monotonic_s() + self._give_up_s
        while True:
            self._wait(self._not_before_s - monotonic_s(), ends_s, "it asked us to wait")
            try:
                self._service.post_write(
                    self.address.org, self.address.bucket, lines, precision="ms", **headers
                )
            except ApiException as error:
                self._sort_out(error)
                problem, wait_s = _words(error), self._pause_s(error, backoff)
            except (HTTPError, OSError) as error:
                problem, wait_s = _network_words(error), backoff.next_s()
            else:
                return
            self._wait(wait_s, ends_s, problem)

    def _sort_out(self, error: ApiException) -> None:
        status = int(error.status or 0)
        if status in REFUSED:
            raise LinesRefusedError(status, _words(error)) from error
        if status not in RETRIED:
            raise self._refusal(status, _words(error)) from error

    def _pause_s(self, error: ApiException, backoff: Backoff) -> float:
        """Return how long to wait after an answer [s]: our own pace, or longer where it says so."""
        asked_s = _retry_after_s(error.headers or {})
        wait_s = max(backoff.next_s(), asked_s)
        if asked_s:
            self._not_before_s = monotonic_s() + asked_s
        return wait_s

    def _wait(self, wait_s: float, ends_s: float, problem: str) -> None:
        if wait_s <= 0 and not self._closed.is_set():
            return
        if monotonic_s() + wait_s > ends_s:
            raise self._error(
                f"did not take a write: {problem}", "see that InfluxDB runs and has room"
            )
        if self._closed.wait(max(wait_s, 0.0)):
            raise self.closed_error()

    # Reading -------------------------------------------------------------------------------------

    def query(self, statement: str) -> BinaryIO | None:
        """Run one InfluxQL statement; return its CSV as a stream, None where it is empty.

        Raises
        ------
        StoreError
            The statement failed, or InfluxDB is away or refuses us.
        """
        answer = self.ask(statement, accept="application/csv")
        first = self._read(answer, PEEK_BYTES)
        if not first:
            answer.release_conn()
            self._complain_if_failed(statement)
            return None
        if first.startswith(b"error\n"):
            words = next(iter(csv.reader(io.StringIO(first.decode()[6:]))), [""])[0]
            raise self._statement_error(words)
        return cast(BinaryIO, io.BufferedReader(_Answer(self, answer, first), PEEK_BYTES))

    def run(self, statement: str) -> dict[str, Any]:
        """Run one InfluxQL statement; return its JSON result (as `query`, for few rows)."""
        answer = self.ask(statement, accept="application/json")
        document = json.loads(self._read(answer, None) or b"{}")
        answer.release_conn()
        words = document.get("error")
        for result in document.get("results", ()):
            words = words or result.get("error")
        if words:
            raise self._statement_error(words)
        return cast(dict[str, Any], next(iter(document.get("results", ())), {}))

    def ask(self, statement: str, *, accept: str) -> Response:
        """Send one statement; return the answer, its body yet unread."""
        fields = {"db": self.address.bucket, "epoch": "ms", "q": statement}
        if accept == "application/csv":
            fields |= {"chunked": "true", "chunk_size": "20000"}
        answer = self._request("POST", "/query", fields, {"Accept": accept})
        if answer.status != 200:
            words = self._read(answer, PEEK_BYTES).decode("utf-8", "replace")
            answer.release_conn()
            raise self._refusal(int(answer.status), _short(words))
        return answer

    def ping(self) -> str:
        """Return the server's version; it need not know us."""
        answer = self._request("GET", "/ping", {}, {})
        version = answer.headers.get("X-Influxdb-Version", "")
        self._read(answer, None)
        answer.release_conn()
        return str(version)

    def _request(
        self, method: str, path: str, fields: Mapping[str, str], headers: Mapping[str, str]
    ) -> Response:
        if self._closed.is_set():
            raise self.closed_error()
        shared = {"Authorization": f"Token {self.address.token}"}
        try:
            return self._pool.request(
                method,
                self.address.url.rstrip("/") + path,
                fields=dict(fields),
                headers=shared | dict(headers),
                preload_content=False,
                timeout=self.address.timeout_s,
                retries=False,
                **({"encode_multipart": False} if fields else {}),
            )
        except (HTTPError, OSError) as error:
            raise self.network_error(error) from error

    def _read(self, answer: Response, size: int | None) -> bytes:
        try:
            return cast(bytes, answer.read(size) if size else answer.read())
        except (HTTPError, OSError) as error:
            raise self.network_error(error) from error

    def _complain_if_failed(self, statement: str) -> None:
        """Ask again as JSON: an error of a statement leaves a CSV answer empty."""
        self.run(statement)

    # Errors --------------------------------------------------------------------------------------

    def network_error(self, error: Exception) -> StoreError:
        """Return the error for a connection that failed."""
        return self._error(
            f"cannot be reached or broke off: {_network_words(error)}",
            "see that InfluxDB runs and NENGHENG_INFLUX_URL is its address",
        )

    def closed_error(self) -> StoreError:
        """Return the error for whoever uses a closed store."""
        return self._error("the store is closed", "open it again")

    def _statement_error(self, words: str) -> StoreError:
        if "database not found" in words or "not found" in words:
            return self._error(words, "run `nengheng store init`, or set NENGHENG_INFLUX_BUCKET")
        return self._error(f"a query failed: {words}", "see InfluxDB's log")

    def _refusal(self, status: int, words: str) -> StoreError:
        fix = {
            401: "set NENGHENG_INFLUX_TOKEN to a token that InfluxDB knows",
            403: "give the token of NENGHENG_INFLUX_TOKEN read and write access to the bucket",
            404: "run `nengheng store init`, or set NENGHENG_INFLUX_BUCKET and _ORG",
        }.get(status, "see InfluxDB's log")
        return self._error(f"answered {status}: {words}", fix)

    def _error(self, what: str, fix: str) -> StoreError:
        return StoreError(f"InfluxDB {self.address}: {what}. To mend: {fix}")


def close_client(client: Client) -> None:
    """Close a client for good: left to itself it does so again while the interpreter ends."""
    api = client.api_client
    if api is not None:
        client.close()
        api.rest_client = None


class _Answer(io.RawIOBase):
    """The rest of an answer's body behind its first bytes, as a file."""

    def __init__(self, http: InfluxHTTP, answer: Response, first: bytes) -> None:
        super().__init__()
        self._http = http
        self._answer = answer
        self._ahead = memoryview(first)

    def readable(self) -> bool:
        """Return that it can be read."""
        return True

    def readinto(self, buffer: Buffer) -> int:
        """Read into `buffer`; return how much [byte], 0 at the end."""
        if not self._ahead:
            try:
                self._ahead = memoryview(self._answer.read(PEEK_BYTES))
            except (HTTPError, OSError) as error:
                raise self._http.network_error(error) from error
        room = memoryview(buffer).cast("B")
        size = min(len(room), len(self._ahead))
        room[:size] = self._ahead[:size]
        self._ahead = self._ahead[size:]
        return size

    def close(self) -> None:
        """Give the connection back; one that is not read to its end is closed."""
        if not self.closed:
            self._answer.close()
            self._answer.release_conn()
        super().close()


def _words(error: ApiException) -> str:
    """Return what InfluxDB says in an error, on one line."""
    headers: Mapping[str, str] = error.headers or {}
    told = headers.get("X-Influxdb-Error") or headers.get("X-Platform-Error-Code")
    body = error.body or ""
    try:
        document = json.loads(body)
        told = document.get("message") or document.get("error") or told
    except (ValueError, AttributeError):
        told = told or body or error.reason
    return f"{error.status} {_short(str(told))}" if error.status else _short(str(told))


def _network_words(error: Exception) -> str:
    """Return what went wrong, without the connection's place in memory, which differs each time."""
    return _short(_OBJECT.sub("", str(error)) or type(error).__name__)


def _short(words: str) -> str:
    return " ".join(words.split())[:300]


def _retry_after_s(headers: Mapping[str, str]) -> float:
    """Return what the header Retry-After asks for [s], within reason; 0 where it asks nothing."""
    try:
        asked_s = float(headers.get("Retry-After") or 0.0)
    except ValueError:
        return 0.0
    return min(max(asked_s, 0.0), RETRY_AFTER_MOST_S)
