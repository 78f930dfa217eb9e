from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cli.broker import Broker
from core.wire import Quarantined
from simulators.errors import GatewayBufferError
from simulators.gateway import GatewayClient, read_ledger
from simulators.gateway.buffer import Buffer
from simulators.gateway.client import split_columns

ONE = {"T1.EP": ([1000], [1.5], None)}

KILLED = """
import sys, time
from pathlib import Path
from simulators.gateway import GatewayClient
gateway = GatewayClient(sys.argv[1], "E1", "g1", buffer=Path(sys.argv[2]))
for n in range(100):
    gateway.send({"T1.EP": ([n], [n], None)})
print(gateway.stream, flush=True)
time.sleep(60)
"""


def test_what_is_given_arrives_numbered_and_leaves_the_buffer(
    collector: Any, make_gateway: Any
) -> None:
    gateway = make_gateway(resend_first_s=60.0)
    assert gateway.send({"A": ([1, 2], [0.5, 1.5], [0, 1]), "B": ([3], [2.5], None)}) == [1]
    assert gateway.send(ONE) == [2]
    assert gateway.wait_empty(10)
    assert collector.numbers == [1, 2]
    first = collector.deliveries[0]
    assert first.points == ["A", "B"]
    assert first.time_ms.tolist() == [1, 2, 3]
    assert first.value.tolist() == [0.5, 1.5, 2.5]
    assert first.quality.tolist() == [0, 1, 0]
    assert first.stream == gateway.stream
    assert gateway.counts.sent_again == 0


def test_a_brokers_word_empties_nothing(collector: Any, make_gateway: Any, wait_until: Any) -> None:
    collector.answers = False
    gateway = make_gateway()
    gateway.send(ONE)
    wait_until(lambda: len(collector.deliveries) >= 3)
    assert set(collector.numbers) == {1}
    assert gateway.count_pending() == 1
    assert not gateway.wait_empty(0.01)
    collector.reply("E1", "g1", [(1, 1)])
    assert gateway.wait_empty(10)


def test_waits_between_tries_grow(collector: Any, make_gateway: Any, wait_until: Any) -> None:
    collector.answers = False
    patient = make_gateway("patient", resend_first_s=60.0)
    eager = make_gateway("eager")
    patient.send(ONE)
    eager.send(ONE)
    wait_until(lambda: eager.counts.sent_again >= 4)
    assert patient.counts.sent_again == 0


def test_only_what_a_reply_names_of_the_own_stream_is_forgotten(
    collector: Any, make_gateway: Any, wait_until: Any
) -> None:
    collector.answers = False
    gateway = make_gateway(resend_first_s=60.0)
    for _ in range(10):
        gateway.send(ONE)
    wait_until(lambda: len(collector.deliveries) == 10)
    collector.reply("E1", "g1", [(1, 10)], stream="other")
    collector.reply("E1", "g1", [(1, 3), (5, 5), (8, 99)])
    wait_until(lambda: gateway.count_pending() == 3)
    ledger = read_ledger(gateway._buffer.path)
    assert ledger.pending == 3
    assert len(ledger.messages) == 10


def test_it_holds_back_as_long_as_it_is_asked(
    collector: Any, make_gateway: Any, wait_until: Any
) -> None:
    gateway = make_gateway(resend_first_s=60.0)
    gateway.send(ONE)
    assert gateway.wait_empty(10)
    collector.reply("E1", "g1", [], wait_ms=700)
    wait_until(lambda: gateway._held_until_s > 0)
    gateway.send(ONE)
    assert not gateway.wait_empty(0.3)
    assert collector.numbers == [1]
    assert gateway.wait_empty(10)


def test_quarantined_is_remembered(collector: Any, make_gateway: Any, wait_until: Any) -> None:
    gateway = make_gateway()
    gateway.send(ONE)
    assert gateway.wait_empty(10)
    item = Quarantined(1, "unknown_point", "T1.EP")
    collector.reply("E1", "g1", [], quarantined=[item])
    wait_until(lambda: list(gateway.quarantined) == [item])


def test_broker_killed_and_its_data_deleted(
    mosquitto: Broker, collector: Any, make_gateway: Any, wait_until: Any
) -> None:
    collector.answers = False
    gateway = make_gateway()
    for _ in range(100):
        gateway.send(ONE)
    wait_until(lambda: len(set(collector.numbers)) == 100)
    mosquitto.kill()
    for path in mosquitto.directory.iterdir():
        path.unlink()
    for _ in range(100):
        gateway.send(ONE)
    collector.answers = True
    collector.deliveries.clear()
    mosquitto.start()
    assert gateway.wait_empty(20)
    assert set(collector.numbers) == set(range(1, 201))
    assert gateway.counts.connections == 2


