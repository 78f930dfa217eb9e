"""A real Mosquitto, a journal that does as it is told, and an MQTT client in plain paho."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import paho.mqtt.client as mqtt
import pytest

from cli.broker import Broker, find_mosquitto
from core.clock import monotonic_s
from ingest.errors import JournalFullError
from ingest.intake import Arrival, Intake

CLIENT_ID = "collector"


class ObedientJournal:
    """Keeps groups in memory; can be held up, and can be full."""

    def __init__(self) -> None:
        self.records: list[Arrival] = []
        self.full = False
        self._allowed = 0
        self._free = True
        self._changed = threading.Condition()

    def hold(self) -> None:
        with self._changed:
            self._free = False
            self._allowed = 0

    def let_pass(self, groups: int) -> None:
        with self._changed:
            self._allowed += groups
            self._changed.notify_all()

    def release(self) -> None:
        with self._changed:
            self._free = True
            self._changed.notify_all()

    def append_group(self, records: Sequence[Arrival]) -> None:
        with self._changed:
            self._changed.wait_for(lambda: self._free or self._allowed > 0)
            self._allowed = max(0, self._allowed - 1)
        if self.full:
            raise JournalFullError("journal of 0 bytes is full")
        self.records.extend(records)

    @property
    def payloads(self) -> list[bytes]:
        return [record.payload for record in self.records]


class PlainClient:
    """A client that connects when made; `received` and `on_hand` are (topic, payload)."""

    def __init__(self, port: int, client_id: str = "", *, subscribe: str = "") -> None:
        self.received: list[tuple[str, bytes]] = []
        self.subscribed = threading.Event()
        connected = threading.Event()
        self.client = mqtt.Client(
            mqtt.CallbackAPIVersion.VERSION2, client_id=client_id, clean_session=not client_id
        )
        self.client.on_connect = lambda *_: connected.set()
        self.client.on_subscribe = lambda *_: self.subscribed.set()
        self.client.on_message = lambda _client, _data, message: self.received.append(
            (message.topic, message.payload)
        )
        self.client.connect("127.0.0.1", port)
        self.client.loop_start()
        assert connected.wait(5)
        if subscribe:
            self.client.subscribe(subscribe, qos=1)
            assert self.subscribed.wait(5)

    def publish(self, topic: str, payload: bytes, *, retain: bool = False, qos: int = 1) -> None:
        self.client.publish(topic, payload, qos=qos, retain=retain).wait_for_publish(10)

    def close(self) -> None:
        self.client.disconnect()
        self.client.loop_stop()


@pytest.fixture
def wait_until() -> Callable[..., None]:
    def wait(condition: Callable[[], object], limit_s: float = 10.0) -> None:
        pause = threading.Event()
        ends_s = monotonic_s() + limit_s
        while not condition():
            assert monotonic_s() < ends_s, "the condition did not come true in time"
            pause.wait(0.005)

    return wait


@pytest.fixture
def mosquitto(tmp_path: Path) -> Iterator[Broker]:
    if not find_mosquitto():
        pytest.skip("Mosquitto is not here: apt install mosquitto")
    with Broker(tmp_path / "broker", kind="mosquitto") as broker:
        yield broker


@pytest.fixture
def journal() -> ObedientJournal:
    return ObedientJournal()


@pytest.fixture
def intake(journal: ObedientJournal) -> Iterator[Intake]:
    with Intake(journal, inbox_max_bytes=64 * 1024 * 1024) as intake:
        yield intake
        journal.release()


@pytest.fixture
def connect(mosquitto: Broker) -> Iterator[Callable[..., PlainClient]]:
    clients = []

    def make(client_id: str = "", *, subscribe: str = "") -> PlainClient:
        clients.append(PlainClient(mosquitto.port, client_id, subscribe=subscribe))
        return clients[-1]

    yield make
    for client in clients:
        client.close()
