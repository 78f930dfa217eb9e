"""A stranger's client gets nothing: the deployed configuration, a real broker, real clients."""

from __future__ import annotations

import json
import ssl
import time
from pathlib import Path

import pytest
from mqtt_client import TestClient, wait_for

from core.errors import NenghengError

pytestmark = [pytest.mark.broker, pytest.mark.xdist_group("production-broker")]

E1 = "91150622MA0AAAAA17"
E2 = "91150622MA0BBBBB28"
CUT_OFF_S = 5.0


def own(enterprise: str, gateway: str, leaf: str) -> str:
    return f"nengheng/v1/{enterprise}/{gateway}/{leaf}"


@pytest.fixture(scope="module")
def first(installation) -> tuple[str, str]:
    return installation.login("add", E1, "G1")


@pytest.fixture(scope="module")
def second(installation) -> tuple[str, str]:
    return installation.login("add", E2, "G1")


@pytest.fixture(scope="module")
def collector(installation) -> tuple[str, str]:
    return installation.login("collector", "--part", "1/2")


def test_strangers_are_refused(installation, first) -> None:
    user, password = first
    for login in (None, (user, "wrong"), (user, ""), ("nobody", password), (f"{E1}.G2", password)):
        with installation.client(login=login) as client:
            assert not client.let_in, login
            assert client.reasons == ["Not authorized"]


def test_there_is_no_door_without_tls(installation) -> None:
    with TestClient(installation.broker.port, None, login=("a", "b")) as client:
        assert not client.let_in


def test_a_gateway_writes_its_own_topics_and_no_others(installation, first, second) -> None:
    with installation.client(login=first) as client:
        assert client.let_in
        for leaf in ("data", "status", "raw/vendor", "raw/a/b"):
            assert client.publish(own(E1, "G1", leaf)), leaf
        for topic in (
            own(E1, "G1", "reply"),
            own(E1, "G2", "data"),
            own(E2, "G1", "data"),
            own(E2, "G1", "reply"),
            own(E2, "G1", "status"),
            own(E2, "G1", "raw/x"),
            own(E1, "G1", "other"),
            "nengheng/v1",
            "anything",
            "$SYS/broker/uptime",
            "$CONTROL/dynamic-security/v1",
        ):
            assert not client.publish(topic), topic


def test_a_gateway_reads_its_own_reply_and_nothing_by_a_wildcard(
    installation, first, second, collector
) -> None:
    with (
        installation.client(login=first) as client,
        installation.client(login=second) as other,
        installation.client(login=collector) as answering,
    ):
        for topic in ("#", "nengheng/#", own("+", "+", "reply"), own(E2, "G1", "reply"), "$SYS/#"):
            client.subscribe(topic)
        client.subscribe(own(E1, "G1", "reply"))
        assert other.publish(own(E2, "G1", "data"), b"secret")
        assert answering.publish(own(E2, "G1", "reply"), b"not yours")
        assert answering.publish(own(E1, "G1", "reply"), b"yours")
        assert wait_for(lambda: (own(E1, "G1", "reply"), b"yours") in client.messages)
        assert {topic for topic, _ in client.messages} == {own(E1, "G1", "reply")}


def test_a_retained_status_is_not_given_to_strangers(installation, first, second) -> None:
    with installation.client(login=second) as other:
        assert other.publish(own(E2, "G1", "status"), b"here", retain=True)
    with installation.client(login=first) as client:
        client.subscribe("#")
        client.subscribe(own(E1, "G1", "reply"))
        assert client.publish(own(E1, "G1", "data"))
        assert client.messages == []


def test_a_collector_reads_all_and_writes_replies_only(installation, first, collector) -> None:
    with (
        installation.client(login=collector) as reading,
        installation.client(login=first) as client,
    ):
        for topic in (own("+", "+", "data"), own("+", "+", "raw/#"), own("+", "+", "status")):
            assert reading.subscribe(topic)
        leaves = ("data", "raw/x/y", "status")
        for leaf in leaves:
            assert client.publish(own(E1, "G1", leaf), leaf.encode())
        wanted = {(own(E1, "G1", leaf), leaf.encode()) for leaf in leaves}
        assert wait_for(lambda: wanted <= set(reading.messages))
        for leaf in (*leaves, "other"):
            assert not reading.publish(own(E1, "G1", leaf))
        assert reading.publish(own(E1, "G1", "reply"))


