"""A visitor of the console in a real browser: signs in, opens pages, fills in forms."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Literal

from patience import patient
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from dashboards.console.frame import LANGUAGE_COOKIE
from dashboards.console.texts import Texts
from dashboards.screenshots import DRAWN

LANGUAGES: tuple[Literal["zh", "en"], ...] = ("zh", "en")
WIDTHS = (1280, 400)


@dataclass(frozen=True)
class Demo:
    """A running simulated platform and how to get in."""

    url: str
    token: str
    accounts: dict[str, str]
    mqtt_url: str

    def account(self, role: str) -> str:
        """The first login that begins with a role's name."""
        return next(login for login in self.accounts if login.startswith(role))


class Console:
    """One browser without anybody's cookies, in one language at one width [px]."""

    def __init__(
        self, demo: Demo, browser: Browser, *, language: Literal["zh", "en"], width: int
    ) -> None:
        self.demo = demo
        self.language = language
        self.width = width
        self.text = Texts(language)
        self.context: BrowserContext = browser.new_context(
            viewport={"width": width, "height": 900}, accept_downloads=True
        )
        self.context.set_default_timeout(patient(15) * 1000)
        expect.set_options(timeout=patient(15) * 1000)
        self.problems: list[str] = []
        self.remember_language()
        self.page: Page = self.context.new_page()
        self.page.on("pageerror", lambda error: self.problems.append(str(error)))

    def sign_in(self, login: str = "") -> None:
        """Get the cookie of an account, of the operator's token where none is named."""
        given = (
            {"login": login, "password": self.demo.accounts[login]}
            if login
            else {"token": self.demo.token}
        )
        self.context.clear_cookies()
        answer = self.context.request.post(
            f"{self.demo.url}/api/v1/session",
            data=json.dumps(given),
            headers={"Content-Type": "application/json"},
        )
        assert answer.ok, answer.text()
        self.remember_language()

    def remember_language(self) -> None:
        """Have links lead to pages in this language, as its switch does."""
        cookie = {"name": LANGUAGE_COOKIE, "value": self.language, "url": self.demo.url}
        self.context.add_cookies([cookie])

    def open(self, path: str) -> None:
        """Open a page and wait until it is drawn."""
        joiner = "&" if "?" in path else "?"
        self.page.goto(f"{self.demo.url}{path}{joiner}lang={self.language}")
        self.wait_drawn()

    def follow(self, link: Locator) -> None:
        """Go where a link leads, and wait until that is drawn."""
        before = self.page.url
        link.click()
        self.page.wait_for_url(lambda url: url != before)
        self.wait_drawn()

    def wait_drawn(self) -> None:
        self.page.wait_for_selector(DRAWN)

    def button(self, key: str, *values: object) -> Locator:
        return self.page.get_by_role("button", name=self.text(key, *values), exact=True).first

    def link(self, key: str, *values: object) -> Locator:
        return self.page.get_by_role("link", name=self.text(key, *values), exact=True).first

    def card(self, key: str, *values: object) -> Locator:
        return self.page.get_by_role("region", name=self.text(key, *values)).first

    def fill(self, **values: str) -> None:
        """Fill in fields by name, in the form that has them."""
        for name, value in values.items():
            field = self.page.locator(f"[name='{name}']:visible").last
            if field.evaluate("e => e.tagName") == "SELECT":
                field.select_option(value)
            else:
                field.fill(value)

    def sees(self, text: str) -> None:
        expect(self.page.get_by_text(text).first).to_be_visible()

    def told(self, key: str, *values: object) -> None:
        """Wait for what a toast says, and put it away."""
        toast = self.page.locator(".nh-toast", has_text=self.text(key, *values)).first
        expect(toast).to_be_visible()
        toast.get_by_role("button").first.click()

    def fits(self) -> None:
        """The page is no wider than the window."""
        assert self.page.evaluate("document.documentElement.scrollWidth") <= self.width

    def close(self) -> None:
        self.context.close()
        assert self.problems == []
