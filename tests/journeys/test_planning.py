"""From settings to an adopted plan: computed, answered on a phone, counted again, adopted."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse
from playwright.sync_api import expect
from pytest_django import Settings

from lyhord.planning.models import PlanDraft
from lyhord.training.models import TrainingSession
from tests.factories import TODAY, make_cast
from tests.journeys.conftest import Visit
from tests.planning.world import World, make_world, run_queue

NOW = dt.datetime.combine(TODAY, dt.time(9), tzinfo=dt.UTC)

pytestmark = pytest.mark.journey


@pytest.fixture
def world(transactional_db: None, settings: Settings) -> World:
    settings.TODAY = TODAY
    return make_world(make_cast(), replacement_sek=1150, trainer_hour_sek=420)


def test_a_plan_is_computed_answered_counted_again_and_adopted(world: World, visit: Visit, phone_visit: Visit) -> None:
    visit.sign_in(world.cast.coordinator)
    visit.open(reverse("planning:settings-edit", args=[world.decision.pk]))
    visit.press("Spara inställningarna")
    page = visit.press("Räkna fram en plan")
    expect(page.get_by_role("heading", level=1)).to_have_text("Planen står på tur.")
    run_queue(NOW)
    expect(page.get_by_role("link", name="Visa utkastet")).to_be_visible()
    visit.picture("plan-run")
    page = visit.follow("Visa utkastet")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Planen når alla 2 träffpunkter")
    visit.picture("plan-draft")

    page.get_by_label("Svar senast").fill((TODAY + dt.timedelta(days=7)).isoformat())
    visit.press("Skicka ut för svar")
    visit.follow("Skriv ut svarslistor")

    draft = PlanDraft.objects.get()
    phone_visit.sign_in(world.cast.manager)
    page = phone_visit.open(reverse("planning:draft-answer", args=[draft.pk]))
    phone_visit.picture("plan-answer-phone")
    page.get_by_role("radio", name="går inte").first.check()
    page.get_by_text("Skäl eller önskad dag").first.click()
    page.get_by_label("Skäl, om det inte går").first.select_option("staffing")
    page = phone_visit.press("Spara, och allt utan svar fungerar")
    expect(page.get_by_text("svar är sparade")).to_be_visible()

    visit.open(reverse("planning:draft-detail", args=[draft.pk]))
    visit.press("Räkna om efter svaren")
    run_queue(NOW)
    expect(visit.page.get_by_role("link", name="Visa utkastet")).to_be_visible()
    visit.follow("Visa utkastet")
    page = visit.press("Jämför")
    expect(page.get_by_text("Från Utkast 1 till Utkast 2")).to_be_visible()
    visit.picture("plan-compare")
    visit.follow("Utkast 2")
    visit.follow("Anta planen")
    page = visit.press("Anta planen")
    expect(page.get_by_text("Planen är antagen.")).to_be_visible()
    assert TrainingSession.objects.exists()
