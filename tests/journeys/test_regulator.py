"""A regulator's day: who is over pace and why, a quota, an alert, a list on paper."""

from __future__ import annotations

import re

import pytest
from console import Console
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("journeys"), pytest.mark.timeout(240)]
REGULATOR = "regulator-150000"


def test_sees_who_is_over_pace_and_opens_why(console: Console) -> None:
    console.sign_in(REGULATOR)
    console.open("/")
    card = console.card("over_pace")
    expect(card).to_be_visible()
    console.fits()
    name = card.locator("tbody a").first.inner_text()
    console.follow(card.get_by_role("link", name=re.compile(console.text("explain"))).first)
    expect(console.page.locator("main.nh-main")).to_contain_text(name)
    console.sees(console.text("explain_check"))
    console.fits()


def test_issues_a_quota(console: Console) -> None:
    console.sign_in(REGULATOR)
    console.open("/quotas")
    console.fits()
    words = re.compile(f"^({console.text('issue')}|{console.text('adjust')}) ")
    console.page.get_by_role("button", name=words).last.click()
    dialog = console.page.locator(".nh-dialog")
    expect(dialog).to_be_visible()
    amount = dialog.locator("[name=amount]")
    amount.fill(str(round(float(amount.input_value().replace(",", "") or "1000") * 0.9995, 1)))
    console.fill(reason="年中调整", source=f"模拟文件 {console.language}-{console.width}")
    dialog.get_by_role("button", name=console.text("issue"), exact=True).click()
    expect(console.page.locator(".nh-toast").first).to_be_visible()
    expect(console.page.locator(".nh-toast-bad")).to_have_count(0)
    expect(dialog).to_have_count(0)


def test_handles_an_alert_to_resolved(console: Console) -> None:
    console.sign_in(REGULATOR)
    console.open("/alerts?waiting=yes")
    console.fits()
    console.follow(console.page.locator("tbody a[data-row]").first)
    number = re.search(r"/alerts/(\d+)", console.page.url)
    assert number
    console.fill(words="已电话核实")
    console.button("acknowledge").click()
    console.told("acknowledged_done", int(number[1]))
    console.fill(text="企业已提交整改计划")
    console.button("comment").click()
    console.told("commented_done")
    console.fill(reason="整改完成，复核通过")
    console.button("resolve").click()
    console.told("resolved_done", int(number[1]))
    expect(console.page.locator(".nh-line")).to_contain_text("整改完成，复核通过")
    console.fits()


def test_prints_the_list(console: Console) -> None:
    console.sign_in(REGULATOR)
    console.open("/enterprises")
    rows = console.page.locator("tbody tr").count()
    assert rows >= 10
    console.page.emulate_media(media="print")
    expect(console.page.locator("nav.nh-nav")).to_be_hidden()
    expect(console.page.locator(".nh-filters")).to_be_hidden()
    expect(console.page.locator(".nh-simulated")).to_be_visible()
    paper = console.page.pdf(format="A4", landscape=True)
    assert paper.startswith(b"%PDF")
    assert len(paper) > 10_000


def test_gives_a_task_on_the_dispatch_sheet_and_closes_it(console: Console) -> None:
    console.sign_in(REGULATOR)
    console.open("/warnings?tab=dispatch")
    console.fits()
    words = {key: console.text(key) for key in ("task_add", "task_close", "task_delete")}
    page = console.page
    rows = page.locator("tbody tr").filter(has_text=console.text("proposed"))
    name = rows.first.locator("td a").first.inner_text()
    mine = page.locator("tbody tr").filter(has=page.get_by_role("link", name=name, exact=True))
    rows.first.get_by_role("button", name=re.compile(f"^{words['task_add']}")).click()
    dialog = page.locator(".nh-dialog")
    proposed = dialog.locator("[name=task]").input_value()
    assert proposed, "what is proposed is filled in"
    console.fits()
    console.fill(task="", who="工信局")
    dialog.get_by_role("button", name=words["task_add"], exact=True).click()
    expect(dialog.locator("[name=task]")).to_have_attribute("aria-invalid", "true")
    assert dialog.locator("[name=who]").input_value() == "工信局", "what was typed stays"
    console.fill(task=f"{proposed}（{console.language}-{console.width}）", due="2026-12-31")
    dialog.get_by_role("button", name=words["task_add"], exact=True).click()
    expect(dialog).to_have_count(0)
    given = mine.filter(has_text=f"（{console.language}-{console.width}）").first
    expect(given).to_contain_text("2026-12-31")
    given.get_by_role("button", name=re.compile(f"^{words['task_close']}")).click()
    dialog.get_by_role("button", name=words["task_close"], exact=True).click()
    expect(dialog).to_have_count(0)
    expect(given.get_by_role("button", name=re.compile(f"^{words['task_close']}"))).to_have_count(0)
    given.get_by_role("button", name=re.compile(f"^{console.text('task_edit')}")).click()
    dialog.get_by_role("button", name=words["task_delete"], exact=True).click()
    dialog.last.get_by_role("button", name=words["task_delete"], exact=True).click()
    expect(page.locator(".nh-toast-bad")).to_have_count(0)
    expect(mine.filter(has_text=f"（{console.language}-{console.width}）")).to_have_count(0)
