"""Every alert rule's query runs, is quiet on the demo week, and fires on its planted fault."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from grafana import Frame, Span

from dashboards.grafana.rules import RULES, Rule

pytestmark = [
    pytest.mark.influxdb,
    pytest.mark.postgresql,
    pytest.mark.xdist_group("grafana"),
    pytest.mark.timeout(300),
]
SQL_RULES = [pytest.param(rule, id=rule.uid) for rule in RULES if not rule.influx]
NOW = "(extract(epoch FROM now()) * 1000)::bigint"
WELL = (
    "DELETE FROM dirty_hour",
    f"UPDATE collector SET beat_ms = {NOW}",
    "DELETE FROM journal_link WHERE number = 4",
    "DELETE FROM job_run WHERE state = 'failed'",
    "UPDATE book SET received = received - quarantined, quarantined = 0",
)
"""What makes the planted faults of the fixture well."""
FAULTS = {
    "nengheng-collector-silent": f"UPDATE collector SET beat_ms = {NOW} - 300000",
    "nengheng-pending-high": "UPDATE book SET pending = 200000, received = received + 200000",
    "nengheng-books-open": "UPDATE book SET stored = stored - 1 WHERE enterprise_code <> ''",
    "nengheng-quarantine-high": (
        "UPDATE book SET quarantined = received, stored = 0, duplicate = 0, pending = 0"
    ),
    "nengheng-dirty-hours-stuck": (
        f"INSERT INTO dirty_hour VALUES ('91150622MA0N1A2B3C', {NOW} - 86400000, 1)"
    ),
    "nengheng-run-failed": (
        "INSERT INTO job_run (id, job, started_ms, state, detail, lease_number) "
        f"VALUES (999999, 'accounts', {NOW}, 'failed', 'x', 1)"
    ),
    "nengheng-journal-broken": (
        "INSERT INTO journal_link SELECT collector, number + 5, base + size * 9, size, digest, "
        "sealed_ms FROM journal_link WHERE number = 2"
    ),
}


@pytest.fixture
def trial(fleet: Any) -> Iterator[psycopg.Connection]:
    """A connection of which nothing stays."""
    with psycopg.connect(fleet.grafana.conninfo) as connection:
        yield connection
        connection.rollback()


def fires(rule: Rule, connection: psycopg.Connection) -> bool:
    cursor = connection.execute(rule.query.encode())
    assert cursor.description is not None
    names = [column.name for column in cursor.description]
    types = [column.type_display for column in cursor.description]
    assert types.count("float8") == 1
    assert set(types) <= {"float8", "varchar", "varchar(64)", "varchar(40)", "text"}, types
    assert names[types.index("float8")] == "value"
    values = [row[names.index("value")] for row in cursor]
    assert None not in values
    return any(v < rule.bound if rule.below else v > rule.bound for v in values)


@pytest.mark.parametrize("rule", SQL_RULES)
def test_a_rule_fires_on_its_fault_and_only_then(rule: Rule, trial: psycopg.Connection) -> None:
    for statement in WELL:
        trial.execute(statement.encode())
    assert not fires(rule, trial)
    trial.execute(FAULTS[rule.uid].encode())
    assert fires(rule, trial)


def test_a_silent_store_gives_nothing_and_a_live_one_a_count(fleet: Any) -> None:
    (rule,) = [rule for rule in RULES if rule.influx]
    assert rule.no_data == "Alerting"
    span = Span(0, 1)
    assert fleet.grafana.influxql(rule.query, span) == []
    live = rule.query.replace("now() - 30m", "'2026-01-01T00:00:00Z'")
    ((_, frame),) = fleet.grafana.influxql(live, span)
    assert isinstance(frame, Frame)
    assert frame.rows[0][1] > rule.bound
