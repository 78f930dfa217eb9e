"""Rows survive the way from an older version to this one, and back."""

from __future__ import annotations

from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from core.registry import postgresql
from core.registry.database import MIGRATIONS, connect_registry

BEFORE = "0004"
ROWS = (
    "INSERT INTO region VALUES ('150600', '鄂尔多斯市', NULL)",
    "INSERT INTO enterprise (code, name, region_code, sector_code, simulated) "
    "VALUES ('91150600MA00000014', '电石厂', '150600', '2613', false)",
    "INSERT INTO point (enterprise_code, code, name, kind, carrier, flow, unit, expected_s, "
    "in_service_ms) VALUES ('91150600MA00000014', 'P', '', 'register', 'electricity', "
    "'purchased', 'kWh', 60, 0)",
    "INSERT INTO quota (id, holder, year, kind, basis, amount, unit, source) "
    "VALUES (7, 'region:150600', 2026, 'energy', 'calorific', 12, 'tce', 'paper')",
    "INSERT INTO quota_month (quota_id, month, amount) VALUES (7, 1, 12)",
    "INSERT INTO entry (id, subject, item, start_ms, end_ms, version, value, unit, document, "
    "entered_by, entered_ms) VALUES (3, 'region:150600', 'gdp', 0, 1, 1, 5, '亿元', 'd', 'w', 0)",
    "INSERT INTO account (subject, indicator, period, start_ms, version, basis, amount, unit, "
    "measured, estimated, coverage) VALUES ('region:150600', 'co2_t', 'day', 0, 0, 'none', 1, "
    "'tCO2', 1, 0, 1)",
    "INSERT INTO alert (id, subject, rule, detail, opened_ms, changed_ms, severity, level, reason, "
    "reason_en, verdict_id) VALUES (1, 'region:150600', 'quota_pace', '', 0, 0, 1, 'over_pace', "
    "'', '', 'v')",
    "INSERT INTO finding (subject, point_code, code, start_ms, detail, end_ms, text, text_en, "
    "evidence) VALUES ('region:150600', 'P', 'blip', 0, '', 1, '', '', '{}')",
)
TABLES = ("region", "enterprise", "point", "quota", "quota_month", "entry", "account", "alert")
SAME_ALERT = (
    "INSERT INTO alert (id, subject, rule, detail, opened_ms, changed_ms, severity, level, reason, "
    "reason_en, verdict_id) "
    "VALUES (2, 'region:150600', 'quota_pace', '', 0, 0, 1, 'x', '', '', 'v')"
)
LONG = f"line:91150600MA00000014/{'x' * 64}"


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def engine(request: pytest.FixtureRequest, tmp_path: Path):
    """An empty database as the registry opens it, foreign keys checked."""
    place = tmp_path / "r.db" if request.param == "sqlite" else None
    if place is None:
        place = request.getfixturevalue("postgres_url")
    with connect_registry(place) as registry:
        yield registry.engine


def move(engine, where: str, *, down: bool = False) -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            postgresql.prepare_migration(connection, "test")
        config.attributes["connection"] = connection
        (command.downgrade if down else command.upgrade)(config, where)


def count(engine) -> dict[str, int]:
    with engine.begin() as connection:
        return {
            name: connection.scalar(text(f"SELECT count(*) FROM {name}"))
            for name in (*TABLES, "finding")
        }


def execute(engine, *statements: str) -> None:
    with engine.begin() as connection:
        for statement in statements:
            connection.execute(text(statement))


def test_rows_survive_up_and_down_again(engine):
    move(engine, BEFORE)
    execute(engine, *ROWS)
    before = count(engine)
    assert set(before.values()) == {1}
    move(engine, "head")
    assert count(engine) == before, "nothing is lost, the months of quotas neither"
    with pytest.raises(IntegrityError):
        execute(engine, SAME_ALERT)
    execute(engine, f"UPDATE account SET subject = '{LONG}'")
    with engine.begin() as connection:
        assert connection.scalar(text("SELECT formula FROM point")) == ""
        assert connection.scalar(text("SELECT reason FROM entry")) == ""
    move(engine, BEFORE, down=True)
    after = count(engine)
    assert after.pop("account") == 0, "a subject that the older version cannot hold"
    assert set(after.values()) == {1}
    with pytest.raises(IntegrityError):
        execute(engine, SAME_ALERT)


def test_an_empty_registry_goes_all_the_way_down(engine):
    move(engine, "head")
    move(engine, "base", down=True)
    with engine.begin() as connection:
        assert connection.scalar(text("SELECT count(*) FROM alembic_version")) == 0