def test_nobody_takes_over_another_ones_session(installation, first, collector) -> None:
    with installation.client(login=collector, client_id="nengheng-collector-1of2") as reading:
        with installation.client(login=first, client_id="nengheng-collector-1of2") as thief:
            assert thief.let_in
            assert reading.publish(own(E1, "G1", "reply"))
        assert reading.let_in


def test_a_revoked_password_is_cut_off_while_connected(installation) -> None:
    login = installation.login("add", E1, "R1")
    with installation.client(login=login) as client:
        assert client.publish(own(E1, "R1", "data"))
        started_s = time.monotonic()
        words = installation.run("gateway", "revoke", E1, "R1")
        assert wait_for(lambda: client.gone_s is not None, CUT_OFF_S)
        assert client.gone_s is not None
        assert client.gone_s - started_s < CUT_OFF_S
        assert "cut off" in words
    with installation.client(login=login) as again:
        assert not again.let_in


def test_a_rotation_ends_the_old_password_or_keeps_it_for_a_while(installation) -> None:
    old = installation.login("add", E1, "R2")
    with installation.client(login=old) as client:
        new = installation.login("rotate", E1, "R2")
        assert new[0] == old[0]
        assert wait_for(lambda: client.gone_s is not None, CUT_OFF_S)
    overlapping = installation.login("rotate", E1, "R2", "--keep-old", "1h")
    assert overlapping[0] == f"{E1}.R2~2"
    for login in (new, overlapping):
        with installation.client(login=login) as client:
            assert client.publish(own(E1, "R2", "data"))
            assert not client.publish(own(E1, "R1", "data"))
            client.subscribe(own(E1, "R2", "reply"))
    last = installation.login("rotate", E1, "R2", "--keep-old", "1s")
    with installation.client(login=overlapping) as client:
        wait_for(lambda: "nothing" not in installation.run("gateway", "sync"), 4)
        assert wait_for(lambda: client.gone_s is not None, CUT_OFF_S)
    with installation.client(login=last) as client:
        assert client.let_in


def test_a_certificate_lets_its_gateway_in_until_it_is_revoked(installation) -> None:
    stem = installation.directory / "c1"
    shown = installation.give("add", E1, "C1", "--certificate", str(stem))
    assert Path(shown["key"]).stat().st_mode & 0o777 == 0o600
    newer = installation.directory / "c1-newer"
    installation.give("rotate", E1, "C1", "--certificate", str(newer), "--keep-old", "1d")
    with (
        installation.client(certificate=str(stem)) as client,
        installation.client(certificate=str(newer)) as _second,
    ):
        assert wait_for(lambda: client.gone_s is not None), "one client a gateway"
    with installation.client(certificate=str(stem)) as client:
        assert client.publish(own(E1, "C1", "data"))
        assert not client.publish(own(E1, "G1", "data"))
        installation.run("gateway", "revoke", E1, "C1", "--number", "1")
        assert wait_for(lambda: client.gone_s is not None, CUT_OFF_S)
    with installation.client(certificate=str(stem)) as again:
        assert not again.let_in
    with installation.client(certificate=str(newer)) as other:
        assert other.publish(own(E1, "C1", "data"))


def test_certificates_of_others_and_of_servers_are_refused(installation, tmp_path) -> None:
    from cli.certificate_authority import CertificateAuthority
    from core.clock import WallClock

    stranger = CertificateAuthority.create(tmp_path / "ca", WallClock(), name="Nengheng local CA")
    stranger.issue_client(f"{E1}.G1").write(tmp_path / "forged", stranger.pem)
    with installation.client(certificate=str(tmp_path / "forged")) as client:
        assert not client.let_in
    server = installation.broker.files.directory / "server"
    with installation.client(certificate=str(server)) as client:
        assert not client.let_in
    with TestClient(installation.broker.certificate_port, str(installation.broker.ca_file)) as bare:
        assert not bare.let_in


