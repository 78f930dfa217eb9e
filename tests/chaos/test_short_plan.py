"""A short plan against the whole system: every kind of fault, nothing lost; nothing left behind."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from demo_week import draw_seed
from fault_plan import Kind
from patience import patient
from platform_process import wait_for
from run_log import RunLog

from cli.broker import find_mosquitto
from cli.local_servers.postgresql import find_postgres
from cli.local_servers.server_process import find_program

pytestmark = [
    pytest.mark.slow,
    pytest.mark.broker,
    pytest.mark.influxdb,
    pytest.mark.postgresql,
    pytest.mark.timeout(600),
    pytest.mark.xdist_group("chaos"),
]

HARNESS = Path(__file__).parent
KILLS = 9
READINGS = 6000


@pytest.fixture(autouse=True)
def _servers() -> None:
    for program, package in (("influxd", "influxdb"), ("nginx", "nginx-light")):
        if find_program(program) is None:
            pytest.skip(f"{program} is not installed: apt-get install {package}")
    if not find_mosquitto():
        pytest.skip("Mosquitto is not installed: apt-get install mosquitto")
    if find_postgres() is None:
        pytest.skip("PostgreSQL is not installed: apt-get install postgresql")


def command(directory: Path, *arguments: str) -> list[str]:
    return [sys.executable, str(HARNESS), "--directory", str(directory), *arguments]


def test_a_short_plan_loses_nothing(tmp_path: Path) -> None:
    seed = str(draw_seed())
    arguments = ("--kills", str(KILLS), "--readings", str(READINGS), "--seed", seed)
    done = subprocess.run(
        command(tmp_path, *arguments),
        check=False,
        capture_output=True,
        text=True,
        timeout=540,
    )
    told = f"seed {seed}\n{done.stdout[-6000:]}\n{done.stderr[-3000:]}"
    assert done.returncode == 0, told
    report = json.loads((tmp_path / "report.json").read_text())
    assert (report["lost"], report["doubled"], report["unaccounted"]) == (0, 0, 0), told
    assert report["problems"] == [], told
    assert "lost 0 doubled 0 unaccounted 0" in done.stdout
    log = RunLog(tmp_path / "log.jsonl")
    assert log.kills == KILLS
    assert {struck.kind for struck in log.struck} == {str(kind) for kind in Kind}


def is_of(process: psutil.Process, directory: Path) -> bool:
    try:
        words = [*process.cmdline(), process.environ().get("NENGHENG_DATA_DIR", "")]
    except psutil.Error:
        return False
    return any(str(directory) in word for word in words)


def left_behind(directory: Path) -> list[psutil.Process]:
    return [process for process in psutil.process_iter() if is_of(process, directory)]


@pytest.fixture
def harness(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    with (tmp_path / "said").open("w") as file:
        process = subprocess.Popen(
            command(tmp_path, "--kills", "9", "--seed", "1"), stdout=file, stderr=file, text=True
        )
    yield process
    process.kill()
    process.wait()


def test_a_harness_that_is_killed_leaves_nothing_behind(
    harness: subprocess.Popen[str], tmp_path: Path
) -> None:
    said = tmp_path / "said"
    wait_for(lambda: "all serve" in said.read_text() or harness.poll(), patient(90))
    assert harness.poll() is None, said.read_text()
    assert len(left_behind(tmp_path)) > 5
    os.kill(harness.pid, signal.SIGKILL)
    harness.wait()
    wait_for(lambda: not left_behind(tmp_path), patient(20))
    assert str(tmp_path) not in Path("/proc/mounts").read_text()
