from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path

import paho.mqtt.client as mqtt
import pytest

from cli.broker import Broker, BrokerError, answers_connect, find_mosquitto
from core.clock import monotonic_s

KINDS = ["mosquitto", "amqtt"]

PARENT = """
import sys, time
from pathlib import Path
from cli.broker import Broker
broker = Broker(Path(sys.argv[1]), kind=sys.argv[2])
broker.start()
print(broker.pid, broker.port, flush=True)
time.sleep(60)
"""


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    if request.param == "mosquitto" and not find_mosquitto():
        pytest.skip("Mosquitto is not here: apt install mosquitto")
    return str(request.param)


def wait_until(condition, limit_s: float = 10.0) -> bool:
    ends_s = monotonic_s() + limit_s
    while monotonic_s() < ends_s:
        if condition():
            return True
    return bool(condition())


def is_running(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state != "Z"


def test_it_serves_while_inside_and_not_after(tmp_path: Path, kind: str) -> None:
    with Broker(tmp_path, kind=kind) as broker:
        assert broker.alive
        assert broker.url == f"mqtt://127.0.0.1:{broker.port}"
        assert answers_connect("127.0.0.1", broker.port)
        port = broker.port
    assert not broker.alive
    assert not answers_connect("127.0.0.1", port)


def test_it_starts_again_on_its_port_after_a_kill(tmp_path: Path, kind: str) -> None:
    broker = Broker(tmp_path, kind=kind)
    broker.start()
    port = broker.port
    broker.kill()
    assert not broker.alive
    assert not answers_connect("127.0.0.1", port)
    with broker:
        assert broker.port == port
        assert answers_connect("127.0.0.1", port)


def test_port_in_use_is_said_with_the_port(tmp_path: Path, kind: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(BrokerError, match=f"port {port} cannot be taken .*in use"):
            Broker(tmp_path, port, kind=kind).start()


def test_it_listens_on_loopback_only(tmp_path: Path) -> None:
    with pytest.raises(BrokerError, match=r"'0\.0\.0\.0' is not a loopback address"):
        Broker(tmp_path, host="0.0.0.0")


@pytest.mark.broker
def test_mosquittos_own_words_are_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cli.broker.MOSQUITTO_CONFIGURATION", "no_such_option yes\n")
    with pytest.raises(BrokerError, match="no_such_option"):
        Broker(tmp_path, kind="mosquitto").start()


def test_no_orphan_after_the_parent_is_killed(tmp_path: Path, kind: str) -> None:
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT, str(tmp_path), kind], stdout=subprocess.PIPE, text=True
    )
    with parent:
        assert parent.stdout is not None
        pid, port = map(int, parent.stdout.readline().split())
        assert is_running(pid)
        os.kill(parent.pid, signal.SIGKILL)
    assert wait_until(lambda: not is_running(pid))
    assert not answers_connect("127.0.0.1", port)


@pytest.mark.broker
def test_mosquitto_keeps_messages_over_an_orderly_restart(tmp_path: Path) -> None:
    def connected(port: int, got: list[bytes]) -> mqtt.Client:
        client = mqtt.Client(
            mqtt.CallbackAPIVersion.VERSION2, client_id="keeper", clean_session=False
        )
        client.on_message = lambda _client, _data, message: got.append(message.payload)
        client.connect("127.0.0.1", port)
        client.loop_start()
        assert wait_until(client.is_connected)
        return client

    got: list[bytes] = []
    with Broker(tmp_path, kind="mosquitto") as broker:
        keeper = connected(broker.port, got)
        subscribed = []
        keeper.on_subscribe = lambda *_: subscribed.append(True)
        keeper.subscribe("kept/#", qos=1)
        assert wait_until(lambda: subscribed)
        keeper.disconnect()
        keeper.loop_stop()
        sender = mqtt.Client(mqtt.CallbackAPIVersion.VERSION2)
        sender.connect("127.0.0.1", broker.port)
        sender.loop_start()
        sender.publish("kept/one", b"1", qos=1).wait_for_publish(5)
        sender.disconnect()
        sender.loop_stop()
        port = broker.port
    with Broker(tmp_path, port, kind="mosquitto"):
        keeper = connected(port, got)
        assert wait_until(lambda: got == [b"1"])
        keeper.disconnect()
        keeper.loop_stop()


def test_a_broker_that_ends_by_itself_is_started_again(
    tmp_path: Path, kind: str, caplog: pytest.LogCaptureFixture
) -> None:
    with Broker(tmp_path, kind=kind) as broker:
        first = broker.pid
        os.kill(first, signal.SIGKILL)
        assert wait_until(lambda: answers_connect("127.0.0.1", broker.port))
        assert broker.pid != first
    assert f"{kind} has ended by itself" in caplog.text
    assert not broker.alive


def test_a_port_that_is_let_go_in_time_is_taken(tmp_path: Path, kind: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        leaving = threading.Timer(0.3, other.close)
        leaving.start()
        with Broker(tmp_path, port, kind=kind) as broker:
            assert broker.alive
        leaving.join()


def test_a_broker_that_cannot_be_started_again_is_tried_again(
    tmp_path: Path,
    kind: str,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr("cli.broker.PORT_FREE_S", 0.0)
    with Broker(tmp_path, kind=kind) as broker:
        os.kill(broker.pid, signal.SIGKILL)
        assert wait_until(lambda: not answers_connect("127.0.0.1", broker.port))
        with socket.create_server(("127.0.0.1", broker.port)):
            assert wait_until(lambda: "not started again" in caplog.text)
        assert wait_until(lambda: answers_connect("127.0.0.1", broker.port))
