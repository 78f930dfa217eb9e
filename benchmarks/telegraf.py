"""Telegraf as a comparator: the same messages from the same broker into the same InfluxDB.

Configured for the equivalent service: quality of service 1, a persistent session, a message
acknowledged once InfluxDB has its readings, the same tags and fields. It keeps no journal, tells no
duplicates and knows no registry.
"""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path
from threading import Event

from benchmarks.influx_ceiling import count_readings, count_written, make_address
from benchmarks.mqtt_fill import Feed, fill, subscribe
from cli.broker import Broker
from cli.child import child_command
from cli.local_servers.influxdb import InfluxServer
from core.clock import monotonic_s
from core.store.influxdb_http import InfluxAddress
from core.topics import SUBSCRIPTIONS

CLIENT_ID = "telegraf"
LIMIT_S = 900.0
TURN_S = 0.1
TICKS_S = os.sysconf("SC_CLK_TCK")

CONFIGURATION = """\
[agent]
  omit_hostname = true
  flush_interval = "1s"
  metric_batch_size = 10000
  metric_buffer_limit = 1000000
  quiet = true

[[inputs.mqtt_consumer]]
  servers = ["tcp://{host}:{port}"]
  topics = ["{topic}"]
  qos = 1
  client_id = "{client_id}"
  persistent_session = true
  max_undelivered_messages = 10000
  topic_tag = ""
  data_format = "json_v2"

  [[inputs.mqtt_consumer.topic_parsing]]
    topic = "nengheng/v1/+/+/data"
    tags = "_/_/enterprise/_/_"

  [[inputs.mqtt_consumer.json_v2]]
    measurement_name = "reading"
    [[inputs.mqtt_consumer.json_v2.object]]
      path = "@this"
      disable_prepend_keys = true
      timestamp_key = "readings_t"
      timestamp_format = "unix_ms"
      tags = ["readings_p"]
      excluded_keys = ["stream"]
      [inputs.mqtt_consumer.json_v2.object.renames]
        readings_p = "point"
        readings_v = "v"
        readings_q = "q"
        sent = "s"
        seq = "n"
      [inputs.mqtt_consumer.json_v2.object.fields]
        readings_v = "float"
        readings_q = "int"
        sent = "int"
        seq = "int"

[[outputs.influxdb_v2]]
  urls = ["{url}"]
  token = "{token}"
  organization = "{org}"
  bucket = "{bucket}"
  content_encoding = "identity"
"""


@dataclass(frozen=True)
class Peer:
    """What Telegraf did: readings a second [1/s], CPU time per million readings [s]."""

    readings_s: float
    cpu_s: float


def measure_telegraf(feed: Feed, folder: Path) -> Peer:
    """Let Telegraf drain a broker filled with `feed`; all of it must be stored."""
    folder.mkdir()
    with Broker(folder / "broker") as broker, InfluxServer(folder / "influxdb") as server:
        address = make_address(server, "bench")
        subscribe(broker.host, broker.port, CLIENT_ID, SUBSCRIPTIONS[:1])
        fill(broker.host, broker.port, feed)
        configuration = folder / "telegraf.conf"
        configuration.write_text(_configure(broker, address))
        command = child_command(["telegraf", "--config", str(configuration)])
        began_s = monotonic_s()
        with subprocess.Popen(command) as process:
            try:
                _await(server, feed, process)
                seconds, cpu_s = monotonic_s() - began_s, _cpu_s(process.pid)
            finally:
                process.terminate()
        stored, sent = count_readings(address), feed.messages * feed.points
    if stored != sent:
        raise RuntimeError(f"Telegraf stored {stored} readings, {sent} were sent")
    return Peer(sent / seconds, cpu_s / sent * 1e6)


def _configure(broker: Broker, address: InfluxAddress) -> str:
    return CONFIGURATION.format(
        host=broker.host,
        port=broker.port,
        topic=SUBSCRIPTIONS[0],
        client_id=CLIENT_ID,
        url=address.url,
        token=address.token,
        org=address.org,
        bucket=address.bucket,
    )


def _await(server: InfluxServer, feed: Feed, process: subprocess.Popen[bytes]) -> None:
    pause, ends_s = Event(), monotonic_s() + LIMIT_S
    while (written := count_written(server)) < feed.messages * feed.points:
        if process.poll() is not None or monotonic_s() > ends_s:
            raise RuntimeError(f"Telegraf ended or was too slow: {written} readings are written")
        pause.wait(TURN_S)


def _cpu_s(pid: int) -> float:
    """Return the CPU time of a process so far [s]."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS_S
