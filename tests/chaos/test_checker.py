"""The checker finds what is wrong: one reading removed, altered, added or doubled, a changed book.

The evidence is made by hand: two ledgers, a store, the state file of a collector, a registry.
"""

from __future__ import annotations

import sqlite3
import urllib.request
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from checker import Findings, Sources, check, sources_of
from evidence import Influx
from fleet import choose_enterprises, write_registry
from servers import InfluxPlace

from core.clock import FixedClock
from core.registry.database import open_registry
from core.registry.transfer import import_files
from core.wire import encode_columns
from ingest.state import State
from simulators.gateway.buffer import Buffer

pytestmark = [
    pytest.mark.influxdb,
    pytest.mark.postgresql,
    pytest.mark.xdist_group("influxdb"),
]

T0_MS = 1_763_568_000_000
SENT_MS = T0_MS + 86_400_000
HOUR_MS = 3_600_000
ENTERPRISE = choose_enterprises()[0]
REGISTER = "GW1.R0"
GAUGE = "GW2.G0"


@dataclass
class Evidence:
    """A run's evidence that can be tampered with."""

    sources: Sources
    place: InfluxPlace
    state: Path
    registry_url: str

    def check(self) -> Findings:
        return check(self.sources)

    def write(self, *lines: str) -> None:
        request = urllib.request.Request(
            f"{self.place.url}/api/v2/write?bucket={self.place.bucket}&precision=ms&org=x",
            data="\n".join(lines).encode(),
            headers={"Authorization": f"Token {self.place.token}"},
        )
        urllib.request.urlopen(request, timeout=30).close()

    def change_state(self, statement: str) -> None:
        with closing(sqlite3.connect(self.state)) as database, database:
            assert database.execute(statement).rowcount == 1

    def change_registry(self, statement: str) -> None:
        with psycopg.connect(self.registry_url.replace("+psycopg", "")) as connection:
            assert connection.execute(statement).rowcount >= 1


def line(point: str, time_ms: int, value: float, seq: int, *, more: str = "") -> str:
    return (
        f"reading,enterprise={ENTERPRISE},point={point}{more} "
        f"v={value},q=0i,s={SENT_MS}i,n={seq}i {time_ms}"
    )


def give(buffer: Buffer, point: str, steps: range) -> None:
    times = [T0_MS + HOUR_MS * step for step in steps]
    columns = {point: (times, [10.0 * step for step in steps], None)}
    buffer.append([lambda stream, seq: encode_columns(stream, seq, SENT_MS, columns)])


