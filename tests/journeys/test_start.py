"""The start page, the menu and the search as people use them."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from lyhord.common import clock
from lyhord.programme.models import Decision
from tests.factories import Cast, make_clauses, make_decision, make_employee, make_module, make_session, make_visit
from tests.journeys.conftest import WIDE, Visit

pytestmark = pytest.mark.journey


@pytest.fixture
def busy(cast: Cast) -> Decision:
    """A decision on its way: one place with everything booked, one with nothing."""
    decision = make_decision(cast.board, partner_board=cast.partner)
    _visits, training = make_clauses(decision, visits=2)
    later = clock.today() + dt.timedelta(days=14)
    for days, name in enumerate(("Uttryck", "Samtal", "Stödvägar")):
        module = make_module(name, clause=training)
        make_session(
            module,
            cast.own,
            later + dt.timedelta(days=days),
            trainers=[cast.trainer_row],
            employees=[cast.employee_row],
        )
    for days in (7, 28):
        make_visit(cast.own, later + dt.timedelta(days=days), trainers=[cast.trainer_row])
    make_employee("Exempel Granne", place=cast.neighbour)
    return decision


def test_a_coordinator_sees_how_far_it_has_come(
    any_visit: Visit, cast: Cast, busy: Decision, request: pytest.FixtureRequest
) -> None:
    any_visit.sign_in(cast.coordinator)
    page = any_visit.open("/")
    expect(page.get_by_role("heading", level=1)).to_have_text("1 av 2 träffpunkter har allt bokat.")
    expect(page.get_by_text("Socialnämndens beslut saknas").first).to_be_visible()
    any_visit.picture(f"overview-{request.node.callspec.id}")


def test_an_empty_installation_shows_the_way(any_visit: Visit, cast: Cast, request: pytest.FixtureRequest) -> None:
    any_visit.sign_in(cast.coordinator)
    page = any_visit.open("/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Så kommer ni i gång.")
    any_visit.picture(f"first-steps-{request.node.callspec.id}")


@pytest.mark.parametrize("role", ["manager", "trainer", "employee", "board_reader", "access_administrator", "outsider"])
def test_each_role_has_a_first_page_that_holds(phone_visit: Visit, cast: Cast, busy: Decision, role: str) -> None:
    phone_visit.sign_in(getattr(cast, role))
    phone_visit.open("/")
    phone_visit.picture(f"start-{role}")


def test_the_slash_key_leads_to_the_search(visit: Visit, cast: Cast) -> None:
    visit.sign_in(cast.coordinator)
    page = visit.open("/")
    page.keyboard.press("/")
    expect(page.locator("#quick-search")).to_be_focused()
    page.keyboard.type("granne")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("En träff på ”granne”")
    visit.look()
    visit.follow("Exempel Granne", exact=False)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Exempel Granne")


def test_the_slash_key_writes_a_slash_in_a_field(visit: Visit, cast: Cast) -> None:
    visit.sign_in(cast.coordinator)
    page = visit.open("/sok/")
    page.locator("#search-again").fill("1")
    page.locator("#search-again").press("/")
    expect(page.locator("#search-again")).to_have_value("1/")


def test_everything_works_without_script(browser: Browser, live_server: LiveServer, cast: Cast, busy: Decision) -> None:
    context = browser.new_context(java_script_enabled=False, locale="sv-SE", viewport=WIDE)
    page = context.new_page()
    page.goto(live_server.url + "/")
    page.get_by_label("Användarnamn").fill("medarbetare")
    page.get_by_label("Lösenord").fill("exempel-losenord-1")
    page.get_by_role("button", name="Logga in").click()
    page.get_by_role("searchbox").fill("granne")
    page.get_by_role("searchbox").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("träff(ar)? på ”granne”"))
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.get_by_role("button", name="Svenska").click()
    expect(page.locator("html")).to_have_attribute("lang", "sv")
    page.locator("details.drop summary").first.click()
    page.get_by_role("button", name="Logga ut").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Logga in")
    context.close()
