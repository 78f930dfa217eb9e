"""The HTTP door: who is let in, what is durable, and what is answered otherwise."""

from __future__ import annotations

import threading
from base64 import b64encode
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from core import topics, wire
from core.clock import FixedClock
from core.partition import Part, part_of
from core.registry.credentials import GatewayName, add_password, revoke, rotate_password
from core.registry.database import Registry, open_registry
from core.registry.results import CollectorSeat
from core.wire import Reply
from core.wire_signed import sign
from ingest.doors.http_access import FAILURES_MAX, FAILURES_S, Access, HttpAccess, parse_basic
from ingest.doors.http_push import HttpDoor, PushAnswer, PushRequest, PushRules
from ingest.intake import Intake
from ingest.resolver import Resolver
from ingest.signatures import make_namer
from tests.ingest.conftest import ACME, KEY_1, NOW_MS, OTHER, MemoryStore, write_world

PEER = "192.0.2.7"


def rows(seq: int | None, stream: str | None = "s") -> bytes:
    return wire.encode_rows(stream, seq, NOW_MS, [("A", NOW_MS, 1.0)])


def basic(login: str, password: str) -> str:
    return "Basic " + b64encode(f"{login}:{password}".encode()).decode()


class Rig:
    """A door over a journal in memory and a real registry; two gateways have passwords."""

    def __init__(self, registry: Registry, intake: Intake) -> None:
        self.registry = registry
        self.intake = intake
        self.clock = FixedClock(NOW_MS)
        self.passwords = {}
        with registry.session() as session:
            for code in ("g1", "gs"):
                issued = add_password(session, GatewayName(ACME, code), now_ms=NOW_MS - 1)
                self.passwords[code] = issued.password
        self.resolver = Resolver(registry, MemoryStore())  # type: ignore[arg-type]
        self.wait_ms = 0
        self.rules = PushRules(
            name=make_namer(lambda: self.resolver.snapshot), read_wait_ms=lambda: self.wait_ms
        )

    def door(self, **rules: object) -> HttpDoor:
        given = replace(self.rules, **rules)  # type: ignore[arg-type]
        return HttpDoor(self.intake, self.registry, clock=self.clock, rules=given)

    def request(self, payload: bytes, gateway: str = "g1", **changes: object) -> PushRequest:
        header = basic(f"{ACME}.{gateway}", self.passwords.get(gateway, "?"))
        return PushRequest(ACME, gateway, header, PEER, payload)._replace(**changes)  # type: ignore[arg-type]


@pytest.fixture
def rig(tmp_path: Path, intake: Intake) -> Iterator[Rig]:
    with open_registry(tmp_path / "registry.db") as registry:
        write_world(registry)
        made = Rig(registry, intake)
        yield made
        made.resolver.close()


def test_a_message_is_answered_once_the_journal_has_it(rig: Rig, journal: Any) -> None:
    journal.hold()
    answers: list[PushAnswer] = []
    door = rig.door()
    pushing = threading.Thread(target=lambda: answers.append(door.push(rig.request(rows(1)))))
    pushing.start()
    pushing.join(0.1)
    assert answers == []
    journal.release()
    pushing.join(10)
    assert answers == [PushAnswer(200, Reply("s", [(1, 1)]))]
    (record,) = journal.records
    assert (record.door, record.topic, record.payload, record.arrival_ms) == (
        "http",
        topics.data(ACME, "g1"),
        rows(1),
        NOW_MS,
    )


def test_the_same_message_again_is_named_again(rig: Rig, journal: Any) -> None:
    door = rig.door()
    assert door.push(rig.request(rows(7))) == door.push(rig.request(rows(7)))
    assert len(journal.records) == 2


@pytest.mark.parametrize("payload", [rows(None, None), b"", b"\xff\x00", b"{"])
def test_what_has_no_identity_is_taken_and_names_nothing(
    rig: Rig, journal: Any, payload: bytes
) -> None:
    assert rig.door().push(rig.request(payload)) == PushAnswer(200, Reply(""))
    assert journal.payloads == [payload]


