"""A broker that cannot start or is away is said plainly, and nothing else stands still."""

from __future__ import annotations

import json
import socket
from pathlib import Path

import httpx
import pytest
from platform_process import platform_process, run_command, wait_for

from cli.broker import Broker, find_free_port, find_mosquitto


def test_a_brokers_port_in_use_is_refused_with_its_number(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])
        done = run_command("up", "--data", "data", "--port", "0", "--mqtt-port", port, cwd=tmp_path)
    assert done.returncode == 1
    assert f"port {port} cannot be taken" in " ".join(done.stderr.split())
    assert "Traceback" not in done.stderr


@pytest.mark.broker
def test_a_broker_that_is_away_is_said_and_awaited(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not find_mosquitto():
        pytest.skip("Mosquitto is not here: apt install mosquitto")
    port = find_free_port("127.0.0.1")
    monkeypatch.setenv("NENGHENG_MQTT_URL", f"mqtt://127.0.0.1:{port}")
    data = tmp_path / "data"
    with platform_process(data, "--port", "0") as platform:
        token = json.loads((data / "run.json").read_text("utf-8"))["token"]

        def health() -> str:
            answer = httpx.get(
                f"{platform.url}/health", headers={"Authorization": f"Bearer {token}"}
            )
            return answer.text

        assert wait_for(lambda: "稍后重试" in health() or "cannot reach" in health())
        assert f"127.0.0.1:{port}" in health()
        with Broker(tmp_path / "broker", port, kind="mosquitto"):
            wait_for(lambda: '"connected"' in health())
        assert platform.stop() < 3.0