def test_a_certificate_of_nobody_may_do_nothing(installation, tmp_path) -> None:
    installation.run("certs", "client", f"{E1}.NONE", "--out", str(tmp_path / "n"))
    with installation.client(certificate=str(tmp_path / "n")) as client:
        assert not client.publish(own(E1, "NONE", "data"))
        assert not client.publish(own(E1, "G1", "data"))


def test_a_collector_logs_in_by_certificate(installation, tmp_path) -> None:
    installation.give("collector", "--part", "2/2", "--certificate", str(tmp_path / "k"))
    with installation.client(certificate=str(tmp_path / "k")) as client:
        assert client.subscribe(own("+", "+", "data"))
        assert client.publish(own(E1, "G1", "reply"))
        assert not client.publish(own(E1, "G1", "data"))
        installation.give("collector", "--part", "2/2", "--remove")
        assert wait_for(lambda: not client.publish(own(E1, "G1", "reply")), CUT_OFF_S)


def test_the_control_user_may_do_nothing_and_its_password_is_used_once(installation) -> None:
    from cli.broker_control import BrokerReach

    text = (installation.broker.files.directory / "passwords").read_text()
    assert text.count("nengheng-control:") == 1
    assert "nengheng-control" not in (installation.broker.files.directory / "acl").read_text()
    reach = installation.broker.reach
    assert not BrokerReach(control=reach.control).visit("x", "guess")
    installation.run("gateway", "sync", "--always")
    assert (installation.broker.files.directory / "passwords").read_text() != text


def test_what_the_broker_does_not_take_is_an_error(installation, monkeypatch) -> None:
    monkeypatch.setattr("cli.broker_control.TAKEN_S", 0.3)
    installation.environment["NENGHENG_BROKER_PID_FILE"] = "/nowhere/pid"
    with pytest.raises(NenghengError, match="could not be told"):
        installation.run("gateway", "sync", "--always")
    with pytest.raises(NenghengError, match="has not taken the new files"):
        installation.run("gateway", "sync", "--always", "--reload-command", "true")
    with pytest.raises(NenghengError, match="ended with 1"):
        installation.run("gateway", "sync", "--always", "--reload-command", "false")
    installation.environment |= installation.broker.environment
    installation.run("gateway", "sync", "--always")


def test_sessions_and_files_outlive_a_kill(make_installation) -> None:
    installation = make_installation()
    login = installation.login("add", E1, "G1")
    installation.broker.kill()
    installation.broker.start()
    with installation.client(login=login) as client:
        assert client.publish(own(E1, "G1", "data"))
        installation.run("gateway", "revoke", E1, "G1")
        assert wait_for(lambda: client.gone_s is not None, CUT_OFF_S)


def test_what_was_refused_is_told_in_words(make_installation, tmp_path) -> None:
    installation = make_installation()
    user, password = installation.login("add", E1, "G1")
    configuration = installation.broker.directory / "mosquitto.conf"
    configuration.write_text(configuration.read_text() + "log_type debug\n")
    installation.run("gateway", "sync", "--always")
    with installation.client(login=(user, "wrong")):
        pass
    with installation.client(login=(user, password)) as client:
        assert not client.publish(own(E2, "G1", "data"))
    with TestClient(installation.broker.certificate_port, str(installation.broker.ca_file)):
        pass
    log = installation.broker.log_path
    wait_for(lambda: "did not return" in log.read_text())
    found = json.loads(installation.run("gateway", "refusals", "--log", str(log), "--json"))
    said = {row["what"].split(",")[0]: row["who"] for row in found}
    assert "wrong or revoked password" in said
    assert said["published to a topic that is not its own"].startswith(f"{user} → ")
    assert "no certificate was shown on the listener that asks for one" in said


def test_a_renewed_server_certificate_is_taken_by_a_reload(make_installation) -> None:
    installation = make_installation()
    login = installation.login("add", E1, "G1")
    server = installation.broker.files.directory / "server.crt"
    before = server.read_bytes()
    installation.run("certs", "renew", str(server))
    assert server.read_bytes() != before
    installation.run("gateway", "sync", "--always")
    with installation.client(login=login) as client:
        assert client.publish(own(E1, "G1", "data"))
    shown = ssl.get_server_certificate(("localhost", installation.broker.port))
    assert shown.strip() in server.read_text()
