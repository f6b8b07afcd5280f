"""Signing in for real: codes, passkeys, lock, and what Back shows after signing out."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from lyhord.accounts.domain.sign_in.codes import issue_code
from lyhord.accounts.models import RoleGrant, User
from lyhord.common import clock
from tests.factories import Cast, make_cast
from tests.factories.factors import code_shown
from tests.journeys.conftest import PHONE, Visit

pytestmark = pytest.mark.journey

PASSWORD, NEW = "exempel-losenord-1", "en lugn stund vid kaffet"


@pytest.fixture
def cast_there(transactional_db: None) -> Cast:
    return make_cast()


@pytest.fixture
def phone(browser: Browser, live_server: LiveServer) -> Iterator[Visit]:
    """A phone at localhost, since passkeys are bound to a name, with a key that opens by itself."""
    held = browser.new_context(locale="sv-SE", reduced_motion="reduce", viewport=PHONE, has_touch=True)
    held.set_default_timeout(15_000)
    page = held.new_page()
    session = held.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "ctap2Version": "ctap2_1",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    visit = Visit(page, live_server)
    visit.base = live_server.url.replace("127.0.0.1", "localhost")
    yield visit
    held.close()


def give_password(visit: Visit, username: str, password: str = PASSWORD) -> None:
    visit.open("/konto/logga-in/")
    visit.page.get_by_label("Användarnamn").fill(username)
    visit.page.get_by_label("Lösenord").fill(password)
    visit.press("Logga in")


def use_passkey(visit: Visit, button: str, leads_to: str) -> None:
    """Press a button that asks the key first, and wait until the page after it is there."""
    visit.page.get_by_role("button", name=button, exact=True).click()
    visit.page.wait_for_url(f"{visit.base}{leads_to}")
    visit.look()


def test_from_the_one_time_code_to_a_code_from_the_app(phone: Visit, cast_there: Cast) -> None:
    code = issue_code(user=cast_there.manager, issued_by=None, now=clock.now())
    phone.open("/konto/engangskod/")
    phone.page.get_by_label("Engångskod").fill(code.lower())
    phone.page.get_by_label("Nytt lösenord", exact=True).fill(NEW)
    phone.page.get_by_label("Nytt lösenord igen").fill(NEW)
    phone.press("Spara och logga in")
    expect(phone.page.get_by_text("Din roll ser uppgifter om andra")).to_be_visible()
    phone.picture("sign-in-first")
    phone.follow("Lägg till en app")
    phone.picture("sign-in-app")
    secret = phone.page.locator("code.secret").inner_text().replace(" ", "")
    phone.page.get_by_label("Kod", exact=True).fill(code_shown(secret))
    phone.press("Lägg till appen")
    expect(phone.page.locator("ol code.secret")).to_have_count(10)
    phone.picture("sign-in-recovery")
    recovery = phone.page.locator("ol code.secret").nth(4).inner_text()
    phone.follow("Jag har sparat dem")
    phone.open("/traffpunkter/")
    phone.page.context.clear_cookies()
    give_password(phone, "chef", NEW)
    expect(phone.page.get_by_role("heading", name="Visa att det är du")).to_be_visible()
    phone.picture("sign-in-second")
    phone.page.get_by_label("Kod", exact=True).fill("000000")
    phone.press("Fortsätt")
    expect(phone.page.get_by_text("Koden stämmer inte").first).to_be_visible()
    phone.page.get_by_label("Kod", exact=True).fill(recovery)
    phone.press("Fortsätt")
    phone.open("/traffpunkter/")


def test_a_passkey_is_added_signs_in_alone_and_unlocks(phone: Visit, cast_there: Cast) -> None:
    give_password(phone, "chef")
    phone.follow("Lägg till en passkey")
    phone.page.get_by_label("Namn på passkeyn").fill("Min mobil")
    use_passkey(phone, "Lägg till en passkey", "/konto/inloggning/reservkoder/")
    expect(phone.page.get_by_role("heading", name="Spara dina reservkoder")).to_be_visible()
    phone.open("/konto/inloggning/")
    expect(phone.page.get_by_text("Min mobil").first).to_be_visible()
    phone.picture("sign-in-own")

    phone.page.context.clear_cookies()
    phone.open("/konto/logga-in/")
    phone.picture("sign-in")
    use_passkey(phone, "Logga in med passkey", "/")
    phone.open("/traffpunkter/")

    phone.press("Lås")
    expect(phone.page.get_by_role("heading", name="Låst")).to_be_visible()
    phone.picture("sign-in-locked")
    use_passkey(phone, "Använd passkey", "/traffpunkter/")

    phone.page.context.clear_cookies()
    give_password(phone, "chef")
    use_passkey(phone, "Använd passkey", "/")
    phone.open("/traffpunkter/")


def test_what_the_lock_hides_is_not_shown_by_back(visit: Visit, cast_there: Cast) -> None:
    visit.sign_in_as("chef")
    visit.open("/traffpunkter/")
    visit.press("Lås")
    visit.page.go_back()
    expect(visit.page.get_by_role("heading", name="Låst")).to_be_visible()
    assert "Exempel Egen" not in visit.page.content()
    visit.page.get_by_label("Ditt lösenord").fill(PASSWORD)
    visit.press("Lås upp")
    expect(visit.page.get_by_text("Exempel Egen").first).to_be_visible()


def test_back_after_signing_out_shows_nothing(visit: Visit, cast_there: Cast) -> None:
    visit.sign_in_as("chef")
    visit.open("/traffpunkter/")
    visit.follow("Exempel Egen")
    visit.page.locator("details.wide-only summary").click()
    visit.press("Logga ut")
    for _step in range(2):
        visit.page.go_back()
        visit.page.wait_for_load_state("load")
        expect(visit.page.get_by_role("heading", name="Logga in")).to_be_visible()
        assert "Exempel Egen" not in visit.page.content()


def test_role_removed_in_one_browser_holds_at_the_next_click_in_another(visit: Visit, cast_there: Cast) -> None:
    visit.sign_in_as("chef")
    visit.open("/traffpunkter/")
    RoleGrant.objects.filter(user=User.objects.get(username="chef")).delete()
    visit.page.get_by_role("link", name="Exempel Egen").first.click()
    visit.page.wait_for_load_state("load")
    assert "Exempel Egen" not in visit.page.content()
