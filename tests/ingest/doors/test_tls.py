"""TLS between a real Mosquitto and door or gateway: what works, and words for what does not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from certificates import DAY, Authority

from cli.broker import MOSQUITTO_CONFIGURATION, Broker, find_mosquitto
from core.backoff import Backoff
from core.broker_access import TlsFiles
from core.clock import WallClock
from core.wire import decode
from core.wire_signed import SigningKey, open_frame
from ingest.doors.mqtt import MqttDoor
from ingest.doors.rules import DoorRules
from ingest.intake import Intake
from simulators.gateway import GatewayClient, GatewayOptions

pytestmark = pytest.mark.broker

TLS = """
cafile {ca}
certfile {cert}
keyfile {key}
require_certificate {required}
use_identity_as_username {required}
"""
Start = Callable[..., Broker]


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return Authority(tmp_path / "ca")


@pytest.fixture
def start(tmp_path: Path, authority: Authority, monkeypatch: pytest.MonkeyPatch) -> Iterator[Start]:
    if not find_mosquitto():
        pytest.skip("Mosquitto is not here: apt install mosquitto")
    monkeypatch.setattr("cli.broker.answers_connect", lambda *_: True)
    brokers = []

    def run(*, required: bool = False, plain: bool = False, **issued: Any) -> Broker:
        cert, key = authority.issue("broker", **issued)
        files = TLS.format(ca=authority.ca_file, cert=cert, key=key, required=str(required).lower())
        head, access, tail = MOSQUITTO_CONFIGURATION.partition("{access}")
        if not plain:
            whole = f"{head}{files}{access}{tail}"
            monkeypatch.setattr("cli.broker.MOSQUITTO_CONFIGURATION", whole)
        broker = Broker(tmp_path / "broker", kind="mosquitto")
        broker.start()
        brokers.append(broker)
        return broker

    yield run
    for broker in brokers:
        broker.stop()


@pytest.fixture
def connect(intake: Intake) -> Iterator[Callable[[str, TlsFiles], MqttDoor]]:
    doors = []

    def make(url: str, tls: TlsFiles) -> MqttDoor:
        rules = DoorRules(tls=tls, backoff=lambda: Backoff(0.05, 0.2))
        door = MqttDoor(url, intake, client_id="collector", clock=WallClock(), rules=rules)
        door.start()
        doors.append(door)
        return door

    yield make
    for door in doors:
        door.stop()


def address(broker: Broker, host: str = "127.0.0.1") -> str:
    return f"mqtts://{host}:{broker.port}"


def open_gateway(url: str, buffer: Path, tls: TlsFiles, **options: object) -> GatewayClient:
    given: dict[str, Any] = {"reconnect_first_s": 0.05, "reconnect_most_s": 0.2} | options
    return GatewayClient(url, "E1", "g1", buffer=buffer, options=GatewayOptions(tls=tls, **given))


def test_door_and_gateway_by_tls_with_certificates_and_signatures(
    start: Start,
    connect: Any,
    authority: Authority,
    journal: Any,
    tmp_path: Path,
    wait_until: Any,
) -> None:
    broker = start(required=True)
    door = connect(address(broker), TlsFiles(authority.ca_file, *authority.issue("collector")))
    wait_until(lambda: door.health()["connected"])
    files = TlsFiles(authority.ca_file, *authority.issue("E1.g1"))
    old, new = SigningKey(1, b"the key of yesterday"), SigningKey(2, b"the key of tomorrow")
    with open_gateway(address(broker), tmp_path / "b.db", files, signing_key=old) as gateway:
        gateway.send({"A": ([1], [1.5], None)})
        assert gateway.wait_empty(10)
        gateway.sign_with(new)
        gateway.send({"A": ([2], [2.5], None)})
        assert gateway.wait_empty(10)
    frames = [r.payload for r in journal.records if r.topic.endswith("/data")]
    opened = [
        decode(open_frame(b"nengheng/v1/E1/g1/data", f, {1: old, 2: new}, arrival_ms=0))
        for f in frames
    ]
    assert [frame[3] for frame in frames] == [1, 2]
    assert [message.value.tolist() for message in opened] == [[1.5], [2.5]]


@pytest.mark.parametrize(
    ("case", "words"),
    [
        ("strange-ca", "not by the CA in"),
        ("system-cas", "not by a CA this system knows"),
        ("other-host", "for another host name"),
        ("expired", "has expired"),
        ("too-early", "not valid yet: compare the clocks"),
        ("no-ca-file", "there is no file"),
        ("not-pem", "name PEM files that belong together"),
        ("foreign-key", "name PEM files that belong together"),
        ("no-tls-there", "the port may not speak TLS"),
    ],
)
def test_why_tls_fails_is_said_at_door_and_gateway(
    start: Start,
    connect: Any,
    authority: Authority,
    tmp_path: Path,
    wait_until: Any,
    case: str,
    words: str,
) -> None:
    valid = {"expired": (-9 * DAY, -DAY), "too-early": (DAY, 2 * DAY)}.get(case, (-DAY, DAY))
    hosts = ("broker.example",) if case == "other-host" else ("127.0.0.1",)
    broker = start(hosts=hosts, valid=valid, plain=case == "no-tls-there")
    files = {
        "strange-ca": TlsFiles(Authority(tmp_path / "other", "another-ca").ca_file),
        "system-cas": TlsFiles(),
        "no-ca-file": TlsFiles(str(tmp_path / "nowhere.crt")),
        "not-pem": TlsFiles(str(tmp_path / "empty.crt")),
        "foreign-key": TlsFiles(authority.ca_file, authority.ca_file, authority.issue("x")[1]),
    }.get(case, TlsFiles(authority.ca_file))
    (tmp_path / "empty.crt").write_text("")
    door = connect(address(broker), files)
    wait_until(lambda: words in str(door.health()["last_error"]))
    assert door.health()["state"] == "away"
    with open_gateway(address(broker), tmp_path / "b.db", files) as gateway:
        wait_until(lambda: words in gateway.counts.last_error)


def test_a_missing_client_certificate_is_said(
    start: Start, connect: Any, authority: Authority, wait_until: Any
) -> None:
    broker = start(required=True)
    door = connect(address(broker), TlsFiles(authority.ca_file))
    wait_until(lambda: "asks for a client certificate" in str(door.health()["last_error"]))


def test_a_certificate_that_is_renewed_is_taken_without_a_restart(
    start: Start, connect: Any, authority: Authority, tmp_path: Path, wait_until: Any
) -> None:
    broker = start()
    late = tmp_path / "later.crt"
    door = connect(address(broker), TlsFiles(str(late)))
    wait_until(lambda: "there is no file" in str(door.health()["last_error"]))
    late.write_bytes(Path(authority.ca_file).read_bytes())
    wait_until(lambda: door.health()["connected"])


def test_a_message_crosses_whole_by_tls_whatever_its_size(
    start: Start, connect: Any, authority: Authority, journal: Any, tmp_path: Path, wait_until: Any
) -> None:
    broker = start()
    door = connect(address(broker), TlsFiles(authority.ca_file))
    wait_until(lambda: door.health()["connected"])
    with open_gateway(address(broker), tmp_path / "b.db", TlsFiles(authority.ca_file)) as gateway:
        for n in range(30):
            count = 10 if n % 3 else 30_000
            times = list(range(count))
            gateway.send({"A": (times, times, None)})
        assert gateway.wait_empty(30)
    sizes = {
        decode(r.payload).seq: len(decode(r.payload).value)
        for r in journal.records[1:]
        if r.topic.endswith("/data")
    }
    assert sizes == {n + 1: 10 if n % 3 else 30_000 for n in range(30)}
