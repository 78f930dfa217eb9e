"""Every page against WCAG 2.1 A and AA by axe-core, in light and dark."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files

import httpx
import pytest
from console import Console, Demo
from playwright.sync_api import Browser

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("journeys"), pytest.mark.timeout(240)]
AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")
RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}}
RUN = """async (rules) => {
  const found = await axe.run({exclude: [['.q-loading-bar']]}, rules);
  return found.violations.flatMap((one) => one.nodes.map(
    (node) => `${one.id}: ${node.target.join(' ')} ${node.html.slice(0, 140)}`));
}"""
PAGES = (
    "/",
    "/enterprises",
    "/enterprises/{enterprise}",
    "/benchmarks",
    "/quotas",
    "/alerts",
    "/warnings",
    "/findings",
    "/quality",
    "/platform",
    "/audit",
    "/account",
    "/gateways",
    "/gateways/add",
    "/gateways/{enterprise}/GW1",
    "/entries",
    "/entries/add",
    "/quarantine",
    "/imports",
    "/tables",
    "/tables/point",
    "/tables/gateway/add",
    "/users",
    "/users/add",
    "/delegations",
    "/tokens",
)


@pytest.fixture(scope="module")
def signed_in(demo: Demo, chromium: Browser) -> Iterator[Console]:
    console = Console(demo, chromium, language="zh", width=1280)
    console.sign_in("operator")
    yield console
    console.close()


@pytest.fixture(scope="module")
def names(operator: httpx.Client) -> dict[str, str]:
    def first(path: str) -> dict:
        return operator.get(path, params={"limit": 1}).json()["items"][0]

    return {"enterprise": first("/api/v1/enterprises")["code"]}


def check(console: Console) -> list[str]:
    return console.page.evaluate(RUN, RULES)


@pytest.mark.parametrize("path", PAGES)
def test_a_page_has_no_barrier_in_light_or_dark(
    signed_in: Console, names: dict[str, str], path: str
) -> None:
    signed_in.page.goto(f"{signed_in.demo.url}{path.format(**names)}")
    signed_in.page.wait_for_selector(".nh-body[aria-busy=false], h1")
    signed_in.page.evaluate(AXE)
    found = {}
    for theme in ("light", "dark"):
        signed_in.page.evaluate(
            "(theme) => { document.documentElement.dataset.theme = theme; "
            "document.body.classList.toggle('body--dark', theme === 'dark'); }",
            theme,
        )
        found[theme] = check(signed_in)
    assert found == {"light": [], "dark": []}


def test_the_way_in_has_no_barrier(demo: Demo, chromium: Browser) -> None:
    console = Console(demo, chromium, language="en", width=400)
    console.page.goto(f"{demo.url}/sign-in?lang=en")
    console.page.wait_for_selector("form")
    console.page.evaluate(AXE)
    assert check(console) == []
    console.close()


def test_a_barrier_is_found(demo: Demo, chromium: Browser) -> None:
    console = Console(demo, chromium, language="en", width=400)
    console.page.set_content("<html lang=en><title>t</title><main><input></main>")
    console.page.evaluate(AXE)
    assert any(line.startswith("label:") for line in check(console))
    console.close()
