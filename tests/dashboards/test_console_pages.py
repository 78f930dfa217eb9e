"""The console's pages in a real browser: what a regulator does on them, by mouse and by keys."""

from __future__ import annotations

import httpx
import pytest
from playwright.sync_api import Route, expect

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("console"), pytest.mark.timeout(240)]
PAGES = (
    "/",
    "/?tab=account",
    "/?tab=targets",
    "/enterprises",
    "/benchmarks",
    "/benchmarks?tab=shares",
    "/quotas",
    "/alerts",
    "/alerts/1",
    "/warnings",
    "/warnings?tab=dispatch",
    "/warnings?tab=schemes",
    "/findings",
    "/quality",
    "/quality?tab=connection",
    "/platform",
    "/audit",
)


def test_the_frame_comes_first_and_the_figures_after(served) -> None:
    text = httpx.get(f"{served.url}/enterprises").text
    assert "nh-skeleton" in text
    assert "模拟电石厂" not in text


def test_words_stand_before_the_charts_do(visitor) -> None:
    visitor.sign_in()
    code = httpx.get(f"{visitor.url}/api/v1/enterprises").json()["items"][0]["code"]
    held = []

    def hold(route: Route) -> None:
        held.append(route)

    visitor.page.route("**/echart.js", hold)
    with visitor.page.expect_request("**/echart.js"):
        page = visitor.open(f"/enterprises/{code}")
    chart = page.locator(".nh-chart").first
    expect(chart).to_have_role("img")
    assert chart.bounding_box()["height"] > 100
    expect(chart.locator("svg")).to_have_count(0)
    held[0].continue_()
    expect(chart.locator("svg")).to_be_visible()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_page_is_drawn_on_a_phone_with_one_title_and_no_error(visitor, language) -> None:
    visitor.sign_in()
    visitor.page.set_viewport_size({"width": 400, "height": 800})
    for path in PAGES:
        page = visitor.open(f"{path}{'&' if '?' in path else '?'}lang={language}")
        assert page.locator(".nh-error").count() == 0, f"{path}: {page.inner_text('#nh-main')}"
        assert page.locator("h1").count() == 1, path
        assert page.get_by_role("main").count() == 1, path
        assert page.evaluate("document.documentElement.scrollWidth") <= 400, path


def test_names_are_texts_wherever_they_stand(visitor) -> None:
    visitor.sign_in()
    for path in ("/enterprises", "/alerts", "/alerts/2", "/quotas?region=150300"):
        page = visitor.open(path)
        expect(page.get_by_text("模拟<b>焦化</b>厂").first).to_be_attached()


def test_the_menu_opens_by_key_on_a_phone_and_leads_on(visitor) -> None:
    visitor.page.set_viewport_size({"width": 400, "height": 800})
    page = visitor.open("/")
    menu = page.get_by_role("navigation", name="导航")
    expect(menu).to_be_hidden()
    button = page.get_by_role("button", name="菜单")
    button.focus()
    page.keyboard.press("Enter")
    expect(button).to_have_attribute("aria-expanded", "true")
    menu.get_by_role("link", name="配额分解").click()
    expect(page.get_by_role("heading", level=1, name="配额分解")).to_be_visible()


def test_the_look_follows_the_system_until_chosen_and_paper_is_light(visitor) -> None:
    page = visitor.page
    page.emulate_media(color_scheme="dark")
    visitor.open("/")

    def paper() -> str:
        return page.evaluate("getComputedStyle(document.body).backgroundColor")

    dark = paper()
    page.get_by_role("button", name="外观：跟随系统").click()
    page.get_by_role("button", name="外观：浅色").wait_for()
    light = paper()
    assert dark != light
    visitor.open("/enterprises")
    assert paper() == light
    page.get_by_role("button", name="外观：浅色").click()
    page.get_by_role("button", name="外观：深色").wait_for()
    assert paper() == dark
    page.emulate_media(media="print")
    assert paper() == "rgb(255, 255, 255)"
    expect(page.get_by_role("navigation", name="导航")).to_be_hidden()


