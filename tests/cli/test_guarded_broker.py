"""Whom the embedded platform's broker lets in: gateways of the registry, each to its own topics."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from mqtt_client import TestClient, wait_for

from cli.broker import Broker, find_mosquitto
from cli.guarded_broker import GuardedBroker
from core import topics
from core.broker_address import parse_broker_address
from core.clock import WallClock
from core.registry.credentials import GatewayName, add_password, revoke
from core.registry.database import Registry, open_registry
from core.registry.models import Enterprise, Gateway, Region
from dashboards.console.words.refusals import MENDED, REFUSED
from simulators.fleets.credit_code import fictitious_code

PLANT = fictitious_code(801)
ONE, TWO = GatewayName(PLANT, "GW1"), GatewayName(PLANT, "GW2")


@pytest.fixture
def registry(tmp_path: Path) -> Iterator[Registry]:
    with open_registry(tmp_path / "registry.db") as registry:
        with registry.session() as session:
            session.add(Region(code="150000", name="内蒙古"))
            session.flush()
            session.add(Enterprise(code=PLANT, name="厂", region_code="150000", sector_code="2613"))
            session.flush()
            session.add_all([Gateway(enterprise_code=PLANT, code=code) for code in ("GW1", "GW2")])
        yield registry


@pytest.fixture(params=["mosquitto", "amqtt"])
def guarded(
    tmp_path: Path, registry: Registry, request: pytest.FixtureRequest
) -> Iterator[GuardedBroker]:
    if request.param == "mosquitto" and not find_mosquitto():
        pytest.skip("Mosquitto is not here: apt install mosquitto")
    broker = Broker(tmp_path / "broker", kind=request.param, guarded=True)
    with GuardedBroker(broker, registry, WallClock()) as guarded:
        yield guarded


def client(guarded: GuardedBroker, login: tuple[str, str] | None, name: str = "x") -> TestClient:
    port = parse_broker_address(guarded.url).port
    return TestClient(port, None, login=login, client_id=name, version=4)


def give(registry: Registry, name: GatewayName) -> tuple[str, str]:
    with registry.session() as session:
        issued = add_password(session, name, now_ms=WallClock().now_ms())
    return issued.login, issued.password


def owner(guarded: GuardedBroker) -> tuple[str, str]:
    at = parse_broker_address(guarded.owner_url)
    assert at.username
    assert at.password
    return at.username, at.password


def test_a_gateway_given_a_log_in_at_run_time_comes_in_and_others_do_not(
    guarded: GuardedBroker, registry: Registry
) -> None:
    with client(guarded, None) as nobody:
        assert not nobody.let_in
    with client(guarded, (str(ONE), "guessed")) as guesser:
        assert not guesser.let_in
    login = give(registry, ONE)
    guarded.take_log_ins()
    with client(guarded, login) as gateway:
        assert gateway.let_in
    with client(guarded, (str(TWO), login[1])) as other:
        assert not other.let_in


def test_a_gateway_writes_as_itself_and_reads_its_own_replies_only(
    guarded: GuardedBroker, registry: Registry
) -> None:
    one, two = give(registry, ONE), give(registry, TWO)
    guarded.take_log_ins()
    with client(guarded, owner(guarded), "o") as reader, client(guarded, one, "a") as gateway:
        assert reader.subscribe("nengheng/v1/#")
        gateway.publish(topics.data(*TWO), b"forged")
        gateway.publish(topics.reply(*ONE), b"forged reply")
        gateway.publish(topics.data(*ONE), b"own")
        assert wait_for(lambda: bool(reader.messages))
        assert reader.messages == [(topics.data(*ONE), b"own")]
        with client(guarded, two, "b") as neighbour:
            assert neighbour.let_in
            neighbour.subscribe(topics.reply(*ONE))
            gateway.subscribe(topics.reply(*ONE))
            reader.publish(topics.reply(*ONE), b"durable")
            assert wait_for(lambda: gateway.messages == [(topics.reply(*ONE), b"durable")])
            assert neighbour.messages == []


def test_a_log_in_taken_away_is_refused_without_a_restart(
    guarded: GuardedBroker, registry: Registry
) -> None:
    login = give(registry, ONE)
    guarded.take_log_ins()
    with client(guarded, login) as gateway:
        assert gateway.let_in
    with registry.session() as session:
        revoke(session, ONE, now_ms=WallClock().now_ms())

    def refused() -> bool:
        with client(guarded, login) as gateway:
            return not gateway.let_in

    assert wait_for(refused)


def test_what_is_refused_is_told(guarded: GuardedBroker, registry: Registry) -> None:
    assert guarded.read_refusals() == [], "the platform's own look whether it serves is none"
    login, _ = give(registry, ONE)
    guarded.take_log_ins()
    before_ms = WallClock().now_ms() - 2_000

    def told() -> bool:
        with client(guarded, (login, "not this one")) as wrong:
            assert not wrong.let_in
        return bool(guarded.read_refusals())

    if guarded.kind != "mosquitto":
        assert not told(), "amqtt's log is not read"
        return
    assert wait_for(told)
    [one] = guarded.read_refusals()
    assert one.what in REFUSED
    assert one.what in MENDED
    assert one.count >= 1
    assert before_ms <= one.last_ms <= WallClock().now_ms()