def test_broker_away_at_the_start(
    mosquitto: Broker, make_gateway: Any, wait_until: Any, collector: Any
) -> None:
    mosquitto.kill()
    gateway = make_gateway()
    gateway.send(ONE)
    wait_until(lambda: str(mosquitto.port) in gateway.counts.last_error)
    mosquitto.start()
    assert gateway.wait_empty(20)


def test_birth_and_will(collector: Any, make_gateway: Any, wait_until: Any) -> None:
    gateway = make_gateway()
    wait_until(lambda: any(b"online" in status for status in collector.statuses))
    assert gateway.stream.encode() in collector.statuses[0]
    # A connection that breaks without DISCONNECT lets the broker publish the will.
    dying = GatewayClient(
        gateway._identity.address.__str__(), "E1", "g1", buffer=gateway._buffer.path
    )
    dying.start()
    wait_until(lambda: b'{"state":"offline"}' in collector.statuses)
    dying.stop()


def test_the_buffer_survives_kill_9(
    mosquitto: Broker, collector: Any, make_gateway: Any, tmp_path: Path
) -> None:
    child = subprocess.Popen(
        [sys.executable, "-c", KILLED, mosquitto.url, str(tmp_path / "g1.db")],
        stdout=subprocess.PIPE,
        text=True,
    )
    with child:
        assert child.stdout is not None
        stream = child.stdout.readline().strip()
        os.kill(child.pid, signal.SIGKILL)
    gateway = make_gateway()
    assert gateway.stream == stream
    assert gateway.send(ONE) == [101]
    assert gateway.wait_empty(10)
    assert sorted(set(collector.numbers)) == list(range(1, 102))


def test_numbers_go_on_after_a_restart_and_a_new_buffer_is_a_new_stream(tmp_path: Path) -> None:
    def encode(stream: str, seq: int) -> bytes:
        return f"{stream} {seq}".encode()

    first = Buffer(tmp_path / "a.db", "E1", "g1")
    assert first.append([encode, encode]) == [1, 2]
    first.mark_durable([(1, 2)])
    first.close()
    again = Buffer(tmp_path / "a.db", "E1", "g1")
    assert again.stream == first.stream
    assert again.append([encode]) == [3]
    assert [m.payload for m in again.read_after(0, 10)] == [f"{first.stream} 3".encode()]
    again.close()
    other = Buffer(tmp_path / "b.db", "E1", "g1")
    assert other.stream != first.stream
    assert other.append([encode]) == [1]
    other.close()


def test_a_buffer_of_another_gateway_is_refused(tmp_path: Path) -> None:
    Buffer(tmp_path / "a.db", "E1", "g1").close()
    with pytest.raises(GatewayBufferError, match=r"a\.db: it is the buffer of E1/g1, not of E1/g2"):
        Buffer(tmp_path / "a.db", "E1", "g2")


def test_a_damaged_buffer_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.db").write_bytes(b"no database" * 1000)
    with pytest.raises(GatewayBufferError, match=r"a\.db: it cannot be used"):
        Buffer(tmp_path / "a.db", "E1", "g1")


def test_large_columns_go_in_several_messages(collector: Any, make_gateway: Any) -> None:
    gateway = make_gateway(resend_first_s=60.0)
    time_ms = np.arange(100_000)
    assert gateway.send({"A": (time_ms, time_ms / 2, None)}) == [1, 2, 3]
    assert gateway.wait_empty(20)
    got = np.concatenate([message.time_ms for message in collector.deliveries])
    assert np.array_equal(np.sort(got), time_ms)


def test_a_fleet_of_twenty_in_one_process(collector: Any, make_gateway: Any) -> None:
    fleet = [make_gateway(f"g{n}") for n in range(20)]
    for gateway in fleet:
        for _ in range(20):
            gateway.send(ONE)
    assert all(gateway.wait_empty(20) for gateway in fleet)
    assert len({(m.stream, m.seq) for m in collector.deliveries}) == 400


@given(
    st.dictionaries(st.sampled_from("ABCDE"), st.lists(st.integers(0, 9), max_size=12)),
    st.integers(1, 10),
)
def test_parts_hold_every_reading_once_in_order(series: dict, most: int) -> None:
    columns = {p: (t, [float(x) for x in t], t) for p, t in series.items()}
    parts = split_columns(columns, most)
    again: dict[str, list[int]] = {}
    for part in parts:
        assert sum(len(t) for t, _, _ in part.values()) <= most
        for point, (time_ms, value, quality) in part.items():
            assert len(time_ms) == len(value) == len(quality or ())
            again.setdefault(point, []).extend(time_ms)
    assert again == series
