"""An enterprise's day: a gateway connected, a figure entered, a delegate let in and out."""

from __future__ import annotations

import re
import shutil
import subprocess

import pytest
from console import Console
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("journeys"), pytest.mark.timeout(240)]


@pytest.mark.broker
def test_connects_a_gateway_and_sees_its_first_reading_and_account(console: Console) -> None:
    if shutil.which("mosquitto_pub") is None:
        pytest.skip("mosquitto_pub is not here: apt-get install mosquitto-clients")
    code = f"NEW-{console.language}-{console.width}"
    console.sign_in(console.demo.account("enterprise-"))
    console.open("/gateways")
    console.fits()
    console.follow(console.link("gateway_add"))
    console.fill(code=code, name="新装网关")
    console.button("gateway_issue").click()
    console.told("gateway_added", code)
    expect(console.card("connect_secret").locator("code")).to_have_text(re.compile(r"\S{32}"))
    console.sees(console.text("arrival_waiting"))
    console.fits()
    with console.page.expect_download() as download:
        console.page.get_by_role("button", name=re.compile(r"gateway_\w+\.py")).click()
    program = download.value.path().read_text("utf-8")
    assert f"{code}/data" in program
    line = console.card("connect_line").locator("pre").inner_text()
    now = re.search(r'"t":(\d+)', line)
    assert now
    for value, at in ((12345.6, int(now[1]) - 60_000), (12346.6, int(now[1]))):
        sent = line.replace("12345.6", str(value)).replace('"first-', f'"{at}-')
        sent = sent.replace(f'"t":{now[1]}', f'"t":{at}').replace("TEST.EP", f"{code}.EP")
        done = subprocess.run(["sh", "-c", sent], capture_output=True, check=False, timeout=60)
        assert done.returncode == 0, done.stderr
    expect(console.card("arrival_title")).to_contain_text("✓")
    naming = console.card("naming_title")
    expect(naming.locator(".nh-point-name")).to_contain_text(f"{code}.EP")
    assert naming.locator("[name=kind]").input_value() == "register"
    assert naming.locator("[name=carrier]").input_value() == "electricity"
    assert naming.locator("[name=unit]").input_value() == "kWh"
    console.fill(name="新表", expected_s="60")
    console.button("naming_do").click()
    console.told("naming_done", 1, 2)
    first = console.card("first_title")
    expect(first.locator("table")).to_contain_text(f"{code}.EP")
    expect(first.locator("svg").first).to_be_visible()
    expect(first.locator(".nh-figures")).to_contain_text("tce")
    console.fits()


def test_enters_a_figure(console: Console) -> None:
    login = console.demo.account("enterprise-")
    console.sign_in(login)
    console.open("/entries/add")
    item = f"heads:{console.language}{console.width}"
    given = {"item": "heads", "start": "2026-01-01", "end": "2026-02-01", "value": "321"}
    console.fill(**given, unit="kWhh", document=item)
    console.button("entry_add").click()
    expect(console.page.locator("[name=unit]")).to_have_attribute("aria-invalid", "true")
    assert console.page.locator("[name=document]").input_value() == item
    month = 2 + [("zh", 1280), ("en", 1280), ("zh", 400), ("en", 400)].index(
        (console.language, console.width)
    )
    console.fill(unit="人", start=f"2025-{month:02d}-01", end=f"2025-{month + 1:02d}-01")
    console.button("entry_add").click()
    console.told("entry_saved", "heads")
    console.open("/entries?item=heads")
    row = console.page.locator("tbody tr", has_text=item)
    expect(row).to_contain_text("321")
    expect(row).to_contain_text(login)
    console.fits()


def test_lets_a_delegate_in_and_out(console: Console) -> None:
    login = console.demo.account("enterprise-")
    console.sign_in(login)
    console.open("/delegations")
    console.fits()
    code = console.page.locator("[name=enterprise] option").first.get_attribute("value") or ""
    console.fill(login="delegate")
    console.button("delegation_add").click()
    console.told("delegation_granted", "delegate")

    guest = Console(
        console.demo,
        console.context.browser,  # type: ignore[arg-type]
        language=console.language,
        width=console.width,
    )
    guest.page.goto(f"{guest.demo.url}/sign-in?lang={guest.language}")
    guest.fill(login="delegate", password=guest.demo.accounts["delegate"])
    guest.page.locator("#nh-sign-in button[type=submit]").click()
    guest.page.wait_for_url(lambda url: "sign-in" not in url)
    guest.open(f"/enterprises/{code}")
    expect(guest.page.locator("h1")).not_to_contain_text(guest.text("error_missing"))

    while console.page.get_by_role("button", name=re.compile("delegate$")).count():
        console.page.get_by_role("button", name=re.compile("delegate$")).first.click()
        console.told("delegation_done")
        console.wait_drawn()
    guest.open(f"/enterprises/{code}")
    guest.sees(guest.text("error_missing"))
    guest.close()
