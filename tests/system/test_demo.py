"""`nengheng up --scenario demo` as its user meets it: by API, command line and browser."""

from __future__ import annotations

import json
from collections.abc import Iterator

import httpx
import pytest
from patience import patient
from platform_process import PlatformProcess, platform_process, run_command, wait_for
from playwright.sync_api import Browser, Request

from dashboards.screenshots import find_verdicts, is_settled, open_browser, open_page

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("demo"), pytest.mark.timeout(300)]
FIRST_VERDICTS_WITHIN_S = 15.0
PLANTED = ("quota_pace", "benchmark_class")
"""Rules whose levels are planted in the simulated fleet."""
LEVELS = {"within_pace", "over_pace", "will_exceed", "exceeded"} | {
    "benchmark",
    "between",
    "below_baseline",
    "undetermined",
}


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PlatformProcess]:
    directory = tmp_path_factory.mktemp("demo") / "data"
    with platform_process(directory, "--scenario", "demo", "--port", "0") as platform:
        yield platform


@pytest.fixture(scope="module")
def browser(demo: PlatformProcess) -> Iterator[Browser]:
    with open_browser() as browser:
        yield browser


def read(demo: PlatformProcess, path: str, **query: str) -> dict:
    answer = httpx.get(f"{demo.url}{path}", params=query, timeout=30)
    assert answer.status_code == 200, answer.text
    return answer.json()


def read_all(demo: PlatformProcess, path: str) -> list[dict]:
    items: list[dict] = []
    cursor = ""
    while cursor is not None:
        page = read(demo, path, limit="200", **({"cursor": cursor} if cursor else {}))
        items += page["items"]
        cursor = page["next"]
    return items


def settled(demo: PlatformProcess) -> bool:
    return bool(find_verdicts(demo.url)) and is_settled(demo.url)


def test_verdicts_of_several_levels_stand_soon_after_ready(demo: PlatformProcess) -> None:
    def several() -> bool:
        levels = {row["level"] for row in read_all(demo, "/api/v1/verdicts")}
        return len(levels - {"undetermined"}) >= 3

    wait_for(several, patient(FIRST_VERDICTS_WITHIN_S))


def test_every_level_is_found_and_every_verdict_explained(demo: PlatformProcess) -> None:
    wait_for(lambda: settled(demo), patient(60))
    verdicts = read_all(demo, "/api/v1/verdicts")
    assert {row["level"] for row in verdicts if row["rule"] in PLANTED} == LEVELS
    year = [row for row in verdicts if row["period"] == "year"]
    assert len({row["subject"] for row in year}) >= 15
    for row in year:
        value, tree = wait_for(lambda row=row: explain_at_rest(demo, row["id"]))
        if value is not None:
            assert tree["value"] == pytest.approx(value, rel=1e-9)
        assert tree["children"]


def explain_at_rest(demo: PlatformProcess, verdict: str) -> tuple[float | None, dict] | None:
    """A verdict's value and its explanation, between two judgements of the living fleet."""
    before = read(demo, f"/api/v1/verdicts/{verdict}")["value"]
    tree = read(demo, f"/api/v1/explain/verdicts/{verdict}")
    after = read(demo, f"/api/v1/verdicts/{verdict}")["value"]
    return (before, tree) if before == after else None


def test_the_books_close_at_every_gateway(demo: PlatformProcess) -> None:
    rows = read_all(demo, "/api/v1/books")
    assert len(rows) >= 12
    for row in rows:
        terms = ("stored", "duplicate", "quarantined", "dropped", "pending")
        assert row["received"] == sum(row[term] for term in terms)
        readings = ("readings_stored", "readings_quarantined", "readings_dropped")
        assert row["decoded"] == sum(row[term] for term in readings)


@pytest.mark.parametrize(
    "command",
    [["accounts", "--period", "year"], ["verdicts"], ["alerts"], ["books"], ["quarantine", "list"]],
)
def test_commands_ask_the_running_platform(demo: PlatformProcess, command: list[str]) -> None:
    wait_for(lambda: settled(demo), patient(60))
    done = run_command(*command, "--json", "--data", str(demo.directory), cwd=demo.directory.parent)
    assert done.returncode == 0, done.stderr
    rows = json.loads(done.stdout)
    assert rows or command[0] == "quarantine"
    shown = run_command(*command, "--data", str(demo.directory), cwd=demo.directory.parent)
    assert shown.returncode == 0
    assert shown.stdout.strip()


