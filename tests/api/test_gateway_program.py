"""A gateway connected as a person would: given a log-in, its ready program run as it is."""

from __future__ import annotations

import ast
import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from patience import patient
from platform_process import platform_process, wait_for

from api.schemas.connections import IssuedLogIn
from api.services.connections import compose_line, compose_program
from core.clock import WallClock
from simulators.fleets.credit_code import fictitious_code

PLANT = fictitious_code(811)
FILES = {
    "region.csv": "code,name,parent_code\n150000,内蒙古自治区,\n",
    "enterprise.csv": f"code,name,region_code,sector_code\n{PLANT},示例厂,150000,2613\n",
}
WHOLE_TCE = 89.0 * 0.1229e-3
"""89 kWh by GB/T 2589-2020, table A.1."""
GATEWAY = f"/api/v1/gateways/{PLANT}/GW1"


@pytest.fixture
def client(tmp_path: Path) -> Iterator[httpx.Client]:
    data = tmp_path / "data"
    with platform_process(data, "--port", "0") as platform:
        run = json.loads((data / "run.json").read_text("utf-8"))
        headers = {"Authorization": f"Bearer {run['token']}"}
        with httpx.Client(base_url=platform.url, headers=headers, timeout=patient(30)) as client:
            files = [{"name": name, "content": content} for name, content in FILES.items()]
            assert client.post("/api/v1/imports", json={"files": files}).status_code == 200
            yield client


def add_gateway(client: httpx.Client) -> IssuedLogIn:
    answer = client.post("/api/v1/gateways", json={"enterprise": PLANT, "code": "GW1"})
    assert answer.status_code == 201, answer.text
    return IssuedLogIn(**answer.json())


def book(client: httpx.Client) -> dict[str, int]:
    rows = client.get("/api/v1/books", params={"enterprise": PLANT}).json()["items"]
    return next((row for row in rows if row["gateway"] == "GW1"), {"received": 0})


def start_program(path: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, str(path), "--stdin"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )


def keep(process: subprocess.Popen[str], lines: list[str]) -> None:
    """Give the program readings; return when each is on its disk."""
    assert process.stdin
    assert process.stdout
    for line in lines:
        process.stdin.write(f"{line}\n")
        process.stdin.flush()
        assert process.stdout.readline().startswith("kept ")


@pytest.mark.broker
def test_the_program_loses_nothing_that_it_kept_however_often_it_is_killed(
    client: httpx.Client, tmp_path: Path
) -> None:
    path = tmp_path / "gateway_GW1.py"
    path.write_text(compose_program(add_gateway(client)), "utf-8")
    begin = WallClock().now_ms() // 1000 * 1000 - 3_600_000
    readings = [f"T1.EP {100 + n} {begin + n * 10_000}" for n in range(90)]
    for turn in range(3):
        with start_program(path) as process:
            keep(process, readings[turn * 30 : turn * 30 + 30])
            os.kill(process.pid, signal.SIGKILL)
    with start_program(path) as last:  # sends what the killed ones left, and ends by itself
        last.communicate(timeout=patient(60))
        assert last.returncode == 0
    settled = wait_for(lambda: book(client) if book(client)["received"] >= 90 else None)
    assert settled["received"] == settled["quarantined"] + settled["duplicate"]
    assert settled["quarantined"] == 90

    (unknown,) = client.get(f"{GATEWAY}/unknown-points").json()["items"]
    assert unknown["code"] == "T1.EP"
    assert unknown["guess"] == {
        "kind": "register",
        "carrier": "electricity",
        "flow": "purchased",
        "unit": "kWh",
        "expected_s": 10,
    }
    named = {"code": "T1.EP", "name": "一号主变", **unknown["guess"]}
    answer = client.post(f"{GATEWAY}/points", json={"points": [named]})
    assert answer.status_code == 200, answer.text
    assert answer.json() == {"points": 1, "messages": 90, "readings": 90, "remaining": 0}

    asked = {"enterprise": PLANT, "point": "T1.EP", "start": begin, "end": begin + 3_600_000}
    found = client.get("/api/v1/readings", params=asked).json()["items"]
    assert [row["value"] for row in found] == [100.0 + n for n in range(90)]

    def first_account() -> list[dict]:
        asked = {"subject": f"enterprise:{PLANT}", "period": "day"}
        energy = asked | {"indicator": "coal_calorific_tce"}
        return client.get("/api/v1/accounts", params=energy).json()["items"]

    def is_whole() -> bool:
        return sum(row["amount"] for row in first_account()) == pytest.approx(WHOLE_TCE)

    assert wait_for(is_whole, patient(30))


@pytest.mark.broker
def test_the_line_is_ready_and_a_log_in_taken_away_no_longer_sends(client: httpx.Client) -> None:
    if shutil.which("mosquitto_pub") is None:
        pytest.skip("mosquitto_pub is not here: apt-get install mosquitto-clients")
    line = compose_line(add_gateway(client), now_ms=WallClock().now_ms())

    def send(line: str) -> int:
        return subprocess.run(["sh", "-c", line], capture_output=True, check=False).returncode

    assert send(line) == 0
    wait_for(lambda: book(client)["received"] == 1)
    (point,) = client.get(f"{GATEWAY}/unknown-points").json()["items"]
    assert (point["code"], point["last_value"]) == ("TEST.EP", 12345.6)

    rotated = client.post(f"{GATEWAY}/log-ins", json={"keep_old_s": 600}).json()
    assert send(line) == 0
    assert send(compose_line(IssuedLogIn(**rotated), now_ms=WallClock().now_ms())) == 0
    gone = client.delete(f"{GATEWAY}/log-ins").json()["items"]
    assert [row["state"] for row in gone] == ["revoked", "revoked"]
    assert send(line) != 0
    states = [row["state"] for row in client.get(f"{GATEWAY}/log-ins").json()["items"]]
    assert states == ["revoked", "revoked"]


def test_whatever_a_name_holds_the_program_stays_one_and_its_values_stay_values() -> None:
    issued = IssuedLogIn(
        enterprise=PLANT,
        gateway='G"""\n__import__("os")',
        number=1,
        login="a'b\"\\",
        password="x",
        host="h",
        port=1,
        tls=True,
        authority="-----BEGIN\n'\"",
        data_topic="d",
        reply_topic="r",
    )
    tree = ast.parse(compose_program(issued, title='"""\nimport os # \\'))
    values = {
        node.targets[0].id: ast.literal_eval(node.value)
        for node in tree.body
        if isinstance(node, ast.Assign)
        and isinstance(node.targets[0], ast.Name)
        and node.targets[0].id.isupper()
        and isinstance(node.value, ast.Constant)
    }
    assert values["USER"] == issued.login
    assert values["CA"] == issued.authority
    assert values["TLS"] is True
    assert not [node for node in ast.walk(tree) if getattr(node, "id", "") == "__import__"]
