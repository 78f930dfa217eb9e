"""Log-ins and signing keys of gateways in the registry."""

from __future__ import annotations

import base64

import pytest

from core.errors import RegistryError
from core.registry.credentials import (
    GatewayName,
    add_certificate,
    add_password,
    list_credentials,
    parse_login,
    revoke,
    rotate_password,
    verify_gateway,
)
from core.registry.models import Enterprise, Gateway, GatewayKey, Region
from core.registry.signing_keys import add_key, end_keys, list_keys, rotate_key

E1 = "91150622MA0AAAAA17"
NAME = GatewayName(E1, "G1")
HOUR = 3_600_000


@pytest.fixture
def gateways(registry):
    with registry.session() as session:
        session.add(Region(code="150000", name="内蒙古"))
        session.flush()
        session.add(Enterprise(code=E1, name="甲", region_code="150000", sector_code="C26"))
        session.flush()
        session.add_all(Gateway(enterprise_code=E1, code=code) for code in ("G1", "G2", "G:3"))
    return registry


def lets_in(registry, password: str, now_ms: int, gateway: str = "G1") -> bool:
    with registry.read() as session:
        return verify_gateway(session, E1, gateway, password, now_ms=now_ms)


def test_a_password_lets_its_gateway_in_and_no_other(gateways) -> None:
    with gateways.session() as session:
        issued = add_password(session, NAME, now_ms=1000)
    assert (issued.number, issued.login) == (1, f"{E1}.G1")
    assert lets_in(gateways, issued.password, 1000)
    assert not lets_in(gateways, issued.password, 999)
    assert not lets_in(gateways, issued.password + "x", 1000)
    assert not lets_in(gateways, "", 1000)
    assert not lets_in(gateways, issued.password, 1000, "G2")
    with gateways.read() as session:
        (row,) = list_credentials(session)
    assert issued.password not in row.secret


def test_a_rotation_ends_the_old_password_at_once(gateways) -> None:
    with gateways.session() as session:
        old = add_password(session, NAME, now_ms=0)
        new = rotate_password(session, NAME, now_ms=HOUR)
    assert new.login == old.login
    assert lets_in(gateways, old.password, HOUR - 1)
    assert not lets_in(gateways, old.password, HOUR)
    assert lets_in(gateways, new.password, HOUR)


def test_an_overlap_keeps_both_passwords_under_two_names_until_it_ends(gateways) -> None:
    with gateways.session() as session:
        old = add_password(session, NAME, now_ms=0)
        new = rotate_password(session, NAME, now_ms=HOUR, keep_old_ms=HOUR)
    assert (old.login, new.login) == (f"{E1}.G1", f"{E1}.G1~2")
    assert parse_login(new.login) == NAME
    assert lets_in(gateways, old.password, 2 * HOUR - 1)
    assert lets_in(gateways, new.password, 2 * HOUR - 1)
    assert not lets_in(gateways, old.password, 2 * HOUR)
    with gateways.session() as session:
        third = rotate_password(session, NAME, now_ms=3 * HOUR, keep_old_ms=HOUR)
    assert third.login == f"{E1}.G1"


def test_a_second_overlap_never_lengthens_the_first(gateways) -> None:
    with gateways.session() as session:
        old = add_password(session, NAME, now_ms=0)
        rotate_password(session, NAME, now_ms=0, keep_old_ms=HOUR)
        rotate_password(session, NAME, now_ms=10, keep_old_ms=9 * HOUR)
    assert lets_in(gateways, old.password, HOUR - 1)
    assert not lets_in(gateways, old.password, HOUR)


def test_what_is_revoked_lets_nobody_in(gateways) -> None:
    with gateways.session() as session:
        first = add_password(session, NAME, now_ms=0)
        second = add_password(session, NAME, now_ms=0)
        add_certificate(session, NAME, serial="ab12", valid_ms=(0, 10 * HOUR))
        gone = revoke(session, NAME, now_ms=5, numbers=[1])
    assert [row.number for row in gone] == [1]
    assert not lets_in(gateways, first.password, 5)
    assert lets_in(gateways, second.password, 5)
    with gateways.session() as session:
        assert [row.kind for row in revoke(session, NAME, now_ms=6)] == ["password", "certificate"]
        assert revoke(session, NAME, now_ms=7) == []
    assert not lets_in(gateways, second.password, 6)


def test_a_certificate_is_no_password(gateways) -> None:
    with gateways.session() as session:
        add_certificate(session, NAME, serial="ab12", valid_ms=(0, HOUR))
    assert not lets_in(gateways, "", 1)


def test_what_is_not_there_is_refused_with_its_name(gateways) -> None:
    with gateways.session() as session:
        with pytest.raises(RegistryError, match="no gateway 'G9'"):
            add_password(session, GatewayName(E1, "G9"), now_ms=0)
        with pytest.raises(RegistryError, match="'G:3' cannot be part of a user name"):
            add_password(session, GatewayName(E1, "G:3"), now_ms=0)
        with pytest.raises(RegistryError, match="no password that could be changed"):
            rotate_password(session, NAME, now_ms=0)
        with pytest.raises(RegistryError, match="no credential number 4"):
            revoke(session, NAME, now_ms=0, numbers=[4])


@pytest.mark.parametrize(
    ("login", "name"),
    [
        (f"{E1}.G1", NAME),
        (f"{E1}.G1~17", NAME),
        (f"{E1}.a.b-c", GatewayName(E1, "a.b-c")),
        ("nengheng-collector", None),
        (f"{E1}.G1~", None),
        (f"{E1}.", None),
        (".G1", None),
        ("", None),
    ],
)
def test_whose_a_user_name_is(login: str, name: GatewayName | None) -> None:
    assert parse_login(login) == name


def test_keys_overlap_and_end(gateways) -> None:
    with gateways.session() as session:
        first = add_key(session, NAME, now_ms=0)
        second = rotate_key(session, NAME, now_ms=HOUR, keep_old_ms=HOUR)
        assert (first.key_id, second.key_id) == (0, 1)
        assert len(base64.b64decode(second.secret)) == 32
        assert [(k.valid_from_ms, k.valid_to_ms) for k in list_keys(session, E1, "G1")] == [
            (0, 2 * HOUR),
            (HOUR, None),
        ]
        assert end_keys(session, NAME, ends_ms=3 * HOUR) == [1]


def test_the_id_of_the_key_that_ended_first_is_used_again(gateways) -> None:
    with gateways.session() as session:
        session.add_all(
            GatewayKey(
                enterprise_code=E1,
                gateway_code="G1",
                key_id=n,
                secret="",
                valid_from_ms=0,
                valid_to_ms=None if n == 7 else 1000 - n,
            )
            for n in range(256)
        )
        session.flush()
        assert add_key(session, NAME, now_ms=HOUR).key_id == 255
        with pytest.raises(RegistryError, match="256 keys that all hold"):
            add_key(session, NAME, now_ms=0)
