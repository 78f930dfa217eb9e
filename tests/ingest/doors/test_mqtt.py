from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterator
from typing import Any

import paho.mqtt.client as mqtt
import pytest

from cli.broker import MOSQUITTO_CONFIGURATION, Broker
from core.backoff import Backoff
from core.clock import WallClock
from core.errors import SettingsError
from core.wire import Quarantined, decode_reply
from ingest.doors.mqtt import MqttDoor
from ingest.doors.rules import DoorRules
from ingest.intake import Intake

pytestmark = pytest.mark.broker

DATA = "nengheng/v1/E1/g1/data"
REPLY = "nengheng/v1/E1/g1/reply"


def message(seq: int, stream: str = "s1") -> bytes:
    return json.dumps({"stream": stream, "seq": seq, "sent": 1, "readings": []}).encode()


@pytest.fixture
def make_door(intake: Intake) -> Iterator[Callable[..., MqttDoor]]:
    doors = []

    def make(url: str, client_id: str = "collector", *, into: Intake = intake, **rules) -> MqttDoor:
        door = MqttDoor(
            url,
            into,
            client_id=client_id,
            clock=WallClock(),
            rules=DoorRules(backoff=lambda: Backoff(0.02, 0.2), **rules),
        )
        door.start()
        doors.append(door)
        return door

    yield make
    for door in doors:
        door.stop()


@pytest.fixture
def door(
    mosquitto: Broker, make_door: Callable[..., MqttDoor], wait_until: Callable[..., None]
) -> MqttDoor:
    door = make_door(mosquitto.url)
    wait_until(lambda: door.health()["connected"])
    return door


def restart(broker: Broker, *, delete: bool = False) -> None:
    broker.kill()
    if delete:
        for path in broker.directory.iterdir():
            path.unlink()
    broker.start()


def durable_of(received: list[tuple[str, bytes]], stream: str = "s1") -> set[int]:
    replies = [decode_reply(payload) for _, payload in received]
    return {
        n
        for reply in replies
        if reply.stream == stream
        for first, last in reply.durable
        for n in range(first, last + 1)
    }


def test_no_acknowledgement_before_the_journal_has_it(
    door: MqttDoor, journal: Any, intake: Intake, connect: Any, wait_until: Any
) -> None:
    journal.hold()
    connect().publish(DATA, b"1")
    wait_until(lambda: door.health()["messages"] == 1)
    door.stop()
    assert door.health()["acknowledged"] == 0
    heir = connect("collector")
    wait_until(lambda: heir.received == [(DATA, b"1")])


def test_what_the_journal_has_is_acknowledged(
    door: MqttDoor, journal: Any, connect: Any, wait_until: Any
) -> None:
    sender = connect()
    sender.publish(DATA, b"1")
    wait_until(lambda: journal.payloads == [b"1"])
    door.stop()
    assert door.health()["acknowledged"] == 1
    sender.publish(DATA, b"later")
    heir = connect("collector")
    wait_until(lambda: heir.received == [(DATA, b"later")])


def test_messages_that_came_while_it_was_away_are_delivered(
    mosquitto: Broker, door: MqttDoor, make_door: Any, journal: Any, connect: Any, wait_until: Any
) -> None:
    door.stop()
    sender = connect()
    for n in range(50):
        sender.publish(DATA, message(n + 1))
    make_door(mosquitto.url)
    wait_until(lambda: len(journal.records) == 50)


def test_broker_killed(
    mosquitto: Broker, door: MqttDoor, journal: Any, connect: Any, wait_until: Any
) -> None:
    mosquitto.kill()
    wait_until(lambda: not door.health()["connected"])
    assert door.health()["last_error"]
    restart(mosquitto)
    wait_until(lambda: door.health()["connected"])
    connect().publish(DATA, b"1")
    wait_until(lambda: journal.payloads == [b"1"])
    assert door.health()["connections"] == 2


def test_brokers_data_deleted(
    mosquitto: Broker,
    door: MqttDoor,
    journal: Any,
    connect: Any,
    wait_until: Any,
    caplog: pytest.LogCaptureFixture,
) -> None:
    restart(mosquitto, delete=True)
    wait_until(lambda: door.health()["sessions_lost"] == 1)
    assert "has lost the session" in caplog.text
    connect().publish(DATA, b"1")
    wait_until(lambda: journal.payloads == [b"1"])


