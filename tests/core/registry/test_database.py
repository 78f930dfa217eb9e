import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import insert, select, text
from sqlalchemy.exc import IntegrityError

from core.errors import RegistryError
from core.registry.database import METADATA, open_registry
from core.registry.models import Enterprise, Region


def test_migrated_schema_is_that_of_the_models(registry):
    with registry.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, METADATA) == []


def test_sqlite_runs_in_wal(tmp_path: Path):
    with open_registry(tmp_path / "r.db") as registry, registry.read() as session:
        assert session.scalar(text("PRAGMA journal_mode")) == "wal"
        assert session.scalar(text("PRAGMA foreign_keys")) == 1


def test_foreign_keys_hold(registry):
    with pytest.raises(IntegrityError), registry.session() as session:
        session.add(Region(code="150600", name="鄂尔多斯市", parent_code="150000"))


def test_a_session_commits_at_its_end_and_rolls_back_on_an_error(registry):
    with registry.session() as session:
        session.add(Region(code="150000", name="内蒙古自治区"))

    def fail_half_way() -> None:
        with registry.session() as session:
            session.add(Region(code="140000", name="山西省"))
            session.flush()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_half_way()
    with registry.read() as session:
        assert session.scalars(select(Region.code)).all() == ["150000"]


def test_a_reading_session_cannot_write(registry):
    statement = insert(Region).values(code="150000", name="内蒙古自治区")
    with pytest.raises(RegistryError, match="cannot be written"), registry.read() as session:
        session.execute(statement)
    with registry.session() as session:
        session.add(Region(code="150000", name="内蒙古自治区"))


def test_it_opens_again_with_what_was_written(tmp_path: Path):
    for url in (str(tmp_path / "deep" / "r.db"), f"sqlite:///{tmp_path / 'deep' / 'r.db'}"):
        with open_registry(url) as registry, registry.session() as session:
            found = session.scalars(select(Region.code)).all()
            if not found:
                session.add(Region(code="150000", name="内蒙古自治区"))
    assert found == ["150000"]


def test_two_openings_at_once_migrate_once(tmp_path: Path):
    def run(_: int) -> None:
        with open_registry(tmp_path / "r.db") as registry, registry.read() as session:
            session.scalars(select(Enterprise.code)).all()

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(run, range(4), timeout=60)) == [None] * 4


def test_writers_wait_for_each_other(registry):
    def add(code: int) -> None:
        for n in range(20):
            with registry.session() as session:
                session.scalars(select(Region)).all()
                session.add(Region(code=f"{code}{n:02d}00", name="x"))

    with ThreadPoolExecutor(3) as pool:
        assert list(pool.map(add, (11, 12, 13), timeout=60)) == [None] * 3
    with registry.read() as session:
        assert len(session.scalars(select(Region)).all()) == 60


def test_a_locked_file_says_so(tmp_path: Path):
    path = tmp_path / "registry.db"
    open_registry(path).close()
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    with pytest.raises(RegistryError, match="is locked") as refused:
        open_registry(path, busy_timeout_s=0.2)
    holder.close()
    assert str(path) in str(refused.value)
    assert "To mend" in str(refused.value)


def test_a_file_that_is_no_database_says_so(tmp_path: Path):
    path = tmp_path / "registry.db"
    path.write_bytes(b"name,value\n" * 1000)
    with pytest.raises(RegistryError, match="is not a SQLite database") as refused:
        open_registry(path)
    assert str(path) in str(refused.value)


@pytest.mark.parametrize("size", [4096, 20000])
def test_a_corrupt_file_says_so(tmp_path: Path, size: int):
    path = tmp_path / "registry.db"
    with open_registry(path) as registry, registry.session() as session:
        session.add_all(Region(code=f"{n}", name="x" * 90) for n in range(110000, 114000))
    data = bytearray(path.read_bytes())
    data[-size:] = b"\xff" * size
    path.write_bytes(data)
    with pytest.raises(RegistryError, match="is corrupt") as refused:
        open_registry(path)
    assert str(path) in str(refused.value)
    assert "backup" in refused.value.fix


def test_another_programs_database_is_refused(tmp_path: Path):
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE shopping (item TEXT)")
    connection.close()
    with pytest.raises(RegistryError, match="shopping"):
        open_registry(path)


def test_a_database_of_a_newer_version_is_refused(tmp_path: Path):
    path = tmp_path / "registry.db"
    with open_registry(path) as registry, registry.session() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(RegistryError, match="another version"):
        open_registry(path)


def test_a_directory_that_cannot_be_opened_is_refused(tmp_path: Path):
    (tmp_path / "registry.db").mkdir()
    with pytest.raises(RegistryError, match="cannot be opened"):
        open_registry(tmp_path / "registry.db")


def test_a_registry_in_memory_is_refused():
    with pytest.raises(RegistryError, match="has no file"):
        open_registry("sqlite://")
