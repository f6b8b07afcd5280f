"""Somebody with a phone practises, keeps the result and takes it away again; then takes the story to the others."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from lyhord.training.domain.scenarios.library import scenarios
from lyhord.training.domain.scenarios.play import walk
from lyhord.training.enums import StaffRole
from tests.factories import Cast
from tests.journeys.conftest import Visit

pytestmark = pytest.mark.journey


def test_alone_on_a_phone_and_then_together(phone_visit: Visit, cast: Cast) -> None:
    phone_visit.sign_in(cast.employee)
    scenario = scenarios()["kaffebordet"]
    page = phone_visit.open("/ova/")
    phone_visit.picture("practice-list")
    phone_visit.follow("Kaffebordet")
    phone_visit.picture("practice-roles")
    phone_visit.follow("Kök")
    phone_visit.picture("practice-start")
    way = ""
    while not walk(scenario, StaffRole.KITCHEN, way).here.ending:
        way += "1"
        page.locator("a.story-choice").first.click()
        phone_visit.look()
        phone_visit.picture(f"practice-{len(way)}")
        last = walk(scenario, StaffRole.KITCHEN, way).last
        assert last is not None
        expect(page.get_by_text(last.visitor, exact=True)).to_be_in_viewport()
    expect(page.get_by_role("heading", level=1)).to_have_text("Så slutade det")
    phone_visit.press("Spara åt mig")
    phone_visit.follow("Det jag har sparat")
    phone_visit.picture("practice-kept")
    phone_visit.press("Ta bort Kaffebordet, kök")
    expect(page.get_by_text("Du har inte sparat något")).to_be_visible()
    phone_visit.open("/ova/kaffebordet/grupp/")
    phone_visit.follow("Börja")
    page.set_viewport_size({"width": 1360, "height": 900})
    phone_visit.look()
    phone_visit.picture("practice-group")


def test_a_scenario_is_worded_anew_with_its_faults_beside_it(visit: Visit, cast: Cast) -> None:
    visit.sign_in(cast.coordinator)
    visit.open(f"/utbildning/material/{cast.board.pk}/scenarier/kaffebordet/")
    page = visit.follow("Ändra")
    text = page.get_by_label("Text", exact=True)
    text.fill(text.input_value().replace("slut: bra", "slut: toppen", 1))
    visit.press("Titta först")
    expect(page.get_by_text("”toppen” går inte här.")).to_be_visible()
    visit.picture("practice-worded")
    text.fill(text.input_value().replace("slut: toppen", "slut: bra", 1))
    visit.press("Titta först")
    expect(page.get_by_text("Den är inte sparad.")).to_be_visible()
    visit.picture("practice-looked")
