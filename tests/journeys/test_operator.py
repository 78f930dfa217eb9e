"""The operator's and the test team's day: imports, the quarantine, the platform's state."""

from __future__ import annotations

import json

import httpx
import paho.mqtt.client as mqtt
import pytest
from console import Console
from paho.mqtt.enums import CallbackAPIVersion
from patience import patient
from platform_process import wait_for
from playwright.sync_api import expect

from core import topics
from core.broker_address import parse_broker_address
from core.clock import WallClock

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("journeys"), pytest.mark.timeout(240)]
POINT_HEAD = "enterprise_code,code,name,gateway_code,kind,carrier,flow,unit,expected_s,in_service"


def enterprise_of(operator: httpx.Client) -> str:
    return str(operator.get("/api/v1/enterprises").json()["items"][0]["code"])


def publish(mqtt_url: str, topic: str, payload: bytes) -> None:
    at = parse_broker_address(mqtt_url)
    client = mqtt.Client(CallbackAPIVersion.VERSION2)
    client.username_pw_set(at.username, at.password)
    client.connect(at.host, at.port)
    client.loop_start()
    client.publish(topic, payload, qos=1).wait_for_publish(patient(10))
    client.disconnect()
    client.loop_stop()


def test_imports_with_mistakes_then_mended(console: Console, operator: httpx.Client) -> None:
    code = enterprise_of(operator)
    point = f"IMP-{console.language}-{console.width}"
    good = f"{code},{point},导入测点,GW1,register,electricity,consumed,kWh,900,2026-01-01"
    bad = good.replace("kWh", "kWhh").replace("register", "registr")
    console.sign_in("operator")
    console.open("/imports")
    console.fits()

    def choose(line: str) -> None:
        content = f"{POINT_HEAD}\n{line}\n".encode()
        console.page.locator("input[type=file]").set_input_files(
            {"name": "point.csv", "mimeType": "text/csv", "buffer": content}
        )

    choose(bad)
    report = console.page.locator(".nh-error")
    expect(report).to_contain_text("kWhh")
    expect(report).to_contain_text("registr")
    console.fits()
    choose(good)
    expect(console.card("imports_counts")).to_be_visible()
    expect(console.page.locator("ins").first).to_be_visible()
    console.button("imports_apply").click()
    console.told("imports_applied", 1, 0)
    rows = operator.get("/api/v1/points", params={"enterprise": code, "limit": 500}).json()["items"]
    assert point in {row["code"] for row in rows}
    console.open(f"/tables/point?text={point}")
    console.follow(console.page.locator("tbody a[data-row]").first)
    console.fill(name="改名")
    console.button("table_save").click()
    console.told("table_saved")
    expect(console.card("table_history")).to_contain_text("改名")


def test_replays_what_was_mended(console: Console, operator: httpx.Client) -> None:
    code = enterprise_of(operator)
    point = f"Q-{console.language}-{console.width}"
    now = WallClock().now_ms()
    message = {"readings": [{"p": point, "t": now, "v": 1.5}]}
    publish(console.demo.mqtt_url, topics.data(code, "GW1"), json.dumps(message).encode())

    def lies_there() -> bool:
        rows = operator.get("/api/v1/quarantine", params={"enterprise": code}).json()["items"]
        return any(row["detail"] == point for row in rows)

    wait_for(lies_there, patient(20))
    console.sign_in("operator")
    console.open(f"/quarantine?enterprise={code}&reason=unknown_point")
    console.fits()
    console.follow(console.page.locator("tbody tr", has_text=point).locator("a[data-row]"))
    expect(console.page.locator(".nh-hex")).to_contain_text("7b 22 72 65 61 64 69 6e 67 73")
    console.fits()
    console.button("quarantine_replay").click()
    expect(console.page.locator(".nh-toast")).to_contain_text("unknown_point")
    line = f"{code},{point},,GW1,gauge,electricity,consumed,kW,900,2026-01-01"
    file = {"name": "point.csv", "content": f"{POINT_HEAD}\n{line}\n"}
    assert operator.post("/api/v1/imports", json={"files": [file]}).status_code == 200
    console.page.reload()
    console.wait_drawn()
    console.button("quarantine_replay").click()
    console.told("quarantine_replayed", 1)
    console.sees(console.text("quarantine_state_replayed"))
    console.sees(console.text("quarantine_gone"))


def test_the_test_team_looks_at_the_platform(console: Console) -> None:
    console.sign_in("test-team")
    console.open("/platform")
    console.fits()
    expect(console.page.locator("h1")).to_have_text(console.text("platform"))
    expect(console.card("books")).to_be_visible()
    expect(console.page.locator("nav.nh-nav a[href='/imports']")).to_have_count(0)
    console.open("/quarantine?state=replayed")
    console.fits()
    console.open("/imports")
    console.sees(console.text("error_forbidden"))