def test_commit_of_an_old_connections_message_acknowledges_nothing_on_the_new_one(
    mosquitto: Broker, door: MqttDoor, journal: Any, connect: Any, wait_until: Any
) -> None:
    journal.hold()
    connect().publish(DATA, b"old")
    wait_until(lambda: door.health()["messages"] == 1)
    restart(mosquitto, delete=True)
    wait_until(lambda: door.health()["connections"] == 2)
    connect().publish(DATA, b"new")  # the new broker gives it the same message id, 1
    wait_until(lambda: door.health()["messages"] == 2)
    journal.let_pass(1)
    wait_until(lambda: journal.payloads == [b"old"])
    door.stop()
    assert door.health()["acknowledged"] == 0
    heir = connect("collector")
    wait_until(lambda: heir.received == [(DATA, b"new")])


def test_full_inbox(
    mosquitto: Broker, journal: Any, make_door: Any, connect: Any, wait_until: Any
) -> None:
    with Intake(journal, inbox_max_bytes=20_000) as small:
        door = make_door(mosquitto.url, into=small)
        wait_until(lambda: door.health()["connected"])
        journal.hold()
        sender = connect()
        for n in range(1, 101):
            sender.publish(DATA, message(n) + b" " * 1000)
        wait_until(lambda: door.health()["state"] == "full")
        assert "inbox is full" in str(door.health()["last_error"])
        journal.release()
        numbers = set(range(1, 101))
        wait_until(lambda: {json.loads(p)["seq"] for p in journal.payloads} == numbers)
        door.stop()


def test_full_journal(door: MqttDoor, journal: Any, connect: Any, wait_until: Any) -> None:
    journal.full = True
    connect().publish(DATA, message(1))
    wait_until(lambda: door.health()["refused"] >= 2)
    assert "journal of 0 bytes is full" in str(door.health()["last_error"])
    assert door.health()["acknowledged"] == 0
    journal.full = False
    wait_until(lambda: journal.payloads == [message(1)])
    wait_until(lambda: door.health()["acknowledged"] == 1)


@pytest.mark.parametrize(
    ("topic", "payload"),
    [
        (DATA, b"x" * (5 * 1024 * 1024)),
        (DATA, b"\xff\xfe\x00"),
        (DATA, b""),
        (DATA, b'{"stream": "s1", "seq": 1, "readi'),
        ("nengheng/v1/no such enterprise/g!/data", b"1"),
        ("nengheng/v1/E1/g1/raw/vendor/deep/topic", b"1"),
        ("nengheng/v1/能/衡/data", b"1"),
    ],
    ids=["5-MiB", "no-utf8", "empty", "truncated", "odd-codes", "raw", "chinese"],
)
def test_whatever_comes_goes_into_the_journal_byte_for_byte(
    door: MqttDoor, journal: Any, connect: Any, wait_until: Any, topic: str, payload: bytes
) -> None:
    connect().publish(topic, payload)
    wait_until(lambda: [(r.topic, r.payload) for r in journal.records] == [(topic, payload)])
    wait_until(lambda: door.health()["acknowledged"] == 1)
    assert journal.records[0].door == "mqtt"
    assert abs(journal.records[0].arrival_ms - WallClock().now_ms()) < 60_000


def test_retained_status_and_qos_0_are_taken_too(
    mosquitto: Broker, make_door: Any, journal: Any, connect: Any, wait_until: Any
) -> None:
    sender = connect()
    sender.publish("nengheng/v1/E1/g1/status", b'{"state":"online"}', retain=True)
    door = make_door(mosquitto.url)
    wait_until(lambda: journal.payloads == [b'{"state":"online"}'])
    sender.publish(DATA, message(1), qos=0)
    wait_until(lambda: len(journal.records) == 2)
    assert door.health()["messages"] == 2


def test_other_topics_are_not_subscribed(
    door: MqttDoor, journal: Any, connect: Any, wait_until: Any
) -> None:
    sender = connect()
    sender.publish("nengheng/v1/E1/g1/reply", b"mine")
    sender.publish("nengheng/v2/E1/g1/data", b"other")
    sender.publish(DATA, b"last")
    wait_until(lambda: journal.payloads == [b"last"])


def test_replies_name_what_is_durable_and_what_is_sent_again(
    door: MqttDoor, journal: Any, connect: Any, wait_until: Any
) -> None:
    gateway = connect(subscribe=REPLY)
    numbers = [*range(1, 11), 12]
    for n in numbers:
        gateway.publish(DATA, message(n))
    wait_until(lambda: durable_of(gateway.received) == set(numbers))
    gateway.received.clear()
    gateway.publish(DATA, message(10))
    wait_until(lambda: durable_of(gateway.received) == {10})


def test_no_reply_before_the_commit_and_one_for_a_whole_group(
    door: MqttDoor, journal: Any, connect: Any, wait_until: Any
) -> None:
    gateway = connect(subscribe=REPLY)
    journal.hold()
    for n in range(1, 21):
        gateway.publish(DATA, message(n))
    wait_until(lambda: door.health()["messages"] == 20)
    assert gateway.received == []
    journal.release()
    wait_until(lambda: durable_of(gateway.received) == set(range(1, 21)))
    assert len(gateway.received) <= 3