def test_the_reply_asks_to_hold_back(rig: Rig) -> None:
    rig.wait_ms = 1500
    answer = rig.door().push(rig.request(rows(1)))
    assert answer.reply == Reply("s", [(1, 1)], wait_ms=1500)


@pytest.mark.parametrize(
    "header",
    [
        None,
        "",
        "Bearer x",
        "Basic",
        "Basic ***",
        "Basic " + b64encode(b"\xff:x").decode(),
        "Basic " + b64encode(b"no colon").decode(),
        basic(f"{ACME}.g1", "wrong"),
        basic(f"{ACME}.g9", "wrong"),
        basic("someone", "wrong"),
        basic("", ""),
    ],
)
def test_no_good_log_in_is_401(rig: Rig, journal: Any, header: str | None) -> None:
    answer = rig.door().push(rig.request(rows(1), authorization=header))
    assert answer.status == 401
    assert answer.headers["WWW-Authenticate"].startswith("Basic")
    assert journal.records == []


def test_another_gateways_path_is_403(rig: Rig, journal: Any) -> None:
    for place in ({"gateway": "gs"}, {"enterprise": OTHER}, {"gateway": "nobody"}):
        header = basic(f"{ACME}.g1", rig.passwords["g1"])
        request = rig.request(rows(1))._replace(authorization=header, **place)
        assert rig.door().push(request).status == 403
    assert journal.records == []


def test_a_longer_message_than_is_taken_is_413(rig: Rig, journal: Any) -> None:
    door = rig.door(message_max_bytes=len(rows(1)))
    assert door.push(rig.request(rows(1))).status == 200
    assert door.push(rig.request(rows(1) + b" ")).status == 413
    assert len(journal.records) == 1


def test_another_parts_enterprise_is_421_with_the_right_place(rig: Rig) -> None:
    mine = part_of(ACME, 2)
    door = rig.door(part=Part(3 - mine, 2))
    assert door.push(rig.request(rows(1))).url == ""
    with rig.registry.session() as session:
        for number, part in ((1, mine), (2, 3 - mine)):
            session.add(
                CollectorSeat(
                    name=f"c{part}",
                    number=number,
                    part=part,
                    parts=2,
                    url=f"http://collector-{part}:8610",
                    started_ms=0,
                    beat_ms=number,
                )
            )
    answer = door.push(rig.request(rows(1)))
    assert (answer.status, answer.url) == (421, f"http://collector-{mine}:8610")
    assert rig.door(part=Part(mine, 2)).push(rig.request(rows(1))).status == 200


def test_a_full_journal_is_503_and_nothing_is_named(rig: Rig, journal: Any) -> None:
    journal.full = True
    answer = rig.door().push(rig.request(rows(1)))
    assert (answer.status, answer.reply, answer.headers) == (503, None, {"Retry-After": "30"})
    assert "journal of 0 bytes is full" in answer.detail


def test_a_full_inbox_is_503(rig: Rig, journal: Any) -> None:
    with Intake(journal, inbox_max_bytes=1) as small:
        rig.intake = small
        journal.hold()
        door = rig.door(commit_s=0.01)
        for seq in (1, 2):  # the first is under way to the disk, the second waits
            assert "has not answered in time" in door.push(rig.request(rows(seq))).detail
        answer = door.push(rig.request(rows(3)))
        assert (answer.status, answer.detail) == (503, "the inbox is full")
        journal.release()


def test_a_collector_that_is_not_receiving_is_503(rig: Rig, journal: Any) -> None:
    assert rig.door(is_accepting=lambda: False).push(rig.request(rows(1))).status == 503
    assert journal.records == []


