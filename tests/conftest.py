"""Fixtures for every test, and the rule that nothing is skipped in continuous integration."""

from __future__ import annotations

import os
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

settings.register_profile("busy", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("busy")  # two noisy cores: a slow example is no failure

_skipped: list[str] = []


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Folder of the measured data sets; tests that need it are skipped where it is absent."""
    if not SHARED_DATA.is_dir():
        pytest.skip("measured data are not here: put them in ../shared/data beside the checkout")
    return SHARED_DATA


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
