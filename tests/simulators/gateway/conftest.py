"""A real broker, and a collector's side in a few lines that answers as it is told."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import paho.mqtt.client as mqtt
import pytest

from cli.broker import Broker, find_mosquitto
from core import topics
from core.clock import monotonic_s
from core.wire import Reply, WireMessage, decode, encode_reply
from simulators.gateway import GatewayClient, GatewayOptions


class ToyCollector:
    """Takes all data; names what `answers` allows durable, and remembers every delivery."""

    def __init__(self, port: int) -> None:
        self.answers = True
        self.deliveries: list[WireMessage] = []
        self.statuses: list[bytes] = []
        subscribed = threading.Event()
        self.client = mqtt.Client(
            mqtt.CallbackAPIVersion.VERSION2, client_id="toy", clean_session=False
        )
        self.client.on_connect = lambda client, *_: client.subscribe("nengheng/v1/#", qos=1)
        self.client.on_subscribe = lambda *_: subscribed.set()
        self.client.on_message = self._take
        self.client.reconnect_delay_set(1, 1)
        self.client.connect("127.0.0.1", port)
        self.client.loop_start()
        assert subscribed.wait(5)

    @property
    def numbers(self) -> list[int]:
        return [message.seq or 0 for message in self.deliveries]

    def _take(self, _client: mqtt.Client, _data: object, message: mqtt.MQTTMessage) -> None:
        topic = topics.parse(message.topic)
        assert topic is not None
        if topic.leaf == "status":
            self.statuses.append(message.payload)
        elif topic.leaf == "data":
            got = decode(message.payload)
            self.deliveries.append(got)
            if self.answers:
                self.reply(topic.enterprise, topic.gateway, [(got.seq or 0, got.seq or 0)])

    def reply(self, enterprise: str, gateway: str, ranges: list[tuple[int, int]], **more) -> None:
        stream = more.pop("stream", None) or self.deliveries[-1].stream
        self.client.publish(
            topics.reply(enterprise, gateway), encode_reply(Reply(stream, ranges, **more))
        )

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
def collector(mosquitto: Broker) -> Iterator[ToyCollector]:
    collector = ToyCollector(mosquitto.port)
    yield collector
    collector.close()


@pytest.fixture
def make_gateway(mosquitto: Broker, tmp_path: Path) -> Iterator[Callable[..., GatewayClient]]:
    made = []

    def make(code: str = "g1", **options: object) -> GatewayClient:
        gateway = GatewayClient(
            mosquitto.url,
            "E1",
            code,
            buffer=tmp_path / f"{code}.db",
            options=GatewayOptions(
                **(
                    {
                        "keep_ledger": True,
                        "resend_first_s": 0.1,
                        "resend_most_s": 0.4,
                        "reconnect_first_s": 0.05,
                    }
                    | options
                )
            ),
        )
        gateway.start()
        made.append(gateway)
        return gateway

    yield make
    for gateway in made:
        gateway.stop()
