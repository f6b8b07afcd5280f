"""A real browser on a live server. Every page that a journey opens is looked at: axe, console, content security policy.

With LYHORD_SCREENSHOTS=1 in the environment, `visit.picture("name")` saves to var/screenshots.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.contrib.auth import get_user_model
from django.test import Client
from playwright.sync_api import Browser, ConsoleMessage, Page
from pytest_django.live_server_helper import LiveServer

from lyhord.accounts.models import User
from tests.factories import sign_in_as

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

CHROMIUM = os.environ.get("LYHORD_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SCREENSHOTS = Path("var/screenshots")
WIDE = {"width": 1360, "height": 900}
PHONE = {"width": 390, "height": 844}


class Visit:
    """One person at one browser. `open`, `follow` and `press` look at the page that they lead to."""

    def __init__(self, page: Page, server: LiveServer) -> None:
        self.page = page
        self.server = server
        self.base = server.url
        self.complaints: list[str] = []
        page.on("console", self._listen)
        page.on("pageerror", lambda error: self.complaints.append(f"script: {error}"))

    def sign_in(self, user: User) -> None:
        """Give the browser the user's session, without the sign-in page."""
        client = sign_in_as(Client(), user)
        name = settings.SESSION_COOKIE_NAME
        cookie: Any = {"name": name, "value": client.cookies[name].value, "url": self.server.url}
        self.page.context.add_cookies([cookie])

    def sign_in_as(self, username: str) -> None:
        self.sign_in(get_user_model().objects.get(username=username))

    def open(self, path: str) -> Page:
        """Open a page of the site and look at it."""
        response = self.page.goto(self.base + path)
        assert response is not None and response.ok, f"{path}: {response.status if response else 'no answer'}"
        self.look()
        return self.page

    def follow(self, name: str, *, exact: bool = True) -> Page:
        """Click the first link with the name, and look at where it leads."""
        self.page.get_by_role("link", name=name, exact=exact).first.click()
        return self._arrived()

    def press(self, name: str, *, exact: bool = True) -> Page:
        """Press the first button with the name, and look at where it leads."""
        self.page.get_by_role("button", name=name, exact=exact).first.click()
        return self._arrived()

    def look(self) -> None:
        """Demand that the page as it now is has no axe violation, no complaint and no sideways scroll."""
        results = Axe().run(self.page)
        found = [f"{v['id']}: {v['nodes'][0]['html'][:160]}" for v in results.response["violations"]]
        wide = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if wide > 0:
            found.append(f"the page is {wide} px wider than the window")
        assert not found + self.complaints, f"{self.page.url}: {'; '.join(found + self.complaints)}"

    def picture(self, name: str) -> None:
        """Save the page as an image when asked for by LYHORD_SCREENSHOTS."""
        if os.environ.get("LYHORD_SCREENSHOTS"):
            SCREENSHOTS.mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=SCREENSHOTS / f"{name}.png", full_page=True)

    def _arrived(self) -> Page:
        self.page.wait_for_load_state("load")
        self.look()
        return self.page

    def _listen(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.complaints.append(f"console: {message.text}")


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    assert CHROMIUM, "Chromium is missing: install the package chromium, or set LYHORD_CHROMIUM to its path."
    return {"executable_path": CHROMIUM, "args": ARGS}


def _visit(browser: Browser, server: LiveServer, **context: Any) -> Iterator[Visit]:
    held = browser.new_context(locale="sv-SE", timezone_id="Europe/Stockholm", reduced_motion="reduce", **context)
    held.set_default_timeout(15_000)
    yield Visit(held.new_page(), server)
    held.close()


@pytest.fixture
def visit(browser: Browser, live_server: LiveServer) -> Iterator[Visit]:
    """A person at a wide screen."""
    yield from _visit(browser, live_server, viewport=WIDE)


@pytest.fixture
def phone_visit(browser: Browser, live_server: LiveServer) -> Iterator[Visit]:
    """A person with a phone."""
    yield from _visit(browser, live_server, viewport=PHONE, has_touch=True)


@pytest.fixture(
    params=[(WIDE, "light"), (WIDE, "dark"), (PHONE, "light"), (PHONE, "dark")],
    ids=["wide-light", "wide-dark", "phone-light", "phone-dark"],
)
def any_visit(request: pytest.FixtureRequest, browser: Browser, live_server: LiveServer) -> Iterator[Visit]:
    """The same journey at both widths, in both colour schemes."""
    viewport, scheme = request.param
    yield from _visit(browser, live_server, viewport=viewport, color_scheme=scheme)