def test_explain_and_recompute_on_the_command_line(demo: PlatformProcess) -> None:
    wait_for(lambda: settled(demo), patient(60))
    verdict = max(find_verdicts(demo.url), key=lambda row: (row["severity"], row["id"]))
    data = ["--data", str(demo.directory)]
    cwd = demo.directory.parent
    done = run_command("explain", "verdict", str(verdict["id"]), *data, cwd=cwd)
    assert done.returncode == 0, done.stderr
    assert "GB/T 2589" in done.stdout
    subject = str(verdict["subject"])
    arguments = ["explain", "account", subject, "coal_calorific_tce", "month", "2026-01-01"]
    before = run_command("accounts", "--subject", subject, "--json", *data, cwd=cwd).stdout
    month = next(r for r in json.loads(before) if r["period"] == "month")
    arguments[-1] = month["start"]
    assert run_command(*arguments, *data, cwd=cwd).returncode == 0
    done = run_command("recompute", "--from", "2026-10-01", "--to", "2026-10-03", *data, cwd=cwd)
    assert done.returncode == 0, done.stderr
    assert run_command("books", "audit", *data, cwd=cwd).returncode == 0
    missing = run_command("explain", "verdict", "0000000000000000", *data, cwd=cwd)
    assert missing.returncode == 1
    assert "0000000000000000" in missing.stderr


PAGES = ["/", "/enterprises", "/platform", "enterprise", "explain"]


@pytest.mark.browser
@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("width", [1280, 400])
@pytest.mark.parametrize("name", PAGES)
def test_pages_show_in_both_languages_at_two_widths(
    demo: PlatformProcess, browser: Browser, name: str, width: int, language: str
) -> None:
    wait_for(lambda: settled(demo), patient(60))
    code = read(demo, "/api/v1/enterprises")["items"][0]["code"]
    verdict = find_verdicts(demo.url)[0]["id"]
    path = {"enterprise": f"/enterprises/{code}", "explain": f"/explain/{verdict}"}.get(name, name)
    page = open_page(browser, demo.url + path, width=width, language=language)
    text = page.inner_text("body")
    assert ("模拟数据" if language == "zh" else "Simulated data") in text
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.query_selector(".nh-card")
    assert "Traceback" not in text
    page.close()


@pytest.mark.browser
def test_the_console_asks_nobody_else_and_leads_to_hours(
    demo: PlatformProcess, browser: Browser
) -> None:
    wait_for(lambda: settled(demo), patient(60))
    asked: list[str] = []
    errors: list[str] = []
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.on("request", lambda request: _note(request, asked))
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(f"{demo.url}/?lang=zh")
    page.get_by_text("已超预算").first.wait_for()
    page.get_by_text("溯源", exact=True).first.click()
    page.get_by_text("结论溯源").wait_for()
    page.locator("summary").first.wait_for()
    page.get_by_text("English").click()
    page.get_by_text("How this verdict came about").wait_for()
    assert errors == []
    foreign = [url for url in asked if not url.startswith((demo.url, "data:", "blob:"))]
    assert foreign == []
    page.close()


def _note(request: Request, asked: list[str]) -> None:
    asked.append(request.url.replace("ws://", "http://"))


def test_it_stops_at_once_and_goes_on_where_it_stopped(demo: PlatformProcess) -> None:
    wait_for(lambda: settled(demo), patient(60))
    before = {row["gateway"]: row for row in read_all(demo, "/api/v1/books")}
    assert demo.stop() < patient(3.0)
    assert demo.process.returncode == 0
    with platform_process(demo.directory, "--scenario", "demo", "--port", "0") as again:
        rows = read_all(again, "/api/v1/books")
        assert len(rows) >= len(before)
        assert find_verdicts(again.url)
        stored = {(r["enterprise"], r["gateway"]): r["readings_stored"] for r in rows}
        assert min(stored.values()) > 0
