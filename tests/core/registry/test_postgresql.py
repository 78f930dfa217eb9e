import math
import signal
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil
import psycopg
import pytest
from sqlalchemy import insert, make_url, select, text, update

from cli.local_servers.postgresql import PostgresServer, find_postgres
from core.errors import RegistryAwayError, RegistryError
from core.registry import postgresql
from core.registry.database import METADATA, open_registry
from core.registry.models import Region
from core.registry.results import Finding, Lease

pytestmark = pytest.mark.postgresql


@pytest.fixture
def registry(postgres_url: str):
    with open_registry(postgres_url) as opened:
        yield opened


@pytest.fixture
def server(tmp_path: Path):
    """A server of the test's own, to be stopped and killed."""
    if find_postgres() is None:
        pytest.skip("PostgreSQL is not installed: apt-get install postgresql")
    with PostgresServer(tmp_path / "postgresql", durable=False) as started:
        yield started


def add_region(registry, code: str, name: str = "x") -> None:
    with registry.session() as session:
        session.add(Region(code=code, name=name))


def read_codes(registry) -> list[str]:
    with registry.read() as session:
        return list(session.scalars(select(Region.code).order_by(Region.code)))


@pytest.mark.parametrize("scheme", ["postgresql", "postgres", "postgresql+psycopg"])
def test_every_way_to_write_the_url_opens_it(postgres_url, scheme):
    with open_registry(scheme + "://" + postgres_url.split("://")[1]) as registry:
        assert read_codes(registry) == []
        assert registry.location.startswith("postgresql+psycopg://")
        assert str(make_url(postgres_url).password) not in registry.location


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("mysql://u:secret@h/d", "no registry is kept in 'mysql'"),
        ("postgresql://u:secret@h", "names no database"),
    ],
)
def test_other_urls_are_refused(url, words):
    with pytest.raises(RegistryError, match=words) as refused:
        open_registry(url)
    assert "secret" not in str(refused.value)


def test_several_processes_that_start_at_once_migrate_once(postgres_databases):
    url = postgres_databases.make()
    try:
        with ThreadPoolExecutor(6) as pool:
            opened = list(pool.map(lambda _: open_registry(url), range(6)))
        for registry in opened:
            assert read_codes(registry) == []
            registry.close()
    finally:
        postgres_databases.drop(url)


def test_all_texts_are_in_the_order_of_their_code_points(registry):
    names = ["a", "B", "b", "A", "_", "乌", "安", "é"]
    with registry.session() as session:
        session.add_all(Region(code=f"{110000 + n}", name=name) for n, name in enumerate(names))
    with registry.read() as session:
        found = list(session.scalars(select(Region.name).order_by(Region.name)))
        left = session.execute(postgresql._ORDERED_OTHERWISE).all()
    assert found == sorted(names)
    assert not [row for row in left if row[0] in METADATA.tables]


def test_a_reading_session_sees_one_moment(registry):
    with registry.read() as session:
        session.scalars(select(Region)).all()
        add_region(registry, "150000")
        assert session.scalars(select(Region)).all() == []
    assert read_codes(registry) == ["150000"]


def test_what_postgresql_does_not_keep_is_kept_otherwise(registry):
    evidence = {"a": math.nan, "b": [math.inf, 1.5], "c": {"d": "x\x00y"}, "e": None}
    row = {
        "subject": "enterprise:\x00",
        "point_code": "P",
        "code": "blip",
        "start_ms": 0,
        "end_ms": 1,
        "text": "a\x00b",
        "evidence": evidence,
    }
    with registry.session() as session:
        session.execute(insert(Finding).values(**row))
    with registry.read() as session:
        found = session.scalars(select(Finding).where(Finding.text == "a\x00b")).one()
    assert found.text == "a\ufffdb"
    assert found.evidence == {"a": None, "b": [None, 1.5], "c": {"d": "x\ufffdy"}, "e": None}


def test_no_server_is_named_with_what_to_do(server):
    server.stop()
    with pytest.raises(RegistryAwayError, match="cannot be reached") as away:
        open_registry(server.url)
    assert f"{server.port}" in str(away.value)
    assert "pg_isready" in away.value.fix


def test_a_host_without_address_is_named():
    with pytest.raises(RegistryAwayError, match="has no address"):
        open_registry("postgresql://u:secret@no-such-host.invalid/d")


def test_the_wrong_password_is_refused_and_not_shown(postgres_url):
    wrong = make_url(postgres_url).set(password="guessed").render_as_string(hide_password=False)
    with pytest.raises(RegistryError, match="refuses the log-in") as refused:
        open_registry(wrong)
    assert not isinstance(refused.value, RegistryAwayError)
    assert "guessed" not in str(refused.value)


def test_a_missing_database_is_named(postgres_url):
    wrong = make_url(postgres_url).set(database="nowhere").render_as_string(hide_password=False)
    with pytest.raises(RegistryError, match=r"no such database.*nowhere"):
        open_registry(wrong)


