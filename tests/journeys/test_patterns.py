"""Every component at both widths and in both colour schemes, in a real browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from pytest_django.fixtures import Settings

from tests.factories import Cast
from tests.journeys.conftest import Visit

pytestmark = pytest.mark.journey

TARGETS = "a.button, button, summary, .menu-link, input:not([type=hidden]), select"


@pytest.fixture
def demo(settings: Settings) -> None:
    settings.DEMO = True


def test_the_pattern_page_holds(any_visit: Visit, cast: Cast, demo: None, request: pytest.FixtureRequest) -> None:
    any_visit.sign_in(cast.coordinator)
    page = any_visit.open("/monster/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Så ser Lyhörd ut.")
    any_visit.picture(f"patterns-{request.node.callspec.id}")


def test_what_one_presses_is_large_enough(phone_visit: Visit, cast: Cast, demo: None) -> None:
    phone_visit.sign_in(cast.coordinator)
    page = phone_visit.open("/monster/")
    small = []
    for control in page.locator(TARGETS).all():
        box = control.bounding_box()
        kind = control.get_attribute("type")
        if box and kind not in {"checkbox", "radio"} and box["height"] < 44:
            small.append((control.evaluate("e => e.outerHTML.slice(0, 90)"), box["height"]))
    assert small == []


def test_the_keyboard_shows_where_it_is(visit: Visit, cast: Cast, demo: None) -> None:
    visit.sign_in(cast.coordinator)
    page = visit.open("/monster/")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Hoppa till innehållet")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.keyboard.press("Tab")
    focused = page.locator(":focus-visible")
    expect(focused).to_have_css("outline-style", "solid")
    expect(focused).to_have_css("outline-width", "3px")


def test_the_menu_of_a_phone_opens_without_script(phone_visit: Visit, cast: Cast, demo: None) -> None:
    phone_visit.sign_in(cast.coordinator)
    page = phone_visit.open("/monster/")
    leave = page.get_by_role("button", name="Logga ut")
    expect(leave).to_be_hidden()
    page.get_by_text("Meny").click()
    expect(leave).to_be_visible()
    phone_visit.look()
    page.keyboard.press("Escape")
    expect(leave).to_be_hidden()


def test_paper_shows_the_page_and_nothing_to_press(visit: Visit, cast: Cast, demo: None) -> None:
    visit.sign_in(cast.coordinator)
    page = visit.open("/monster/")
    page.emulate_media(media="print")
    expect(page.get_by_role("banner").locator(".brand")).to_be_hidden()
    assert page.locator(".button:visible").count() == 0
    expect(page.get_by_role("heading", name="Så ser Lyhörd ut.")).to_be_visible()
    visit.picture("patterns-paper")