def test_a_quota_too_great_is_refused_at_its_field_and_then_issued(visitor) -> None:
    visitor.sign_in()
    page = visitor.open("/quotas")
    page.get_by_role("button", name="下达 乌海市").click()
    box = page.get_by_role("dialog")
    box.get_by_role("button", name="下达").click()
    expect(box.get_by_text("请填写数量")).to_be_visible()
    amount = box.get_by_label("数量")
    expect(amount).to_be_focused()
    amount.fill("9,000")
    box.get_by_label("理由").fill("年度分解")
    box.get_by_label("依据文件").fill("发改〔2026〕9号")
    box.get_by_role("button", name="下达").click()
    expect(amount).to_have_attribute("aria-invalid", "true")
    expect(box.get_by_text("下级配额合计 21000 tce")).to_be_visible()
    assert box.get_by_label("理由").input_value() == "年度分解"
    amount.fill("7,000")
    box.get_by_role("button", name="下达").click()
    expect(page.get_by_text("已下达 7,000 tce")).to_be_visible()
    history = page.get_by_role("region", name="下达与调整记录")
    row = history.get_by_role("row").filter(has_text="乌海市")
    expect(row).to_contain_text("operator")
    expect(row).to_contain_text("年度分解（发改〔2026〕9号）")
    visitor.open("/audit")
    expect(page.get_by_role("row").filter(has_text="/quotas").first).to_contain_text("operator")


def test_an_alert_is_worked_on_to_its_end(visitor) -> None:
    visitor.sign_in()
    page = visitor.open("/alerts")
    page.get_by_role("link", name="处理 预警 1 号 模拟电石厂").click()
    page.get_by_role("button", name="受理").click()
    expect(page.get_by_text("已受理预警 1 号")).to_be_visible()
    page.get_by_label("交给谁").fill("王工")
    page.get_by_role("button", name="交办").click()
    history = page.locator(".nh-line")
    expect(history).to_contain_text("王工")
    page.get_by_label("备注内容").fill("已去现场")
    page.get_by_role("button", name="备注").click()
    expect(history).to_contain_text("已去现场")
    page.get_by_role("button", name="解除").click()
    expect(page.get_by_text("请填写解除理由")).to_be_visible()
    page.get_by_label("解除理由").fill("已限产")
    page.get_by_role("button", name="解除").click()
    expect(page.get_by_text("此预警已解除")).to_be_visible()
    expect(history).to_contain_text("已限产")
    visitor.open("/alerts")
    expect(page.get_by_text("预警 1 号")).to_have_count(0)


def test_who_may_only_read_is_not_offered_to_write(visitor) -> None:
    page = visitor.open("/alerts/2")
    expect(page.get_by_text("您只能查看")).to_be_visible()
    assert page.locator("form.nh-form").count() == 0
    visitor.open("/quotas")
    assert page.get_by_role("button", name="下达").count() == 0


def test_rows_are_walked_by_keys_and_a_finding_shows_its_picture(visitor) -> None:
    page = visitor.open("/findings")
    page.get_by_role("region", name="数据质量发现").last.focus()
    page.keyboard.press("j")
    link = page.get_by_role("link", name="查看 模拟电石厂 T1/EP 2026-03-09 12:30")
    expect(link).to_be_focused()
    page.keyboard.press("Enter")
    picture = page.get_by_role("img", name="T1/EP 的读数，标出发现所在时段")
    expect(picture).to_be_visible()
    assert picture.evaluate("e => e.complete && e.naturalWidth > 0")
    expect(page.get_by_text("连续 24 小时读数恒为 5")).to_be_visible()


def test_what_is_not_there_says_so_with_a_next_step(visitor) -> None:
    page = visitor.open("/alerts/999")
    card = page.locator(".nh-error")
    expect(card).to_contain_text("没有第 999 号告警")
    expect(card).to_contain_text("下一步")
    expect(card.get_by_role("button", name="重试")).to_be_visible()
    card.get_by_role("link", name="回到起始页").click()
    expect(page.get_by_role("heading", level=1, name="内蒙古自治区")).to_be_visible()


def test_the_list_sorts_by_its_heads_and_is_taken_away_whole(visitor) -> None:
    page = visitor.open("/enterprises")
    page.get_by_role("link", name="名称").click()
    expect(page.get_by_role("columnheader", name="名称")).to_have_attribute(
        "aria-sort", "ascending"
    )
    first = page.locator("tbody tr").first.inner_text()
    page.get_by_role("link", name="名称").click()
    expect(page.get_by_role("columnheader", name="名称")).to_have_attribute(
        "aria-sort", "descending"
    )
    assert page.locator("tbody tr").last.inner_text() == first
    with page.expect_download() as download:
        page.get_by_role("button", name="导出 CSV").click()
    text = download.value.path().read_text("utf-8-sig")
    assert len(text.splitlines()) == 3
    assert "模拟电石厂" in text