def test_a_user_who_may_not_make_tables_is_told_so(postgres_databases, postgres_url):
    plain = postgres_url.replace("+psycopg", "")
    with psycopg.connect(plain, autocommit=True) as connection:
        connection.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
        connection.execute("DROP ROLE IF EXISTS guest")
        connection.execute("CREATE ROLE guest LOGIN PASSWORD 'guest'")
    guest = make_url(postgres_url).set(username="guest", password="guest")
    try:
        with pytest.raises(RegistryError, match="does not let this user"):
            open_registry(guest.render_as_string(hide_password=False))
    finally:
        with psycopg.connect(plain, autocommit=True) as connection:
            connection.execute("DROP ROLE guest")


def test_a_server_that_only_reads_says_so(registry):
    def write() -> None:
        with registry.session() as session:
            session.execute(text("SET TRANSACTION READ ONLY"))
            session.execute(insert(Region).values(code="150000", name="x"))

    with pytest.raises(RegistryError, match="standby, is read-only"):
        write()


def test_another_encoding_is_refused(postgres_databases, postgres_url):
    plain = postgres_url.replace("+psycopg", "")
    name = "nengheng_latin"
    with psycopg.connect(plain, autocommit=True) as connection:
        connection.execute(
            f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'SQL_ASCII' "
            "LOCALE 'C' LOCALE_PROVIDER libc"
        )
    url = make_url(postgres_url).set(database=name).render_as_string(hide_password=False)
    try:
        with pytest.raises(RegistryError, match="SQL_ASCII, not as UTF8"):
            open_registry(url)
    finally:
        postgres_databases.drop(url)


def test_too_many_connections_pass_by_themselves(tmp_path):
    options = {"max_connections": "5", "superuser_reserved_connections": "0"}
    with PostgresServer(tmp_path / "pg", durable=False, options=options) as server:
        plain = server.url.replace("+psycopg", "")
        held = [psycopg.connect(plain) for _ in range(5)]
        with pytest.raises(RegistryAwayError, match="too many connections"):
            open_registry(server.url)
        for connection in held:
            connection.close()


@pytest.mark.parametrize("how", ["stop", "kill"])
def test_the_next_call_works_after_the_server_was_away(server, how):
    with open_registry(server.create_database("r")) as registry:
        add_region(registry, "150000")

        def lose_the_server_half_way() -> None:
            with registry.session() as session:
                session.add(Region(code="140000", name="x"))
                session.flush()
                getattr(server, how)()
                session.add(Region(code="130000", name="x"))

        with pytest.raises(RegistryAwayError, match="ended the connection"):
            lose_the_server_half_way()
        for call in (read_codes, lambda r: add_region(r, "120000")):
            with pytest.raises(RegistryAwayError, match="cannot be reached"):
                call(registry)
        server.start()
        assert read_codes(registry) == ["150000"]
        add_region(registry, "140000")
        assert read_codes(registry) == ["140000", "150000"]


def test_two_that_wait_for_each_other_one_is_told_to_try_again(registry):
    for code in ("150000", "140000"):
        add_region(registry, code)
    rename = {
        code: update(Region).where(Region.code == code).values(name="y")
        for code in ("150000", "140000")
    }

    def both(first: str, second: str) -> str:
        try:
            with registry.session() as session:
                session.execute(rename[first])
                session.execute(text("SELECT pg_advisory_xact_lock_shared(1)"))
                session.execute(text("SELECT pg_sleep(0.3)"))
                session.execute(rename[second])
        except RegistryError as error:
            return str(error)
        return ""

    with ThreadPoolExecutor(2) as pool:
        told = sorted(pool.map(both, ("150000", "140000"), ("140000", "150000")))
    assert told[0] == ""
    assert "let another writer go first" in told[1]
    assert "try the same once more" in told[1]


def test_a_row_held_by_another_for_too_long_says_so(postgres_url):
    with open_registry(postgres_url, busy_timeout_s=0.2) as registry:
        add_region(registry, "150000")
        with registry.session() as session:
            session.execute(update(Region).values(name="y"))
            with pytest.raises(RegistryError, match="is locked"), registry.session() as other:
                other.execute(update(Region).values(name="z"))


def test_a_writer_that_is_silent_for_too_long_keeps_no_rows(postgres_url, monkeypatch):
    monkeypatch.setattr(postgresql, "SILENT_WRITER_S", 0.2)
    with open_registry(postgres_url) as sleeper, open_registry(postgres_url) as other:
        with sleeper.session() as session:
            session.add(Lease(name="n", holder="", number=0))

        def sleep_in_the_middle() -> None:
            with sleeper.session() as session:
                session.execute(update(Lease).values(holder="sleeper"))
                with other.session() as second:
                    second.execute(update(Lease).values(holder="other"))
                session.execute(update(Lease).values(holder="awake"))

        with pytest.raises(RegistryError, match="silent for too long"):
            sleep_in_the_middle()
        with other.read() as session:
            assert session.scalar(select(Lease.holder)) == "other"


def test_a_paused_server_stops_no_one_for_ever(server):
    with open_registry(server.create_database("r")) as registry:
        pids = server.pids
        for pid in pids:
            psutil.Process(pid).send_signal(signal.SIGSTOP)
        try:
            with pytest.raises(RegistryAwayError):
                open_registry(server.url)
        finally:
            for pid in pids:
                psutil.Process(pid).send_signal(signal.SIGCONT)
        add_region(registry, "150000")
        assert read_codes(registry) == ["150000"]
