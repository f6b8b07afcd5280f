"""A scenario's package in a learning platform: scorm-again in Chromium, with its commits as they arrive.

There is no server: what the browser asks of the platform's host is answered from the package and tests/vendor, and
whatever it asks of another host fails the test.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Frame, Page, Route

from lyhord.training.domain.scenarios.library import scenarios
from lyhord.training.domain.scenarios.play import walk
from lyhord.training.domain.scenarios.scorm import scorm_package
from lyhord.training.enums import StaffRole
from tests.journeys.conftest import PHONE

pytestmark = pytest.mark.journey

VENDOR = Path(__file__).parents[1] / "vendor"
SCRIPT = "scorm-again/scorm12.min.js"
HOST = "http://platform.test"
LESSON = """<!doctype html><html lang="sv"><title>Platform</title><script src="/scorm12.min.js"></script>
<script src="/begin.js"></script>
<iframe name="lesson" title="Lesson" src="/package/index.html" width="380" height="800"></iframe></html>"""
BEGIN = """window.API = new Scorm12API({lmsCommitUrl: "/commit", autocommit: false});
const kept = %s; if (kept) window.API.loadFromJSON(kept, "");"""
TYPES = {"html": "text/html", "js": "text/javascript", "css": "text/css", "xml": "text/xml"}


@dataclass
class Platform:
    """A learning platform that holds one package. commits: what arrived. kept: what it gives back the next time."""

    package: zipfile.ZipFile
    kept: dict[str, Any] | None = None
    commits: list[dict[str, Any]] = field(default_factory=list)
    strangers: list[str] = field(default_factory=list)

    def answer(self, route: Route) -> None:
        parts = urlsplit(route.request.url)
        if f"{parts.scheme}://{parts.netloc}" != HOST:
            self.strangers.append(route.request.url)
            route.abort()
        elif parts.path == "/commit":
            self.commits.append(json.loads(route.request.post_data or "{}"))
            route.fulfill(json={"result": "true", "errorCode": 0})
        else:
            text = self._file(parts.path)
            kind = TYPES[parts.path.rsplit(".", 1)[-1]]
            route.fulfill(body=text, content_type=f"{kind}; charset=utf-8")

    def _file(self, path: str) -> str | bytes:
        match path:
            case "/lesson.html":
                return LESSON
            case "/begin.js":
                return BEGIN % json.dumps(self.kept)
            case "/scorm12.min.js":
                return (VENDOR / SCRIPT).read_bytes()
            case _:
                return self.package.read(path.removeprefix("/package/"))

    @property
    def last(self) -> dict[str, Any]:
        cmi: dict[str, Any] = self.commits[-1]["cmi"]
        return cmi


@pytest.fixture
def platform() -> Platform:
    return Platform(zipfile.ZipFile(io.BytesIO(scorm_package(scenarios()["kaffebordet"]))))


@pytest.fixture
def page(browser: Browser, platform: Platform) -> Iterator[Page]:
    context = browser.new_context(viewport=PHONE, reduced_motion="reduce")
    context.set_default_timeout(15_000)
    page = context.new_page()
    page.on("pageerror", lambda error: platform.strangers.append(str(error)))
    page.route("**/*", platform.answer)
    yield page
    context.close()


def lesson(page: Page) -> Frame:
    page.goto(f"{HOST}/lesson.html")
    frame = page.frame("lesson")
    assert frame is not None
    frame.wait_for_selector("h1")
    return frame


def test_the_platform_is_the_one_that_the_record_says() -> None:
    record = json.loads((VENDOR / "vendor.json").read_text())[SCRIPT]
    assert record["sha256"] == hashlib.sha256((VENDOR / SCRIPT).read_bytes()).hexdigest()
    assert (VENDOR / record["licence_file"]).read_text().startswith("MIT")


def test_completion_and_score_arrive_and_one_goes_on_where_one_was(page: Page, platform: Platform) -> None:
    """With the keyboard alone; half of the way in one session and the rest in the next."""
    scenario = scenarios()["kaffebordet"]
    frame = lesson(page)
    frame.get_by_role("button", name="Kök", exact=True).press("Enter")
    assert frame.evaluate("document.activeElement.tagName") == "H1"
    way = ""
    for _step in range(2):
        way += "1"
        frame.locator("button.choice").first.press("Enter")
        here = walk(scenario, StaffRole.KITCHEN, way)
        assert here.last is not None
        assert frame.get_by_text(here.last.visitor, exact=True).is_visible()
    assert platform.last["core"]["lesson_status"] == "incomplete"
    platform.kept = platform.last
    page.goto("about:blank")

    frame = lesson(page)
    assert frame.get_by_text(here.last.visitor, exact=True).is_visible()
    while not walk(scenario, StaffRole.KITCHEN, way).here.ending:
        way += "1"
        frame.locator("button.choice").first.press("Enter")
    end = walk(scenario, StaffRole.KITCHEN, way).here
    assert end.ending is not None
    assert frame.get_by_text(end.remember, exact=True).is_visible()
    core = platform.last["core"]
    assert core["lesson_status"] == "completed"
    assert core["score"] == {"raw": str(end.ending.points), "min": "0", "max": "100"}
    assert re.fullmatch(r"00:00:\d\d\.\d{1,2}", core["session_time"])
    assert platform.last["suspend_data"] == ""
    assert platform.strangers == []


def test_outside_a_platform_it_says_so_and_has_no_violation(page: Page, platform: Platform) -> None:
    page.goto(f"{HOST}/package/index.html")
    assert page.get_by_text("Ingenting sparas.").is_visible()
    found = Axe().run(page).response["violations"]
    page.get_by_role("button", name="Värd").click()
    page.locator("button.choice").first.click()
    found += Axe().run(page).response["violations"]
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert ([v["id"] for v in found], wide, platform.strangers, platform.commits) == ([], 0, [], [])