def test_messages_without_identity_get_no_reply(
    door: MqttDoor, journal: Any, connect: Any, wait_until: Any
) -> None:
    gateway = connect(subscribe="nengheng/v1/#")
    gateway.publish(DATA, b'{"readings": []}')
    gateway.publish("nengheng/v1/E1/g1/raw/x", message(7))
    gateway.publish(DATA, message(1))
    wait_until(lambda: any(topic == REPLY for topic, _ in gateway.received))
    replies = [item for item in gateway.received if item[0] == REPLY]
    assert durable_of(replies) == {1}


def test_nobody_reads_the_replies(
    door: MqttDoor, journal: Any, connect: Any, wait_until: Any
) -> None:
    sender = connect()
    for n in range(1, 201):
        sender.publish(DATA, message(n))
    wait_until(lambda: len(journal.records) == 200)
    wait_until(lambda: door.health()["acknowledged"] == 200)


def test_quarantined_is_told(door: MqttDoor, connect: Any, wait_until: Any) -> None:
    gateway = connect(subscribe=REPLY)
    door.tell_quarantined("E1", "g1", "s1", [Quarantined(3, "unknown_point", "T9.EP")])
    wait_until(lambda: gateway.received)
    reply = decode_reply(gateway.received[0][1])
    assert reply.durable == []
    assert reply.quarantined == [Quarantined(3, "unknown_point", "T9.EP")]


def test_two_collectors_with_one_client_id_are_said(
    mosquitto: Broker, make_door: Any, journal: Any, connect: Any, wait_until: Any
) -> None:
    first, second = make_door(mosquitto.url), make_door(mosquitto.url)
    wait_until(lambda: "client id collector" in first.health()["text_en"], 30)
    wait_until(lambda: "客户端标识 collector" in second.health()["text"], 30)
    second.stop()
    connect().publish(DATA, b"1")
    wait_until(lambda: b"1" in journal.payloads)


def test_broker_away_at_the_start(
    mosquitto: Broker,
    make_door: Any,
    wait_until: Any,
    caplog: pytest.LogCaptureFixture,
) -> None:
    mosquitto.kill()
    caplog.set_level(logging.INFO)
    door = make_door(mosquitto.url)
    tries = []
    wait = door._backoff.next_s
    door._backoff.next_s = lambda: tries.append(1) or wait()  # type: ignore[method-assign]
    wait_until(lambda: len(tries) >= 4)
    health = door.health()
    assert health["state"] == "away"
    assert f"127.0.0.1:{mosquitto.port}" in str(health["last_error"])
    assert caplog.text.count("cannot reach") == 1
    restart(mosquitto)
    wait_until(lambda: door.health()["connected"])


def test_a_broker_that_refuses_is_said_with_its_reason(
    mosquitto: Broker, make_door: Any, wait_until: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    mosquitto.kill()
    closed = MOSQUITTO_CONFIGURATION.replace("{access}", "allow_anonymous false")
    monkeypatch.setattr("cli.broker.MOSQUITTO_CONFIGURATION", closed)
    monkeypatch.setattr("cli.broker.answers_connect", lambda *_: True)
    mosquitto.start()
    door = make_door(mosquitto.url)
    wait_until(lambda: "refused the client 'collector'" in str(door.health()["last_error"]))
    assert "Not authorized" in str(door.health()["last_error"])


def test_stop_is_quick_and_orderly(door: MqttDoor, connect: Any, mosquitto: Broker) -> None:
    door.stop()
    assert door.health()["state"] == "stopped"
    assert not door.health()["connected"]
    door.stop()


def test_a_url_of_something_else_is_refused(intake: Intake) -> None:
    with pytest.raises(SettingsError, match="http://x"):
        MqttDoor("http://x", intake, client_id="c", clock=WallClock())


def test_a_topic_that_is_no_utf8_is_taken_as_unattributed(
    door: MqttDoor, journal: Any, wait_until: Any
) -> None:
    door._take(None, mqtt.MQTTMessage(0, b"nengheng/v1/\xff/g/data"))  # type: ignore[arg-type]
    wait_until(lambda: [record.topic for record in journal.records] == [""])


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_dead_door_is_said(door: MqttDoor, connect: Any, wait_until: Any) -> None:
    def fail() -> int:
        raise ZeroDivisionError

    door._clock = type("Broken", (), {"now_ms": staticmethod(fail)})()
    connect().publish(DATA, b"1")
    wait_until(lambda: door.health()["state"] == "dead")
    assert not door.health()["connected"]
