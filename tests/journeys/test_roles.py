"""Two people give a role, in two browsers; the new colleague sees the page until the role ends."""

from __future__ import annotations

import datetime as dt

import pytest
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from lyhord.accounts.domain.roles.access_checks import open_round
from lyhord.accounts.models import RoleGrant
from lyhord.common import clock
from tests.factories import Cast
from tests.journeys.conftest import PHONE, WIDE, Visit

pytestmark = pytest.mark.journey


def another(browser: Browser, server: LiveServer, viewport: dict[str, int] = WIDE) -> Visit:
    held = browser.new_context(locale="sv-SE", viewport=viewport, reduced_motion="reduce")  # type: ignore[arg-type]  # a size
    held.set_default_timeout(15_000)
    return Visit(held.new_page(), server)


def test_one_proposes_another_approves_and_the_colleague_sees_the_page(
    visit: Visit, browser: Browser, live_server: LiveServer, cast: Cast
) -> None:
    colleague = another(browser, live_server, PHONE)
    colleague.sign_in(cast.outsider)
    refused = colleague.page.goto(live_server.url + "/personer/")
    assert refused is not None and refused.status == 403
    colleague.complaints.clear()  # the browser itself complains of the refusal

    visit.sign_in(cast.access_administrator)
    visit.open("/konto/roller/")
    page = visit.follow("Föreslå en roll")
    page.get_by_label("Användarnamn").fill("utomstaende")
    page.get_by_label("Roll", exact=True).select_option(label="Enhetschef")
    page.get_by_label("Nämnd frivilligt").select_option(label=cast.board.name)
    page.get_by_label("Enhet frivilligt").select_option(label=cast.other_unit.name)
    page = visit.press("Föreslå rollen")
    expect(page.get_by_text("Förslaget om utomstaende väntar på en annan person.")).to_be_visible()
    visit.picture("roles-proposed")

    second = another(browser, live_server, PHONE)
    second.sign_in(cast.second_administrator)
    second.open("/")
    page = second.follow("1 roll väntar på ditt godkännande.")
    second.picture("roles-to-approve-phone")
    page.get_by_role("button", name="Godkänn utomstaende, Enhetschef").click()
    expect(page.get_by_text("utomstaende har fått rollen.")).to_be_visible()
    second.look()

    colleague.open("/personer/")
    grant = RoleGrant.objects.get(user=cast.outsider)
    page = visit.open(f"/konto/roller/{grant.pk}/")
    visit.picture("role-detail")
    page = visit.press("Avsluta rollen")
    expect(page.get_by_text("utomstaende har inte längre rollen.")).to_be_visible()
    refused = colleague.page.reload()
    assert refused is not None and refused.status == 403
    for browser_context in (colleague, second):
        browser_context.page.context.close()


def test_role_that_has_run_out_is_refused_on_the_next_click(visit: Visit, cast: Cast) -> None:
    visit.sign_in(cast.manager)
    visit.open("/personer/")
    yesterday = clock.today() - dt.timedelta(days=1)
    RoleGrant.objects.filter(user=cast.manager).update(ends_before=yesterday)
    refused = visit.page.reload()
    assert refused is not None and refused.status == 403


def test_pages_of_roles_and_checks_in_every_light(any_visit: Visit, cast: Cast, request: pytest.FixtureRequest) -> None:
    opened = open_round(board=cast.board, opened_by=None, today=clock.today() - dt.timedelta(days=40), now=clock.now())
    any_visit.sign_in(cast.access_administrator)
    kind = request.node.callspec.id
    pages = {
        "grants": "/konto/roller/",
        "grant-form": "/konto/roller/ny/",
        "own": "/konto/mina-roller/",
        "lengths": "/konto/rollangder/",
        "checks": "/konto/behorighetskontroll/fragor/",
        "rounds": "/konto/behorighetskontroll/",
        "round": f"/konto/behorighetskontroll/{opened.pk}/",
        "close": f"/konto/anvandare/{cast.employee.pk}/stang/",
        "leavers": "/konto/har-slutat/",
        "organisation": "/konto/organisation/",
        "start": "/",
    }
    for name, path in pages.items():
        any_visit.open(path)
        any_visit.picture(f"roles-{name}-{kind}")
