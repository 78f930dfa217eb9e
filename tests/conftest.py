"""Fixtures for every test, and the rule that nothing is skipped in continuous integration."""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from servers import (
    default_registry_kind,
    influx_place,
    influx_server,
    place_registry,
    postgres_databases,
    postgres_url,
    registry_kind,
)

from core.registry import database
from core.registry.database import Registry, open_registry

__all__ = [
    "default_registry_kind",
    "influx_place",
    "influx_server",
    "place_registry",
    "postgres_databases",
    "postgres_url",
    "registry_kind",
]

ROOT = Path(__file__).resolve().parents[1]
SHARED_DATA = ROOT.parent / "shared" / "data"

MEMORY = Path("/dev/shm")
ENOUGH_BYTES = 4 * 1024**3

settings.register_profile("busy", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("busy")  # two noisy cores: a slow example is no failure

_skipped: list[str] = []


def pytest_configure(config: pytest.Config) -> None:
    """Keep the tests' files in memory where there is room: no commit waits for a disk there."""
    if MEMORY.is_dir() and shutil.disk_usage(MEMORY).free >= ENOUGH_BYTES:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Folder of the measured data sets; tests that need it are skipped where it is absent."""
    if not SHARED_DATA.is_dir():
        pytest.skip("measured data are not here: put them in ../shared/data beside the checkout")
    return SHARED_DATA


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A registry's file as the migrations have made it."""
    path = tmp_path_factory.mktemp("migrated") / "registry.db"
    open_registry(path).close()
    return path


@pytest.fixture(autouse=True)
def copied_registries(migrated: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have new files begin as copies of `migrated`; they are checked as any file is.

    Running every migration takes a fifth of a second, and thousands of tests open a new one. Tests
    of the migrations themselves have a fixture of this name that does nothing.
    """
    migrate: Callable[[Registry], None] = database._migrate

    def copy_and_migrate(registry: Registry) -> None:
        if registry.engine.dialect.name == "sqlite":
            _begin_as_copy(Path(registry.location), migrated)
        migrate(registry)

    monkeypatch.setattr(database, "_migrate", copy_and_migrate)


def _begin_as_copy(path: Path, whole: Path) -> None:
    """Put a copy where no file is yet; of several that do so at once one does it."""
    if path.exists():
        return
    copy = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    with contextlib.suppress(OSError):  # there is one by now, or none can be written
        shutil.copyfile(whole, copy)
        os.link(copy, path)
    copy.unlink(missing_ok=True)


@pytest.fixture(autouse=True)
def _plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take settings from nothing but the test."""
    for name in list(os.environ):
        if name.startswith("NENGHENG_") and not name.startswith("NENGHENG_TEST_"):
            monkeypatch.delenv(name)


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    if report.skipped and not hasattr(report, "wasxfail"):
        _skipped.append(f"{report.nodeid}: {report.longrepr}")


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    is_controller = not hasattr(session.config, "workerinput")
    if is_controller and os.environ.get("CI") == "true" and _skipped and exitstatus == 0:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if os.environ.get("CI") == "true" and _skipped:
        terminalreporter.section("skipped, which continuous integration does not allow")
        for line in _skipped:
            terminalreporter.write_line(line)
