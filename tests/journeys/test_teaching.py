"""A trainer prepares a session on a phone: the plan by the clock, the text, a wording of one's own, and back."""

from __future__ import annotations

import datetime as dt

import pytest
from playwright.sync_api import expect

from lyhord.common import clock
from tests.factories import Cast, make_decision, make_module, make_session
from tests.journeys.conftest import Visit

pytestmark = pytest.mark.journey


def test_a_trainer_prepares_a_session_and_words_a_text(phone_visit: Visit, cast: Cast) -> None:
    make_decision(cast.board, partner_board=cast.partner)
    module = make_module("Samtal om svåra frågor", board=cast.board, code="samtal-om-svara-fragor")
    day = clock.today() + dt.timedelta(days=3)
    session = make_session(module, cast.own, day, hour=9, trainers=[cast.trainer_row])

    phone_visit.sign_in(cast.trainer)
    phone_visit.open(f"/utbildning/tillfalle/{session.pk}/")
    page = phone_visit.follow("Det här ska du hålla")
    expect(page.get_by_text("09.00–09.10")).to_be_visible()
    phone_visit.follow("Bilder med det du säger")
    page = phone_visit.open(f"/utbildning/material/{cast.board.pk}/samtal-om-svara-fragor/ovningar/")
    phone_visit.follow("Ändra")
    page.get_by_label("Text", exact=True).fill("## Vår övning\n\nRing 020-50 50 50.")
    page.get_by_label("Vad har du ändrat, och varför?").fill("Kortare, vi har en timme.")
    page = phone_visit.press("Spara ny version")
    expect(page.get_by_text("ser ut som ett telefonnummer")).to_be_visible()
    page.get_by_label("Text", exact=True).fill("## Vår övning\n\n- Sitt knä mot knä.\n- Säg en mening.")
    page = phone_visit.press("Spara ny version")
    expect(page.get_by_role("heading", name="Vår övning")).to_be_visible()
    phone_visit.follow("Versioner")
    phone_visit.follow("Programmets egen text (version 0)")
    page = phone_visit.press("Använd programmets text igen")
    expect(page.get_by_role("heading", name="Första meningen")).to_be_visible()
    phone_visit.open("/utbildning/material/kallor/")
    phone_visit.open(f"/utbildning/material/{cast.board.pk}/volontarer/")
