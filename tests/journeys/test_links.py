"""From an empty installation to a new employee who sees their own training: two administrators, in three browsers."""

from __future__ import annotations

import datetime as dt

import pytest
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from lyhord.accounts.domain.installation import install
from lyhord.accounts.models import User
from lyhord.common import clock
from lyhord.organisation.models import Board
from tests.factories import Cast, make_employee, make_module, make_place, make_session, make_unit
from tests.journeys.conftest import PHONE, Visit
from tests.journeys.test_roles import another

pytestmark = pytest.mark.journey

BOARD = "Äldrenämnden (exempel)"


def make_register() -> None:
    """The installation's first rows, and a register with somebody who is booked. Nobody has an account."""
    boards = {BOARD: "Äldreförvaltningen (exempel)"}
    names = ["behorighet1", "behorighet2"]
    install(boards=boards, coordinator="samordnare", access_administrators=names, today=clock.today(), now=clock.now())
    place = make_place("Exempel Egen", unit=make_unit(Board.objects.get(), "Enhet Ett (exempel)"))
    employee = make_employee("Exempel Åsa Ek", place=place, key="4711")
    make_employee("Exempel Åsa Ekman", place=place, key="4712")
    module = make_module("Att lyssna (exempel)", board=place.owner)
    make_session(module, place, clock.today() + dt.timedelta(days=3), employees=[employee])


def test_new_employee_gets_an_account_a_role_and_the_own_row(
    transactional_db: None, visit: Visit, browser: Browser, live_server: LiveServer
) -> None:
    make_register()
    second, colleague = another(browser, live_server, PHONE), another(browser, live_server, PHONE)
    visit.sign_in_as("behorighet1")
    second.sign_in_as("behorighet2")

    visit.open("/konto/anvandare/ny/")
    visit.page.get_by_label("Användarnamn").fill("asaek")
    visit.page.get_by_label("Namn", exact=True).fill("Åsa Ek")
    visit.page.locator("main form button").first.click()
    code = visit.page.locator("code.secret").inner_text()
    page = visit.follow("Ge en roll")
    page.get_by_label("Roll", exact=True).select_option(label="Medarbetare")
    page.get_by_label("Nämnd frivilligt").select_option(label=BOARD)
    page.get_by_label("Enhet frivilligt").select_option(label="Enhet Ett (exempel)")
    visit.press("Föreslå rollen")
    second.open("/konto/roller/")
    second.press("Godkänn Åsa Ek, Medarbetare")

    colleague.open("/konto/engangskod/")
    colleague.page.get_by_label("Engångskod").fill(code)
    colleague.page.get_by_label("Nytt lösenord", exact=True).fill("en lugn stund vid kaffet")
    colleague.page.get_by_label("Nytt lösenord igen").fill("en lugn stund vid kaffet")
    colleague.press("Spara och logga in")
    colleague.open("/")
    expect(colleague.page.get_by_text("Du är inte kopplad till registret än")).to_be_visible()
    colleague.picture("link-none-phone")

    visit.open("/")
    visit.follow("1 konto är inte kopplat till registret.")
    visit.picture("link-list")
    page = visit.follow("Åsa Ek")
    visit.picture("link-search")
    page.get_by_label("Exempel Åsa Ek · 4711 · Exempel Egen").check()
    visit.press("Föreslå")
    visit.picture("link-proposed")
    second.open("/")
    second.follow("1 koppling till registret väntar på ditt godkännande.")
    second.picture("link-to-approve-phone")
    second.press("Godkänn Åsa Ek")
    expect(second.page.get_by_text("Åsa Ek är nu kopplad till registret.")).to_be_visible()

    colleague.open("/")
    expect(colleague.page.get_by_text("Att lyssna (exempel)").first).to_be_visible()
    colleague.picture("link-own-start-phone")
    visit.open(f"/kopplingar/konton/{User.objects.get(username='asaek').pk}/")
    visit.picture("link-detail")
    visit.press("Ta bort kopplingen")
    colleague.open("/")
    assert "Att lyssna (exempel)" not in colleague.page.content()
    for one in (second, colleague):
        one.page.context.close()


def test_pages_of_links_in_every_light(any_visit: Visit, cast: Cast, request: pytest.FixtureRequest) -> None:
    any_visit.sign_in(cast.access_administrator)
    kind = request.node.callspec.id
    pages = {
        "list": "/kopplingar/",
        "linked": "/kopplingar/?visa=kopplade",
        "nobody": f"/kopplingar/konton/{cast.volunteer.pk}/",
        "somebody": f"/kopplingar/konton/{cast.employee.pk}/",
        "rules": "/kopplingar/regler/",
        "rule-form": "/kopplingar/regler/ny/",
        "roles": "/konto/roller/",
    }
    for name, path in pages.items():
        any_visit.open(path)
        any_visit.picture(f"link-{name}-{kind}")