@pytest.fixture
def evidence(tmp_path: Path, influx_place: InfluxPlace, postgres_url: str) -> Evidence:
    """Two gateways: six readings of a register; three of a gauge, one of them in quarantine."""
    with open_registry(postgres_url) as registry:
        files = write_registry(tmp_path / "registry")
        report = import_files(registry, files, clock=FixedClock(T0_MS))
        assert report.applied, report.rows
    first = Buffer(tmp_path / "gateways" / "1.db", ENTERPRISE, "GW1", keep=True)
    second = Buffer(tmp_path / "gateways" / "2.db", ENTERPRISE, "GW2", keep=True)
    give(first, REGISTER, range(3))
    give(first, REGISTER, range(3, 6))
    give(second, GAUGE, range(3))
    for buffer in (first, second):
        buffer.mark_durable([(1, 9)])
        buffer.close()
    directory = tmp_path / "data" / "collector-1of2"
    directory.mkdir(parents=True)
    path = directory / "state.db"
    with State(path) as state, state.transaction() as connection:
        columns = (
            "received, stored, duplicate, quarantined, dropped, decoded, readings_stored, "
            "readings_quarantined, readings_dropped, last_arrival_ms"
        )
        for gateway, counts in (
            ("GW1", (3, 2, 1, 0, 0, 6, 6, 0, 0)),
            ("GW2", (1, 1, 0, 0, 0, 3, 2, 1, 0)),
        ):
            connection.execute(
                f"INSERT INTO book (enterprise, gateway, {columns}) VALUES "
                "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (ENTERPRISE, gateway, *counts, T0_MS),
            )
        connection.execute(
            "INSERT INTO quarantine (id, position, arrival_ms, door, topic, enterprise, gateway, "
            "stream, seq, reason, detail, counted, decoded, readings, state, payload_bytes, "
            "payload) VALUES (1, 0, 0, 'mqtt', 't', ?, 'GW2', ?, 1, 'store_refused', '', 'stored', "
            "1, 1, 'open', 0, NULL)",
            (ENTERPRISE, second.stream),
        )
        connection.execute(
            "INSERT INTO quarantine_reading VALUES (1, 2, ?, 'r', '', 'open')", (GAUGE,)
        )
    found = Evidence(
        sources_of(
            tmp_path,
            influx=Influx(influx_place.url, influx_place.bucket, influx_place.token),
            registry_url=postgres_url,
        ),
        influx_place,
        path,
        postgres_url,
    )
    found.write(
        *(line(REGISTER, T0_MS + HOUR_MS * n, 10.0 * n, 1 + n // 3) for n in range(6)),
        *(line(GAUGE, T0_MS + HOUR_MS * n, 10.0 * n, 1) for n in range(2)),
        *(
            f"consumption,enterprise={ENTERPRISE},point={REGISTER} amount=10 {T0_MS + HOUR_MS * n}"
            for n in range(5)
        ),
    )
    found.change_registry(
        "INSERT INTO book (collector, enterprise_code, gateway_code, received, stored, duplicate, "
        "quarantined, dropped, decoded, readings_stored, readings_quarantined, readings_dropped, "
        f"last_arrival_ms) VALUES ('c', '{ENTERPRISE}', 'GW1', 3, 2, 1, 0, 0, 6, 6, 0, 0, 0), "
        f"('c', '{ENTERPRISE}', 'GW2', 1, 1, 0, 0, 0, 3, 2, 1, 0, 0)"
    )
    return found


def counts(findings: Findings) -> tuple[int, int, int]:
    return findings.lost, findings.doubled, findings.unaccounted


def test_good_evidence_is_clean(evidence: Evidence) -> None:
    found = evidence.check()
    assert found.clean, list(found.lines())
    assert (found.given, found.messages, found.in_quarantine, found.registers) == (9, 3, 1, 1)
    assert list(found.lines())[-1].startswith("lost 0 doubled 0 unaccounted 0")


def remove_one(evidence: Evidence) -> None:
    at = T0_MS + HOUR_MS * 2
    evidence.place.run(
        f"DELETE FROM reading WHERE enterprise = '{ENTERPRISE}' AND point = '{REGISTER}' "
        f"AND time = {at}ms"
    )


def alter_one(evidence: Evidence) -> None:
    evidence.write(line(REGISTER, T0_MS + HOUR_MS, 10.5, 1))


def add_one(evidence: Evidence) -> None:
    evidence.write(line(REGISTER, T0_MS + 1, 5.0, 1))


def store_the_quarantined(evidence: Evidence) -> None:
    evidence.write(line(GAUGE, T0_MS + HOUR_MS * 2, 20.0, 1))


def store_under_other_tags(evidence: Evidence) -> None:
    evidence.write(line(GAUGE, T0_MS, 0.0, 1, more=",host=other"))


def count_twice(evidence: Evidence) -> None:
    for change in ("received = 4, stored = 3, decoded = 9, readings_stored = 9",):
        evidence.change_state(f"UPDATE book SET {change} WHERE gateway = 'GW1'")
        evidence.change_registry(f"UPDATE book SET {change} WHERE gateway_code = 'GW1'")


def forget_in_books(evidence: Evidence) -> None:
    change = "received = 2, stored = 1"
    evidence.change_state(f"UPDATE book SET {change} WHERE gateway = 'GW1'")
    evidence.change_registry(f"UPDATE book SET {change} WHERE gateway_code = 'GW1'")


def open_a_book(evidence: Evidence) -> None:
    evidence.change_state("UPDATE book SET received = 4 WHERE gateway = 'GW1'")
    evidence.change_registry("UPDATE book SET received = 4 WHERE gateway_code = 'GW1'")


def carry_otherwise(evidence: Evidence) -> None:
    evidence.change_registry("UPDATE book SET duplicate = 2 WHERE gateway_code = 'GW1'")


def lose_from_quarantine(evidence: Evidence) -> None:
    evidence.change_state("DELETE FROM quarantine_reading")


@pytest.mark.parametrize(
    ("tamper", "expected"),
    [
        (remove_one, (1, 0, 0)),
        (alter_one, (1, 0, 0)),
        (add_one, (0, 0, 1)),
        (store_the_quarantined, (0, 1, 0)),
        (store_under_other_tags, (0, 1, 0)),
        (count_twice, (0, 4, 0)),
        (forget_in_books, (0, 0, 1)),
        (open_a_book, (0, 0, 1)),
        (carry_otherwise, (0, 0, 1)),
        (lose_from_quarantine, (1, 0, 1)),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_what_was_tampered_with_is_found(
    evidence: Evidence, tamper: Callable[[Evidence], None], expected: tuple[int, int, int]
) -> None:
    tamper(evidence)
    found = evidence.check()
    assert counts(found) == expected, list(found.lines())
    assert not found.clean


def test_a_register_whose_hours_do_not_add_up_is_found(evidence: Evidence) -> None:
    evidence.write(f"consumption,enterprise={ENTERPRISE},point={REGISTER} amount=11 {T0_MS}")
    found = evidence.check()
    assert (found.amounts_wrong, found.clean) == (1, False)


def test_a_message_that_no_reply_has_named_is_not_called_lost(evidence: Evidence) -> None:
    with closing(sqlite3.connect(evidence.sources.ledgers[0])) as database, database:
        database.execute("UPDATE message SET durable = 0 WHERE seq = 2")
    found = evidence.check()
    assert (found.undelivered, found.lost, found.foreign) == (1, 0, 0)
    assert not found.clean


def test_the_checker_imports_nothing_of_the_platform() -> None:
    folder = Path(__file__).parent
    own = {"core", "ingest", "analytics", "simulators", "api", "dashboards", "cli"}
    for name in ("checker.py", "evidence.py"):
        for text in (folder / name).read_text("utf-8").splitlines():
            words = text.split()
            if words[:1] in (["import"], ["from"]):
                assert words[1].split(".")[0] not in own, text
