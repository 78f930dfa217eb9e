"""InfluxDB on loopback: Debian's InfluxDB 1.6 behind a few lines of nginx that give it a v2 face.

nginx maps ``/api/v2/write?bucket=B&precision=P`` to ``/write?db=B&precision=P``, answers
``/health``, checks the token, and passes ``/ping`` and ``/query`` on. It is one process, so that
nothing stays behind when it is killed, and it keeps its temporary files in the server's directory.
"""

from __future__ import annotations

import http.client
from pathlib import Path

from cli.broker import find_free_port
from cli.local_servers.server_process import (
    LocalServer,
    LocalServerError,
    ServerProcess,
    need_program,
)

HOST = "127.0.0.1"
START_TRIES = 5
TRY_S = 1.0

INFLUXD_CONFIGURATION = """\
# Written at every start by nengheng; changes are lost.
reporting-disabled = true
bind-address = "{host}:0"

[meta]
  dir = "{directory}/meta"
  logging-enabled = false

[data]
  dir = "{directory}/data"
  wal-dir = "{directory}/wal"
  index-version = "tsi1"
  query-log-enabled = false
  max-series-per-database = 0
  max-values-per-tag = 0

[monitor]
  store-enabled = false

[subscriber]
  enabled = false

[continuous_queries]
  enabled = false

[http]
  bind-address = "{host}:{port}"
  log-enabled = false
  suppress-write-log = true
  pprof-enabled = false
  max-body-size = 0
"""

NGINX_CONFIGURATION = """\
# Written at every start by nengheng; changes are lost.
daemon off;
master_process off;
pid {directory}/nginx.pid;
error_log stderr warn;

events {{ worker_connections 1024; }}

http {{
    access_log off;
    default_type application/json;
    client_body_temp_path {directory}/nginx-body;
    proxy_temp_path {directory}/nginx-proxy;
    fastcgi_temp_path {directory}/nginx-fastcgi;
    uwsgi_temp_path {directory}/nginx-uwsgi;
    scgi_temp_path {directory}/nginx-scgi;
    client_max_body_size 0;
    client_body_buffer_size 4m;
    proxy_read_timeout 600s;
    proxy_send_timeout 600s;
    proxy_http_version 1.1;
    proxy_set_header Connection "";
    proxy_buffering off;
    proxy_request_buffering off;
    tcp_nodelay on;

    upstream influxd {{
        server {host}:{raw_port};
        keepalive 32;
    }}
    map $http_authorization $stranger {{
        default 1;
        "Token {token}" 0;
    }}
    map $arg_precision $short_precision {{
        default $arg_precision;
        us u;
        ns n;
    }}
    server {{
        listen {host}:{port};
        location = /health {{
            return 200 '{{"name":"influxdb","status":"pass","version":"1.6"}}';
        }}
        location = /ping {{
            proxy_pass http://influxd/ping;
        }}
        location = /api/v2/write {{
            if ($stranger) {{
                return 401 '{{"code":"unauthorized","message":"unauthorized access"}}';
            }}
            rewrite ^ /write?db=$arg_bucket&precision=$short_precision? break;
            proxy_pass http://influxd;
        }}
        location = /query {{
            if ($stranger) {{
                return 401 '{{"code":"unauthorized","message":"unauthorized access"}}';
            }}
            proxy_pass http://influxd;
        }}
        location / {{
            return 404 '{{"code":"not found","message":"path not found"}}';
        }}
    }}
}}
"""


class InfluxServer(LocalServer):
    """InfluxDB with its v2 face as child processes, running inside ``with``.

    Parameters
    ----------
    directory : Path
        Folder for data, configuration and logs; made where absent.
    port : int
        TCP port of the v2 face [1]; 0 takes a free one, which stays for later starts.

    Attributes
    ----------
    token, org : str
        What a client must and may say.
    """

    token = "local-influxdb-token"
    org = "nengheng"

    def __init__(self, directory: Path, *, port: int = 0) -> None:
        self.directory = directory.absolute()
        self.port = port
        self.raw_port = 0
        self._any_port = port == 0
        self._influxd: ServerProcess | None = None
        self._nginx: ServerProcess | None = None

    @property
    def url(self) -> str:
        """Where clients of InfluxDB 2 connect."""
        return f"http://{HOST}:{self.port}"

    @property
    def raw_url(self) -> str:
        """Where InfluxDB 1.6 itself listens, without a token."""
        return f"http://{HOST}:{self.raw_port}"

    @property
    def pid(self) -> int:
        """Process id of InfluxDB itself [1]; 0 while it does not run."""
        return self._influxd.pid if self._influxd else 0

    @property
    def pids(self) -> list[int]:
        """Process ids of InfluxDB and of nginx before it [1]."""
        return [p.pid for p in (self._influxd, self._nginx) if p is not None and p.pid]

    @property
    def alive(self) -> bool:
        """Whether both processes run."""
        return all(p is not None and p.alive for p in (self._influxd, self._nginx))

    def start(self) -> None:
        """Start InfluxDB and nginx, again on the ports they had, and wait until both serve.

        They end with the calling thread, so call it from one that lives as long.

        Raises
        ------
        LocalServerError
            A program is not installed, a port is taken, or a server ended; with its own words.
        """
        self.directory.mkdir(parents=True, exist_ok=True)
        for attempt in range(1, START_TRIES + 1):
            if self._any_port and not self.port:
                self.port = find_free_port(HOST)
            self.raw_port = self.raw_port or find_free_port(HOST)
            try:
                self._start()
            except LocalServerError as error:
                self.kill()
                if attempt == START_TRIES or "in use" not in str(error):
                    raise
                self.port, self.raw_port = (0 if self._any_port else self.port), 0
            else:
                return

    def _start(self) -> None:
        influxd = need_program("influxd", "influxdb")
        nginx = need_program("nginx", "nginx-light")
        places = {
            "host": HOST,
            "directory": self.directory,
            "port": self.raw_port,
        }
        influxd_file = self.directory / "influxd.conf"
        influxd_file.write_text(INFLUXD_CONFIGURATION.format(**places))
        self._influxd = ServerProcess(
            "influxd", [influxd, "-config", str(influxd_file)], self.directory / "influxd.log"
        )
        self._influxd.start(lambda: answers_ping(self.raw_port))
        places |= {"port": self.port, "raw_port": self.raw_port, "token": self.token}
        nginx_file = self.directory / "nginx.conf"
        nginx_file.write_text(NGINX_CONFIGURATION.format(**places))
        self._nginx = ServerProcess(
            "nginx",
            [nginx, "-e", "stderr", "-p", str(self.directory), "-c", str(nginx_file)],
            self.directory / "nginx.log",
        )
        self._nginx.start(lambda: answers_ping(self.port))

    def stop(self) -> None:
        """Ask both to end, wait, and kill them if they do not."""
        for process in (self._nginx, self._influxd):
            if process is not None:
                process.stop()

    def kill(self) -> None:
        """Kill both as a power cut would."""
        for process in (self._nginx, self._influxd):
            if process is not None:
                process.kill()


def answers_ping(port: int) -> bool:
    """Return whether InfluxDB answers a ping at the loopback `port` [1]."""
    connection = http.client.HTTPConnection(HOST, port, timeout=TRY_S)
    try:
        connection.request("GET", "/ping")
        return connection.getresponse().status == http.client.NO_CONTENT
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
