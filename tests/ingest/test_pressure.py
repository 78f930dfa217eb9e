"""When gateways are asked to hold back: levels and hysteresis, and that a slow store loses none."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cli.broker import Broker, find_mosquitto
from core.clock import WallClock, monotonic_s
from core.readings import ReadingBatch
from core.registry.database import Registry
from core.settings import Settings
from ingest.collector import Collector
from ingest.pressure import GAUGES, NO_WAIT, Load, Pressure, Wait, compute_wait
from simulators.gateway import GatewayClient, GatewayOptions
from tests.ingest.conftest import ACME, NOW_MS, MemoryStore

CALM = Load(0.0, 0.0, 0.0)


@pytest.mark.parametrize("gauge", GAUGES, ids=lambda gauge: gauge.name)
def test_a_gauge_begins_at_its_upper_level_and_ends_below_its_lower_one(gauge) -> None:
    def at(level: float, before: Wait = NO_WAIT) -> Wait:
        return compute_wait(CALM._replace(**{gauge.name: level}), before)

    counting = Wait(gauge.first_ms, frozenset({gauge.name}))
    assert at(gauge.on * 0.999) == NO_WAIT
    assert at(gauge.on) == counting
    assert at(gauge.off, counting) == counting
    assert at(gauge.off * 0.999, counting) == NO_WAIT
    assert at(gauge.most).wait_ms == at(gauge.most * 9).wait_ms == gauge.most_ms
    middle = at((gauge.on + gauge.most) / 2).wait_ms
    assert middle == round((gauge.first_ms + gauge.most_ms) / 2)


LOADS = st.builds(Load, st.floats(0, 2), st.floats(0, 2), st.floats(0, 1e6))


@given(LOADS, LOADS, st.sets(st.sampled_from([gauge.name for gauge in GAUGES])))
def test_more_load_never_asks_for_less(low: Load, more: Load, names: set[str]) -> None:
    before = Wait(0, frozenset(names))
    high = Load(*(a + b for a, b in zip(low, more, strict=True)))
    assert 0 <= compute_wait(low, before).wait_ms <= compute_wait(high, before).wait_ms <= 30_000


def test_the_collector_is_looked_at_now_and_then(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO")
    now_s, load, looks = 0.0, CALM._replace(inbox=0.5), []
    pressure = Pressure(lambda: looks.append(1) or load, lambda: now_s)
    assert [pressure.read_wait_ms() for _ in range(5)] == [500] * 5
    assert len(looks) == 1
    now_s, load = 1.0, CALM
    assert pressure.read_wait_ms() == 0
    assert "hold back 500 ms: inbox" in caplog.text
    assert "need no longer hold back" in caplog.text


class StuckStore(MemoryStore):
    """Takes nothing until it is let go."""

    def __init__(self) -> None:
        super().__init__()
        self.free = threading.Event()

    def write_readings(self, batch: ReadingBatch) -> None:
        assert self.free.wait(60)
        super().write_readings(batch)


def wait_until(condition: Callable[[], object], limit_s: float = 30.0) -> None:
    pause = threading.Event()
    ends_s = monotonic_s() + limit_s
    while not condition():
        assert monotonic_s() < ends_s, "the condition did not come true in time"
        pause.wait(0.01)


@pytest.mark.broker
def test_a_slow_store_makes_gateways_hold_back_and_loses_nothing(
    tmp_path: Path, registry: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not find_mosquitto():
        pytest.skip("Mosquitto is not here: apt install mosquitto")
    short = tuple(gauge._replace(first_ms=50, most_ms=200) for gauge in GAUGES)
    monkeypatch.setattr("ingest.pressure.GAUGES", short)
    monkeypatch.setattr("ingest.pressure.SAMPLE_S", 0.02)
    store = StuckStore()
    options = GatewayOptions(resend_first_s=2.0, resend_most_s=5.0, reconnect_first_s=0.05)
    with Broker(tmp_path / "broker", kind="mosquitto") as broker:
        settings = Settings(
            data_dir=tmp_path / "data",
            mqtt_url=broker.url,
            journal_max_bytes=500_000,
            journal_segment_bytes=50_000,
        )
        with (
            Collector(settings, registry, store, WallClock()) as collector,  # type: ignore[arg-type]
            GatewayClient(
                broker.url, ACME, "g1", buffer=tmp_path / "g1.db", options=options
            ) as one,
            GatewayClient(
                broker.url, ACME, "g2", buffer=tmp_path / "g2.db", options=options
            ) as two,
        ):
            for number in range(450):
                for gateway, point in ((one, "A"), (two, "B")):
                    times = [NOW_MS - number * 100 - k for k in range(20)]
                    gateway.send({point: (times, [1.0] * 20, None)})
            wait_until(lambda: one.counts.held_back and two.counts.held_back)
            door = collector.health()["parts"]["mqtt"]  # type: ignore[index]
            assert door["wait_ms"] >= 50
            store.free.set()
            assert one.wait_empty(60)
            assert two.wait_empty(60)
            assert collector.wait_drained(60)
            books = {row.gateway: row for row in collector.books()}
    assert len(store.rows) == 2 * 450 * 20
    assert [books[g].stored for g in ("g1", "g2")] == [450, 450]
    assert all(book.closes and not book.quarantined for book in books.values())