def test_where_signing_is_required_only_what_is_verified_is_acknowledged(
    rig: Rig, journal: Any
) -> None:
    door = rig.door()
    frame = sign(topics.data(ACME, "gs"), rows(1), KEY_1)
    assert door.push(rig.request(frame, "gs")) == PushAnswer(200, Reply("s", [(1, 1)]))
    answer = door.push(rig.request(rows(2), "gs"))
    assert (answer.status, answer.reply) == (422, None)
    assert journal.payloads == [frame, rows(2)]


def test_health_counts_by_status(rig: Rig) -> None:
    door = rig.door()
    door.push(rig.request(rows(1)))
    door.push(rig.request(rows(1), authorization=None))
    health = door.health()
    assert (health["messages"], health["refused"]) == (1, 1)
    assert health["refused_by_status"] == {"401": 1}


class Watch:
    """A monotonic clock that is set by hand."""

    now_s = 0.0

    def __call__(self) -> float:
        return self.now_s


def make_access(rig: Rig) -> tuple[HttpAccess, Watch, Callable[..., Access]]:
    watch = Watch()
    access = HttpAccess(rig.registry, rig.clock, watch)
    name = GatewayName(ACME, "g1")

    def check(password: str = rig.passwords["g1"], peer: str = PEER) -> Access:
        return access.check(basic(str(name), password), name, peer)

    return access, watch, check


def test_a_revoked_log_in_is_out_within_seconds(rig: Rig) -> None:
    _, watch, check = make_access(rig)
    assert check() is Access.GOOD
    with rig.registry.session() as session:
        revoke(session, GatewayName(ACME, "g1"), now_ms=NOW_MS)
    watch.now_s = 3.1
    assert check() is Access.REFUSED


def test_both_passwords_hold_while_one_is_changed(rig: Rig) -> None:
    with rig.registry.session() as session:
        name = GatewayName(ACME, "g1")
        issued = rotate_password(session, name, now_ms=NOW_MS, keep_old_ms=60_000)
    door = rig.door()
    for login, password in ((f"{ACME}.g1", rig.passwords["g1"]), (issued.login, issued.password)):
        request = rig.request(rows(1), authorization=basic(login, password))
        assert door.push(request).status == 200


def test_a_registry_that_is_away_keeps_nobody_out_who_was_in(
    rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, watch, check = make_access(rig)
    assert check() is Access.GOOD
    moved = Path(rig.registry.location)
    rig.registry.close()
    moved.rename(moved.with_suffix(".gone"))
    moved.mkdir()
    watch.now_s = 3000.0
    assert check() is Access.GOOD
    assert check("wrong") is Access.UNKNOWN
    watch.now_s = 3700.0
    assert check() is Access.UNKNOWN


def test_failed_log_ins_must_wait_and_others_need_not(rig: Rig) -> None:
    _, watch, check = make_access(rig)
    for _ in range(FAILURES_MAX):
        assert check("wrong") is Access.REFUSED
    assert check("wrong") is Access.LIMITED
    assert check() is Access.LIMITED
    assert check(peer="192.0.2.8") is Access.GOOD
    watch.now_s = FAILURES_S + 0.1
    assert check() is Access.GOOD


def test_one_address_that_tries_many_names_must_wait(rig: Rig) -> None:
    access = HttpAccess(rig.registry, rig.clock, Watch())
    name = GatewayName(ACME, "g1")
    seen = [access.check(basic(f"{ACME}.n{n}", "x"), name, PEER) for n in range(101)]
    assert seen == [Access.REFUSED] * 100 + [Access.LIMITED]


def test_a_limited_client_is_told_when_to_come_back(rig: Rig) -> None:
    door = rig.door()
    bad = rig.request(rows(1), authorization=basic(f"{ACME}.g1", "wrong"))
    answers = [door.push(bad) for _ in range(FAILURES_MAX + 1)]
    assert [answer.status for answer in answers] == [401] * FAILURES_MAX + [429]
    assert answers[-1].headers == {"Retry-After": "60"}


def test_a_password_may_hold_colons_and_chinese() -> None:
    assert parse_basic(basic("用户", "a:b:能")) == ("用户", "a:b:能")
