"""The demo fleet through the whole pipeline: what is found is what was planted."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select

from analytics.context import Context
from analytics.jobs import run_pending
from cli.broker import Broker
from core.calendar import (
    DAY_MS,
    HOUR_MS,
    Period,
    local_midnight_ms,
    parse_time,
    period_start,
    to_local,
)
from core.catalogue import read_catalogue
from core.clock import FixedClock
from core.registry.database import open_registry
from core.registry.results import Account, Finding, Verdict
from core.registry.transfer import import_files
from core.settings import Settings
from core.store.duckdb import DuckDBStore
from ingest.collector import Collector
from simulators.fleets import build_fleet, write_scenario
from simulators.fleets.fleet import Fleet
from simulators.fleets.progress import Progress
from simulators.fleets.quotas import used_tce
from simulators.fleets.truth import compute_truth

NOW = parse_time("2026-11-21T18:07:30")


@pytest.mark.slow
def test_planted_verdicts_and_faults_are_found(tmp_path: Path) -> None:
    clock = FixedClock(NOW)
    members = build_fleet("demo", NOW)
    with (
        open_registry(str(tmp_path / "registry.db")) as registry,
        DuckDBStore(tmp_path / "store.duckdb") as store,
        Broker(tmp_path / "broker") as broker,
    ):
        files = write_scenario("demo", tmp_path / "scenario", now_ms=NOW)
        assert import_files(registry, files, clock=clock).applied
        settings = Settings(data_dir=tmp_path, mqtt_url=broker.url)
        context = Context(registry, store, read_catalogue(), clock, settings)
        (tmp_path / "fleet").mkdir()
        progress = Progress(NOW, NOW - NOW % HOUR_MS)
        with (
            Collector(settings, registry, store, clock) as collector,
            Fleet(members, broker.url, tmp_path / "fleet", progress=progress, clock=clock) as fleet,
        ):
            fleet.send_history()
            fleet.send_live()
            assert fleet.wait_empty(100)
            assert collector.wait_drained(60)
            assert sum(row.quarantined for row in collector.books()) == 0
        assert not run_pending(context).failed
        with registry.read() as session:
            verdicts = list(session.scalars(select(Verdict)))
            findings = list(session.scalars(select(Finding)))
            accounts = {
                row.subject: row.amount
                for row in session.scalars(
                    select(Account).where(
                        Account.indicator == "coal_calorific_tce",
                        Account.period == Period.YEAR,
                        Account.start_ms == period_start(Period.YEAR, NOW),
                    )
                )
            }
    newest: dict[tuple[str, str], Verdict] = {}
    for verdict in sorted(verdicts, key=lambda verdict: verdict.start_ms):
        newest[verdict.subject, verdict.rule] = verdict
    for planted in compute_truth(members, born_ms=NOW, now_ms=NOW):
        found = newest[planted.subject, planted.rule]
        assert found.level == planted.level, (planted, found.reason)
    for member in members:
        subject = f"enterprise:{member.code}"
        begin, end = used_tce(member, [period_start(Period.YEAR, NOW), NOW - NOW % HOUR_MS])
        if member.trusted:
            assert accounts[subject] == pytest.approx(
                end - begin, rel=0.001 + 0.012 * bool(member.faults)
            )
    today = local_midnight_ms(to_local(NOW).date())
    codes = {(row.subject, row.point_code, row.code) for row in findings}
    assert _key(members, "模拟火电四厂", "G.NET", "blip") in codes
    assert _key(members, "模拟电石四厂", "E.IN", "rollover") in codes
    assert _key(members, "模拟电石三厂", "E.IN", "register_gap") in codes
    dead = [row for row in findings if row.code == "dead_meter"]
    assert {(row.subject, row.point_code) for row in dead} == {
        _key(members, "模拟电石五厂", "C.COKE", "")[:2]
    }
    assert dead[0].start_ms == pytest.approx(today - 60 * DAY_MS, abs=2 * DAY_MS)
    assert not {row.code for row in findings} & {"undeclared_reset", "implausible_rise"}


def _key(members: tuple, name: str, point: str, code: str) -> tuple[str, str, str]:
    (member,) = (member for member in members if member.name == name)
    return f"enterprise:{member.code}", point, code
