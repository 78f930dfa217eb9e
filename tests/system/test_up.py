"""The embedded platform as its user meets it: start, stop, again, and what it refuses."""

from __future__ import annotations

import json
import re
import shutil
import signal
import socket
import stat
import subprocess
import sys
from pathlib import Path

import httpx
import psutil
import pytest
from patience import patient
from platform_process import platform_process, run_command, wait_for

ROOT = Path(__file__).resolve().parents[2]
STOPS_WITHIN_S = 3.0


def read_blocks(page: Path) -> str:
    """The README's shell blocks from the files of the first gateway to its first reading."""
    blocks = re.findall(r"```sh\n(.*?)```", page.read_text("utf-8"), re.S)
    chosen = [block for block in blocks if "myplant" in block or "mosquitto_pub" in block]
    assert len(chosen) == 2
    return "\n".join(chosen)


@pytest.mark.broker
@pytest.mark.parametrize("page", ["README.md", "README.zh-CN.md"])
def test_the_first_gateway_of_the_readme_is_stored(tmp_path: Path, page: str) -> None:
    if shutil.which("mosquitto_pub") is None:
        pytest.skip("mosquitto_pub is not here: apt-get install mosquitto-clients")
    data = tmp_path / "mydata"
    with platform_process(data, "--port", "0") as platform:
        run = json.loads((data / "run.json").read_text("utf-8"))
        port = run["mqtt_url"].rsplit(":", 1)[1]
        script = read_blocks(ROOT / page).replace("-p 1883", f"-p {port}")
        script = script.replace(".venv/bin/nengheng", f"{sys.executable} -m cli.main")
        done = subprocess.run(
            ["sh", "-e", "-c", script],
            check=False,
            cwd=tmp_path,
            capture_output=True,
            text=True,
            timeout=patient(60),
        )
        assert done.returncode == 0, done.stderr

        def stored() -> bool:
            answer = run_command("books", "--json", "--data", str(data), cwd=tmp_path)
            rows = json.loads(answer.stdout)
            return any(row["readings_stored"] == 1 and row["gateway"] == "GW1" for row in rows)

        wait_for(stored)
        assert platform.stop() < patient(STOPS_WITHIN_S)
        assert platform.process.returncode == 0
        assert platform.read_errors() == ""


def test_run_file_is_the_owners_and_goes_with_the_platform(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with platform_process(data, "--port", "0") as platform:
        run = data / "run.json"
        assert stat.S_IMODE(run.stat().st_mode) == 0o600
        content = json.loads(run.read_text("utf-8"))
        assert content["url"] == platform.url
        assert content["pid"] == platform.process.pid
        assert httpx.get(f"{platform.url}/api/v1/regions").status_code == 401
        header = {"Authorization": f"Bearer {content['token']}"}
        assert httpx.get(f"{platform.url}/api/v1/regions", headers=header).status_code == 200
        assert platform.stop(signal.SIGTERM) < patient(STOPS_WITHIN_S)
        assert not run.exists()


def test_a_second_platform_on_the_same_data_is_refused(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with platform_process(data, "--port", "0") as platform:
        second = run_command("up", "--data", str(data), "--port", "0", cwd=tmp_path)
        assert second.returncode == 1
        assert f"process {platform.process.pid}" in second.stderr
        assert "--data" in second.stderr
        assert "Traceback" not in second.stderr


def test_a_port_in_use_is_refused_with_its_number(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        done = run_command("up", "--data", "data", "--port", str(port), cwd=tmp_path)
    assert done.returncode == 1
    assert f"127.0.0.1:{port}" in done.stderr
    assert "--port 0" in done.stderr


@pytest.mark.parametrize("name", ["registry.db", "readings.duckdb"])
def test_a_corrupt_file_is_refused_with_its_path(tmp_path: Path, name: str) -> None:
    data = tmp_path / "data"
    data.mkdir()
    (data / name).write_bytes(b"this is no database" * 500)
    done = run_command("up", "--data", str(data), "--port", "0", cwd=tmp_path)
    assert done.returncode == 1
    assert name in done.stderr
    assert "Traceback" not in done.stderr


def test_an_unknown_scenario_and_a_bad_setting_are_refused(tmp_path: Path) -> None:
    done = run_command("up", "--scenario", "moon", cwd=tmp_path)
    assert done.returncode == 1
    assert "'moon'" in done.stderr
    assert "demo" in done.stderr
    done = run_command("up", "--speed", "-1", cwd=tmp_path)
    assert done.returncode == 1
    assert "-1" in done.stderr


def test_a_directory_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", "utf-8")
    done = run_command("up", "--data", "file/data", "--port", "0", cwd=tmp_path)
    assert done.returncode == 1
    assert "file/data" in done.stderr


@pytest.mark.parametrize("command", ["collect", "schedule", "serve"])
def test_production_processes_refuse_the_embedded_store(tmp_path: Path, command: str) -> None:
    done = run_command(command, cwd=tmp_path)
    assert done.returncode == 1
    assert "nengheng up" in done.stderr


def test_without_a_platform_the_commands_say_so(tmp_path: Path) -> None:
    done = run_command("books", "--data", "nowhere", cwd=tmp_path)
    assert done.returncode == 1
    assert "nowhere" in done.stderr
    assert "nengheng up" in done.stderr


def test_wrong_usage_is_status_two(tmp_path: Path) -> None:
    assert run_command("books", "--no-such-option", cwd=tmp_path).returncode == 2


def test_no_child_outlives_a_killed_platform(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with platform_process(data, "--port", "0", "--scenario", "demo") as platform:
        family = psutil.Process(platform.process.pid).children(recursive=True)
        children = [child.pid for child in family]
        assert children
        platform.stop(signal.SIGKILL)
        wait_for(lambda: not any(psutil.pid_exists(pid) for pid in children), patient(10))
