"""Subscriptions by enterprise: what is asked, given up, refused; statuses that are known."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from cli.broker import MOSQUITTO_CONFIGURATION, Broker, find_mosquitto
from core import topics
from core.backoff import Backoff
from core.clock import WallClock
from core.partition import Part, part_of
from core.registry.database import open_registry
from core.registry.models import Enterprise, Gateway
from ingest.doors import subscriptions
from ingest.doors.doorway import OwnEnterprises
from ingest.doors.mqtt import MqttDoor
from ingest.doors.rules import DoorRules
from ingest.doors.statuses import KnownStatuses
from ingest.doors.subscriptions import Subscriptions, show_filters
from ingest.intake import Intake
from ingest.resolver import Resolver
from tests.ingest.conftest import ACME, OTHER, MemoryStore, write_world
from tests.ingest.doors.conftest import PlainClient


class Broker0:
    """What a broker is sent, answered by hand."""

    def __init__(self) -> None:
        self.subscribed: list[list[str]] = []
        self.unsubscribed: list[str] = []

    def subscribe(self, filters: list[str]) -> int:
        self.subscribed.append(filters)
        return len(self.subscribed)

    def unsubscribe(self, filters: list[str]) -> int:
        self.unsubscribed += filters
        return 1


@pytest.fixture
def broker() -> Broker0:
    return Broker0()


@pytest.fixture
def asked(broker: Broker0) -> Subscriptions:
    return Subscriptions(broker.subscribe, broker.unsubscribe)


def test_many_filters_go_in_few_packets(broker: Broker0, asked: Subscriptions) -> None:
    target = tuple(one for n in range(1000) for one in topics.subscriptions(f"E{n:04d}"))
    asked.follow(target)
    assert [len(packet) for packet in broker.subscribed] == [500] * 6
    assert {one for packet in broker.subscribed for one in packet} == set(target)
    for number, packet in enumerate(broker.subscribed, 1):
        assert not asked.is_answered
        assert asked.take_answer(number, [False] * len(packet)) == []
    assert asked.is_answered
    asked.follow(target)
    assert len(broker.subscribed) == 6


def test_only_what_came_is_asked_and_only_what_went_is_given_up(
    broker: Broker0, asked: Subscriptions
) -> None:
    asked.follow(("a", "b"))
    asked.take_answer(1, [False, False])
    asked.follow(("b", "c"))
    assert broker.subscribed[1:] == [["c"]]
    assert broker.unsubscribed == ["a"]


def test_what_went_before_the_answer_came_is_given_up_after_it(
    broker: Broker0, asked: Subscriptions
) -> None:
    asked.follow(("a",))
    asked.follow(())
    asked.take_answer(1, [False])
    assert broker.unsubscribed == ["a"]
    asked.follow(("a",))
    assert broker.subscribed == [["a"], ["a"]]


def test_what_is_refused_is_asked_again_after_a_rest(
    broker: Broker0, asked: Subscriptions, monkeypatch: pytest.MonkeyPatch
) -> None:
    now_s = 0.0
    monkeypatch.setattr(subscriptions, "monotonic_s", lambda: now_s)
    target = ("a", "b")
    asked.follow(target)
    assert asked.take_answer(1, [True, False]) == ["a"]
    assert asked.refused == ["a"]
    assert not asked.is_refused_whole
    asked.follow(target)
    assert len(broker.subscribed) == 1
    now_s = subscriptions.ASK_AGAIN_S + 1
    asked.follow(target)
    assert broker.subscribed[1:] == [["a"]]
    asked.take_answer(2, [False])
    assert asked.refused == []


def test_everything_refused_is_told_apart(asked: Subscriptions) -> None:
    asked.follow(("a", "b"))
    asked.take_answer(1, [True, True])
    assert asked.is_refused_whole


def test_strangers_that_the_session_brings_are_given_up_once(
    broker: Broker0, asked: Subscriptions
) -> None:
    asked.reject(topics.data("E2", "g"))  # nothing is known yet: perhaps it is wanted
    asked.follow(topics.subscriptions("E1"))
    for topic in (topics.data("E2", "g"), topics.status("E2", "g"), topics.data("E1", "g"), "x"):
        asked.reject(topic)
    assert broker.unsubscribed == list(topics.subscriptions("E2"))


def test_many_filters_are_shown_as_a_few() -> None:
    assert show_filters(list("abc")) == "a, b, c"
    assert show_filters([str(n) for n in range(9)]) == "0, 1, 2, 3, 4 and 4 more"


def test_a_code_that_would_be_a_wildcard_is_not_subscribed() -> None:
    assert [topics.subscriptions(code) for code in ("+", "#", "a/b", "")] == [()] * 4


def test_the_enterprises_of_a_part_follow_the_registry(tmp_path: Path) -> None:
    with open_registry(tmp_path / "registry.db") as registry:
        write_world(registry)
        resolver = Resolver(registry, MemoryStore(), later=True)  # type: ignore[arg-type]
        number = part_of(ACME, 2)
        own = OwnEnterprises(resolver, Part(number, 2))
        assert own() == frozenset()
        resolver.load()
        first = own()
        assert ACME in first
        assert (OTHER in first) == (part_of(OTHER, 2) == number)
        resolver.load()
        assert own() is first
        fresh = next(f"E{n}" for n in range(99) if part_of(f"E{n}", 2) == number)
        with registry.session() as session:
            session.add(Enterprise(code=fresh, name="x", region_code="150000", sector_code="44"))
            session.flush()
            session.add(Gateway(enterprise_code=fresh, code="g"))
        resolver.load()
        assert own() == first | {fresh}
        resolver.close()


def test_statuses_are_known_by_their_last_bytes_and_are_bounded() -> None:
    known = KnownStatuses(topics_max=2)
    for n in range(3):
        known.note(f"t{n}/status", b"online")
    known.note("t/data", b"online")
    assert [known.has(f"t{n}/status", b"online") for n in range(3)] == [False, True, True]
    assert not known.has("t2/status", b"offline")
    assert not known.has("t/data", b"online")


@pytest.fixture
def make_door(intake: Intake) -> Iterator[Callable[..., MqttDoor]]:
    doors = []

    def make(url: str, **rules: object) -> MqttDoor:
        door = MqttDoor(
            url,
            intake,
            client_id="collector-1of2",
            clock=WallClock(),
            rules=DoorRules(backoff=lambda: Backoff(0.02, 0.2), **rules),  # type: ignore[arg-type]
        )
        door.start()
        doors.append(door)
        return door

    yield make
    for door in doors:
        door.stop()


def data(enterprise: str) -> str:
    return topics.data(enterprise, "g1")


@pytest.mark.broker
def test_a_door_follows_the_enterprises_it_is_given(
    mosquitto: Broker, make_door: Any, journal: Any, connect: Any, wait_until: Any
) -> None:
    own: list[frozenset[str]] = [frozenset({"E1"})]
    door = make_door(mosquitto.url, read_enterprises=lambda: own[0])
    wait_until(lambda: door.health()["connected"])
    sender = connect()
    sender.publish(data("E2"), b"not mine")
    sender.publish(data("E1"), b"1")
    wait_until(lambda: journal.payloads == [b"1"])
    own[0] = frozenset({"E2"})
    sender.publish(data("E1"), b"wakes the door")
    wait_until(lambda: len(journal.payloads) >= 2)

    def arrives() -> bool:
        sender.publish(data("E2"), b"2")
        return b"2" in journal.payloads

    wait_until(arrives)
    seen = len(journal.payloads)
    sender.publish(data("E1"), b"no longer mine")
    sender.publish(data("E2"), b"last")
    wait_until(lambda: b"last" in journal.payloads)
    assert b"no longer mine" not in journal.payloads[seen:]


@pytest.mark.broker
def test_what_the_session_kept_from_an_earlier_run_is_taken_once_and_then_given_up(
    mosquitto: Broker, make_door: Any, journal: Any, connect: Any, wait_until: Any
) -> None:
    first = make_door(mosquitto.url, read_enterprises=lambda: BOTH)
    wait_until(lambda: first.health()["connected"])
    first.stop()
    sender = connect()
    sender.publish(data("E2"), b"kept by the broker")
    second = make_door(mosquitto.url, read_enterprises=lambda: ONE)
    wait_until(lambda: b"kept by the broker" in journal.payloads)
    wait_until(lambda: second.health()["connected"])
    sender.publish(data("E1"), b"between")
    wait_until(lambda: b"between" in journal.payloads)
    sender.publish(data("E2"), b"of others")
    sender.publish(data("E1"), b"last")
    wait_until(lambda: b"last" in journal.payloads)
    assert b"of others" not in journal.payloads


ONE, BOTH = frozenset({"E1"}), frozenset({"E1", "E2"})


@pytest.mark.broker
def test_before_the_registry_is_read_the_session_brings_what_it_did(
    mosquitto: Broker, make_door: Any, journal: Any, connect: Any, wait_until: Any
) -> None:
    first = make_door(mosquitto.url, read_enterprises=lambda: ONE)
    wait_until(lambda: first.health()["connected"])
    first.stop()
    nothing: frozenset[str] = frozenset()
    second = make_door(mosquitto.url, read_enterprises=lambda: nothing)
    wait_until(lambda: second.health()["connected"])
    sender = connect()
    for n in range(3):
        sender.publish(data("E1"), b"%d" % n)
    wait_until(lambda: journal.payloads == [b"0", b"1", b"2"])


@pytest.mark.broker
def test_a_retained_status_is_written_once_and_a_new_one_at_once(
    mosquitto: Broker, make_door: Any, journal: Any, connect: Any, wait_until: Any
) -> None:
    status, sender = topics.status("E1", "g1"), connect()
    sender.publish(status, b"online", retain=True)
    door = make_door(mosquitto.url)
    wait_until(lambda: journal.payloads == [b"online"])
    mosquitto.stop()
    wait_until(lambda: not door.health()["connected"])
    mosquitto.start()
    wait_until(lambda: door.health()["statuses_known"] == 1)
    last = connect()
    last.publish(status, b"online", retain=True)  # not told again but said again: that is news
    last.publish(status, b"offline", retain=True)
    wait_until(lambda: journal.payloads == [b"online", b"online", b"offline"])


SECURITY = {
    "defaultACLAccess": {
        "publishClientSend": True,
        "publishClientReceive": True,
        "subscribe": False,
        "unsubscribe": True,
    },
    "anonymousGroup": "all",
    "groups": [{"groupname": "all", "roles": [{"rolename": "some"}]}],
    "roles": [
        {
            "rolename": "some",
            "acls": [
                {
                    "acltype": "subscribePattern",
                    "topic": "nengheng/v1/E1/#",
                    "priority": 0,
                    "allow": True,
                }
            ],
        }
    ],
    "clients": [],
}


def find_plugin() -> Path | None:
    return next(Path("/usr/lib").glob("**/mosquitto_dynamic_security.so"), None)


@pytest.fixture
def strict(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Broker]:
    """A Mosquitto that lets clients subscribe to enterprise E1 alone."""
    plugin = find_plugin()
    if not find_mosquitto() or plugin is None:
        pytest.skip("Mosquitto with its dynamic security is not here: apt install mosquitto")
    rules = tmp_path / "security.json"
    rules.write_text(json.dumps(SECURITY))
    rules.chmod(0o600)
    extra = f"plugin {plugin}\nplugin_opt_config_file {rules}\n"
    monkeypatch.setattr("cli.broker.MOSQUITTO_CONFIGURATION", MOSQUITTO_CONFIGURATION + extra)
    with Broker(tmp_path / "broker", kind="mosquitto") as broker:
        yield broker


@pytest.mark.broker
def test_subscriptions_that_the_broker_refuses_are_shown_with_the_fix(
    strict: Broker,
    make_door: Any,
    journal: Any,
    wait_until: Any,
    caplog: pytest.LogCaptureFixture,
) -> None:
    door = make_door(strict.url, read_enterprises=lambda: BOTH)
    wait_until(lambda: door.health()["state"] == "partial")
    health = door.health()
    assert "nengheng/v1/E2/+/data" in str(health["last_error"])
    assert "its ACL must let this user read the topic" in str(health["last_error"])
    assert "E1" not in str(health["last_error"])
    assert "mend its ACL" in str(health["text_en"])
    assert "访问控制列表" in str(health["text"])
    assert "refused to subscribe" in caplog.text
    sender = PlainClient(strict.port)
    sender.publish(data("E1"), b"1")
    wait_until(lambda: journal.payloads == [b"1"])
    sender.close()


@pytest.mark.broker
def test_a_broker_that_refuses_every_subscription_is_left_and_tried_again(
    strict: Broker, make_door: Any, wait_until: Any
) -> None:
    door = make_door(strict.url)
    wait_until(lambda: "refused to subscribe" in str(door.health()["last_error"]))
    assert not door.health()["connected"]
